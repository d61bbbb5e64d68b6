"""What language models are given: each question as one Markdown file, and the list of these."""

from functools import partial
from typing import Any

from handbook import prose
from handbook.addresses import permalink_file, twin_file
from handbook.model import Answer, Question
from handbook.render.data import DATA, SCHEMA
from handbook.render.view import NOT_RUN, File, Files, View

LIST = "llms.txt"


def files(view: View) -> Files:
    """Give the list, and a file for each question."""
    categories = [
        (category, [(question, _line(view, question)) for question in questions])
        for category in view.handbook.categories
        if (questions := view.at.by_category.get(category.id, ()))
    ]
    yield view.page("llms.txt", LIST, categories=categories, data=DATA, schema=SCHEMA)
    for id_ in sorted(view.on_site):
        yield _twin(view, view.on_site[id_])


def _line(view: View, question: Question) -> str:
    """Give the short answer as Markdown on one line."""
    linked = prose.with_links(question.answer.short, partial(_permalink, view, LIST))
    return " ".join(linked.split())


def _permalink(view: View, file: str, id_: str) -> str:
    return view.at.best(file, permalink_file(id_))


def _twin(view: View, question: Question) -> File:
    return view.page(
        "question.txt",
        twin_file(question.id),
        question=question,
        category=view.categories[question.category],
        ran=view.ran[question.id],
        related=[view.on_site[mention.id] for mention in question.related],
        answer=_answer(view, question, question.answer),
        translations=[(t, _answer(view, question, t.answer)) for t in question.translations],
    )


def _answer(view: View, question: Question, answer: Answer) -> dict[str, Any]:
    """Give an answer as any reader of Markdown takes it."""
    address = partial(_permalink, view, twin_file(question.id))
    return {
        name: prose.without_blocks(prose.answer_markdown(text, address, NOT_RUN)).strip()
        for name, text in (("short", answer.short), ("long", answer.long))
    }
