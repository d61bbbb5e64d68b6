"""The list of all questions, with what its filters need."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handbook.addresses import BROWSE_PAGE, STUDY_PAGE, permalink_file
from handbook.model import Category, Framework, Kind, Level, Question, Status
from handbook.render.view import Files, View
from handbook.samples import evidence

_RAN, _NOT_RUN, _NO_CODE, _NOT_REVIEWED = "ran", "not-run", "no-code", "not-reviewed"
_VERIFICATION = (_RAN, _NOT_RUN, _NO_CODE, _NOT_REVIEWED)
_FRAMEWORKS = tuple(map(str, Framework))
# What a value is called where it is not called by its own name.
_NAMES = {
    Framework.TENSORFLOW: "TensorFlow",
    Framework.PYTORCH: "PyTorch",
    Framework.BOTH: "TensorFlow and PyTorch",
    _NOT_RUN: "not run",
    _NO_CODE: "no code",
    _NOT_REVIEWED: "not yet reviewed",
}


def files(view: View) -> Files:
    """Give the page."""
    items = list(_items(view))
    titles = {category.id: category.title for category in view.handbook.categories}
    filters = _filters(view, [item["values"] for item in items])
    yield view.page(
        "browse.md",
        BROWSE_PAGE,
        items=items,
        filters=filters,
        titles=titles,
        names=_NAMES,
        practice=view.at.href(BROWSE_PAGE, STUDY_PAGE),
    )


def _items(view: View) -> Iterator[dict[str, Any]]:
    for category in view.handbook.categories:
        for question in view.at.by_category.get(category.id, ()):
            yield _item(view, question, category)


def _item(view: View, question: Question, category: Category) -> dict[str, Any]:
    return {
        "is": question,
        "address": view.at.href(BROWSE_PAGE, permalink_file(question.id)),
        "category": category.title,
        "ran": view.ran[question.id],
        "text": searched(question),
        "values": values(view, question),
    }


def searched(question: Question) -> str:
    """Give the words that find a question besides its wording."""
    former = (mention.id for mention in question.former_ids)
    return " ".join((*question.also_asked, question.id, *former))


def values(view: View, question: Question) -> dict[str, list[str]]:
    """Give the choices of each filter that find a question."""
    return {
        "category": [question.category],
        "level": [question.level],
        "kind": [question.kind],
        "framework": _frameworks(question),
        "verification": _verification(question, view.ran[question.id]),
    }


def _frameworks(question: Question) -> list[str]:
    """Give the choices that find a question: one about both is about each of them."""
    each = [Framework.TENSORFLOW, Framework.PYTORCH]
    return [question.framework, *(each if question.framework is Framework.BOTH else ())]


def _verification(question: Question, ran: str) -> list[str]:
    known = _NOT_RUN if ran == evidence.NOT_RUN else _RAN if ran else _NO_CODE
    return [known, *([_NOT_REVIEWED] if question.status is Status.IMPORTED else ())]


def choices_of(view: View) -> list[dict[str, Any]]:
    """Give the filters but that of categories, each with its choices and their names."""
    found = [
        values(view, question)
        for questions in view.at.by_category.values()
        for question in questions
    ]
    return [
        {
            "name": each["name"],
            "choices": [
                {"value": value, "name": _NAMES.get(value, value)} for value, _ in each["choices"]
            ],
        }
        for each in _filters(view, found)
        if each["name"] != "category" and each["choices"]
    ]


def _filters(view: View, items: Sequence[Mapping[str, list[str]]]) -> list[dict[str, Any]]:
    """Give the filters in their order, each with the choices that any question has."""
    choices: dict[str, Sequence[str]] = {
        "level": tuple(Level),
        "framework": _FRAMEWORKS,
        "kind": tuple(Kind),
        "verification": _VERIFICATION,
        "category": [category.id for category in view.handbook.categories],
    }
    return [
        {"name": name, "choices": _counted(name, values, items)} for name, values in choices.items()
    ]


def _counted(
    name: str, values: Sequence[str], items: Sequence[Mapping[str, list[str]]]
) -> list[tuple[str, int]]:
    counts = Counter(value for item in items for value in item[name])
    return [(value, counts[value]) for value in values if counts[value]]
