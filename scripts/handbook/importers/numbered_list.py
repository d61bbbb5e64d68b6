"""Reads a dense numbered list: question, answer, question, without blank lines between."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from handbook.importers import choices, copied, fences, paragraphs, unfenced
from handbook.importers.body import Body
from handbook.importers.notes import Line, Reading
from handbook.importers.scribe import Scribe
from handbook.importers.wording import (
    COUNTED,
    asked,
    asks,
    depends,
    names_part,
    unanchored,
    without_page,
)

NAME = "numbered-list"

_HEADING = re.compile(r"^#{1,6}\s+(?P<text>\S.{0,300}?)\s{0,9}#{0,9}$")
_ITEM = re.compile(r"^\s*[*•+-]\s+\S")
_MARKED = re.compile(r"^(?:[*•+>|#-]|\d+[.)]|\*\*)")
_COLUMNS = re.compile(r"\S {3,40}\d{1,4}[.)] +\S")
_LONGEST_LINE = 1000  # characters
_MOST_TITLE_WORDS = 8
_LONGEST_TITLE = 100
_FEWEST_ONES = 5
_FAR = 60  # lines to the next question


def score(lines: Sequence[Line]) -> tuple[float, str]:
    """Tell how well a file fits, 0 to 1, and what speaks for it."""
    filled = [line for line in lines if not line.blank]
    answered = 0
    for line, after in pairwise(filled):
        match = COUNTED.match(line.text)
        answered += bool(match and asks(match["text"]) and not COUNTED.match(after.text))
    dense = 1 - len(filled) / max(1, len(lines)) < 0.34
    basis = f"{answered} numbered questions with an answer below"
    if not answered:
        return 0.0, basis
    return (0.75 if dense else 0.55) + 0.1 * (answered > 2), basis


@dataclass
class _State:
    """Where the reader is: the last question, the last item of a list in its answer, in code.

    `code_end` is the index of the line at which copied code ends; `ones` tells whether all
    questions have the number 1, as Markdown allows.
    """

    ones: bool = False

    question: int | None = None
    item: int = 0
    code: bool = False
    code_end: int = -1


def read(lines: Sequence[Line]) -> Reading:
    """Read the notes.

    Args:
        lines: the whole file

    Returns:
        an entry for each numbered question; code without fences ends at the next of them

    """
    scribe = Scribe()
    state = _State(ones=_all_ones(lines))
    inside = fences.within(lines)
    position = 0
    while position < len(lines):
        line = lines[position]
        if position == state.code_end:
            _close_code(scribe, state, line)
        buttons = 0 if inside[position] else copied.buttons(lines, position)
        if inside[position]:
            scribe.answer(line)
        elif buttons:
            _open_code(scribe, state, lines[position : position + buttons])
            position += buttons
            state.code_end = copied.code_end(lines, position, line.text.strip().lower())
            continue
        elif not _asked(scribe, state, lines, position) and not _titled(
            scribe, state, lines, position
        ):
            _take(scribe, state, line)
        position += 1
    _close_code(scribe, state, lines[-1] if lines else Line(1, ""))
    return scribe.reading(_STEPS)


def _asked(scribe: Scribe, state: _State, lines: Sequence[Line], position: int) -> bool:
    """Take a line as a question, if it is the next one."""
    line = lines[position]
    match = COUNTED.match(line.text)
    if not match:
        return False
    if without_page(line.text) != line.text:
        scribe.drop("table of contents", line)
        return True
    number = int(match["number"])
    again = state.ones and number == 1
    follows = state.question is None or number == state.question + 1 or again
    in_list = number == state.item + 1 and (state.item > 0 or number == 1)
    asking = again or asks(match["text"])
    asking = asking or (
        follows and not state.code and _between(lines, position, dense=state.item == 0)
    )
    if not asking or (in_list and not follows):
        state.item = number if in_list else state.item
        return False
    if not follows and not line.text.rstrip().endswith(("?", "？")):
        return False
    _close_code(scribe, state, line)
    found = asked(line.text)
    scribe.ask(
        match["number"], found.wording, [line], {"level": found.level} if found.level else {}
    )
    if _COLUMNS.search(line.text[:_LONGEST_LINE]):
        scribe.doubt(line, "two columns of a page stand on its lines, so the answers are mixed")
    if depends(found.wording):
        scribe.doubt(line, "the question depends on the one before it")
    state.question, state.item = number, 0
    return True


def _all_ones(lines: Sequence[Line]) -> bool:
    """Tell whether nearly all numbers are 1, and most of what they count asks."""
    found = [match for line in lines if (match := COUNTED.match(line.text))]
    ones = [match for match in found if int(match["number"]) == 1]
    asking = sum(asks(match["text"]) for match in ones)
    return len(ones) >= _FEWEST_ONES and len(ones) * 5 > len(found) * 4 and asking * 2 > len(ones)


def _between(lines: Sequence[Line], position: int, *, dense: bool) -> bool:
    """Tell whether a numbered line without a question stands between questions of its list.

    The next number is a question's; unless the questions above are `dense`, without a list below
    them, it has a line below that is no item of one.
    """
    match = COUNTED.match(lines[position].text)
    number = int(match["number"]) if match else 0
    filled = (line for line in lines[position + 1 : position + _FAR] if not line.blank)
    for distance, line in enumerate(filled):
        below = COUNTED.match(line.text)
        if below and int(below["number"]) == number + 1:
            return (dense or distance > 0) and asks(below["text"])
        if below and int(below["number"]) == number and asks(below["text"]):
            return False  # the question of that number, so the line is a step of an answer
        if below and distance == 0:
            return False
    return False


def _titled(scribe: Scribe, state: _State, lines: Sequence[Line], position: int) -> bool:
    """Take a line as the title of a section, if it is one: a heading, or alone above a question."""
    line = lines[position]
    heading = None if state.code and line.text.startswith("# ") else _HEADING.match(line.text)
    if not heading and not _glued(lines, position):
        return False
    _close_code(scribe, state, line)
    scribe.section = unanchored(heading["text"]) if heading else line.text.strip(" :|")
    scribe.drop("section title", line)
    scribe.end()
    state.question, state.item = None, 0
    return True


def _glued(lines: Sequence[Line], position: int) -> bool:
    text = lines[position].text.strip()
    below = next((line for line in lines[position + 1 :] if not line.blank), None)
    match = COUNTED.match(below.text) if below else None
    part = len(text) <= _LONGEST_TITLE and names_part(text)
    plain = (
        bool(text)
        and (text[0] != "|" or part)
        and not COUNTED.match(text)
        and not _ITEM.match(text)
    )
    short = len(text.split()) <= _MOST_TITLE_WORDS and text[-1:] not in ".;?!,`)=("
    named = part or bool(re.search(r"\bQuestions\b", text)) or text.istitle()
    return plain and short and named and bool(match and asks(match["text"]))


def _open_code(scribe: Scribe, state: _State, buttons: Sequence[Line]) -> None:
    _close_code(scribe, state, buttons[0])
    first, *others = buttons
    if not scribe.answering:
        scribe.leave("code before the first question", *buttons)
        return
    scribe.answer(Line(first.number, ""), Line(first.number, f"```{first.text.strip().lower()}"))
    scribe.drop("buttons of a page", *others)
    state.code = True


def _close_code(scribe: Scribe, state: _State, line: Line) -> None:
    if state.code:
        # The line of the mark is one that the notes do not have.
        scribe.mark("```", "")
    state.code = False


def _take(scribe: Scribe, state: _State, line: Line) -> None:
    """Take a line of an answer; in dense notes, each line is a paragraph or an item of its own."""
    if state.code or not scribe.answering:
        scribe.answer(line)
        return
    item = _ITEM.match(line.text) or COUNTED.match(line.text)
    if not item:
        scribe.mark("")
    scribe.answer(line)
    state.item = state.item if item else 0


def _dedented(body: Body) -> Body:
    """Take off the spaces that put an answer below the number of its question."""
    filled = (line.text for line in body.lines if not line.blank)
    indent = min((len(text) - len(text.lstrip(" ")) for text in filled), default=0)
    return body.having(Line(line.number, line.text[indent:]) for line in body.lines)


def _items(body: Body) -> Body:
    """Make an item of each line below one, as dense notes have them."""
    inside = fences.within(body.lines)
    result: list[Line] = []
    mark = ""  # of the item above
    for index, line in enumerate(body.lines):
        text = line.text.strip()
        plain = bool(text) and not inside[index] and not _MARKED.match(text)
        if mark and plain and not text.endswith(":"):
            body = body.repaired(line, "line below an item made an item")
            line = Line(line.number, f"{mark} {text}")
        elif not line.blank:
            mark = text[:1] if not inside[index] and _ITEM.match(line.text) else ""
        result.append(line)
    return body.having(result)


_STEPS = (
    _dedented,
    fences.close,
    unfenced.fenced,
    fences.samples,
    choices.lettered,
    _items,
    paragraphs.split_lists,
)
