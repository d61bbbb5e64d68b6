"""Takes apart the boxes that site generators draw around text: their titles become lead-ins."""

import re

from handbook.importers import fences
from handbook.importers.body import Body
from handbook.importers.notes import Line

# `:::note`, `::: tip Title`, `:::info[Title]`.
_COLONS = re.compile(
    r"^(?P<before>\s{0,12}):{3,9}\s{0,3}\{?(?P<kind>[a-z][\w-]{1,30})\}?"
    r"[\s\[]{0,3}(?P<title>[^:\]]{0,200}?)\]?\s*$"
)
_END = re.compile(r"^\s{0,12}:{3,9}\s*$")
# `> [!NOTE]`, `> [!tip]- Title`.
_QUOTED = re.compile(
    r"^(?P<before>\s{0,12}(?:>\s?){1,3})\[!(?P<kind>[A-Za-z]{3,20})\][+-]?\s{0,3}(?P<title>.{0,200}?)\s*$"
)
# `!!! note`, `??? success "Title"`: what stands below is indented.
_MARKED = re.compile(
    r"^(?P<before>\s{0,12})(?:!{3}|\?{3}\+?)\s{1,3}(?P<kind>[a-z][\w-]{1,30})(?:\s[\w -]{1,40})?"
    r"\s{0,3}(?:\"(?P<title>[^\"]{0,200})\")?\s*$"
)
_FOLDS = re.compile(
    r"(?:(?:show|view|see|reveal) )?(?:the )?(?:answer|solution)s?|details", re.IGNORECASE
)
_INDENT = 4  # spaces


def unboxed(body: Body) -> Body:
    """Make lead-ins of the titles of boxes, and text of what is indented because it is in one."""
    inside = fences.within(body.lines)
    lines: list[Line] = []
    noise: dict[int, str] = {}
    text_at = 0  # how far the text of the box that is open is indented
    for line, is_code in zip(body.lines, inside, strict=True):
        spaces = len(line.text) - len(line.text.lstrip(" "))
        text_at = text_at if line.blank or spaces >= text_at else 0
        own = Line(line.number, line.text[_INDENT if text_at else 0 :])
        opened = None if is_code else _opened(own.text)
        if opened:
            text_at = spaces + _INDENT if _MARKED.match(own.text) else text_at
            title = _title(opened)
            what = f"title of a box ({opened['kind']}) made a lead-in"
            body = body.repaired(line, what) if title else body
            noise |= {} if title else {line.number: "tags that fold an answer"}
            before = opened["before"]
            shown = [f"{before}**{title}**", before.rstrip()] if title else [own.text]
            lines += [Line(line.number, text) for text in shown]
        else:
            lines.append(own)
            noise |= {line.number: "end of a box"} if not is_code and _END.match(own.text) else {}
    return body.having(lines).without(noise)


def _opened(text: str) -> re.Match[str] | None:
    return _COLONS.match(text) or _QUOTED.match(text) or _MARKED.match(text)


def _title(opened: re.Match[str]) -> str:
    """Give the title of a box, its kind where it has none; empty if it only folds an answer."""
    title = (opened["title"] or "").strip() or opened["kind"].capitalize()
    return "" if _FOLDS.fullmatch(title) else title
