"""The feed: it is what RFC 4287 asks for, tells the newest first, and its ids stay."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import ROOT, Project, question
from lxml import etree

from handbook.build import load
from handbook.model import Handbook
from handbook.render import render
from handbook.render.view import View
from handbook.settings import Settings

ADDRESS = "https://example.org/handbook/"
CASES = ROOT / "tests/cases/render"
GRAMMAR = etree.RelaxNG(etree.parse(ROOT / "tests/atom.rng"))
ATOM = "{http://www.w3.org/2005/Atom}"
MANY = 60


def handbook_of(source: Any) -> Handbook:
    return load(source)[0].handbook


def feed_of(source: Any, address: str = ADDRESS, feed_id: str = "a name") -> Any:
    files = render(View(handbook_of(source), Settings(address=address, feed_id=feed_id)))
    return etree.fromstring(files["feed.xml"].encode())


def texts(feed: Any, path: str) -> list[str]:
    return [found.text for found in feed.iterfind(path.replace("/", f"/{ATOM}"))]


@pytest.fixture
def many(project: Project) -> Project:
    """A project with more questions than a feed tells, added one a day and partly revised."""
    for number in range(MANY):
        day = date(2026, 3, 1) + timedelta(days=number)
        text = question(f"What is number {number}?").replace("2026-01-02", str(day))
        if number % 7 == 0:
            text = text.replace("added:", f"revised: 2026-06-{number // 7 + 1:02}\nadded:")
        project.write({f"questions/graphs/n-{number:02}.md": text})
    return project


SOURCES = [ROOT / "questions", CASES / "everything/questions", CASES / "bare/questions"]


@pytest.mark.parametrize("source", SOURCES, ids=["own", "everything", "bare"])
def test_the_feed_fits_the_grammar(source: Any) -> None:
    feed = feed_of(source)
    GRAMMAR.assertValid(feed)
    assert texts(feed, "./entry/id")
    holds_what_the_grammar_cannot_say(feed)


def test_a_long_feed(many: Project) -> None:
    feed = feed_of(many.questions)
    GRAMMAR.assertValid(feed)
    holds_what_the_grammar_cannot_say(feed)
    assert len(texts(feed, "./entry/id")) == 50


def holds_what_the_grammar_cannot_say(feed: Any) -> None:
    ids = texts(feed, "./id") + texts(feed, "./entry/id")
    assert len(set(ids)) == len(ids)
    dates = texts(feed, "./entry/updated")
    assert dates == sorted(dates, reverse=True)
    assert texts(feed, "./updated") == dates[:1]
    for entry in feed.iterfind(f"{ATOM}entry"):
        published, updated = (entry.findtext(ATOM + name) for name in ("published", "updated"))
        assert published <= updated
        links = [(link.get("rel"), link.get("type")) for link in entry.iterfind(f"{ATOM}link")]
        assert links == [("alternate", "text/html")]
    assert [link.get("rel") for link in feed.iterfind(f"{ATOM}link")] == ["self", "alternate"]
    addresses = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    assert [address for address in addresses if not address.startswith(ADDRESS)] == []


REQUIRED = ["author", "id", "title", "updated", "entry/id", "entry/title", "entry/updated"]


@pytest.mark.parametrize("path", REQUIRED)
def test_the_grammar_misses_what_is_required(path: str) -> None:
    feed = feed_of(SOURCES[1])
    found = feed.find("./" + "/".join(ATOM + name for name in path.split("/")))
    found.getparent().remove(found)
    assert not GRAMMAR.validate(feed)


def twice(feed: Any) -> None:
    etree.SubElement(feed, f"{ATOM}title").text = "Another"


def day_alone(feed: Any) -> None:
    feed.find(f"{ATOM}updated").text = "2026-02-03"


def no_zone(feed: Any) -> None:
    feed.find(f"{ATOM}updated").text = "2026-02-03T00:00:00"


def no_address(feed: Any) -> None:
    del feed.find(f"{ATOM}link").attrib["href"]


def unknown(feed: Any) -> None:
    etree.SubElement(feed, f"{ATOM}date").text = "2026"


@pytest.mark.parametrize("break_it", [twice, day_alone, no_zone, no_address, unknown])
def test_the_grammar_notices(break_it: Any) -> None:
    feed = feed_of(SOURCES[1])
    break_it(feed)
    assert not GRAMMAR.validate(feed)


def test_newest_first(many: Project) -> None:
    titles = texts(feed_of(many.questions), "./entry/title")
    revised = [f"What is number {number}?" for number in range(56, -1, -7)]
    assert titles[: len(revised)] == revised
    assert titles[len(revised) : len(revised) + 2] == ["What is number 59?", "What is number 58?"]


def test_an_entry(project: Project) -> None:
    answer = "See [it](q:tensor) & `a < b`.\n\n<!-- more -->\n\nLong.\n"
    text = question("What is `x & y`?", "revised: 2026-02-03\n", answer)
    project.write({"questions/graphs/eager-mode.md": text})
    entry = feed_of(project.questions).find(f"{ATOM}entry")
    found = {child.tag.removeprefix(ATOM): child for child in entry}
    assert found["title"].text == "What is x & y?"
    assert found["summary"].text == "See it & a < b."
    assert found["link"].get("href") == f"{ADDRESS}q/eager-mode/"
    assert found["published"].text == "2026-01-02T00:00:00Z"
    assert found["updated"].text == "2026-02-03T00:00:00Z"
    assert dict(found["category"].attrib) == {"term": "graphs", "label": "Graphs"}


def ids(feed: Any) -> list[str]:
    return texts(feed, "./id") + texts(feed, "./entry/id")


def test_ids_outlive_the_address_and_the_wording(project: Project) -> None:
    before = ids(feed_of(project.questions))
    assert len(before) == 4
    assert all(id_.startswith("urn:uuid:") for id_ in before)
    project.write({"questions/graphs/eager-mode.md": question("Asked in other words?")})
    assert ids(feed_of(project.questions, "https://example.com/")) == before


def test_two_sites_have_ids_of_their_own(project: Project) -> None:
    feeds: list[tuple[str, str]] = [
        (ADDRESS, "a name"),
        (ADDRESS, "another"),
        (ADDRESS, ""),
        ("https://example.com/", ""),
    ]
    found = [ids(feed_of(project.questions, *each)) for each in feeds]
    assert len({id_ for each in found for id_ in each}) == 4 * len(feeds)


def files_of(project: Project, address: str) -> Mapping[str, str]:
    return render(View(handbook_of(project.questions), Settings(address=address)))


def test_no_feed_without_an_address(project: Project) -> None:
    assert "feed.xml" in files_of(project, ADDRESS)
    assert "feed.xml" not in files_of(project, "")


def test_no_feed_without_questions(project: Project) -> None:
    for path in project.questions.glob("*/*.md"):
        path.write_text(path.read_text().replace("kind:", "status: draft\nkind:"))
    assert "feed.xml" not in files_of(project, ADDRESS)
