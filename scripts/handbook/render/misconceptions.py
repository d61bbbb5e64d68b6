"""Every misconception in one place, by category."""

from typing import Any

from handbook.addresses import MISCONCEPTIONS_PAGE, permalink_file
from handbook.model import Category, Question
from handbook.render.view import Files, View


def files(view: View) -> Files:
    """Give the page."""
    groups = [_group(view, category) for category in view.handbook.categories]
    yield view.page(
        "misconceptions.md",
        MISCONCEPTIONS_PAGE,
        groups=[group for group in groups if group["count"]],
        count=sum(group["count"] for group in groups),
        questions=sum(len(group["questions"]) for group in groups),
    )


def _group(view: View, category: Category) -> dict[str, Any]:
    questions = [q for q in view.at.by_category.get(category.id, ()) if q.misconceptions]
    return {
        "title": category.title,
        "count": sum(len(question.misconceptions) for question in questions),
        "questions": [(question, _address(view, question)) for question in questions],
    }


def _address(view: View, question: Question) -> str:
    return view.at.href(MISCONCEPTIONS_PAGE, permalink_file(question.id))
