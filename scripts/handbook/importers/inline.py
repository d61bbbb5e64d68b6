"""Writes running text of raw notes as the handbook's Markdown: safe, and without HTML.

The text was parsed as CommonMark. What has a form in the handbook keeps it; everything else, and
HTML first of all, is shown as it stands: a note is data of strangers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from handbook.checks.front_matter import ADDRESS
from handbook.values import INVISIBLE

# A line of its own inside a paragraph, which becomes a paragraph of its own.
BREAK = "\x00"

# What means something to Python-Markdown anywhere in text. An underline within a word does not.
_SPECIAL = re.compile(r"[\\`*\[\]]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
# What ends a line or a page for other programs, and parts words.
_SPACES = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_DOLLAR = re.compile(r"\$$")
# What means something at the start of a paragraph.
_START = re.compile(
    r"(?P<escaped>[#>]|[-+](?=\s|$|-)|\d+(?=[.)]))|(?P<coded>[/~](?=[/~]{2})|=(?==*$))"
)
_TAG = re.compile(r"</?(?P<name>[A-Za-z][A-Za-z0-9]*)\b[^>]*>")
# Elements that only format: their text stays, their tags go.
_ONLY_FORMAT = """
    a b i u s em strong small big sub sup span font mark kbd abbr cite center div p ins del
"""
_FORMATTING = frozenset(_ONLY_FORMAT.split())
_BREAKS = ("br", "hr")
_CODE = ("code", "tt", "samp", "var")


@dataclass
class Written:
    """What writing a text has changed: texts that were dropped, with the reason."""

    dropped: list[tuple[str, str]] = field(default_factory=list)

    def drop(self, what: str, lost: str) -> None:
        """Note that a text is not in the result."""
        self.dropped.append((what, lost))


def seen(text: str) -> str:
    """Give text without the characters that cannot be seen, tabs as spaces."""
    return INVISIBLE.sub("", _SPACES.sub(" ", text.replace("\t", "    ")))


def plain(text: str) -> str:
    """Escape what Markdown would take for markup, as sparingly as the site's renderer allows."""
    escaped = _SPECIAL.sub(r"\\\g<0>", _ENTITY.sub("&amp;", seen(text)))
    return _TAG_START.sub("&lt;", escaped)


def started(paragraph: str) -> str:
    """Escape what means something to Markdown at the start of a paragraph only."""
    found = _START.match(paragraph)
    if not found:
        return paragraph
    if found["coded"]:
        return f"&#{ord(found['coded'])};{paragraph[1:]}"
    if found["escaped"].isdigit():
        end = found.end()
        return f"{paragraph[:end]}\\{paragraph[end:]}"
    return f"\\{paragraph}"


def bare_code(content: str) -> str:
    """Take off backquotes within inline code that were meant to make it."""
    inner = content.strip("`").strip()
    quoted = content.startswith("`") and content.endswith("`")
    return inner if quoted and inner and "`" not in inner else content


def code(text: str) -> str:
    """Write inline code; what cannot be code is written as text."""
    content = bare_code(" ".join(seen(text).split()))
    if not content:
        return ""
    if "`" not in content:
        return f"`{content}`"
    longest = max(map(len, re.findall("`+", content)))
    # The checks and the site read one or two marks alike, no more.
    return f"`` {content} ``" if longest == 1 else plain(content)


def inline(tokens: Sequence[Token], written: Written, *, in_table: bool = False) -> str:
    """Write the tokens of one running text.

    Args:
        tokens: the children of an inline token
        written: is told what was dropped
        in_table: whether the text is a cell, where code cannot hold a pipe

    Returns:
        Markdown in one line; `BREAK` stands where the text begins a new line

    """
    writer = _Writer(written, in_table)
    pieces = list(writer.pieces(tokens))
    text = "".join(pieces)
    text = re.sub(r"[^\S\x00]+", " ", text).strip()
    return text.replace("|", "&#124;") if in_table else text


class _Writer:
    def __init__(self, written: Written, in_table: bool) -> None:
        self.written = written
        self.in_table = in_table
        self.open: list[str] = []  # signs of emphasis, empty where one stands already

    def pieces(self, tokens: Sequence[Token]) -> Iterator[str]:
        """Yield what each token becomes."""
        tokens = _with_formulas(tokens)
        position = 0
        while position < len(tokens):
            token = tokens[position]
            if token.type == "link_open":
                end = _closing(tokens, position)
                yield self._link(token, tokens[position + 1 : end])
                position = end
            elif name := _dunder(tokens[position : position + 3]):
                yield self._code(name)
                position += 2
            elif token.type == "html_inline" and _name(token) in _CODE:
                end = _code_end(tokens, position)
                yield self._code("".join(t.content for t in tokens[position + 1 : end]))
                position = end
            else:
                yield self._piece(token)
            position += 1

    def _piece(self, token: Token) -> str:
        match token.type:
            case "text" | "text_special":
                return _DOLLAR.sub("&#36;", plain(token.content))
            case "softbreak":
                return " "
            case "hardbreak":
                return " " if self.in_table or any(self.open) else BREAK
            case "formula":
                return f"$`{token.content}`$"
            case "code_inline":
                return self._code(token.content)
            case "strong_open" | "em_open":
                return self._emphasis(token)
            case "strong_close" | "em_close":
                return self.open.pop() if self.open else ""
            case "image":
                return self._image(token)
            case "html_inline":
                return self._html(token)
        return plain(token.content)

    def _code(self, text: str) -> str:
        # Within a cell a pipe ends code for one parser and not for the other.
        return plain(text) if self.in_table and "|" in text else code(text)

    def _emphasis(self, token: Token) -> str:
        sign = "**" if token.type == "strong_open" else "*"
        # Emphasis within emphasis shows nothing, and the two parsers read its signs differently.
        self.open.append("" if any(self.open) else sign)
        return self.open[-1]

    def _link(self, token: Token, inside: Sequence[Token]) -> str:
        text = "".join(self.pieces(inside)).strip()
        target = str(token.attrs.get("href", ""))
        address = secure(target)
        if address:
            if address != target:
                self.written.drop("address changed to https", target)
            return f"[{text or plain(address)}]({address})"
        if target and not target.startswith("#") and target not in text:
            return f"{text} ({code(target)})"
        self.written.drop("link within the notes taken off its text", target)
        return text

    def _image(self, token: Token) -> str:
        text = plain(token.content).strip()
        target = str(token.attrs.get("src", ""))
        address = secure(target)
        if address:
            return f"[{text or 'image'}]({address})"
        return f"{text} ({code(target)})" if target else text

    def _html(self, token: Token) -> str:
        name = _name(token)
        if name in _FORMATTING or name in _CODE or token.content.startswith("<!--"):
            self.written.drop("HTML dropped", token.content)
            return ""
        if name in _BREAKS:
            self.written.drop("HTML dropped", token.content)
            return " " if self.in_table or any(self.open) else BREAK
        return self._code(token.content)


def _with_formulas(tokens: Sequence[Token]) -> Sequence[Token]:
    """Make one token of each formula: inline code between two dollar signs."""
    found: list[Token] = [replace(token) for token in tokens[:1]]
    for token in tokens[1:]:
        code = found[-1]
        before = found[-2] if len(found) > 1 else None
        marked = code.type == "code_inline" and "`" not in code.content and code.content.strip()
        if marked and before and _ends(before, token):
            before.content = before.content[:-1]
            token = replace(token, content=token.content[1:])
            found[-1] = Token("formula", "", 0, content=" ".join(code.content.split()))
        found.append(replace(token) if token.type == "text" else token)
    return found


def _ends(before: Token, after: Token) -> bool:
    texts = before.type == after.type == "text"
    return texts and before.content.endswith("$") and after.content.startswith("$")


def _dunder(tokens: Sequence[Token]) -> str:
    """Give a name such as `__init__`, which Markdown takes for bold text; empty for other text."""
    kinds = [token.type for token in tokens]
    if kinds != ["strong_open", "text", "strong_close"] or tokens[0].markup != "__":
        return ""
    name = tokens[1].content
    return f"__{name}__" if name.isidentifier() and name.islower() else ""


def _name(token: Token) -> str:
    found = _TAG.match(token.content)
    return found["name"].lower() if found else ""


def _closing(tokens: Sequence[Token], start: int) -> int:
    level = 0
    for position in range(start, len(tokens)):
        level += tokens[position].nesting if tokens[position].type.startswith("link_") else 0
        if not level:
            return position
    return len(tokens)


def _code_end(tokens: Sequence[Token], start: int) -> int:
    """Find the tag that ends an element of code; without one, it ends where it begins."""
    for position in range(start + 1, len(tokens)):
        token = tokens[position]
        if token.type == "html_inline" and _name(token) in _CODE and token.content[1:2] == "/":
            return position
        if token.type not in ("text", "text_special", "html_inline", "code_inline"):
            break
    return start


def secure(target: str) -> str:
    """Give the address of another place that a link may have, empty for everything else."""
    bare = target.strip()
    if bare.startswith("http://"):
        bare = f"https://{bare.removeprefix('http://')}"
    # Brackets end the address for one parser or the other.
    for sign in "()[] |":
        bare = bare.replace(sign, f"%{ord(sign):02X}")
    return bare if ADDRESS.fullmatch(bare) and not INVISIBLE.search(bare) else ""
