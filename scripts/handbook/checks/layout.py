"""Rules on the layout of answers: blocks that every parser of Markdown reads alike."""

import re
from collections.abc import Iterator

from handbook.checks.rules import Finding, Weight, document_rule
from handbook.markdown import Block, Excerpt, Fence
from handbook.parse import Document

BLOCKS = ("tab", "note", "tip", "warning")
_BLOCK = re.compile(r"(?P<slashes>/{3,6})(?: (?P<name>[\w-]+)(?: \| (?P<title>\S.*))?)?")
_ITEM = re.compile(r"(?:[-*+]|\d+\.) ")
_LISTS = ("bullet_list", "ordered_list")
_INDENTED = (*_LISTS, "paragraph", "blockquote", "table", "fence")
_DEEPEST = 4  # lists; a list and its item are a level each


@document_rule(Weight.STRUCTURE)
def code_indented(document: Document) -> Iterator[Finding]:
    """Code stands between fences, with its language.

    Bad: code indented by four spaces
    Good: the same code between lines of three backquotes
    """
    for block in document.body.blocks:
        if block.kind == "code_block":
            found = document.body.line(block.first).strip()
            yield Finding(block.first, "must stand between fences", found)


@document_rule(Weight.STRUCTURE)
def fence_unclosed(document: Document) -> Iterator[Finding]:
    """A code block is closed by the marks that opened it.

    Bad: three backquotes above, two below
    Good: three above, three below
    """
    for fence in document.body.fences:
        if not fence.closed:
            yield Finding(fence.first, "must be closed by the marks that opened it")


@document_rule(Weight.STRUCTURE)
def fence_indent(document: Document) -> Iterator[Finding]:
    """A code block stands on lines of its own, all of them indented like the first.

    Bad: - followed by three backquotes; a line of code further to the left than its fence
    Good: the item's text, a blank line, the code block indented by four spaces
    """
    for excerpt in document.body.false_fences:
        must = "must not begin with the marks of a code block"
        yield Finding(excerpt.line, must, excerpt.text.strip())
    for fence in document.body.fences:
        if fence.before.strip(" >"):
            yield Finding(fence.first, "must stand on a line of its own", fence.before.strip())
        else:
            yield from _ragged(document, fence)


def _ragged(document: Document, fence: Fence) -> Iterator[Finding]:
    """Yield the first line of a code block that is not indented like its fence."""
    for number in range(fence.first + 1, fence.last + 1):
        line = document.body.line(number)
        within = line.startswith(fence.before) or line == fence.before.rstrip()
        end = fence.closed and number == fence.last
        if not within or (end and line != fence.before + fence.marks):
            must = f"must be indented like the code block's first line, {fence.first}"
            yield Finding(number, must, line)
            return


@document_rule(Weight.STRUCTURE)
def block(document: Document) -> Iterator[Finding]:
    """A block opens with `/// tab | Title`, or note, tip or warning, and closes with the slashes.

    Bad: /// html | script
    Good: /// tab | PyTorch, text, ///
    """
    open_marks: list[Excerpt] = []
    for excerpt in document.body.block_marks:
        match = _BLOCK.fullmatch(excerpt.text)
        if not match or (match["name"] and (match["name"] not in BLOCKS or not match["title"])):
            names = ", ".join(BLOCKS)
            must = f"must be '/// NAME | Title' with one of {names}, or '///', not indented"
            yield Finding(excerpt.line, must, excerpt.text.strip())
        if match and match["name"]:
            yield from _opening(document, excerpt, open_marks)
            open_marks.append(excerpt)
        elif not match:
            continue
        elif open_marks and _slashes(open_marks[-1]) == len(match["slashes"]):
            yield from _around_more(document, open_marks.pop(), excerpt)
        else:
            yield Finding(excerpt.line, "must close a block that was opened", excerpt.text)
    for excerpt in open_marks:
        yield Finding(excerpt.line, "must be closed by a line of its slashes", excerpt.text)


def _slashes(mark: Excerpt) -> int:
    return len(mark.text) - len(mark.text.lstrip("/"))


def _opening(document: Document, mark: Excerpt, around: list[Excerpt]) -> Iterator[Finding]:
    if around and _slashes(mark) >= _slashes(around[-1]):
        must = f"must have fewer slashes than the block around it, on line {around[-1].line}"
        yield Finding(mark.line, must, mark.text)
    below = document.body.line(mark.line + 1)
    # What is indented there sets options of the block, and through them any HTML attribute.
    if below.startswith(" "):
        yield Finding(mark.line + 1, "must not be indented below the block's mark", below.strip())


def _around_more(document: Document, first: Excerpt, last: Excerpt) -> Iterator[Finding]:
    if any(first.line < number < last.line for number in document.body.more):
        yield Finding(first.line, "must not reach over '<!-- more -->'", first.text)


@document_rule(Weight.CONTENT)
def blank_line(document: Document) -> Iterator[Finding]:
    """A blank line stands above every list, table and code block, and below every code block.

    Bad: a list directly below the sentence that announces it
    Good: the sentence, a blank line, the list
    """
    body = document.body
    marks = {excerpt.line for excerpt in body.block_marks}
    for block in body.blocks:
        if block.kind == "fence" or (block.kind in (*_LISTS, "table") and not block.level):
            above = block.first - 1
            if body.line(above).strip(" >") and above not in marks:
                found = body.line(block.first).strip()
                yield Finding(block.first, "must have a blank line above it", found)
        if block.kind == "fence" and _continued(document, block) and block.last + 1 not in marks:
            found = body.line(block.last).strip()
            yield Finding(block.last, "must have a blank line below it", found)


def _continued(document: Document, block: Block) -> bool:
    """Tell whether text at least as far to the right follows directly."""
    below = document.body.line(block.last + 1)
    return bool(below.strip(" >")) and _indent(below) >= _indent(document.body.line(block.first))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


@document_rule(Weight.CONTENT)
def list_indent(document: Document) -> Iterator[Finding]:
    """What belongs to a list item is indented by four spaces, once for each level.

    Bad: a code block indented by two spaces below an item
    Good: a code block indented by four spaces below an item
    """
    item = 0
    for block in document.body.blocks:
        if block.kind == "list_item":
            item = block.first
        elif block.kind in _INDENTED and (block.items or block.kind == "fence"):
            if block.first == item:
                continue
            line = document.body.line(block.first)
            nested = block.kind in _LISTS and not _ITEM.match(line.lstrip(" "))
            if _indent(line) != 4 * block.items or nested:
                must = "must be indented by four spaces for each level of the list"
                yield Finding(block.first, must, line.strip())


@document_rule(Weight.CONTENT)
def list_mark(document: Document) -> Iterator[Finding]:
    """A list has marks of one kind, hyphens or numbers with periods, and ends before the next.

    Bad: 1) and 2); or a list with * directly below one with -
    Good: 1. and 2.; or a sentence between the two lists
    """
    beside: dict[int, Block] = {}
    for block in document.body.blocks:
        if block.kind in _LISTS:
            found = document.body.line(block.first).strip()
            before = beside.get(block.level)
            if block.marker == ")":
                yield Finding(block.first, "must be numbered with periods", found)
            elif before and before.kind in _LISTS:
                yield Finding(block.first, "must not follow another list directly", found)
        beside = {level: b for level, b in beside.items() if level < block.level}
        beside[block.level] = block


@document_rule(Weight.STRUCTURE)
def nesting(document: Document) -> Iterator[Finding]:
    """Lists are nested at most four deep, quotes at most eight.

    Bad: a list in a list in a list in a list in a list
    Good: two lists, with a sentence each that says what they list
    """
    for block in document.body.blocks:
        if block.kind in (*_LISTS, "blockquote") and block.level >= 2 * _DEEPEST:
            found = document.body.line(block.first).strip()
            yield Finding(block.first, "must not be nested so deep", found)
            return
