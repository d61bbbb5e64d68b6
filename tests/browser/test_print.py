"""Printed pages, read back: documents that one can hand out, with everything that a page hides."""

import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PageObject, PdfReader

from .conftest import TIMEOUT
from .project import ROWS, STEPS
from .reader import Reader
from .settings import Setting, among, once

TENSORS = "questions/tensors/"
GRAPHS = "questions/graphs/"
TRAINING = "questions/training/"
TRACK = "tracks/first-steps/"
ALL_ANSWERS = "tracks/first-steps/print/"
NAME = "Tensor Interview Handbook"
# What one could only click, and what is about this page as a page.
CHROME = {
    "Added",
    "Answer",
    "Back to",
    "Back to the track",
    "Edit",
    "Home",
    "How we verify",
    "Permanent link",
    "Print all answers",
    "Search",
    "Skip to content",
    "Table of contents",
}
HEADING = re.compile(r"Why a \w+\?|What does .+\?|How are .+\?|Begin here|Then go on")
# With the permanent link behind them, or below; and the title of a tab, which may follow.
BADGES = re.compile(
    r"(?:.*· ?)?(?:basic|advanced)(?: ?· ?not run)?(?: ?http\S+)?|http\S+/q/\S+/|English"
)
HEIGHTS = range(500, 1100, 60)  # pixels: breaks come at many places

Print = Callable[..., "Paper"]


class Paper:
    """What was printed: the lines of each page, without its number."""

    def __init__(self, content: bytes) -> None:
        self.pages = PdfReader(io.BytesIO(content)).pages
        self.sheets = [self._lines(page) for page in self.pages]
        self.lines = [line for sheet in self.sheets for line in sheet]
        self.text = " ".join(self.lines)

    def _lines(self, page: PageObject) -> list[str]:
        # Fonts have one sign for some pairs of letters.
        text = unicodedata.normalize("NFKC", page.extract_text(extraction_mode="layout"))
        lines = [" ".join(line.split()) for line in text.splitlines()]
        number = f"{(page.page_number or 0) + 1} / {len(self.pages)}"
        assert number in lines
        return [line for line in lines if line not in ("", number)]

    def has_in_order(self, *lines: str) -> None:
        """Check that lines follow each other, with others between them or without."""
        at = -1
        for line in lines:
            assert line in self.lines[at + 1 :], f"{line!r} is not below the one before it"
            at = self.lines.index(line, at + 1)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def print_(
    browser: Browser, sites: dict[str, str], request: pytest.FixtureRequest
) -> Iterator[Print]:
    """A function that prints a page, for somebody who reads in the dark."""
    context = browser.new_context(
        color_scheme="dark", java_script_enabled=request.param, service_workers="block"
    )
    context.set_default_timeout(TIMEOUT)
    readers: dict[str, Reader] = {}

    def printed(path: str, site: str = "path", height: int = 1123) -> Paper:
        if path not in readers:
            readers[path] = Reader(sites[site], context.new_page())
            readers[path].go(path)
            readers[path].page.wait_for_load_state("networkidle")
        pdf = readers[path].page.pdf(width="794px", height=f"{height}px", print_background=True)
        return Paper(pdf)

    yield printed
    context.close()
    assert [found for reader in readers.values() for found in reader.unexpected()] == []


@pytest.mark.parametrize("path", [TENSORS, ALL_ANSWERS])
def test_all_answers_are_there_with_both_tabs(print_: Print, path: str) -> None:
    paper = print_(path)
    paper.has_in_order(
        "What does eager mode do?",
        "Operations run at once and return values, see broadcasting.",
        "TensorFlow",
        "Of the first tab.",
        "PyTorch",
        "Of the second tab.",
        "Often said, but wrong",
        "It is the default.",
        "Which mode debugs like plain Python?",
    )
    paper.has_in_order(
        "How are shapes aligned?",
        "English",
        "From the right.",
        "TensorFlow",
        "Also first.",
        "PyTorch",
        "Also second.",
        "NumPy.",
    )


@pytest.mark.parametrize("path", [TENSORS, ALL_ANSWERS])
def test_a_translation_is_printed_with_its_language(reader: Reader, path: str) -> None:
    reader.go(path)
    reader.page.wait_for_load_state("networkidle")
    reader.page.emulate_media(media="print")
    # A machine without Chinese fonts prints the signs, but cannot be asked for them.
    text = str(reader.page.locator("article").inner_text())
    signs = ["中文 (简体)", "形状如何对齐？", "结果的形状由两个操作数决定。", "从右边开始。"]
    assert [sign for sign in signs if text.count(sign) != 1] == []


def test_a_track_is_printed_in_its_order(print_: Print) -> None:
    print_(ALL_ANSWERS).has_in_order(
        "First steps",
        "Everyone who begins",
        "Begin here",
        "What does eager mode do?",
        "How are shapes aligned?",
        "Then go on",
        "Why a quiver?",
        "The quiver helps.",
    )


def test_addresses(print_: Print, sites: dict[str, str]) -> None:
    site = sites["path"]
    paper = print_(TENSORS)
    assert paper.lines[0] == f"{NAME} · {site}{TENSORS} · Text CC BY 4.0 · code MIT"
    paper.has_in_order("What does eager mode do?", f"{site}q/eager-mode/")
    assert "Eager execution (https://www.tensorflow.org/guide/basics)" in paper.lines
    quiver = rf"Why a quiver\? ?{site}q/step-43/"
    assert any(re.fullmatch(quiver, line) for line in paper.lines)
    # Each once: those of the page, of two questions, of two related ones, and of a reference.
    assert paper.text.count("http") == 6


def test_addresses_where_the_site_has_none(print_: Print) -> None:
    paper = print_(TENSORS, "no address")
    assert paper.lines[0] == f"{NAME} · Text CC BY 4.0 · code MIT"
    assert "Why a quiver?" in paper.lines
    assert paper.text.count("http") == 1


@pytest.mark.parametrize("path", [TENSORS, ALL_ANSWERS, TRACK, TRAINING])
def test_nothing_to_click_is_printed(print_: Print, path: str) -> None:
    paper = print_(path)
    assert [line for line in paper.lines if line in CHROME or line.startswith("Added ")] == []
    # The name of the site is in the header on screen, too.
    assert sum(NAME in line for line in paper.lines) == 1


@pytest.mark.parametrize("path", [TENSORS, ALL_ANSWERS])
def test_paper_is_light(print_: Print, path: str) -> None:
    fills = [fill for page in print_(path).pages for fill in large_fills(page)]
    assert [fill for fill in fills if min(fill) < 0.9] == []


def test_as_many_pages_as_needed(print_: Print) -> None:
    paper = print_(TRAINING)
    assert sum(line.startswith("Why a ") for line in paper.lines) == STEPS - 5
    # A question takes a good fifth of a page; none begins a page needlessly.
    assert 8 <= len(paper.pages) <= 12
    assert len(print_(ALL_ANSWERS).pages) <= 3


@pytest.mark.parametrize("path", [TENSORS, TRAINING, ALL_ANSWERS])
def test_a_heading_stays_with_its_short_answer(print_: Print, path: str) -> None:
    sheets = [sheet for height in HEIGHTS for sheet in print_(path, height=height).sheets]
    headings = [line for sheet in sheets for line in sheet if HEADING.fullmatch(line)]
    assert len(headings) >= 2 * len(HEIGHTS)
    badges = [line for sheet in sheets for line in sheet if BADGES.fullmatch(line)]
    assert len(badges) >= len(HEIGHTS)
    ends = [sheet[-1] for sheet in sheets]
    assert [line for line in ends if HEADING.fullmatch(line) or BADGES.fullmatch(line)] == []


@pytest.mark.parametrize("tab", ["TensorFlow", "PyTorch", "English"])
def test_the_title_of_a_tab_stays_with_it(print_: Print, tab: str) -> None:
    papers = [print_(TENSORS, height=height) for height in HEIGHTS]
    assert all(tab in paper.lines for paper in papers)
    # Tabs within tabs: of those, Chromium leaves a title behind at one of the heights.
    alone = [sheet for paper in papers for sheet in paper.sheets if sheet[-1] == tab]
    assert len(alone) <= 1


def test_short_code_is_not_split(print_: Print) -> None:
    for height in HEIGHTS:
        sheets = print_(GRAPHS, height=height).sheets
        holding = [sheet for sheet in sheets if any(line.startswith("line_") for line in sheet)]
        assert len(holding) == 1, height


def test_a_long_table_has_its_head_on_every_page(print_: Print) -> None:
    paper = print_(GRAPHS, height=800)
    holding = [sheet for sheet in paper.sheets if any(line.startswith("Number ") for line in sheet)]
    assert len(holding) > 1
    assert ["Compiler Takes" in sheet for sheet in holding] == [True] * len(holding)
    assert f"Number {ROWS} graphs" in holding[-1]


def test_long_lines_of_code_go_on_below(print_: Print) -> None:
    text = "\n".join(print_(TENSORS).lines)
    assert 'a_long_line_of_code = "wider than any phone", "wider' in text
    assert (
        '"wider than any phone", "wider than any phone", "wider than any phone", "end"' not in text
    )
    assert '"end"' in text
    words = [line for line in print_(GRAPHS).lines if "wordword" in line]
    assert len(words) > 1
    assert "".join(words).count("word") == 60


@once
def test_the_page_with_all_answers(reader: Reader) -> None:
    reader.go(TRACK)
    reader.link("Print all answers").click()
    reader.is_at(ALL_ANSWERS)
    expect(reader.page.get_by_text("Of the first tab.")).to_be_visible()
    expect(reader.page.locator(".hb-question")).to_have_count(3)
    expect(reader.page.locator(".hb-on-paper").locator("visible=true")).to_have_count(0)
    expect(reader.page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
    reader.link("Back to the track").click()
    reader.is_at(TRACK)


@among(Setting("path", 390, True), Setting("path", 1440, False))
def test_its_links_lead_to_the_questions_themselves(reader: Reader) -> None:
    reader.go(ALL_ANSWERS)
    expect(reader.link("broadcasting")).to_have_attribute("href", "../../../q/broadcasting/")
    reader.link("broadcasting").click()
    reader.has_arrived(f"{TENSORS}#broadcasting")


@once
def test_an_id_on_the_page_with_all_answers_leads_to_the_question(reader: Reader) -> None:
    for id_ in ("eager-mode", "eager-execution"):
        reader.go(f"{ALL_ANSWERS}#{id_}")
        reader.has_arrived(f"{TENSORS}#eager-mode")


@once
def test_all_answers_are_known_once(reader: Reader) -> None:
    fetched = reader.page.request.get(reader.at("search/search_index.json"))
    index: dict[str, Any] = json.loads(fetched.text())
    locations = [entry["location"] for entry in index["docs"]]
    assert [location for location in locations if "print" in location] == []
    assert f"{TENSORS}#eager-mode" in locations
    sitemap = reader.page.request.get(reader.at("sitemap.xml")).text()
    assert (f"{TRACK}<" in sitemap, "print" in sitemap) == (True, False)


def large_fills(page: PageObject) -> Iterator[tuple[float, ...]]:
    """Yield the colors of rectangles that cover a tenth of a page or more."""
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    color: tuple[float, ...] = (0.0, 0.0, 0.0)
    size = 0.0
    found: list[tuple[float, ...]] = []

    def visit(operator: bytes, operands: list[Any], matrix: list[float], text: list[float]) -> None:
        nonlocal color, size
        if operator in (b"rg", b"g"):
            color = tuple(map(float, operands))
        if operator == b"re":
            size = abs(float(operands[2]) * float(operands[3]) * matrix[0] * matrix[3])
        # Others only limit where something is drawn.
        if operator in (b"f", b"f*") and size > width * height / 10:
            found.append(color)

    page.extract_text(visitor_operand_before=visit)
    yield from found
