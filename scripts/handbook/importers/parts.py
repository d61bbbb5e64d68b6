"""Mends what text from a PDF has around the parts of an answer: headings, rulers, counters."""

import re

from handbook.importers import fences
from handbook.importers.body import Body
from handbook.importers.notes import Line

PART = re.compile(
    r"^\s{0,99}\*{0,3}(?P<name>Theory|Answer|Explanation|Code(?: Example| Sample)?s?|Examples?"
    r"|Best Practices|Use Cases?|Summary|Key (?:Points|Takeaways)|Notes?|Conclusion)"
    r"(?P<what> \([^)]{1,60}\))?\s{0,9}:?\*{0,3}\s{0,99}$"
)
_SILENT = ("theory", "answer")
_RULER = re.compile(r"^\s*[-–—_]+\s*$")
_LONE_COUNTER = re.compile(r"^\s*\d{1,3}\.\s*$")
_HINT = re.compile(
    r"^\W*this question (?:is|seems to be|appears to be) a (?:duplicate|repeat)", re.I
)
_CONVERTED = re.compile(r"\\[{}_]")


def unruled(body: Body) -> Body:
    """Take out rulers, lone counters, and the hint that a question is asked twice."""
    inside = fences.within(body.lines)
    unwanted: dict[int, str] = {}
    for index, line in enumerate(body.lines):
        if inside[index]:
            continue
        if _RULER.match(line.text):
            unwanted[line.number] = "ruler of a page"
        elif _LONE_COUNTER.match(line.text):
            unwanted[line.number] = "counter of a list without text"
        elif _HINT.match(line.text):
            unwanted[line.number] = "hint that the question was asked before"
            body = body.doubted(line, "the notes call it a duplicate of an earlier question")
    return body.without(unwanted)


def named(body: Body) -> Body:
    """Make headings of parts bold lead-ins; the first, which says nothing, is noise."""
    inside = fences.within(body.lines)
    result: list[Line] = []
    unwanted: dict[int, str] = {}
    for index, line in enumerate(body.lines):
        part = None if inside[index] else PART.match(line.text)
        if part and part["name"].lower() in _SILENT and not part["what"]:
            unwanted[line.number] = "heading of a part"
        elif part:
            line = Line(line.number, f"**{line.text.strip().strip(':* ')}**")
        result.append(line)
    return body.having(result).without(unwanted)


def formulas(body: Body) -> Body:
    """Tell of code that a converter of formulas may have changed, where it parses as it is."""
    for span in fences.spans(body.lines):
        for index in span.content():
            if _CONVERTED.search(body.lines[index].text):
                what = "a backslash may be left of a converter of formulas"
                body = body.doubted(body.lines[index], what)
                break
    return body
