"""Finds Python that stands in notes without a fence and without indentation."""

import re
from collections.abc import Sequence

from handbook.importers.body import Body
from handbook.importers.fences import within
from handbook.importers.language import parses
from handbook.importers.notes import Line

_SIGN = re.compile(
    r"import \w|from [\w.]+ import |(?:async )?def \w|class \w+\s?[(:]|@\w|return\b|assert\b"
    r"|(?:with|for|while|if|elif|try|except|else|finally)\b[^:]{0,200}:"
    r"|[A-Za-z_][\w.]*(?:\[[^\]]{0,80}\])?(?:, ?[A-Za-z_]\w*){0,6}(?:: ?\w{1,40})? ?[-+*/]?= ?\S"
    r"|[A-Za-z_][\w.]*\("
)
_OPENS = re.compile(r"^\s*(?:with|for|while|if|elif|try|except|else|finally|def|class|async)\b.*:$")
_GOES_ON = re.compile(r"^(?:elif\b.*:|else:|except\b.*:|finally:)$")
_MARKED = re.compile(r"^\s*(?:[*+>|-]\s|\d{1,3}[.)]\s|#{2,6} |`{3}|~{3}|\*\*)")
_FEWEST = 3  # lines that are plainly Python
_LONGEST = 400  # characters of such a line
_MOST = 300  # lines of such a block
_OPENING, _CLOSING = "([{", ")]}"


def fenced(body: Body) -> Body:
    """Put lines between fences that are plainly Python, three of them or more, and tell it."""
    lines = body.lines
    inside = within(lines)
    result: list[Line] = []
    index = 0
    while index < len(lines):
        end = index if inside[index] else _end(lines, inside, index)
        if end == index:
            result.append(lines[index])
            index += 1
            continue
        first, last = lines[index], lines[end - 1]
        block = _without_marks(lines[index:end])
        result += [Line(first.number, ""), Line(first.number, "```python"), *block]
        result += [Line(last.number, "```"), Line(last.number, "")]
        body = body.repaired(first, "lines of Python put between fences")
        index = end
    return body.having(result)


def _without_marks(lines: Sequence[Line]) -> list[Line]:
    """Drop blank lines that the notes do not have: they share the number of the line above."""
    kept = list(lines[:1])
    for line in lines[1:]:
        if not (line.blank and line.number == kept[-1].number):
            kept.append(line)
    return kept


def _end(lines: Sequence[Line], inside: Sequence[bool], start: int) -> int:
    """Give the index below the code that begins at a line, the line's own without code."""
    run = _Run()
    end = start
    if lines[start].blank:
        return start
    if lines[start].text.startswith("# ") and _stands_apart(lines, start):
        return start  # a heading
    for index in range(start, min(start + _MOST, len(lines))):
        text = lines[index].text.rstrip()
        if not text:
            continue
        if inside[index] or len(text) > _LONGEST or not run.takes(text):
            break
        end = index + 1
    code = "\n".join(line.text for line in _without_marks(lines[start:end]))
    return end if run.signs >= _FEWEST and (parses(code) or run.signs == run.lines) else start


def _stands_apart(lines: Sequence[Line], start: int) -> bool:
    """Tell whether a blank line of the notes stands below a line, or nothing."""
    below = next((line for line in lines[start + 1 :] if line.number > lines[start].number), None)
    return below is None or below.blank


class _Run:
    """Lines that may be one sample: how many, how many of them plainly, and what is open."""

    def __init__(self) -> None:
        self.lines = 0
        self.signs = 0
        self.depth = 0  # of brackets
        self.opened = False  # the line above opens a block

    def takes(self, text: str) -> bool:
        """Take a line, if it goes on with the sample."""
        bare = text.strip()
        indented = text[0] in " \t"
        plain = _is_statement(bare)
        below = indented and self.lines > 0
        comment = text.startswith("# ")
        joins = self.depth > 0 or below or comment or bool(self.lines and _GOES_ON.match(bare))
        if not plain and not joins and not self._opens_bracket(bare):
            return False
        if not self.depth and _MARKED.match(text):
            return False
        self.lines += 1
        self.signs += plain or self.depth > 0 or self._opens_bracket(bare)
        self.depth = max(0, self.depth + _balance(bare))
        return True

    def _opens_bracket(self, bare: str) -> bool:
        return bool(_SIGN.match(bare)) and bare[-1] in "([{,"


def _balance(text: str) -> int:
    return sum(text.count(sign) for sign in _OPENING) - sum(text.count(sign) for sign in _CLOSING)


def _is_statement(text: str) -> bool:
    """Tell whether a line is a statement that prose would hardly be."""
    if not _SIGN.match(text):
        return False
    code = f"{text}\n    pass" if _OPENS.match(text) else text
    if _GOES_ON.match(text):
        return True
    if text.startswith("@"):
        code = f"{text}\ndef f(): pass"
    if text.startswith("return"):
        code = f"def f():\n {text}"
    return parses(code)
