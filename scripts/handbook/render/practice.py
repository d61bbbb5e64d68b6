"""What practice needs to know: which questions there are, and the statements of each category."""

from typing import Any

from handbook.addresses import HOME_PAGE
from handbook.model import Category, Misconception, Question, Track
from handbook.prose import inline_html, without_code_marks
from handbook.render.browse import choices_of, searched, values
from handbook.render.tracks import known_by
from handbook.render.view import File, Files, View, as_json

PRACTICE = "data/practice.json"
_SCHEMA = 1


def statements_file(category: str) -> str:
    """Give the file that holds the statements of a category's questions."""
    return f"data/statements/{category}.json"


def files(view: View) -> Files:
    """Give the list of what can be practiced, and the statements of each category."""
    content = {
        "schema": _SCHEMA,
        "groups": [
            {
                "title": without_code_marks(group.title),
                "categories": [_category(view, category) for category in group.categories],
            }
            for group in view.handbook.groups
        ],
        "filters": choices_of(view),
        "tracks": [_track(view, track) for track in view.handbook.tracks],
        "questions": {
            question.id: _question(view, question)
            for category in view.handbook.categories
            for question in view.at.by_category.get(category.id, ())
        },
    }
    yield PRACTICE, as_json(content)
    for category in view.handbook.categories:
        yield _statements(view, category)


def _category(view: View, category: Category) -> dict[str, Any]:
    return {
        "id": category.id,
        "former_ids": [mention.id for mention in category.former_ids],
        "title": without_code_marks(category.title),
    }


def _track(view: View, track: Track) -> dict[str, Any]:
    return {**known_by(view, track), "questions": [mention.id for mention in track.mentions()]}


def _question(view: View, question: Question) -> dict[str, Any]:
    return {
        "former_ids": [mention.id for mention in question.former_ids],
        "address": view.at.href(HOME_PAGE, view.at.page_of[question.id], question.id),
        "wording": without_code_marks(question.wording),
        "text": without_code_marks(searched(question)),
        "values": values(view, question),
        "statements": len(question.misconceptions),
    }


def _statements(view: View, category: Category) -> File:
    """Give the misconceptions of a category's questions, as HTML."""
    content = {
        question.id: [_statement(each) for each in question.misconceptions]
        for question in view.at.by_category.get(category.id, ())
        if question.misconceptions
    }
    return statements_file(category.id), as_json(content)


def _statement(misconception: Misconception) -> dict[str, str]:
    """Give a claim, what is true instead as a statement, and what is told afterwards."""
    return {
        "claim": inline_html(misconception.claim),
        "truth": inline_html(misconception.true_form or misconception.correction),
        "correction": inline_html(misconception.correction),
    }
