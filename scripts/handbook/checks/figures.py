"""Rules on diagrams and formulas."""

import re
from collections.abc import Iterator

from handbook import dot
from handbook.checks.rules import Context, Finding, Weight, document_rule, handbook_rule
from handbook.drawing import CLASSES, WIDEST, Drawn, Figure, Kind, figures
from handbook.likeness import did_you_mean
from handbook.model import Place
from handbook.parse import Document
from handbook.spans import formulas

_SHAPES = ("box", "circle", "cylinder", "diamond", "ellipse", "note", "plaintext", "point")
# What each attribute may say; None where Graphviz knows that better.
_ALLOWED: dict[str, tuple[str, ...] | None] = {
    "class": CLASSES,
    "shape": (*_SHAPES, "record"),
    "style": ("solid", "dashed", "dotted", "invis"),
    **dict.fromkeys(("label", "headlabel", "taillabel", "labelloc", "labeljust")),
    **dict.fromkeys(("rankdir", "rank", "ranksep", "nodesep", "newrank", "splines", "ordering")),
    **dict.fromkeys(("dir", "arrowhead", "arrowtail", "constraint", "minlen", "weight", "group")),
    **dict.fromkeys(("compound", "lhead", "ltail", "headport", "tailport")),
}


@document_rule(Weight.CONTENT)
def diagram_alt(document: Document) -> Iterator[Finding]:
    """A diagram has a text alternative, which says what it shows to whoever does not see it.

    Bad: three backquotes with dot, or with dot alt=""
    Good: three backquotes with dot alt="Four workers send their gradients in a ring."
    """
    for fence in document.body.fences:
        if fence.language == "dot" and not (fence.word("alt") or "").strip():
            yield Finding(fence.first, 'must say alt="…", what it shows in words')


@document_rule(Weight.STRUCTURE)
def diagram_place(document: Document) -> Iterator[Finding]:
    """A diagram stands outside of lists and quotes, where a phone has no room for it.

    Bad: a diagram indented below the item of a list
    Good: the list, then the diagram
    """
    for fence in document.body.fences:
        if fence.language == "dot" and fence.before:
            yield Finding(fence.first, "must stand outside of lists and quotes", "dot")


@document_rule(Weight.CONTENT)
def diagram_attribute(document: Document) -> Iterator[Finding]:
    """A diagram says what is connected; colors, fonts, sizes, and links are not its own.

    Bad: a [color=red, fontsize=20, URL="https://example.org"]
    Good: a [class="hb-accent", style=dashed, shape=cylinder]
    """
    for fence in document.body.fences:
        for attribute in dot.attributes(fence.content) if fence.language == "dot" else ():
            for finding in _unwanted(attribute):
                yield Finding(fence.first + attribute.line, *finding)


def _unwanted(attribute: dot.Attribute) -> Iterator[tuple[str, str, str | None]]:
    if attribute.name not in _ALLOWED:
        must = "must not stand in a diagram, whose look is that of all"
        yield must, attribute.name, did_you_mean(attribute.name, _ALLOWED)
    elif attribute.value == "<":
        yield "must be text, not HTML", attribute.name, None
    elif (choices := _ALLOWED[attribute.name]) is not None:
        for value in re.split(r"[\s,]+", attribute.value.strip()):
            if value not in choices:
                yield f"must be one of {', '.join(choices)}", value, did_you_mean(value, choices)


@handbook_rule(Weight.CONTENT)
def diagram_syntax(context: Context) -> Iterator[Finding]:
    """Graphviz understands a diagram, which is one graph.

    Bad: digraph { a -> }
    Good: digraph { a -> b }
    """
    for place, figure, drawn in _drawn(context):
        if figure.kind is Kind.DIAGRAM and drawn.problem:
            line = place.line + max(1, drawn.line)
            yield Finding(Place(place.path, line), "must be understood by Graphviz", drawn.problem)
        elif figure.kind is Kind.DIAGRAM and (second := dot.second_graph(figure.source)):
            yield Finding(Place(place.path, place.line + second), "must end with its first graph")


@handbook_rule(Weight.CONTENT)
def diagram_width(context: Context) -> Iterator[Finding]:
    """A diagram is at most 387 pixels wide, so that a phone shows it in letters that can be read.

    Bad: eight boxes from left to right
    Good: the same boxes from top to bottom, rankdir=TB, or with shorter labels
    """
    for place, _, drawn in _drawn(context):
        if drawn.width > WIDEST:
            must = f"must be at most {WIDEST} pixels wide, it has {drawn.width}"
            yield Finding(place, must)


@handbook_rule(Weight.CONTENT)
def formula_syntax(context: Context) -> Iterator[Finding]:
    r"""A formula is LaTeX that can be shown without fonts, colors, or lines of its own.

    Bad: $`\frac{1}{n`$, or $`\color{red}{x}`$
    Good: $`\frac{1}{n}`$
    """
    for place, figure, drawn in _drawn(context):
        if figure.kind is not Kind.DIAGRAM and drawn.problem:
            line = place.line + max(1, drawn.line)
            yield Finding(Place(place.path, line), "must be LaTeX for a formula", drawn.problem)


@document_rule(Weight.CONTENT)
def formula_place(document: Document) -> Iterator[Finding]:
    """A formula stands in the answer: elsewhere its text would be shown with all its signs.

    Bad: question: Why divide by $`\\sqrt{d}`$?
    Good: question: Why divide by the root of the dimension?
    """
    end = document.body.first_line - 1
    for number, line in enumerate(document.file.text.split("\n")[:end], 1):
        for source, piece in formulas(line):
            if source:
                yield Finding(number, "must stand in the answer, or be told in words", piece)


def _drawn(context: Context) -> Iterator[tuple[Place, Figure, Drawn]]:
    """Yield the figures of all answers with the line above their first."""
    for document in context.parsed.documents:
        for line, figure in figures(document.body):
            if drawn := context.drawings.get(figure):
                yield Place(document.file.path, line), figure, drawn
