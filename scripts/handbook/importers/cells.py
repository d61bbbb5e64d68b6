"""Writes the HTML of a cell, as cards and tables of questions hold it, as Markdown."""

import html
import re
from html.parser import HTMLParser

from handbook.importers import html_tables
from handbook.schema import LONGEST_ANSWER

_LINES = ("div", "section", "article", "tr")
_PARAGRAPHS = ("p", "blockquote", "table")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SIGNS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`", "kbd": "`"}
_LISTS = ("ul", "ol")
_READ = frozenset([*_LINES, *_PARAGRAPHS, *_HEADINGS, *_SIGNS, *_LISTS, "a", "br", "pre", "li"])
_TAG = re.compile(rf"</?(?:{'|'.join(sorted(_READ))})\b[^<>]*>", re.IGNORECASE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_LANGUAGE = re.compile(r"(?:language-|lang-|brush:\s?)?(?P<name>[a-z][\w+#]*)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s()<>]+")
_MARKS = re.compile("`+")
_EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_WORD = re.compile(r"\w+")
_DEEPEST = 20  # signs within signs; more than two show nothing more
_INDENT = "    "


def markdown(cell: str) -> str:
    """Give a cell as Markdown: lines, lists, emphasis and code; the rest stays as it is."""
    plain = cell.replace("&nbsp;", " ")
    if len(cell) > LONGEST_ANSWER or not _TAG.search(cell) or _FENCE.search(cell):
        return plain
    writer = _Cell()
    writer.feed(html_tables.written(cell))
    writer.close()
    written = _EMPTY_LINES.sub("\n\n", writer.whole()).strip("\n")
    # What is no HTML, however like it, is not always given back by the parser.
    return written if _words(_ANY_TAG.sub(" ", plain)) <= _words(written) else plain


def _words(text: str) -> set[str]:
    return set(_WORD.findall(html.unescape(text)))


class _Cell(HTMLParser):
    """Writes while it reads: `open` holds what a sign or a block of code has collected so far."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[tuple[str, list[str]]] = [("", [])]
        self.lists: list[int] = []  # the last number in each open list, -1 without numbers
        self.language = ""
        self.link = ("", "")  # address and tag of the last one

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what a tag stands for."""
        if self._in_code():
            self._in_block(tag, attrs)
        elif tag == "br":
            self._write(f"  \n{self._indent()}")
        elif tag in _LISTS:
            self._write("\n" if self.lists else "\n\n")
            self.lists += [0 if tag == "ol" else -1] if len(self.lists) < _DEEPEST else []
        elif tag == "li":
            self._item()
        elif tag in _PARAGRAPHS or tag in _HEADINGS:
            self._write("\n\n" + ("**" if tag in _HEADINGS else self._indent()))
        elif tag in _LINES:
            self._line()
        elif tag in _SIGNS or tag in ("a", "pre"):
            self.language = ""
            self.link = (dict(attrs).get("href") or "", self.get_starttag_text() or "")
            self._note_language(attrs)
            if len(self.open) < _DEEPEST:
                self.open.append((tag, []))
        else:
            self._write(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """End what a tag stands for."""
        if tag == self.open[-1][0]:
            self._close()
        elif self._in_code() or tag in ("a", "br", "li", *_SIGNS, "pre"):
            self._write("\n" if tag in _LINES else "")
        elif tag in _LISTS:
            self.lists = self.lists[:-1]
            self._write("\n" if self.lists else "\n\n")
        elif tag in _HEADINGS:
            self._write("**\n\n")
        elif tag in _PARAGRAPHS or tag in _LINES:
            self._write(f"\n\n{self._indent()}")
        else:
            self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self._write(data.replace("\xa0", " ") if self._in_code() else data)

    def handle_entityref(self, name: str) -> None:
        """Keep a character that has a name; Markdown reads it, code does not."""
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Keep a character that has a number."""
        self._reference(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Keep a comment, which is dropped later, and told."""
        self._write(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """Keep what begins like a declaration."""
        self._write(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        """Keep what begins like a declaration."""
        self._write(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        """Keep what begins like an instruction."""
        self._write(f"<?{data}>")

    def whole(self) -> str:
        """Give everything; what is still open ends here."""
        while len(self.open) > 1:
            self._close()
        return "".join(self.open[0][1])

    def _reference(self, text: str) -> None:
        if self._in_code():
            # A space that does not break is no space to a program.
            text = html.unescape(text).replace("\xa0", " ")
        self._write(text)

    def _in_block(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag within code: only where lines end means something there."""
        if tag in ("br", *_LINES, "p"):
            self._write("\n" if tag == "br" or self._text()[-1:] not in ("", "\n") else "")
        elif tag in _SIGNS or tag == "span":
            self._note_language(attrs)
        else:
            self._write(self.get_starttag_text() or "")

    def _note_language(self, attrs: list[tuple[str, str | None]]) -> None:
        said = _LANGUAGE.match(dict(attrs).get("class") or "")
        self.language = self.language or (said["name"] if said else "")

    def _in_code(self) -> bool:
        return self.open[-1][0] in ("pre", "code", "tt", "kbd")

    def _text(self) -> str:
        return self.open[-1][1][-1] if self.open[-1][1] else ""

    def _write(self, text: str) -> None:
        if text:
            self.open[-1][1].append(text)

    def _indent(self) -> str:
        return _INDENT * len(self.lists)

    def _line(self) -> None:
        written = self._text()
        if written and not written.endswith("\n"):
            self._write(f"\n\n{self._indent()}")

    def _item(self) -> None:
        if not self.lists:
            self.lists.append(-1)
        self.lists[-1] += self.lists[-1] >= 0
        mark = f"{self.lists[-1]}. " if self.lists[-1] > 0 else "- "
        self._write(f"\n{_INDENT * (len(self.lists) - 1)}{mark}")

    def _close(self) -> None:
        """Write what a sign or a block of code has collected."""
        tag, pieces = self.open.pop()
        text = "".join(pieces)
        if tag == "a":
            self._write(self._link(text))
        elif tag == "pre" or (_SIGNS[tag] == "`" and "\n" in text.strip()):
            self._write(self._fenced(text))
        elif _SIGNS[tag] == "`":
            self._write(_code(text))
        else:
            self._write(_signed(text, _SIGNS[tag]))

    def _link(self, text: str) -> str:
        """Write a link; one to no page stays as it is, to be dropped later, and told."""
        address, tag = self.link
        plain = _ADDRESS.fullmatch(address) and not set("[]\n") & set(text) and text.strip()
        return f"[{text.strip()}]({address})" if plain else f"{tag}{text}</a>"

    def _fenced(self, text: str) -> str:
        longest = max(map(len, _MARKS.findall(text)), default=0)
        marks = "`" * max(3, longest + 1)
        indent = self._indent()
        lines = [marks + self.language, *text.strip("\n").split("\n"), marks]
        return "\n\n" + "\n".join(indent + line for line in lines) + f"\n\n{indent}"


def _code(text: str) -> str:
    bare = text.strip()
    if not bare:
        return text
    marks = "`" * (max(map(len, _MARKS.findall(bare)), default=0) + 1)
    between = " " if "`" in bare else ""
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{marks}{between}{bare}{between}{marks}{after}"


def _signed(text: str, sign: str) -> str:
    """Put signs around each line of a text: emphasis ends with its paragraph."""
    lines = []
    for line in text.split("\n"):
        bare = line.strip()
        start = re.match(r"(?:[-*] |\d+\. )?", bare)
        mark = start.group() if start else ""
        inner = bare[len(mark) :]
        plain = not inner or "```" in inner or sign in inner
        indent, tail = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
        lines.append(line if plain else f"{indent}{mark}{sign}{inner}{sign}{tail}")
    return "\n".join(lines)
