"""Rules on links between questions, and to other places."""

from collections.abc import Iterable, Iterator

from handbook.checks.front_matter import ADDRESS
from handbook.checks.rules import Context, Finding, Weight, document_rule, handbook_rule
from handbook.likeness import did_you_mean
from handbook.model import Mention, Question
from handbook.parse import Document


@handbook_rule(Weight.STRUCTURE)
def related(context: Context) -> Iterator[Finding]:
    """Related questions exist, are named once each, and are not the question itself.

    Bad: related: [tf-functoin]
    Good: related: [tf-function]
    """
    for question in context.handbook.questions:
        yield from _mentions(context, question.related, question)


@handbook_rule(Weight.STRUCTURE)
def question_link(context: Context) -> Iterator[Finding]:
    """A link q:ID leads to another question that exists.

    Bad: [the decorator](q:tf-functoin)
    Good: [the decorator](q:tf-function)
    """
    for question in context.handbook.questions:
        yield from _mentions(context, question.links, question, once=False)


@handbook_rule(Weight.STRUCTURE)
def distinct_from(context: Context) -> Iterator[Finding]:
    """The questions under distinct_from and duplicate_of exist.

    Bad: distinct_from: [what-is-tensor]
    Good: distinct_from: [what-is-a-tensor]
    """
    for question in context.handbook.questions:
        yield from _mentions(context, question.distinct_from, question, drafts=True)
        duplicate = [question.duplicate_of] if question.duplicate_of else []
        yield from _mentions(context, duplicate, question, drafts=True)


@handbook_rule(Weight.STRUCTURE)
def track_question(context: Context) -> Iterator[Finding]:
    """The questions of a track exist, are on the site, and stand in it once.

    Bad: the same question in two groups of a track
    Good: every question in one group
    """
    for track in context.handbook.tracks:
        yield from _mentions(context, track.mentions(), None)


def _mentions(
    context: Context,
    mentions: Iterable[Mention],
    of: Question | None,
    *,
    once: bool = True,
    drafts: bool = False,
) -> Iterator[Finding]:
    """Yield what is wrong with mentions of questions; drafts may mention anything that exists."""
    seen: dict[str, int] = {}
    drafts = drafts or (of is not None and not of.on_site)
    for mention in mentions:
        if of and mention.id == of.id:
            yield Finding(mention.place, "must be another question than this one", mention.id)
        elif once and mention.id in seen:
            must = f"must stand once, it stands on line {seen[mention.id]} already"
            yield Finding(mention.place, must, mention.id)
        else:
            yield from _unknown(context, mention, drafts)
        seen.setdefault(mention.id, mention.place.line)


def _unknown(context: Context, mention: Mention, drafts: bool) -> Iterator[Finding]:
    target = context.questions.get(mention.id)
    if target is None:
        renamed = context.renamed.get(mention.id)
        meant = renamed or did_you_mean(mention.id, context.questions)
        yield Finding(mention.place, "must be the id of a question", mention.id, meant)
    elif not drafts and not target.on_site:
        yield Finding(mention.place, "must be a question that is no draft", mention.id)


@document_rule(Weight.STRUCTURE)
def link_target(document: Document) -> Iterator[Finding]:
    """A link leads to another question, q:ID, or to an address that begins with https://.

    Bad: [the guide](../guide.md), or [run](javascript:run())
    Good: [the guide](https://www.tensorflow.org/guide)
    """
    for link in document.body.links:
        if not link.text.startswith("q:") and not ADDRESS.fullmatch(link.text):
            yield Finding(link.line, "must be q:ID or an address with https://", link.text)
    for excerpt in document.body.broken_links:
        yield Finding(excerpt.line, "must be a link of the form [text](address)", excerpt.text)
