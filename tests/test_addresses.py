"""Addresses: which file holds what, and how pages link to each other."""

from datetime import date

import pytest

from handbook.addresses import Addresses, category_page, permalink_file, track_page
from handbook.model import (
    Category,
    CategoryGroup,
    Handbook,
    Level,
    Lock,
    Place,
    Question,
    Status,
)
from handbook.settings import Settings

HERE = Place("x", 1)


def _question(id_: str, level: Level = Level.BASIC, status: Status = Status.PUBLISHED) -> Question:
    return Question(id_, "a", id_, HERE, level=level, status=status, added=date(2026, 1, 1))


def _addresses(*questions: Question, address: str = "", directory_urls: bool = True) -> Addresses:
    groups = (CategoryGroup("G", (Category("a", "A", "S", HERE), Category("b", "B", "S", HERE))),)
    settings = Settings(address=address, directory_urls=directory_urls)
    return Addresses(Handbook(questions, groups, (), Lock("ids.lock")), settings)


def test_questions_go_from_basic_to_advanced_then_by_id() -> None:
    at = _addresses(
        _question("a", Level.ADVANCED),
        _question("z"),
        _question("m", Level.INTERMEDIATE),
        _question("y"),
        _question("draft", status=Status.DRAFT),
        _question("c", Level.INTERMEDIATE, Status.IMPORTED),
    )
    assert [q.id for q in at.by_category["a"]] == ["y", "z", "c", "m", "a"]


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, [0]), (1, [1]), (40, [40]), (41, [40, 1]), (81, [40, 40, 1])]
)
def test_a_page_holds_at_most_40_questions(count: int, sizes: list[int]) -> None:
    at = _addresses(*(_question(f"q{n:03}") for n in range(count)))
    pages = list(at.pages(at.handbook.categories[0]))
    assert [len(questions) for _, questions in pages] == sizes
    names = ["questions/a/index.md", "questions/a/2.md", "questions/a/3.md"]
    assert [name for name, _ in pages] == names[: len(sizes)]
    if count == 81:
        assert at.page_of["q039"] == names[0]
        assert at.page_of["q040"] == names[1]
        assert at.page_of["q080"] == names[2]


FIRST, SECOND = category_page("a"), category_page("a", 2)


@pytest.mark.parametrize(
    ("source", "target", "anchor", "directories", "files"),
    [
        (FIRST, FIRST, "x", "./#x", "index.html#x"),
        (FIRST, SECOND, "", "2/", "2.html"),
        (SECOND, FIRST, "x", "../#x", "index.html#x"),
        (SECOND, SECOND, "", "./", "2.html"),
        (FIRST, category_page("b", 2), "", "../b/2/", "../b/2.html"),
        (FIRST, permalink_file("x"), "", "../../q/x/", "../../q/x/index.html"),
        (SECOND, permalink_file("x"), "", "../../../q/x/", "../../q/x/index.html"),
        (permalink_file("x"), SECOND, "x", "../../questions/a/2/#x", "../../questions/a/2.html#x"),
        (permalink_file("x"), permalink_file("y"), "", "../y/", "../y/index.html"),
        (track_page("t"), permalink_file("x"), "", "../../q/x/", "../q/x/index.html"),
        ("index.md", track_page("t"), "", "tracks/t/", "tracks/t.html"),
        (permalink_file("x"), "assets/a.css", "", "../../assets/a.css", "../../assets/a.css"),
    ],
)
def test_links_that_browsers_follow(
    source: str, target: str, anchor: str, directories: str, files: str
) -> None:
    assert _addresses().href(source, target, anchor) == directories
    assert _addresses(directory_urls=False).href(source, target, anchor) == files


def test_links_that_mkdocs_follows() -> None:
    at = _addresses()
    assert at.markdown_link(FIRST, FIRST, "x") == "index.md#x"
    assert at.markdown_link(SECOND, category_page("b"), "x") == "../b/index.md#x"
    assert at.markdown_link(FIRST, SECOND) == "2.md"


def test_whole_addresses() -> None:
    at = _addresses(address="https://example.org/handbook/")
    assert at.absolute(permalink_file("x")) == "https://example.org/handbook/q/x/"
    assert at.absolute(SECOND) == "https://example.org/handbook/questions/a/2/"
    assert at.absolute("assets/a.png") == "https://example.org/handbook/assets/a.png"
    flat = _addresses(address="https://example.org/", directory_urls=False)
    assert flat.absolute(SECOND) == "https://example.org/questions/a/2.html"
    assert _addresses().absolute(SECOND) == ""
