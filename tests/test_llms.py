"""What language models are given: the list, and each question as one Markdown file."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from conftest import ROOT, Project, question
from markdown_it import MarkdownIt

from handbook.build import load
from handbook.model import Handbook
from handbook.prose import inline_markdown, without_blocks
from handbook.render import render
from handbook.render.view import View
from handbook.settings import Settings

ADDRESS = "https://example.org/handbook/"
CASES = ROOT / "tests/cases/render"
SOURCES = [ROOT / "questions", CASES / "everything/questions", CASES / "bare/questions"]
BOTH = pytest.mark.parametrize("address", [ADDRESS, ""], ids=["address", "no address"])
EACH = pytest.mark.parametrize("source", SOURCES, ids=["own", "everything", "bare"])
ITEM = re.compile(r"- \[(?P<name>(?:\\.|[^\]\\])+)\]\((?P<address>[^)]+)\)(?:: (?P<notes>.+))?")
HTML = MarkdownIt("commonmark", {"html": False})


def handbook_of(source: Any) -> Handbook:
    return load(source)[0].handbook


def files_of(source: Any, address: str = ADDRESS) -> Mapping[str, str]:
    settings = Settings("Site", address, description="What it is")
    return render(View(handbook_of(source), settings))


def on_site(source: Any) -> set[str]:
    return {question.id for question in handbook_of(source).questions if question.on_site}


@BOTH
@EACH
def test_the_list_has_its_form(source: Any, address: str) -> None:
    files = files_of(source, address)
    head, *sections = re.split(r"^## ", files["llms.txt"], flags=re.MULTILINE)
    assert head.startswith("# Site\n\n> What it is\n\n")
    found = []
    for section in sections:
        title, empty, *items = section.rstrip("\n").split("\n")
        assert (bool(title), empty) == (True, "")
        found += [ITEM.fullmatch(item) for item in items]
    assert all(found)
    addresses = [match["address"] for match in found if match]
    twins = [f"{address}q/{id_}.md.txt" for id_ in on_site(source)]
    assert sorted(addresses) == sorted(twins)
    assert [a for a in addresses if a.removeprefix(address) not in files] == []


def test_the_list_follows_the_site() -> None:
    text = files_of(SOURCES[1])["llms.txt"]
    order = ["## Tensors", "/tensor.md.txt", "/sum-an-axis.md.txt", "## Graphs", "/production-"]
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    line = f"- [How does `tf.function` work?]({ADDRESS}q/tf-function.md.txt): It traces, see "
    assert f"{line}[tensors]({ADDRESS}q/tensor/).\n" in text


def test_drafts_and_empty_categories_are_not_listed(project: Project) -> None:
    project.write({"questions/graphs/eager-mode.md": question("Eager?", "status: draft\n")})
    files = files_of(project.questions)
    assert "## Tensors" in files["llms.txt"]
    assert "## Graphs" not in files["llms.txt"]
    assert not [name for name in files if "eager-mode" in name]


def test_a_short_answer_of_several_lines_stays_on_one(project: Project) -> None:
    answer = "One line,\nand another.\n\n<!-- more -->\n\nLong.\n"
    project.write({"questions/graphs/eager-mode.md": question("Eager?", answer=answer)})
    assert ".md.txt): One line, and another.\n" in files_of(project.questions)["llms.txt"]


@EACH
def test_a_file_holds_the_whole_question(source: Any) -> None:
    files = files_of(source)
    questions = [q for q in handbook_of(source).questions if q.on_site]
    assert questions
    for each in questions:
        text = files[f"q/{each.id}.md.txt"]
        samples = [
            s for a in (each.answer, *(t.answer for t in each.translations)) for s in a.samples
        ]
        unindented = re.sub(r"^ +", "", text, flags=re.MULTILINE)
        wanted = [f"{ADDRESS}q/{each.id}/", each.kind, each.level, str(each.added)]
        wanted += [reference.url for reference in each.references]
        wanted += [inline_markdown(m.claim) for m in each.misconceptions]
        wanted += [inline_markdown(m.correction) for m in each.misconceptions]
        wanted += [inline_markdown(t.wording) for t in each.translations]
        wanted += [f"{ADDRESS}q/{mention.id}.md.txt" for mention in each.related]
        wanted += map(inline_markdown, each.also_asked)
        assert text.startswith(f"# {inline_markdown(each.wording)}\n\n")
        assert [piece for piece in wanted if piece not in text] == []
        for sample in samples:
            for piece in (sample.code, sample.output or ""):
                assert re.sub(r"^ +", "", piece, flags=re.MULTILINE) in unindented


@EACH
def test_a_file_is_plain_markdown(source: Any) -> None:
    for name, text in files_of(source).items():
        if not name.endswith(".md.txt"):
            continue
        tokens = HTML.parse(text)
        plain = [t.content for t in tokens if t.type == "inline"]
        assert [line for line in plain if re.match("/{3,}( |$)", line) or "](q:" in line] == []
        words = [token.info for token in tokens if token.type == "fence"]
        assert [info for info in words if info.startswith("python ")] == []
        # Empty lines between paragraphs come single; what stands in code is as it was.
        assert "\n\n\n" not in re.sub(r"^( *)```.*?^\1```$", "code", text, flags=re.M | re.S)


def test_what_is_not_run_says_why() -> None:
    assert "    *Not run: needs \\*two\\* GPUs.*\n" in files_of(SOURCES[1])["q/tensor.md.txt"]


@BOTH
def test_links_lead_to_permanent_links(address: str) -> None:
    text = files_of(SOURCES[1], address)["q/tensor.md.txt"]
    assert f"[the sum]({address + 'q/' if address else ''}sum-an-axis/)" in text
    assert f"[tensor]({address + 'q/' if address else ''}tensor/)" in text


@pytest.mark.parametrize(
    ("blocks", "plain"),
    [
        ("/// tab | One\nText.\n///\n", "**One**\n\nText.\n\n"),
        ("/// note\nText.\n///\n", "**Note**\n\nText.\n\n"),
        ("/// note | Mind\nText.\n///\n", "**Mind**\n\nText.\n\n"),
        ("```text\n/// tab | One\n///\n```\n", "```text\n/// tab | One\n///\n```\n"),
        ("a /// b\n", "a /// b\n"),
    ],
)
def test_blocks_become_titles(blocks: str, plain: str) -> None:
    assert without_blocks(blocks) == plain


@pytest.mark.parametrize("text", ["a_b*c", "[x](y)", "<b> & &amp;", "back\\slash", "`a_b` _c_"])
def test_plain_text_shows_as_it_is(text: str) -> None:
    shown = HTML.parseInline(inline_markdown(text))[0].children or []
    assert (
        "".join(f"`{t.content}`" if t.type == "code_inline" else t.content for t in shown) == text
    )
