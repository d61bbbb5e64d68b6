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
# A text program sets a space without width behind the number or letter of an item.
_ITEM = re.compile(r"^\s{0,99}(?P<mark>\d{1,3}|[a-z]|[ivx]{2,5})\.\u200b\s{0,9}(?P<text>\S.*)$")
_OTHER_ITEM = re.compile(r"^\s{0,99}[-*+●○■•▪]\s")
_FULL = 70  # characters of a line that goes on below


def unpaged(body: Body) -> Body:
    """Take out what a program puts where a page ends, if the text goes on on the next."""
    inside = fences.within(body.lines)
    result: list[Line] = []
    for index, line in enumerate(body.lines):
        if line.text.startswith("\f") and not inside[index]:
            line = Line(line.number, line.text.lstrip("\f"))
            above = next((each for each in reversed(result) if not each.blank), None)
            cut = above and not above.text.rstrip().endswith((".", ":", "?", "!", "```"))
            if cut and _goes_on("", line) and not _ITEM.match(line.text):
                while result and result[-1].blank:
                    result.pop()
        result.append(line)
    return body.having(result)


def unwrapped(body: Body) -> Body:
    """Write the items of a text program's lists as a flattened list has them, each on one line."""
    inside = fences.within(body.lines)
    result: list[Line] = []
    above = ""  # the last line of the item that is open, as it stands in the notes
    for index, line in enumerate(body.lines):
        item = None if inside[index] else _ITEM.match(line.text)
        if item:
            mark = f"{item['mark']}." if item["mark"].isdecimal() else f"- {item['mark']}."
            result.append(Line(line.number, f"{mark} {item['text']}"))
            body = body.repaired(line, "item of a list written as Markdown")
        elif above and not inside[index] and _goes_on(above, line):
            last = result.pop()
            result.append(Line(last.number, f"{last.text} {line.text.strip()}"))
        else:
            result.append(line)
        above = line.text if item or (above and result[-1] is not line) else ""
    return body.having(result)


def _goes_on(above: str, line: Line) -> bool:
    """Tell whether a line goes on with the item above: that ends in the middle, or is full."""
    if line.blank or PART.match(line.text) or _OTHER_ITEM.match(line.text):
        return False
    return len(above) >= _FULL or not above.rstrip().endswith((".", ":", "?", "!"))


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
            below = body.lines[index + 1 : index + 2]
            line = Line(line.number, f"**{line.text.strip().strip(':* ')}**")
            # What stands right below is no part of the lead-in.
            result += [line, Line(line.number, "")] if below and not below[0].blank else [line]
            continue
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
