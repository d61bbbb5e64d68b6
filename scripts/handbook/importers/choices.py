"""Reads multiple choice: boxes or letters become a list of options, with the answer below it."""

import re
from collections.abc import Iterator, Sequence

from handbook.importers.body import Body
from handbook.importers.fences import within
from handbook.importers.notes import Line

_OPTION = re.compile(r"^(?P<mark>\s*[-*+]\s+)\[(?P<tick>[ xX])\]\s+(?P<text>\S.*)$")
_LETTERED = re.compile(r"^\s*\(?(?P<letter>[A-Ha-h])[.):]\s+\S")
_ANSWER = re.compile(
    r"^\W*(?:correct )?answer\s*:\W*(?P<letters>[A-H](?:\s*(?:,|and)\s*[A-H])*)\W*$", re.IGNORECASE
)
_FEWEST = 2


def answered(body: Body) -> Body:
    """Write each run of boxes as a list, and below it the options that are ticked."""
    inside = within(body.lines)
    result: list[Line] = []
    options: list[tuple[bool, str]] = []
    for index, line in enumerate(body.lines):
        option = None if inside[index] else _OPTION.match(line.text)
        if option:
            options.append((option["tick"] != " ", option["text"]))
            result.append(Line(line.number, option["mark"] + option["text"]))
        elif not line.blank:
            result += _told(options, result)
            options = []
            result.append(line)
        else:
            result.append(line)
    told = _told(options, result)
    changed = body.having([*result, *told])
    boxes = [line for line in body.lines if _OPTION.match(line.text)]
    return changed.repaired(boxes[0], "boxes of a choice written as a list") if boxes else changed


def _told(options: list[tuple[bool, str]], above: list[Line]) -> list[Line]:
    right = [text for ticked, text in options if ticked]
    if len(options) < _FEWEST or not right:
        return []
    number = above[-1].number
    texts = ("", f"**Answer:** {'; '.join(right)}", "")
    return [Line(number, text) for text in texts]


def lettered(body: Body) -> Body:
    """Write each run of lines from `A.` or `a.` on as a list, and the letter that answers it."""
    lines = body.lines
    inside = within(lines)
    found = list(_runs(lines, inside))
    if not found:
        return body
    options = {index for run in found for index in run}
    result: list[Line] = []
    for index, line in enumerate(lines):
        answer = _ANSWER.match(line.text)
        if index in options:
            result.append(Line(line.number, f"- {line.text.strip()}"))
        elif answer and index > found[0][-1]:
            texts = ("", f"**Answer:** {answer['letters']}", "")
            result += [Line(line.number, text) for text in texts]
        else:
            result += [Line(line.number, "")] if index - 1 in options else []
            result.append(line)
    first = lines[found[0][0]]
    # Small letters also count what is no choice.
    chosen = first.text.strip(" (")[0] == "A" or any(_ANSWER.match(line.text) for line in lines)
    what = "options of a choice" if chosen else "lines with letters"
    return body.having(result).repaired(first, f"{what} written as a list")


def _runs(lines: Sequence[Line], inside: Sequence[bool]) -> Iterator[list[int]]:
    """Yield the indices of lines that begin with A, B, and so on, all capital or all small."""
    run: list[int] = []
    for index, line in enumerate(lines):
        found = None if inside[index] else _LETTERED.match(line.text)
        first = lines[run[0]].text.strip(" (")[0] if run else ""
        if found and run and ord(found["letter"]) - ord(first) == len(run):
            run.append(index)
            continue
        if line.blank:
            continue
        if len(run) >= _FEWEST:
            yield run
        run = [index] if found and found["letter"] in "Aa" else []
    if len(run) >= _FEWEST:
        yield run
