"""Knows what a page puts around questions: banners, links within the page, advertisements."""

import re
from collections.abc import Collection, Sequence

from handbook.importers.body import Body
from handbook.importers.markdown_lists import TO_TOP, is_fold
from handbook.importers.notes import Line
from handbook.importers.wording import asked, numbered
from handbook.likeness import normalized

AD = re.compile(
    r"\b(?:explore|find|see|view|get|read|check out) (?:all|more|the full)\b.{0,40}"
    r"\b(?:answers?|questions?)\b"
    r"|\bsubscribe\b.{0,40}\b(?:newsletter|channel)|\bbuy me a coffee\b|\bstar this repo",
    re.IGNORECASE,
)
_AD_HEADING = re.compile(
    r"\bsponsor(?:s|ed|ing|ship)?\b|\badvert(?:s|isements?|ising)?\b"
    r"|\bdonat(?:e|ions?)\b|\bpatreon\b"
    r"|\bnewsletter\b|\b\d{1,3} ?% (?:off|discount)\b"
    r"|\bsupport (?:us|me|my|this|the (?:project|author))\b"
    r"|\b(?:follow|hire) (?:me|us)\b|\bjoin (?:us|our)\b|\bfree trial\b"
    r"|^\W{0,9}(?:want(?: to| a| more)|looking for|ready to|enjoy(?:ed|ing)?|found this|need help"
    r"|(?:do you )?(?:like|love) (?:this|it|what)|prefer (?:to|a|video)|interested in)\b",
    re.IGNORECASE,
)
_ONLY_LINK = re.compile(r"^\s*(?:(?:[-*+]|\d+[.)])\s*|\|.*)?\**\[.*\]\(#[^)]*\)\**[\s|]*$")
_PICTURE = re.compile(
    r"^\s*(?:(?:\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?|<img\b[^>]*>|</?(?:a|p|div|center|h1|br|picture|source)\b[^>]*>|&nbsp;)\s*)+$",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^<(?P<name>h[1-6])\b[^>]*>[^<>]*</(?P=name)>$", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"^[\W_]*(?:answer here|your answer|to ?do|tbd|wip|coming soon|n/?a)?[\W_]*$", re.IGNORECASE
)
_LONGEST = 1000  # characters of what a page puts around questions
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,})\s*$")
_SCRAPED = re.compile(
    r"^(?:README(?:\.md)?|Last synced:.*|Topics|License|Stars|Watchers|Forks|https?://\S+)$",
    re.IGNORECASE,
)


def is_ad(heading: str) -> bool:
    """Tell whether a heading advertises something, and is neither question nor section."""
    if numbered(heading):
        return bool(AD.search(heading))
    return bool(AD.search(heading) or _AD_HEADING.search(heading[:_LONGEST]))


def contents(lines: Sequence[Line], below: int) -> set[int]:
    """Give the lines above an index that stand in a block made of links within the page."""
    found: set[int] = set()
    block: list[int] = []
    for index in range(below + 1):
        if index < below and _in_block(lines[index]):
            block.append(index)
            continue
        links = sum(_is_link(lines[each].text) for each in block)
        found.update(block if links * 2 > len(block) else ())
        block = []
    return found


def _is_link(text: str) -> bool:
    """Tell whether a line is nothing but a link within the page."""
    return len(text) <= _LONGEST and bool(_ONLY_LINK.match(text))


def _in_block(line: Line) -> bool:
    return not line.blank and not is_fold(line) and not TO_TOP.match(line.text)


def noise(line: Line, known: Collection[str], *, answering: bool) -> str:
    """Give the reason why a line is noise, empty for other lines; `known` are the questions."""
    text = line.text.strip()
    if TO_TOP.match(text):
        return "link to the top of the page"
    if len(text) > _LONGEST:
        return ""
    if _is_link(text) and (not answering or _repeats(text, known)):
        return "table of contents"
    if AD.search(text) and ("](" in text or "http" in text or len(text) < 100):
        return "advertisement"
    if _PICTURE.match(text) and not answering:
        return "banner or badge"
    if _PICTURE.match(text) and "![" not in text and "<img" not in text:
        return "tags of a page"
    if not answering and _TITLE.match(text):
        return "heading of a section"
    if not answering and (_SCRAPED.match(text) or _RULE.match(text)):
        return "header or footer of a page"
    return ""


def _repeats(text: str, known: Collection[str]) -> bool:
    inner = re.search(r"\[(.*)\]\(#", text)
    return bool(inner) and normalized(asked(inner[1] if inner else "").wording) in known


def unruled(body: Body) -> Body:
    """Take out rules at the end, which stand between questions."""
    unwanted: dict[int, str] = {}
    for line in reversed(body.lines):
        if not line.blank and not _RULE.match(line.text):
            break
        unwanted[line.number] = "rule between questions"
    return body.without(unwanted)


def unfilled(body: Body) -> Body:
    """Take out what only says that an answer is missing."""
    filled = [line for line in body.lines if not line.blank]
    short = len(filled) == 1 and len(filled[0].text) <= _LONGEST
    if short and _PLACEHOLDER.match(filled[0].text):
        return body.without({filled[0].number: "says that the answer is missing"})
    return body
