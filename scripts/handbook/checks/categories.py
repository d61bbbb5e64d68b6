"""Rules on categories and tracks."""

from collections.abc import Iterator

from handbook.checks.rules import Context, Finding, Weight, handbook_rule
from handbook.likeness import did_you_mean
from handbook.model import Place


@handbook_rule(Weight.STRUCTURE)
def category_unknown(context: Context) -> Iterator[Finding]:
    """A question lies in the folder of a category that categories.yml lists.

    Bad: questions/exection/tf-function.md
    Good: questions/execution/tf-function.md
    """
    known = {category.id for category in context.handbook.categories}
    if not known:
        return  # categories.yml is missing or broken, which is a problem of its own
    for document in context.parsed.documents:
        if document.category not in known:
            meant = did_you_mean(document.category, known)
            must = "must lie in a category of categories.yml"
            yield Finding(document.place(), must, document.category, meant)


@handbook_rule(Weight.STRUCTURE)
def category_empty(context: Context) -> Iterator[Finding]:
    """A category has a question; one that readers know has a question that is no draft.

    Bad: a category whose last question was deleted, or made a draft after it was published
    Good: a category with a question that is published, or a new one with drafts
    """
    questions = context.handbook.questions
    used = {question.category for question in questions}
    shown = {question.category for question in questions if question.on_site}
    for category in context.handbook.categories:
        known = category.id in context.handbook.lock.categories
        if category.id and category.id not in (shown if known else used):
            must = "must have a question that is no draft" if known else "must have a question"
            yield Finding(category.place, must, category.id)


@handbook_rule(Weight.STRUCTURE)
def category_repeated(context: Context) -> Iterator[Finding]:
    """A category is listed once, with a title of its own.

    Bad: execution in two groups
    Good: execution in one group
    """
    listed = [(c.id, c.place) for c in context.handbook.categories]
    yield from _repeated(listed)
    yield from _repeated([(c.title, c.place) for c in context.handbook.categories])


@handbook_rule(Weight.STRUCTURE)
def track_repeated(context: Context) -> Iterator[Finding]:
    """A track is listed once, with a title of its own.

    Bad: two tracks with the id coding-round
    Good: one
    """
    yield from _repeated([(t.id, t.place) for t in context.handbook.tracks])
    yield from _repeated([(t.title, t.place) for t in context.handbook.tracks])


def _repeated(listed: list[tuple[str, Place]]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for name, place in listed:
        if name and name in seen:
            yield Finding(place, f"must stand once, line {seen[name]} has it already", name)
        seen.setdefault(name, place.line)
