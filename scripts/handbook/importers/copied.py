"""Finds code that was copied from a page together with its language and buttons, without fences."""

import re
from collections.abc import Sequence

from handbook.importers.body import Body
from handbook.importers.fences import within
from handbook.importers.language import NAMES, PYTHON, parses
from handbook.importers.notes import Line

_LANGUAGES = frozenset([*PYTHON, *NAMES, "bash", "cpp", "java", "json", "yaml", "text", "sql"])
_BUTTONS = (
    "copy",
    "edit",
    "copy code",
    "copy edit",
    "copied!",
    "run",
    "download",
    "复制",
    "复制代码",
)
# A sentence: a word with a capital, and another; between them, code has signs.
_SENTENCE = re.compile(r"^[A-Z][\w'’-]*,? [\w'’`(\"-]")
_FEWEST_WORDS = 3
_MARKED = re.compile(r"^(?:\*\*\w|[*•-] +[A-Z`*]|\d+[.)] +[A-Z`*]|#{2,6} )")
_WIDE = re.compile(r"[\u3400-\u9fff]{2}.*[。：？！]$")
_ENDS = (".", ":", "?", "!")
_MOST_TRIED = 30  # lines of one block that may end it, each of which costs a parse


def buttons(lines: Sequence[Line], position: int) -> int:
    """Give how many lines are a block's language and the buttons beside it, 0 for other lines."""
    if lines[position].text.strip().lower() not in _LANGUAGES:
        return 0
    end = position + 1
    while end < len(lines) and lines[end].text.strip().lower() in _BUTTONS:
        end += 1
    return end - position if end > position + 1 else 0


def code_end(lines: Sequence[Line], start: int, language: str) -> int:
    """Give the index of the line at which code ends: of prose, or of other code."""
    tried = 0
    for index in range(start, len(lines)):
        text = lines[index].text.rstrip()
        if buttons(lines, index):
            return index
        if not _could_be_prose(text) or tried >= _MOST_TRIED:
            continue
        tried += 1
        if _is_prose(text, "\n".join(line.text for line in lines[start:index]), language):
            return index
    return len(lines)


def _could_be_prose(text: str) -> bool:
    sentence = _SENTENCE.match(text) and len(text.split()) >= _FEWEST_WORDS
    return bool(sentence or _MARKED.match(text) or _WIDE.search(text))


def _is_prose(text: str, above: str, language: str) -> bool:
    """Tell whether a line is no code: code is whole above it, or it is a sentence with its end."""
    if language in PYTHON and parses(above):
        return not parses(text)
    return text.endswith(_ENDS) or bool(_MARKED.match(text) or _WIDE.search(text))


def fenced(body: Body) -> Body:
    """Put copied code between fences; its buttons are noise."""
    inside = within(body.lines)
    result: list[Line] = []
    unwanted: dict[int, str] = {}
    index = 0
    while index < len(body.lines):
        line = body.lines[index]
        count = 0 if inside[index] else buttons(body.lines, index)
        if not count:
            result.append(line)
            index += 1
            continue
        first, language = index + count, line.text.strip().lower()
        index = _stop(inside, first, code_end(body.lines, first, language))
        below = body.lines[first - count + 1 : first]
        unwanted |= {each.number: "buttons of a page" for each in below}
        result += [Line(line.number, ""), Line(line.number, f"```{language}")]
        result += below
        result += body.lines[first:index]
        last = body.lines[index - 1].number if index > first else line.number
        result += [Line(last, "```"), Line(last, "")]
        body = body.repaired(line, "copied code put between fences")
    return body.having(result).without(unwanted)


def _stop(inside: Sequence[bool], first: int, end: int) -> int:
    return next((index for index in range(first, end) if inside[index]), end)
