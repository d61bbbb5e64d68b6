"""Prose: what is written comes out, and nothing else happens."""

import pytest
from markdown import Markdown

from handbook import prose
from handbook.drawing import Figure

SPECIAL = [
    "__init__ and *args and **kwargs",
    "<b>bold</b> <script>alert(1)</script> &amp; & <!-- x -->",
    "{{ x }} {% x %} {: .c } ${x}",
    "[x](y) ![i](j) [x][y] [^1] [TOC]",
    "/// html | script",
    "~~~",
    "a ` stray mark and \\ one",
    "- item",
    "1. item",
    "# heading",
    "> quote",
    "| a | b |",
    "---",
    "*[HTML]: x",
    "say \"this\" or 'that'",
    "https://example.org/a_b_c",
    "a\\b \\* \\\\ C:\\new",
    "```python",
    "===",
    ": term",
]
EXTENSIONS = [
    "tables",
    "toc",
    "pymdownx.superfences",
    "pymdownx.blocks.html",
    "pymdownx.blocks.admonition",
]


@pytest.mark.parametrize("text", SPECIAL)
def test_special_characters_come_out_as_themselves(text: str) -> None:
    escaped = "".join(f"&#{ord(c)};" if c in "&<>" else c for c in text)
    expected = escaped.replace("&#38;", "&amp;").replace("&#60;", "&lt;").replace("&#62;", "&gt;")
    # Twice, so that what opens something would find its end.
    page = f"{prose.escaped(text)}\n\n{prose.escaped(text)}"
    rendered = Markdown(extensions=EXTENSIONS).convert(page)
    shown = rendered.replace("&#47;", "/").replace("&#126;", "~").replace("&quot;", '"')
    assert shown == f"<p>{expected}</p>\n<p>{expected}</p>"


@pytest.mark.parametrize("text", SPECIAL)
def test_special_characters_within_markdown_headings(text: str) -> None:
    rendered = Markdown(extensions=EXTENSIONS).convert(f"## {prose.html_in_markdown(text)}")
    shown = "".join(f"&#{ord(c)};" if not c.isalnum() and c not in " ,;" else c for c in text)
    assert rendered.partition(">")[2].removesuffix("</h2>") == shown


def test_inline_code_stays_code() -> None:
    text = "Is `a < b` *not* `` x ` y ``?"
    assert prose.escaped(text) == "Is `a < b` \\*not\\* `` x ` y ``?"
    assert prose.inline_html(text) == ("Is <code>a &lt; b</code> *not* <code>x ` y</code>?")
    assert prose.html_in_markdown("`a<b` *c*") == "<code>a&#60;b</code> &#42;c&#42;"
    assert prose.without_code_marks(text) == "Is a < b *not* x ` y?"
    assert prose.plain_html('`a<b` "c"') == "a&lt;b &quot;c&quot;"


def test_text_without_markup() -> None:
    markdown = "The **short** `a < b`\nanswer,\\\nsee [it](q:x).\n\n- one\n- two"
    assert prose.as_text(markdown) == "The short a < b answer, see it. one two"


def test_short_answer_as_html() -> None:
    markdown = "See [it](../tensor/) & `q:tensor`.\n\n| A |\n|---|\n| <b> |"
    assert prose.as_html(markdown) == (
        '<p>See <a href="../tensor/">it</a> &amp; <code>q:tensor</code>.</p>\n'
        "<table>\n<thead>\n<tr>\n<th>A</th>\n</tr>\n</thead>\n"
        "<tbody>\n<tr>\n<td>&lt;b&gt;</td>\n</tr>\n</tbody>\n</table>\n"
    )


LINKS = [
    ("[a](q:x)", "[a](/x)"),
    ("[a]( q:x )", "[a]( /x )"),
    ("[a](<q:x>)", "[a](</x>)"),
    ('[a](q:x "q:x")', '[a](/x "q:x")'),
    ("[`q:x`](q:x)", "[`q:x`](/x)"),
    ("![a](q:x) q:x (q:x)", "![a](/x) q:x (q:x)"),
    ("`[a](q:x)`", "`[a](q:x)`"),
    ("``[a](q:x)` ``", "``[a](q:x)` ``"),
    ("a ` b [a](q:x)\n\nc ` d [a](q:y)", "a ` b [a](/x)\n\nc ` d [a](/y)"),
    ("\\` [a](q:x) `", "\\` [a](/x) `"),
    ("```\n[a](q:x)\n```\n[a](q:x)", "```\n[a](q:x)\n```\n[a](/x)"),
    ("~~~~\n[a](q:x)\n~~~\n[a](q:x)\n~~~~\n", "~~~~\n[a](q:x)\n~~~\n[a](q:x)\n~~~~\n"),
    ("```a``` b [a](q:x)\n\n```a``` [a](q:y)", "```a``` b [a](/x)\n\n```a``` [a](/y)"),
    ("- a\n\n    ```\n    [a](q:x)\n    ```\n\n    [a](q:x)", None),
    ("> ```\n> [a](q:x)\n> ```\n>\n> [a](q:x)", None),
    (
        "[a](q:x)\u2028[b](q:y)\x0b\n```\n[a](q:x)\n```\n",
        "[a](/x)\u2028[b](/y)\x0b\n```\n[a](q:x)\n```\n",
    ),
]


@pytest.mark.parametrize(("markdown", "expected"), LINKS)
def test_links_are_replaced_outside_code(markdown: str, expected: str | None) -> None:
    if expected is None:
        before, _, last = markdown.rpartition("q:x")
        expected = f"{before}/x{last}"
    assert prose.with_links(markdown, "/{}".format) == expected
    assert prose.answer_markdown(markdown, "/{}".format, "") == expected


def test_relinked_changes_one_id_alone() -> None:
    markdown = "[a](q:x) [b](<q:x-y>) [c]( q:y-x) `[a](q:x)`\n\n```\n[a](q:x)\n```\n"
    expected = markdown.replace("[a](q:x) [b]", "[a](q:z) [b]")
    assert prose.relinked(markdown, "x", "z") == expected


FENCES = [
    ("```python legacy warns\nx\n```", "```python\nx\n```"),
    ("~~~~python legacy\nx\n~~~\n~~~~\n", "~~~~python\nx\n~~~\n~~~~\n"),
    ('```text title="Output"\nx\n```\n', '```text title="Output"\nx\n```\n'),
    ('```python not-run="two *GPUs*."\nx\n```', "```python\nx\n```\n\nNot: two \\*GPUs\\*\n\n"),
    (
        '- a\n\n    ```python not-run="r"\n    x\n    ```\n    b\n',
        "- a\n\n    ```python\n    x\n    ```\n\n    Not: r\n\n    b\n",
    ),
    (
        '> ```python not-run="r"\n> x\n> ```\n> b\n',
        "> ```python\n> x\n> ```\n>\n> Not: r\n>\n> b\n",
    ),
]


@pytest.mark.parametrize(("markdown", "expected"), FENCES)
def test_words_behind_python_are_removed(markdown: str, expected: str) -> None:
    assert prose.answer_markdown(markdown, "/{}".format, "Not: {}") == expected


def told(figure: Figure, alt: str = "") -> str:
    return f"<{figure.kind}|{figure.source}|{alt}>"


FIGURES = [
    ("a $`x`$ b $``y`z``$ c $` q `$", "a <inline|x|> b <inline|y`z|> c <inline|q|>"),
    ("`$x`$ and `a` and \\$`x`$ and $ `x` $", None),
    ("``a $`x`$ b`` and `$`$`x`$", "``a $`x`$ b`` and `$`<inline|x|>"),
    ("```text\n$`x`$\n```\n$`x`$", "```text\n$`x`$\n```\n<inline|x|>"),
    ('a\n```dot alt="A b"\nx\n```\nb', "a\n\n<diagram|x\n|A b>\n\nb"),
    ("- a\n\n    ```math\n    x\n    ```\n", "- a\n\n\n    <block|x\n|>\n\n"),
    ("> ```math\n> x\n> ```\n", ">\n> <block|x\n|>\n>\n"),
]


@pytest.mark.parametrize(("markdown", "expected"), FIGURES)
def test_figures_are_drawn(markdown: str, expected: str | None) -> None:
    found = prose.answer_markdown(markdown, "/{}".format, "", told)
    assert found == (markdown if expected is None else expected)
    assert prose.answer_markdown(markdown, "/{}".format, "") == markdown


def test_formulas_of_a_short_answer() -> None:
    markdown = "**Of $`x < y`$**, $`z`$ and `$x`$."
    html = "<p><strong>Of <inline|x < y|></strong>, <inline|z|> and <code>$x</code>$.</p>\n"
    plain = "<p><strong>Of $<code>x &lt; y</code>$</strong>, $<code>z</code>$ and"
    assert prose.as_html(markdown).startswith(plain)
    assert prose.as_html(markdown, told) == html
    assert prose.as_text(markdown) == "Of $x < y$, $z$ and $x$."
    assert prose.as_html(markdown).startswith(plain)
