"""Rules on answers: their parts, and what may stand in running text."""

from collections.abc import Iterator

from handbook.checks.rules import Finding, Weight, document_rule
from handbook.markdown import words
from handbook.parse import Document
from handbook.schema import LONGEST_ANSWER, LONGEST_SHORT_ANSWER


def _first_line(document: Document) -> int:
    """Give the first line of the answer that holds something."""
    body = document.body
    numbered = enumerate(body.lines, body.first_line)
    return next((n for n, line in numbered if line.strip()), max(1, body.first_line - 1))


@document_rule(Weight.STRUCTURE)
def answer_too_long(document: Document) -> Iterator[Finding]:
    """An answer has at most 32,768 characters; the other rules are not applied to a longer one.

    Bad: a book chapter pasted into an answer
    Good: a question for each thing that an interviewer would ask
    """
    count = sum(map(len, document.body.lines)) + len(document.body.lines) - 1
    if count > LONGEST_ANSWER:
        must = f"must have at most {LONGEST_ANSWER} characters, it has {count}"
        yield Finding(_first_line(document), must)


@document_rule(Weight.CONTENT)
def more_missing(document: Document) -> Iterator[Finding]:
    """A line <!-- more --> stands between the short answer and the rest.

    Bad: an answer in one piece
    Good: the short answer, <!-- more -->, the rest
    """
    if not document.body.more:
        yield Finding(_first_line(document), "must be followed by a line '<!-- more -->'")


@document_rule(Weight.STRUCTURE)
def more_repeated(document: Document) -> Iterator[Finding]:
    """The line <!-- more --> stands once, with blank lines around it.

    Bad: two lines <!-- more -->
    Good: one
    """
    for line in document.body.more[1:]:
        yield Finding(line, f"must stand once, it stands on line {document.body.more[0]} already")
    for line in document.body.more[:1]:
        around = (document.body.line(line - 1), document.body.line(line + 1))
        if any(beside.strip() for beside in around):
            yield Finding(line, "must have a blank line above and below it")


@document_rule(Weight.CONTENT)
def short_answer_missing(document: Document) -> Iterator[Finding]:
    """Something stands above <!-- more -->.

    Bad: an answer that begins with <!-- more -->
    Good: one to three sentences, then <!-- more -->
    """
    if document.body.more and not document.body.short.strip():
        yield Finding(_first_line(document), "must have a short answer above '<!-- more -->'")


@document_rule(Weight.CONTENT)
def short_answer_too_long(document: Document) -> Iterator[Finding]:
    """The short answer has at most 60 words; inline code counts as one.

    Bad: everything that one knows
    Good: what one would say in 30 seconds
    """
    count = words(document.body.short)
    if document.body.more and count > LONGEST_SHORT_ANSWER:
        must = f"must have at most {LONGEST_SHORT_ANSWER} words, it has {count}"
        yield Finding(_first_line(document), must)


@document_rule(Weight.CONTENT)
def short_answer_code(document: Document) -> Iterator[Finding]:
    """The short answer is prose: it holds no code block.

    Bad: a sample above <!-- more -->
    Good: the sample below it, inline code above
    """
    end = document.body.more[0] if document.body.more else 0
    for fence in document.body.fences:
        if fence.first < end:
            yield Finding(fence.first, "must stand below '<!-- more -->'", "code block")


@document_rule(Weight.CONTENT)
def long_answer_missing(document: Document) -> Iterator[Finding]:
    """Something stands below <!-- more -->.

    Bad: an answer that ends in <!-- more -->
    Good: an answer that goes on below it
    """
    if document.body.more and not document.body.long.strip():
        yield Finding(document.body.more[0], "must be followed by the long answer")


@document_rule(Weight.STRUCTURE)
def heading(document: Document) -> Iterator[Finding]:
    """An answer has no headings: the search would show them without their question.

    Bad: ## How it works
    Good: **How it works.** The first call traces the function ...
    """
    for excerpt in document.body.headings:
        yield Finding(excerpt.line, "must be a bold lead-in, not a heading", excerpt.text)


@document_rule(Weight.STRUCTURE)
def raw_html(document: Document) -> Iterator[Finding]:
    """An answer has no HTML; what stands in angle brackets is code.

    Bad: press <b>Run</b>, or a token such as <start>
    Good: press **Run**, or a token such as `<start>`
    """
    for excerpt in document.body.html:
        yield Finding(excerpt.line, "must be Markdown, or inline code", excerpt.text)


@document_rule(Weight.STRUCTURE)
def code_span(document: Document) -> Iterator[Finding]:
    r"""Inline code ends on the line, and in the table cell, where it begins; there without a |.

    Bad: the `dtype argument; in a table, `int | None`
    Good: the `dtype` argument; in a table, `int` or `None`; for the character itself, \`
    """
    for excerpt in document.body.open_code:
        must = "must close inline code on the line, and in the table cell, where it opens"
        yield Finding(excerpt.line, must, excerpt.text)
    for excerpt in document.body.piped_code:
        yield Finding(excerpt.line, "must not hold '|' as inline code in a table", excerpt.text)


@document_rule(Weight.STRUCTURE)
def link_definition(document: Document) -> Iterator[Finding]:
    """A link has its address beside its text; definitions would mix with those of other answers.

    Bad: [the guide][1], and below it [1]: https://www.tensorflow.org/guide
    Good: [the guide](https://www.tensorflow.org/guide)
    """
    for excerpt in document.body.definitions:
        yield Finding(excerpt.line, "must be a link of the form [text](address)", excerpt.text)


@document_rule(Weight.STRUCTURE)
def image(document: Document) -> Iterator[Finding]:
    """An answer has no images, which pages would load from other hosts.

    Bad: ![The graph](https://example.org/graph.png)
    Good: the graph in words, or as a diagram, in a code block with dot
    """
    for excerpt in document.body.images:
        yield Finding(excerpt.line, "must not be an image", excerpt.text)
