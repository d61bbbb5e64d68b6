"""The list of categories, the pages of each, and their order in the navigation."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from babel import Locale, UnknownLocaleError

from handbook import prose
from handbook.addresses import CATEGORIES_PAGE, STUDY_PAGE, permalink_file
from handbook.model import Category, Question
from handbook.render.view import NAVIGATION, Files, View, navigation
from handbook.settings import Settings


def files(view: View) -> Files:
    """Give the pages and their order."""
    counts = {c.id: len(view.at.by_category.get(c.id, ())) for c in view.handbook.categories}
    groups = view.handbook.groups
    yield view.page("categories.md", CATEGORIES_PAGE, groups=groups, counts=counts)
    for category in view.handbook.categories:
        yield from _category(view, category)
    sections = [
        {prose.plain_html(g.title): [f"{c.id}/index.md" for c in g.categories]} for g in groups
    ]
    yield f"questions/{NAVIGATION}", navigation(["index.md", *sections])


def _category(view: View, category: Category) -> Files:
    pages = list(view.at.pages(category))
    questions = view.at.by_category.get(category.id, ())
    for number, (page, shown) in enumerate(pages, 1):
        yield view.page(
            "category.md",
            page,
            category=category,
            pages=[name for name, _ in pages],
            number=number,
            levels=Counter(question.level for question in questions),
            count=len(questions),
            practice=view.at.href(page, STUDY_PAGE),
            updated=max((question.changed for question in shown), default=None),
            questions=[shown_question(view, question, page) for question in shown],
        )


def shown_question(view: View, question: Question, page: str) -> dict[str, Any]:
    """Give what the template of a question shows."""
    return {
        "is": question,
        "ran": view.ran[question.id],
        "short": view.markdown(question.answer.short, page),
        "long": view.markdown(question.answer.long, page),
        "permalink": view.at.href(page, permalink_file(question.id)),
        "address": view.at.absolute(permalink_file(question.id)),
        "related": [
            (
                view.on_site[mention.id].wording,
                view.to_question(page, mention.id),
                view.at.absolute(permalink_file(mention.id)),
            )
            for mention in question.related
        ],
        "translations": [
            {
                "language": translation.language,
                "name": _own_name(translation.language),
                "wording": translation.wording,
                "short": view.markdown(translation.answer.short, page),
                "long": view.markdown(translation.answer.long, page),
            }
            for translation in question.translations
        ],
        "edit": _edit(view.settings, question),
        "report": _report(view.settings, question),
    }


def _edit(settings: Settings, question: Question) -> str:
    path = f"questions/{question.category}/{question.id}.md"
    repository = settings.repository
    return f"{repository}/edit/{settings.branch}/{path}" if repository else ""


def _report(settings: Settings, question: Question) -> str:
    form = {"template": "wrong-answer.yml", "id": question.id, "title": question.id}
    return f"{settings.repository}/issues/new?{urlencode(form)}" if settings.repository else ""


def _own_name(language: str) -> str:
    """Give the name of a language in that language, the tag itself for an unknown one."""
    try:
        return (Locale.parse(language, sep="-").get_display_name() or language).capitalize()
    except (UnknownLocaleError, ValueError):
        return language
