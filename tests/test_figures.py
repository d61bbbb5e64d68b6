"""Diagrams and formulas: what is drawn, by whom, and what is known from before."""

import re
from functools import partial
from pathlib import Path

import pytest
from conftest import ROOT, Project, question

from handbook import build, dot, figures
from handbook.drawing import NARROW, Drawn, Figure, Kind
from handbook.figures import Workshop, draw
from handbook.problems import as_text

NOWHERE = Path("/nowhere/node")
EDGE = Figure(Kind.DIAGRAM, 'digraph { a -> b [label="x", class="hb-accent", style=dashed] }')
FRACTION = Figure(Kind.INLINE, r"\frac{a}{b}")
BLOCK = Figure(Kind.BLOCK, r"\frac{a}{b}")
COLORFUL = """digraph {
  bgcolor=red; label="L"
  a [color=blue, fillcolor="#ff0000", style=filled, fontname=Courier, fontsize=30, id=me,
     URL="https://example.org", tooltip=t, class="md-header hb-muted"]
  b [label=<<font color="red">b</font>>, shape=doublecircle, penwidth=4]
  a -> b [color="red:blue", xlabel=x, arrowhead=odot, style="dotted"]
}"""


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """A place to draw without anything known from before."""
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return Workshop(tmp_path)


def drawn(figure: Figure, workshop: Workshop) -> Drawn:
    drawings, problems = draw([figure], workshop)
    assert problems == []
    return drawings[figure]


def test_a_diagram_is_shapes_and_texts_with_our_classes(workshop: Workshop) -> None:
    markup = drawn(EDGE, workshop).markup
    assert re.findall(r"<(\w+)", markup) == [
        *("g", "g", "rect", "text", "g", "rect", "text"),
        *("g", "path", "polygon", "text"),
    ]
    classes = re.findall('class="([^"]+)"', markup)
    assert classes == ["hb-node", "hb-node", "hb-edge hb-accent", "hb-dashed", "hb-filled"]


def test_the_title_of_a_cluster_is_drawn_last(workshop: Workshop) -> None:
    source = 'digraph { a -> b; subgraph cluster_b { label="T\\nU"; class="hb-accent"; b } }'
    markup = drawn(Figure(Kind.DIAGRAM, source), workshop).markup
    cluster, _, title = re.findall('<g class="(hb-cluster[^"]*)">|(hb-edge)', markup)
    assert cluster[0] == title[0] == "hb-cluster hb-accent"
    assert re.findall("<text[^>]*>(.)", markup)[-2:] == ["T", "U"]


def test_nothing_else_of_a_diagram_comes_through(workshop: Workshop) -> None:
    found = drawn(Figure(Kind.DIAGRAM, COLORFUL), workshop)
    assert found.problem == ""
    markup = found.markup
    assert set(re.findall(r" ([\w-]+)=", markup)) <= {
        *("transform", "class", "d", "points", "x", "y", "width", "height", "text-anchor"),
        *("cx", "cy", "rx", "ry"),
    }
    assert set(" ".join(re.findall('class="([^"]+)"', markup)).split()) <= {
        *("hb-node", "hb-edge", "hb-muted", "hb-dotted", "hb-filled"),
    }
    assert set(re.findall(r"<(\w+)", markup)) <= {"g", "text", "path", "ellipse", "rect", "polygon"}


def test_the_size_is_known(workshop: Workshop) -> None:
    narrow = drawn(EDGE, workshop)
    assert (narrow.is_wide, narrow.width < NARROW) == (False, True)
    assert narrow.height > 2 * narrow.width > 60
    label = "a label with many words that are not on two lines at all"
    assert drawn(Figure(Kind.DIAGRAM, f'graph {{ a [label="{label}"] }}'), workshop).is_wide


def test_a_formula_has_no_style_and_its_source_beside_it(workshop: Workshop) -> None:
    source = "\\hat{x}\n\\begin{pmatrix} 1_* & \\text{`a` [b](c) <}\\end{pmatrix}"
    markup = drawn(Figure(Kind.BLOCK, source), workshop).markup
    assert markup.startswith('<math display="block" alttext="&#92;hat&#123;x&#125; &#92;begin')
    assert re.search(r'[`*_\[\]\\]|style=|class="tml', markup) is None
    # Unlike those of Markdown, its spaces do not let a line break.
    text = re.sub("\\s", " ", markup)
    assert "<mtext>‘a‘ &#91;b&#93;&#40;c&#41; &#60;</mtext>" in text


def test_letters_of_other_alphabets_are_signs_of_their_own(workshop: Workshop) -> None:
    # Browsers ignore the attribute that could say the same.
    markup = drawn(Figure(Kind.INLINE, r"\mathbf{W} \in \mathbb{R}"), workshop).markup
    assert "<mi>𝐖</mi>" in markup and "<mi>ℝ</mi>" in markup
    assert "mathvariant" not in markup


@pytest.mark.parametrize("source", [r"\overline{x}", r"\color{red} x", r"\rule{1em}{1em}"])
def test_looks_of_its_own_are_refused(workshop: Workshop, source: str) -> None:
    found = drawn(Figure(Kind.INLINE, source), workshop)
    assert found.markup == ""
    assert found.problem.endswith("which is no part of a formula here")


def test_a_figure_does_not_depend_on_those_beside_it(workshop: Workshop) -> None:
    broken = Figure(Kind.DIAGRAM, "digraph { a -> ")
    alone = [drawn(each, workshop) for each in (EDGE, FRACTION, BLOCK)]
    for kept in workshop.cache.iterdir():
        kept.unlink()
    together, problems = draw([BLOCK, broken, EDGE, FRACTION, EDGE], workshop)
    assert problems == []
    assert [together[each] for each in (EDGE, FRACTION, BLOCK)] == alone
    assert len(together) == 4


def test_what_is_known_needs_no_process(workshop: Workshop) -> None:
    broken = Figure(Kind.DIAGRAM, "digraph {\n a -> \n}")
    first = draw([EDGE, FRACTION, broken], workshop)
    assert draw([broken, EDGE, FRACTION], Workshop(workshop.root, NOWHERE)) == first
    assert first[0][broken].line == 3


def test_without_figures_nothing_is_needed(tmp_path: Path) -> None:
    assert draw([], Workshop(tmp_path, NOWHERE)) == ({}, [])


def test_a_broken_cache_is_no_cache(workshop: Workshop) -> None:
    first = drawn(EDGE, workshop)
    for text in ("", "[]", "{}", "\0"):
        for kept in workshop.cache.iterdir():
            kept.write_text(text)
        assert drawn(EDGE, workshop) == first


def test_another_renderer_draws_anew(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(EDGE, workshop)
    monkeypatch.setattr(figures, "_version", lambda *_: "99")
    assert draw([EDGE], Workshop(workshop.root, NOWHERE))[1] != []


def test_the_cache_does_not_grow_for_ever(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "MOST_KEPT", 3)
    draw([Figure(Kind.INLINE, f"x_{number}") for number in range(9)], workshop)
    assert len(list(workshop.cache.iterdir())) == 3


def test_a_cache_that_cannot_be_written_is_done_without(workshop: Workshop) -> None:
    (workshop.root / ".cache").write_text("in the way")
    assert drawn(EDGE, workshop).markup


MISSING = "renderer-missing must be installed; make build does that"


def test_a_missing_node_is_told_in_one_line(workshop: Workshop) -> None:
    drawings, problems = draw([EDGE], Workshop(workshop.root, NOWHERE))
    told = f"{workshop.root}/package.json:1: {MISSING}: 'node'\n1 problem."
    assert (drawings, as_text(problems)) == ({}, told)


def test_missing_packages_are_told_in_one_line(tmp_path: Path) -> None:
    drawings, problems = draw([EDGE], Workshop(tmp_path))
    told = f"{tmp_path}/package.json:1: {MISSING}: '@viz-js/viz'\n1 problem."
    assert (drawings, as_text(problems)) == ({}, told)


def test_a_renderer_that_fails_is_told_in_one_line(workshop: Workshop) -> None:
    _, problems = draw([EDGE], Workshop(workshop.root, Path("/bin/false")))
    must = "renderer-broken must draw all figures; make clean and make build install it anew"
    assert as_text(problems) == f"{workshop.root}/package.json:1: {must}: 'node'\n1 problem."


@pytest.mark.parametrize("arguments", [["build"], ["check"], ["check", "questions/tensors"]])
def test_no_command_leaves_figures_out(
    project: Project, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    answer = "Of $`x`$.\n\n<!-- more -->\n\nLong.\n"
    project.write({"questions/tensors/tensor.md": question("What is a tensor?", answer=answer)})
    monkeypatch.setattr(build, "draw", partial(draw, workshop=Workshop(project.root, NOWHERE)))
    result = project.invoke(*arguments)
    assert (result.exit_code, result.output.count(MISSING)) == (1, 1)


SOURCE = """strict digraph "a=b" { // c=d
  # e=f
  g=h; node [i = "j\\"k=l", "m"=n]
  /* o=p
     q=r */ s -> t [u=<v=w>]; x:y -- z [_a1=-.5]
}"""


def test_attributes_of_a_diagram() -> None:
    found = [(each.line, each.name, each.value) for each in dot.attributes(SOURCE)]
    assert found == [
        (3, "g", "h"),
        (3, "i", 'j\\"k=l'),
        (3, "m", "n"),
        (5, "u", "<"),
        (5, "v", "w"),
        (5, "_a1", "-.5"),
    ]


def test_a_second_graph() -> None:
    assert dot.second_graph(SOURCE) is None
    assert dot.second_graph("graph { a { b } }\n\n// the end\ndigraph {}") == 4
