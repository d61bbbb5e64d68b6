"""Markdown taken apart; and that what the rules let pass renders as nothing but Markdown."""

import random
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown
from mkdocs.utils.yaml import yaml_load

from handbook.checks import RULES, check_file
from handbook.checks.rules import Weight
from handbook.markdown import Body, Excerpt, info_words, outside_code_spans, take_apart, words
from handbook.problems import Problem
from handbook.read import TextFile

ROOT = Path(__file__).parents[1]
STRUCTURE = {rule.code for rule in RULES if rule.weight is Weight.STRUCTURE}
HEAD = """\
---
question: Why?
kind: concept
level: basic
framework: general
added: 2026-11-20
---
"""


def apart(text: str) -> Body:
    return take_apart(text.split("\n"), 1)


def problems(text: str) -> list[Problem]:
    return list(check_file(TextFile("a/b.md", "a/b.md", text)))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one two", 2),
        ("`a b c` one", 2),
        ("``a ` b`` one", 2),
        ("[one two](https://a.org/b)", 2),
        ("one\ntwo", 2),
    ],
)
def test_words(text: str, count: int) -> None:
    assert words(text) == count


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("a `b` c", ["`b`"]),
        ("``a ` b`` `c`", ["``a ` b``", "`c`"]),
        (r"\`a` b", []),
        ("`a", []),
        ("``a`", []),
        ("`a` ``", ["`a`"]),
    ],
)
def test_code_spans(text: str, spans: list[str]) -> None:
    pieces = list(outside_code_spans(text))
    assert [piece for is_code, piece in pieces if is_code] == spans
    assert "".join(piece for _, piece in pieces) == text


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ("", ("", ())),
        (" python ", ("python", ())),
        (
            'python legacy not-run="two GPUs"',
            ("python", (("legacy", None), ("not-run", "two GPUs"))),
        ),
        ('text title="a"b', ("text", (('title="a"b', None),))),
        ("text = {x y}", ("text", (("=", None), ("{x", None), ("y}", None)))),
    ],
)
def test_info_words(info: str, expected: tuple[str, tuple[Any, ...]]) -> None:
    assert info_words(info) == expected


def test_short_and_long() -> None:
    body = take_apart(["", "Short.", "", "<!-- more -->", "", "Long.", ""], 8)
    assert (body.short, body.long, body.more) == ("Short.", "Long.", (11,))
    assert (body.line(9), body.line(7), body.line(15)) == ("Short.", "", "")


def test_lines_of_links_in_long_paragraphs() -> None:
    body = apart("one\n[a](q:x) and [b](q:y)\n`c`\n[d\ne](q:x)\n![f](g)\n[h](i j)")
    assert body.links == (Excerpt(2, "q:x"), Excerpt(2, "q:y"), Excerpt(4, "q:x"))
    assert body.images == (Excerpt(6, "g"),)
    assert body.broken_links == (Excerpt(7, "[h](i j)"),)


def test_an_escaped_bracket_makes_no_link() -> None:
    body = apart(r"\[a\](b), \`](c\`, [d]\(e)")
    assert (body.links, body.broken_links) == ((), (Excerpt(1, "](c"),))


def test_lines_in_lists_quotes_and_tables() -> None:
    body = apart("- a\n    - <b>\n\n> c\n> <d>\n\n| e |\n|---|\n| [f](g) |\n| <h> |")
    assert body.html == (Excerpt(2, "- <b>"), Excerpt(5, "<d>"), Excerpt(10, "<h>"))
    assert body.links == (Excerpt(9, "g"),)


def test_a_block_mark_ends_a_paragraph() -> None:
    body = apart("/// tab | A `x\ntext` b\n- c\n///\n> d\n///")
    kinds = [(block.kind, block.first, block.last) for block in body.blocks]
    assert kinds == [
        ("mark", 1, 1),
        ("paragraph", 2, 2),
        ("bullet_list", 3, 3),
        ("list_item", 3, 3),
        ("paragraph", 3, 3),
        ("mark", 4, 4),
        ("blockquote", 5, 5),
        ("paragraph", 5, 5),
        ("mark", 6, 6),
    ]
    assert body.open_code == (Excerpt(1, "/// tab | A `x"), Excerpt(2, "text` b"))


def test_of_a_text_too_long_only_more_is_read() -> None:
    body = apart("[" * 40_000 + "\n\n<!-- more -->\n\n<b>")
    assert (body.more, body.html, body.blocks) == ((3,), (), ())


def _renderer() -> Markdown:
    """Give what the site renders with; MkDocs adds three extensions of its own."""
    with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        listed = yaml_load(file)["markdown_extensions"]
    names: dict[str, Any] = {name: {} for name in ("toc", "tables", "fenced_code")}
    for entry in listed:
        names |= entry if isinstance(entry, dict) else {entry: {}}
    configs = {name: config or {} for name, config in names.items()}
    return Markdown(extensions=list(configs), extension_configs=configs)


_TAGS = """
    p strong em code ul ol li table thead tbody tr th td blockquote hr br pre div details span a
    input label
"""
_ATTRIBUTES = "class id name type for checked align start title data-tabs data-linenos"


class _Foreign(HTMLParser):
    """Collects what no Markdown of ours makes."""

    tags = frozenset(_TAGS.split())
    attributes = frozenset(_ATTRIBUTES.split())

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.tags:
            self.found.append(tag)
        for name, value in attrs:
            good_link = name == "href" and (value or "").startswith(("https://", "q:"))
            if name not in self.attributes and not good_link:
                self.found.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}")


AFTER = '<details class="after">\n<p>After <strong>it</strong></p>\n</details>'


def foreign(answer: str) -> list[str]:
    """Render an answer as a category page does, and give what should not be there."""
    inside = f"//////////// html | details.answer\n\n{answer}\n\n////////////\n\n"
    page = f"{inside}//////////// html | details.after\n\nAfter **it**\n\n////////////\n"
    html = _renderer().convert(page)
    parser = _Foreign()
    parser.feed(html)
    parser.close()
    return parser.found if html.endswith(AFTER) else [*parser.found, "the next answer"]


def stopped(answer: str) -> bool:
    found = problems(f"{HEAD}Short.\n\n<!-- more -->\n\n{answer}\n")
    return any(problem.code in STRUCTURE for problem in found)


# What has reached, or could reach, a page although one of the two parsers sees no harm.
ATTACKS = [
    "`code\n<video src=x onerror=y>\ncode`",
    "- a `b\n2. c <img src=x onerror=y>` d",
    "| a ` | `<img src=x onerror=y>` |\n|---|---|\n| b | c |",
    "| a ` | `[x](javascript:y)` |\n|---|---|\n| b | c |",
    "| `x | <b>y</b>` |\n|---|---|\n| b | c |",
    "/// tab | `A\ntext <b onclick=y>` z\n///",
    "/// note | x\n    attrs: {onclick: y}\n\ntext\n///",
    "> /// note | x\n>     attrs: {onclick: y}\n>\n> text\n> ///",
    "/// note | x\n---\nattrs: {onclick: y}\n---\n\ntext\n///",
    "> /// html | script\n> x\n> ///",
    "1. - /// html | script\n     x\n     ///",
    "[x](java\nscript:y)",
    "[x](javascript:y z)",
    "[x](javascript:(y z))",
    "[x](&#106;avascript:y)",
    "[x](JavaScript:y)",
    "[x](<javascript:y>)",
    "[x](data:text/html,y)",
    "[x](//example.org)",
    "a\\](<img src=x onerror=y>(",
    "\\<b onclick=x>",
    "<b\nonclick=x>y</b>",
    "> " * 25 + "<b>x</b>",
    "> " * 25 + "/// html | script",
    "```text =\n<b>\n```",
    "```text\nx\n  ```\n\n<b>x</b>",
    "> ```text\n><b>x\n> ```\n> <b>",
    "- a\n\n    [1]: javascript:y\n\n[1]",
    "text\n[a\nb]: javascript:y\n\n[a b]",
    "- #x",
    "> #x",
    "- a\n\n    #x",
    "- a\n-----",
    "#######x",
    "<custom-tag>",
    "a <!-- c --> b",
    " <!-- more -->",
    "a <![CDATA[ x ]]> b",
    "<?php x ?>",
    "</details>",
]


@pytest.mark.parametrize("answer", ATTACKS)
def test_attacks_are_stopped(answer: str) -> None:
    assert stopped(answer)


def test_the_renderer_lets_attacks_through() -> None:
    reach = [answer for answer in ATTACKS if foreign(answer)]
    assert len(reach) > len(ATTACKS) / 2


# An underscore stands for a space within a piece.
_PIECES = r"""
    ` `` \ \` <b> <img_src=x_onerror=y> </details> <div> <video> < | # [ ] ( ) ]( [x]( [1]:_ ! ![
    javascript:a https://a.org q:a " ' /// ```text ```text_title="a" ~~~ --- === |---|---| |_a_|_b_|
    * ** _ &lt; &#60; = ///_html_|_script ///_tab_|_A ///_note_|_` attrs:_{onclick:_y}
    word word word
"""
_JOINTS = [
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "    ",
    " ",
    "",
    "\n> ",
    "\n- ",
    "\n    ",
    "\n1. ",
    "\n///\n",
]


def _random_answer(source: random.Random) -> str:
    pieces = (
        piece.replace("_", " ") for piece in source.choices(_PIECES.split(), k=source.randint(2, 9))
    )
    text = "".join(piece + source.choice(_JOINTS) for piece in pieces)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


@pytest.mark.parametrize("seed", range(8))
def test_what_passes_renders_as_markdown_alone(seed: int) -> None:
    source = random.Random(seed)
    passed = [a for a in (_random_answer(source) for _ in range(600)) if a and not stopped(a)]
    assert len(passed) > 30
    assert [answer for answer in passed if foreign(answer)] == []


REAL = sorted((ROOT / "questions").glob("*/*.md"))


def _mangled(text: str, source: random.Random) -> str:
    """Delete, repeat and insert characters and lines."""
    for _ in range(source.randint(1, 6)):
        at, to = sorted(source.randrange(len(text) + 1) for _ in range(2))
        to = min(to, at + source.choice((1, 3, 40, 400)))
        piece = source.choice(
            ("", text[at:to] * 2, source.choice("`[]()<>#*_\\|/-:'\"{}&\n \t\0é"))
        )
        text = text[:at] + piece + text[to:]
    return text


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", range(40))
def test_mangled_questions_are_problems_and_no_crash(path: Path, seed: int) -> None:
    text = _mangled(path.read_text(encoding="utf-8"), random.Random(f"{path.stem} {seed}"))
    assert all(1 <= problem.line <= text.count("\n") + 2 for problem in problems(text))


HOSTILE = [
    "[", "`", "> ", "*", "_", "- ", "(", "](", "![", "<", "<a ", "\\", "&", "1. ", "[a](", "[a]:",
    "` `` ", "|", "-\n", "[\n", "a\n", "|a\n|-\n", "```\n", "```text\n", "/// ", "///\n", "\n> ",
]  # fmt: skip


def _nested(count: int) -> str:
    return "\n".join("    " * depth + "- a" for depth in range(count))


@pytest.mark.parametrize("size", [400 * 1024, 31 * 1024])
@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_ends_soon(piece: str, size: int) -> None:
    started = time.process_time()
    problems(HEAD + piece * (size // len(piece)) + "\n")
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    "text", [_nested(120), _nested(440), " ".join("`" * n for n in range(1, 240))]
)
def test_hostile_nesting_ends_soon(text: str) -> None:
    started = time.process_time()
    assert stopped(text)
    assert time.process_time() - started < 8


@pytest.mark.parametrize("code", ["(" * 100_000, "-" * 100_000 + "1", "a" + ".a" * 50_000, "\0"])
def test_hostile_samples_are_problems(code: str) -> None:
    body = f'{HEAD}Short.\n\n<!-- more -->\n\n```python not-run="x"\n{code[:30_000]}\n```\n'
    assert "sample-syntax" in {problem.code for problem in problems(body)}
