"""A card of the deck as Anki shows it: in the light, at night, on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from anki import collection as backend
from conftest import Project, question
from playwright.sync_api import Browser, Page

from handbook import anki
from handbook.build import load_drawn
from handbook.render.view import View
from handbook.settings import Settings

from .project import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["color-contrast", "link-in-text-block", "list", "svg-img-alt"]
RUN = """async (rules) => {
  const { violations, passes } = await axe.run("#qa", { runOnly: rules });
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html]));
  return [passes.map(({ id }) => id).sort(), found];
}"""
WIDE = " ".join(["wide_name"] * 30)
ANSWER = f"""\
Short, with `code` and a [link](q:eager-mode) in it.

<!-- more -->

```python
# A comment
def {"wide_name_" * 20}(x):
    return [f"{{x}} text", 1.5, None, len("x")]
```

```text title="Output"
{WIDE}
```

| {" | ".join(f"`column_{n}`" for n in range(12))} |
|{"---|" * 12}
| {" | ".join("value" for n in range(12))} |

```dot alt="a to b"
digraph {{ rankdir=LR; a -> b [label="edge"]; b [class="hb-accent"]; c [class="hb-muted"] }}
```

```math
{" + ".join(f"x_{{{n}}}" for n in range(60))}
```

/// warning | Mind
Text.
///

/// tab | TensorFlow
{"unbroken" * 30}
///
"""
MORE = """\
status: imported
misconceptions:
  - claim: It is `so`.
    correction: It is not.
references:
  - title: A guide
    url: https://example.org/guide
"""


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The two sides of a card that holds one of everything, much of it too wide."""
    folder = tmp_path_factory.mktemp("anki")
    made = Project(folder)
    category = "{id: tensors, title: Tensors, scope: Axes}"
    made.write(
        {
            "questions/categories.yml": f"- title: All\n  categories: [{category}]\n",
            "questions/tensors/eager-mode.md": question("When does it run?"),
            "questions/tensors/wide.md": question("What is `wide`?", more=MORE, answer=ANSWER),
        }
    )
    return _sides(folder, "wide")


def _sides(folder: Path, id_: str) -> tuple[str, str]:
    """Let Anki make the two sides of a card."""
    parsed, drawings, _ = load_drawn(folder / "questions")
    view = View(parsed.handbook, Settings(address="https://example.org/"), drawings=drawings)
    (folder / "deck.apkg").write_bytes(anki.deck(view))
    opened = backend.Collection(str(folder / "collection.anki2"))
    request = backend.ImportAnkiPackageRequest(package_path=str(folder / "deck.apkg"))
    opened.import_anki_package(request)
    (number,) = opened.find_cards(f"Id:{id_}")
    found = opened.get_card(number)
    sides = found.question(), found.answer()
    opened.close()
    return sides


@pytest.fixture(params=["", "nightMode"], ids=["light", "night"])
def shown(request: pytest.FixtureRequest, browser: Browser) -> Callable[[str, int], Page]:
    """Give a function that shows a side as Anki does."""

    def show(side: str, width: int) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800})
        request.addfinalizer(context.close)
        page = context.new_page()
        body = f'<body class="card card1 {request.param}"><div id="qa">{side}</div></body>'
        page.set_content(f'<!doctype html><html lang="en"><title>Anki</title>{body}</html>')
        return page

    return show


@pytest.mark.parametrize("width", [390, 800])
def test_only_boxes_scroll_sideways(
    card: tuple[str, str], shown: Callable[[str, int], Page], width: int
) -> None:
    page = shown(card[1], width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    scrolling = """() => [...document.querySelectorAll("#qa *")]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .filter((element) => getComputedStyle(element).overflowX === "auto")
      .map((element) => element.tagName.toLowerCase())"""
    assert page.evaluate(scrolling) == ["pre", "pre", "table", "var"]


def test_everything_can_be_read(card: tuple[str, str], shown: Callable[[str, int], Page]) -> None:
    for side in card:
        page = shown(side, 800)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        passes, found = page.evaluate(RUN, RULES)
        assert found == []
        assert "color-contrast" in passes


def test_night_is_dark(card: tuple[str, str], browser: Browser) -> None:
    colors = []
    for mode in ("", "nightMode"):
        page = browser.new_page()
        page.set_content(f'<body class="card {mode}"><div id="qa">{card[1]}</div></body>')
        picked = ("body", ".hb-short", ".highlight", ".k", ".hb-node rect", "math")
        read = "(e) => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor].join()"
        read_fill = "(e) => getComputedStyle(e).fill + getComputedStyle(e).stroke"
        colors.append([page.eval_on_selector(s, read) for s in picked if s != ".hb-node rect"])
        colors[-1].append(page.eval_on_selector(".hb-node :is(rect, ellipse)", read_fill))
        page.close()
    light, night = colors
    assert [pair for pair in zip(light, night, strict=True) if pair[0] == pair[1]] == []
