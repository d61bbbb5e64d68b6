"""Rules on answers in another language."""

from collections.abc import Iterator, Mapping

from handbook.checks.ids import LANGUAGE
from handbook.checks.rules import Context, Finding, Weight, document_rule, handbook_rule
from handbook.likeness import did_you_mean
from handbook.parse import Document, text_hash


def _originals(context: Context) -> Mapping[tuple[str, str], Document]:
    documents = context.parsed.documents
    return {(d.category, d.id): d for d in documents if d.language is None}


def _pairs(context: Context) -> Iterator[tuple[Document, Document]]:
    originals = _originals(context)
    for document in context.parsed.documents:
        original = originals.get((document.category, document.id))
        if document.language is not None and original:
            yield document, original


@document_rule(Weight.STRUCTURE)
def answer_language(document: Document) -> Iterator[Finding]:
    """The language of an answer is told by its tag, and only where it is not that of the question.

    Bad: answer_language: German
    Good: answer_language: de
    """
    found = document.values.get("answer_language")
    if found and not LANGUAGE.fullmatch(found):
        must = "must be the tag of a language such as zh-Hans"
        yield Finding(document.values.line("answer_language"), must, found)


@handbook_rule(Weight.STRUCTURE)
def translation_orphaned(context: Context) -> Iterator[Finding]:
    """A translation lies beside the question that it translates.

    Bad: tf-functoin.zh-Hans.md beside tf-function.md
    Good: tf-function.zh-Hans.md beside tf-function.md
    """
    originals = _originals(context)
    for document in context.parsed.documents:
        if document.language is not None and (document.category, document.id) not in originals:
            meant = did_you_mean(document.id, [i for c, i in originals if c == document.category])
            must = "must lie beside the question that it translates"
            yield Finding(document.place(), must, document.id, meant)


@handbook_rule(Weight.CONTENT)
def translation_stale(context: Context) -> Iterator[Finding]:
    """A translation translates the present text: it quotes that text's hash.

    Bad: translates: the hash of what the question said last year
    Good: translates: the hash that this rule's message gives, after the text was followed
    """
    for document, original in _pairs(context):
        expected = text_hash(original)
        quoted = document.values.get("translates")
        if quoted and quoted != expected:
            place = document.place("translates")
            yield Finding(place, f"must be {expected}, the hash of the present text", quoted)


@handbook_rule(Weight.CONTENT)
def translation_samples(context: Context) -> Iterator[Finding]:
    """The samples of a translation and their outputs are the original's, byte for byte.

    Bad: a sample with translated comments
    Good: the same sample as in the original
    """
    for document, original in _pairs(context):
        ours = [(s.code, s.output, s.not_run) for s in document.samples]
        theirs = [(s.code, s.output, s.not_run) for s in original.samples]
        for sample, own, other in zip(document.samples, ours, theirs, strict=False):
            if own != other:
                yield Finding(sample.place, "must equal the original's sample, with its output")
        if len(ours) != len(theirs):
            must = f"must have the original's {len(theirs)} samples, it has {len(ours)}"
            yield Finding(document.place(), must)
