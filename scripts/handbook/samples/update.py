"""Writes what samples printed into the answers, where their output blocks do not match."""

from collections.abc import Mapping

from handbook.markdown import Fence
from handbook.model import Sample
from handbook.parse import Document
from handbook.samples import compare

_OPENING = 'text title="Output"'


def with_outputs(document: Document, printed: Mapping[int, str]) -> str:
    """Give a source file's text with new outputs.

    Args:
        document: the source file
        printed: what samples printed, by the line of their first fence

    Returns:
        the text; lines of output blocks whose pattern still matches are kept

    """
    lines = document.file.text.split("\n")
    fences = {fence.first: fence for fence in document.body.fences}
    # From the end, so that the lines of those above stay where they are.
    for sample in sorted(document.samples, key=lambda s: s.place.line, reverse=True):
        if sample.place.line in printed:
            found = compare.lines_of(printed[sample.place.line])
            _replace(lines, sample, fences, found)
    return "\n".join(lines)


def _replace(
    lines: list[str], sample: Sample, fences: Mapping[int, Fence], found: list[str]
) -> None:
    """Replace or add one output block."""
    code = fences[sample.place.line]
    prefix = _prefix(lines[code.last - 1])
    steps = compare.align(compare.lines_of(sample.output or ""), found)
    block = [f"{prefix}{line}".rstrip() for line in _block(compare.updated(steps))]
    if sample.output_line is None:
        lines[code.last : code.last] = [prefix.rstrip(), *block]
    else:
        lines[sample.output_line - 1 : fences[sample.output_line].last] = block


def _prefix(closing: str) -> str:
    """Give what stands before the marks of a block in a list or a quotation."""
    return closing[: len(closing) - len(closing.lstrip(" >"))]


def _block(output: list[str]) -> list[str]:
    marks = "```"
    while any(line.lstrip().startswith(marks) for line in output):
        marks += "`"
    return [f"{marks}{_OPENING}", *output, marks]
