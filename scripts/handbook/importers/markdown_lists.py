"""Finds the questions in a Markdown file, in each of the forms that repositories give them."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from handbook.importers.html_text import headed, text_of
from handbook.importers.notes import Line
from handbook.importers.wording import (
    asked,
    asks,
    labeled,
    names_part,
    numbered,
    unanchored,
)

_PARSER = MarkdownIt("commonmark").enable("table")
_PARSER.core.ruler.enableOnly(["normalize", "block"])

_BOLD = re.compile(
    r"^(?P<before>(?:\d{1,4}[.)]\s*|Q\d*\s*[:.]\s*)?)(?P<sign>\*\*|__)(?P<text>(?:(?!(?P=sign)).)+)(?P=sign)(?P<after>.*)$"
)
_BEHIND = re.compile(r"^[.:]\s")
_SUMMARY = re.compile(r"<summary\b[^>]{0,300}>(?P<text>.*?)(?:</summary>|$)", re.IGNORECASE)
_DETAILS = re.compile(r"<(?P<close>/?)details\b[^>]{0,300}>", re.IGNORECASE)
_OPENS_FOLD = re.compile(r"<(?:details|summary)\b", re.IGNORECASE)
_FOLD = re.compile(
    r"show|hide|answer|solution|click|expand|reveal|details|antwort|lösung|r[eé]ponse|respuesta"
    r"|resposta|risposta|soluci[oó]n|ответ|答案|回答|정답",
    re.IGNORECASE,
)
_LONGEST = 2000  # characters of what may be a summary
TO_TOP = re.compile(r"^.{0,40}\bback to (?:the )?top\b.{0,40}$", re.IGNORECASE)


class Form(StrEnum):
    """How a file writes its questions."""

    HEADING = "headings"
    BOLD = "bold paragraphs"
    SUMMARY = "folded sections"
    ITEM = "items of a numbered list"
    BULLET = "items of a list"
    PARAGRAPH = "paragraphs"


@dataclass(frozen=True)
class Mark:
    """A place where a question may begin: indices of its first and last line.

    Attributes:
        level: of the heading, 0 for other forms
        indent: spaces that lines of the answer have more than others, within a list
        rest: what stands behind the question on its last line, the beginning of the answer
        counted: whether it is a task and no question, with a number in bold or among questions
        titles: whether it is the title of a question below it
        title: the title above it

    """

    form: Form
    first: int
    last: int
    text: str
    level: int = 0
    indent: int = 0
    rest: str = ""
    counted: bool = False
    titles: bool = False
    title: str = ""

    @property
    def is_question(self) -> bool:
        """Whether it reads like a question, or is counted as one."""
        heading = self.form is Form.HEADING and numbered(self.text)
        if self.form is Form.BULLET and not labeled(self.text):
            return self.counted or asked(self.text).wording.endswith(("?", "？"))
        if self.titles or names_part(asked(self.text).wording):
            return False
        return self.counted or heading or labeled(self.text) or asks(self.text)


def marks(lines: Sequence[Line], inside: Sequence[bool]) -> list[Mark]:
    """Find all places where a question may begin.

    Args:
        lines: the file
        inside: which of them belong to code

    """
    # Folds are HTML, which would hide from the parser what stands in them; and a rule below a link
    # would make a heading of it.
    shown = [
        "" if not inside[i] and (is_fold(line) or TO_TOP.match(line.text)) else headed(line.text)
        for i, line in enumerate(lines)
    ]
    tokens = _PARSER.parse("\n".join(shown))
    found = [*_block_marks(tokens, lines, inside), *_summaries(lines, inside)]
    found.sort(key=lambda mark: mark.first)
    if any(_asks_surely(mark) for mark in found):
        # Where there are questions, numbers in bold count what is in an answer.
        found = [replace(mark, counted=False) for mark in found]
    return found


def _asks_surely(mark: Mark) -> bool:
    return mark.is_question and not mark.counted and mark.form is not Form.BULLET


def is_fold(line: Line) -> bool:
    """Tell whether a line opens or closes a folded section."""
    return bool(_DETAILS.search(line.text) or _SUMMARY.search(line.text))


def folded(lines: Sequence[Line], inside: Sequence[bool], begins: Collection[int]) -> list[bool]:
    """Tell for each line whether it stands in a folded section; a question ends what is left open.

    Args:
        lines: the file
        inside: which of them belong to code
        begins: indices of lines at which a question begins

    """
    result: list[bool] = []
    depth = 0
    for index, line in enumerate(lines):
        depth = 0 if index in begins else depth
        result.append(depth > 0)
        for tag in () if inside[index] else _DETAILS.finditer(line.text):
            depth = max(0, depth - 1) if tag["close"] else depth + 1
    return result


def folds_answer(summary: str) -> bool:
    """Tell whether a summary says that something is below, and is no question itself."""
    if summary.lower().rstrip(" .:").endswith("contents"):
        return True
    short = len(summary.split()) <= 4
    return short and bool(_FOLD.search(summary)) and not summary.endswith("?")


def _block_marks(
    tokens: Sequence[Token], lines: Sequence[Line], inside: Sequence[bool]
) -> Iterator[Mark]:
    items: list[Token] = []
    for index, token in enumerate(tokens):
        if token.type == "list_item_open":
            items.append(token)
        elif token.type == "list_item_close":
            items.pop()
        elif token.map and not inside[min(token.map[0], len(lines) - 1)]:
            yield from _mark(tokens, index, items, lines)


def _mark(
    tokens: Sequence[Token], index: int, items: Sequence[Token], lines: Sequence[Line]
) -> Iterator[Mark]:
    token = tokens[index]
    if token.type not in ("heading_open", "paragraph_open") or not token.map or len(items) > 1:
        return
    content = tokens[index + 1].content
    first, last = token.map[0], token.map[1] - 1
    begins = bool(items and items[0].map and items[0].map[0] == first)
    number = items[0].info if begins else ""
    indent = _indent(lines[first].text, content) if items else 0
    if items and not begins:
        return  # a heading or a paragraph of an item's own
    if token.type == "heading_open":
        bare = unanchored(content)
        text = f"{number}. {bare}" if number else bare
        yield Mark(Form.HEADING, first, last, text, int(token.tag[1]), indent)
    elif items and number:
        yield Mark(Form.ITEM, first, last, f"{number}. {content}", indent=indent)
    elif items:
        yield _bullet(content, first, last, indent)
    elif bold := _BOLD.match(content.split("\n")[0]):
        yield _bold(bold, content, first, last)


def _bullet(content: str, first: int, last: int, indent: int) -> Mark:
    """Give the item of a list; what stands below a line that asks is the answer."""
    text, below, _ = content.partition("\n")
    if below and asked(text).wording.endswith("?"):
        return Mark(Form.BULLET, first, first, text, indent=indent)
    return Mark(Form.BULLET, first, last, content, indent=indent)


def _bold(bold: re.Match[str], content: str, first: int, last: int) -> Mark:
    text, rest = bold["before"] + bold["text"], _BEHIND.sub("", bold["after"]).strip(" :")
    if rest and not asked(text).wording:  # only the number is bold
        whole = " ".join([text, rest, *content.split("\n")[1:]])
        return Mark(Form.BOLD, first, last, whole, counted=not asks(whole))
    if rest and not asked(rest).wording:  # a sign of difficulty
        text, rest = f"{text} {rest}", ""
    counted = numbered(text) and not asks(text)
    return Mark(Form.BOLD, first, first, text, rest=rest, counted=counted)


def _indent(line: str, content: str) -> int:
    return max(0, line.find(content.split("\n")[0][:20]))


def _summaries(lines: Sequence[Line], inside: Sequence[bool]) -> Iterator[Mark]:
    """Yield folded sections: their summary, or their first line where that is missing."""
    index = 0
    while index < len(lines):
        line = lines[index]
        if inside[index] or not _OPENS_FOLD.search(line.text):
            index += 1
            continue
        last = _summary_end(lines, index)
        text = " ".join(other.text.strip() for other in lines[index : last + 1])[:_LONGEST]
        summary = _SUMMARY.search(text)
        if summary:
            said = text_of(summary["text"])
            rest = text[summary.end() :]
            if said and not folds_answer(said):
                yield Mark(Form.SUMMARY, index, last, said, rest=_DETAILS.sub("", rest).strip())
        elif (opened := _DETAILS.search(text)) and not opened["close"]:
            yield from _without_summary(lines, index)
        index = last + 1


def _summary_end(lines: Sequence[Line], start: int) -> int:
    """Give the index of the line on which a summary ends; it may begin below `<details>`."""
    opened = "<summary" in lines[start].text.lower()
    for index in range(start, min(start + 6, len(lines))):
        text = lines[index].text.lower()
        opened |= "<summary" in text
        if "</summary" in text:
            return index
        if not opened and index > start and text.strip() and "<details" not in text:
            break
    return start


def _without_summary(lines: Sequence[Line], start: int) -> Iterator[Mark]:
    for index in range(start + 1, min(start + 4, len(lines))):
        text = lines[index].text.strip()
        if text:
            if asks(text) and text.endswith("?") and not is_fold(lines[index]):
                yield Mark(Form.SUMMARY, start, index, text)
            return


def main_form(found: Sequence[Mark]) -> tuple[Form, int] | None:
    """Give the form, and the level of headings, in which most of the questions are written."""
    # What stands below many questions in the same words ("When to use it?") is a part of each.
    asking = {
        (m.form, m.level, m.first if numbered(m.text) else m.text) for m in found if m.is_question
    }
    counts = Counter((form, level) for form, level, _ in asking)
    if not counts:
        return None
    # Of two that are as frequent, the first: headings before what may stand in answers.
    order = list(Form)
    best = max(counts, key=lambda form: (counts[form], -order.index(form[0]), -form[1]))
    folded = (Form.SUMMARY, 0)
    if best[0] is Form.HEADING and counts[folded] * 2 > counts[best]:
        return folded
    return best
