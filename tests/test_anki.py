"""The deck for Anki: read back by Anki itself, which shows what becomes of cards somebody knows."""

import re
import sqlite3
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from anki import collection as backend
from anki.cards import Card
from anki.latex import render_latex_returning_errors
from conftest import CATEGORIES, ROOT, Project, question

from handbook import anki, remembered
from handbook.build import load_drawn
from handbook.model import Record
from handbook.render.view import View
from handbook.settings import Settings, read_settings
from handbook.standalone import EXTENSIONS, answer_html, rendered

ADDRESS = "https://example.org/handbook/"
NAME = Settings.name
EVERYTHING = ROOT / "tests/cases/render/everything"
ALL_CARDS = ""  # as a search in Anki


def view_of(questions: Path, settings: Settings) -> View:
    parsed, drawings, _ = load_drawn(questions)
    return View(parsed.handbook, settings, drawings=drawings)


@dataclass(frozen=True)
class Reader:
    """Somebody's Anki."""

    collection: backend.Collection
    folder: Path

    def take(self, deck: bytes) -> backend.ImportLogWithChanges:
        """Import a deck as Anki proposes to: what is newer replaces what is there."""
        path = self.folder / "deck.apkg"
        path.write_bytes(deck)
        options = self.collection._backend.get_import_anki_package_presets()
        request = backend.ImportAnkiPackageRequest(package_path=str(path), options=options)
        log = self.collection.import_anki_package(request)
        self.collection.models._clear_cache()
        return log

    @property
    def cards(self) -> dict[str, Card]:
        """The cards by the ids of their questions."""
        cards = map(self.collection.get_card, self.collection.find_cards(ALL_CARDS))
        return {card.note()["Id"]: card for card in cards}

    def card(self) -> Card:
        """The only card."""
        (card,) = self.cards.values()
        return card

    def deck_of(self, card: Card) -> str:
        return self.collection.decks.name(card.did)

    def learn(self, id_: str) -> None:
        """Answer the card of a question as easy."""
        card = self.cards[id_]
        self.collection.decks.select(card.did)
        shown = self.collection.sched.getCard()
        assert shown and shown.id == card.id
        shown.start_timer()
        self.collection.sched.answerCard(shown, 4)

    def history(self, id_: str) -> tuple[object, ...]:
        """Everything that Anki knows of how a card was learned."""
        card = self.cards[id_]
        assert self.collection.db
        reviews = self.collection.db.all("select * from revlog where cid = ?", card.id)
        scheduled = (card.reps, card.ivl, card.due, card.queue, card.type, card.factor, card.flags)
        return (card.id, *scheduled, *map(tuple, reviews))


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """Somebody who has installed Anki."""
    collection = backend.Collection(str(tmp_path / "collection.anki2"))
    yield Reader(collection, tmp_path)
    collection.close()


@pytest.fixture
def deck(project: Project) -> Callable[..., bytes]:
    """Give a function that makes the deck of the project's questions."""

    def made(address: str = ADDRESS, feed_id: str = "") -> bytes:
        settings = Settings(address=address, feed_id=feed_id)
        return anki.deck(view_of(project.questions, settings))

    return made


def one(project: Project, text: str) -> None:
    """Leave only one question."""
    for path in project.questions.glob("*/*.md"):
        path.unlink()
    lock = "questions:\n  - tensor\ncategories:\n  - tensors\n"
    project.write({"questions/ids.lock": lock, "questions/tensors/tensor.md": text})


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def elements(markup: str) -> _Elements:
    parser = _Elements()
    parser.feed(markup)
    parser.close()
    return parser


# ---- a newer deck -------------------------------------------------------------------------------


def test_a_newer_deck_changes_the_cards_and_keeps_their_history(
    project: Project, deck: Callable[..., bytes], reader: Reader
) -> None:
    log = reader.take(deck()).log
    assert (len(log.new), len(log.updated)) == (3, 0)
    for id_ in ("tensor", "tensor-rank", "eager-mode"):
        reader.learn(id_)
    before = {id_: reader.history(id_) for id_ in reader.cards}
    assert all(len(history) == 9 and history[1] == 1 for history in before.values())

    changed = question("What is a tensor, really?", more="revised: 2026-01-05\n")
    changed = changed.replace("The long answer.", "The longer answer.").replace("basic", "advanced")
    new = question("What is new?").replace("2026-01-02", "2026-01-05")
    project.write({"questions/tensors/tensor.md": changed, "questions/graphs/a-new.md": new})
    for command in (
        ("publish",),
        ("rename", "tensor", "b-tensor"),
        ("rename", "b-tensor", "a-tensor"),
        ("move", "tensor-rank", "graphs"),
    ):
        assert project.invoke(*command).exit_code == 0
    (project.questions / "graphs/eager-mode.md").unlink()
    lock = project.read("questions/ids.lock")
    project.write({"questions/ids.lock": f"{lock}retired:\n  eager-mode: gone\n"})

    log = reader.take(deck()).log
    assert (len(log.new), len(log.updated), len(log.duplicate)) == (1, 2, 0)
    cards = reader.cards
    assert sorted(cards) == ["a-new", "a-tensor", "eager-mode", "tensor-rank"]
    after = {id_: reader.history(id_) for id_ in cards}
    assert after["a-tensor"] == before["tensor"]
    assert after["tensor-rank"] == before["tensor-rank"]
    assert after["eager-mode"] == before["eager-mode"]  # Anki deletes nothing
    assert after["a-new"][1] == 0
    note = cards["a-tensor"].note()
    assert note["Question"] == "What is a tensor, really?"
    assert "The longer answer." in note["Answer"]
    assert f"{ADDRESS}q/a-tensor/" in note["Link"]
    assert "level::advanced" in note.tags and "level::basic" not in note.tags
    # A card stays in the deck where somebody has it; the tag tells where it belongs.
    assert reader.deck_of(cards["tensor-rank"]) == f"{NAME}::Tensors"
    assert "category::graphs" in cards["tensor-rank"].note().tags
    assert reader.deck_of(cards["a-new"]) == f"{NAME}::Graphs"


def test_the_same_deck_again_changes_nothing(deck: Callable[..., bytes], reader: Reader) -> None:
    reader.take(deck())
    log = reader.take(deck()).log
    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 0, 3)


def test_a_note_type_somebody_has_takes_on_the_newer_look(
    project: Project, deck: Callable[..., bytes], reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.take(deck())
    new = question("What is new?").replace("2026-01-02", "2026-01-05")
    project.write({"questions/tensors/new.md": new})
    real = anki._file
    monkeypatch.setattr(anki, "_file", lambda *args: f"{real(*args)}/* newer */")
    reader.take(deck())
    (mine,) = (m for m in reader.collection.models.all() if m["name"] == anki.NOTE_TYPE_NAME)
    assert mine["id"] == anki.NOTE_TYPE
    assert mine["css"].endswith("/* newer */")
    assert [field["name"] for field in mine["flds"]] == list(anki.FIELDS)


def test_what_must_never_change() -> None:
    """Other values would make strangers of all cards that somebody has learned."""
    assert anki.NOTE_TYPE == 1795219200417
    assert (
        *("Question", "Labels", "Short answer", "Answer", "Misconceptions", "Further"),
        *("Link", "Id", "Spare 1", "Spare 2"),
    ) == anki.FIELDS


def test_notes_are_known_by_the_first_name_and_the_handbook(
    project: Project, deck: Callable[..., bytes]
) -> None:
    one(project, question("What is a tensor?", more="former_ids: [z, a]\n"))
    former = _guids(deck(), project.root)
    one(project, question("What is z?"))
    (project.questions / "tensors/tensor.md").rename(project.questions / "tensors/z.md")
    assert _guids(deck(), project.root) == former
    assert _guids(deck(address=""), project.root) == former
    assert _guids(deck(feed_id="another handbook"), project.root) != former


def _guids(content: bytes, folder: Path) -> list[str]:
    return [str(guid) for (guid,) in _rows(content, folder, "select guid from notes order by id")]


def _rows(content: bytes, folder: Path, query: str) -> list[tuple[object, ...]]:
    (folder / "deck.apkg").write_bytes(content)
    with zipfile.ZipFile(folder / "deck.apkg") as archive:
        archive.extract("collection.anki2", folder)
    connection = sqlite3.connect(folder / "collection.anki2")
    rows = connection.execute(query).fetchall()
    connection.close()
    return rows


def test_numbers_do_not_collide(
    project: Project, deck: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anki, "_hash", lambda text: len(text) and 7)
    view = view_of(project.questions, Settings())
    assert len({note.number for note in anki._notes(view, rendered)}) == 3


# ---- the same bytes -----------------------------------------------------------------------------


def test_the_same_source_gives_the_same_bytes_later(deck: Callable[..., bytes]) -> None:
    first = deck()
    time.sleep(3)  # a zip file counts in steps of two seconds
    assert deck() == first


def test_numbers_stay_when_a_question_is_added(
    project: Project, deck: Callable[..., bytes]
) -> None:
    query = "select notes.guid, notes.id, cards.id from notes join cards on nid = notes.id"
    before = _rows(deck(), project.root, query)
    new = question("What is new?").replace("2026-01-02", "2026-01-01")
    project.write({"questions/graphs/a-new.md": new})
    after = _rows(deck(), project.root, query)
    assert len(after) == 4
    assert set(before) < set(after)


def test_the_deck_is_as_old_as_the_newest_day(project: Project, deck: Callable[..., bytes]) -> None:
    query = "select distinct mod from notes union select distinct mod from cards"
    assert _rows(deck(), project.root, query) == [(1_767_312_000,)]  # 2026-01-02
    text = question("What is a tensor?", more="revised: 2026-01-04\n")
    project.write({"questions/tensors/tensor.md": text})
    assert _rows(deck(), project.root, query) == [(1_767_484_800,)]
    view = view_of(project.questions, Settings())
    run = Record("", "", "3.11.7", "2026-01-05")
    view.handbook = replace(view.handbook, records={"tensors/tensor.md#1": run})
    assert _rows(anki.deck(view), project.root, query) == [(1_767_571_200,)]


def test_build_writes_the_deck_and_takes_it_away(project: Project) -> None:
    assert project.invoke("build").exit_code == 0
    before = (project.docs / anki.DECK).stat()
    assert anki.DECK in project.read("docs/.generated").splitlines()
    assert project.invoke("build").exit_code == 0
    assert (project.docs / anki.DECK).stat().st_ino == before.st_ino
    assert project.invoke("clean").exit_code == 0
    assert not (project.docs / anki.DECK).exists()


def test_a_handbook_without_questions_has_a_deck_without_notes(
    project: Project, deck: Callable[..., bytes], reader: Reader
) -> None:
    for path in project.questions.glob("*/*.md"):
        path.unlink()
    assert len(reader.take(deck()).log.new) == 0


# ---- what a card holds --------------------------------------------------------------------------


def test_decks_and_tags(project: Project, reader: Reader) -> None:
    settings, _ = read_settings(EVERYTHING / "mkdocs.yml")
    reader.take(anki.deck(view_of(EVERYTHING / "questions", settings)))
    found = {id_: (reader.deck_of(c), sorted(c.note().tags)) for id_, c in reader.cards.items()}
    assert "not-reviewed" in found["production-model"][1]
    assert found["tf-function"] == (
        f"{settings.name}::Graphs",
        ["category::graphs", "framework::tensorflow", "kind::concept", "level::intermediate"],
    )
    assert sorted(found) == sorted(view_of(EVERYTHING / "questions", settings).on_site)
    whole = reader.collection.decks.by_name(settings.name)
    assert whole and "CC BY 4.0" in whole["desc"] and "Code: MIT" in whole["desc"]
    assert settings.address in whole["desc"]


def test_titles_of_categories_make_no_further_decks(
    project: Project, deck: Callable[..., bytes], reader: Reader
) -> None:
    titles = CATEGORIES.replace("title: Tensors", 'title: "A::B `c`"')
    project.write(
        {"questions/categories.yml": titles.replace("title: Graphs", 'title: "A::B `c`"')}
    )
    reader.take(deck())
    assert {reader.deck_of(card) for card in reader.cards.values()} == {
        f"{NAME}::A:B c (tensors)",
        f"{NAME}::A:B c (graphs)",
    }


def test_a_card_shows_question_and_answer(
    project: Project, deck: Callable[..., bytes], reader: Reader
) -> None:
    text = question(
        "What does `a < b` give?",
        more="misconceptions:\n  - claim: Always `True`.\n    correction: Only where it holds.\n"
        "related: [tensor]\nreferences:\n  - title: The guide\n    url: https://example.org/x?a=1&b=2\n",
        answer="See [the tensor](q:tensor).\n\n<!-- more -->\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n"
        '```python\nprint([1])\n```\n\n```text title="Output"\n[1]\n```\n\n'
        "/// note | Mind\nThis.\n///\n\n"
        "/// tab | TensorFlow\nOne.\n///\n/// tab | PyTorch\nTwo.\n///\n",
    )
    project.write({"questions/tensors/tensor-rank.md": text})
    reader.take(deck())
    card = reader.cards["tensor-rank"]
    front, back = card.question(), card.answer()
    assert "What does <code>a &lt; b</code> give?" in front
    assert [t for t in ("See", "Only where") if t in front] == []
    link = f'<a href="{ADDRESS}q/tensor/">the tensor</a>'
    assert f'<div class="hb-short"><p>See {link}.</p></div>' in back
    assert '<span class="nb">print</span>' in back
    assert '<span class="filename">Output</span>' in back
    assert re.search("<th>A</th>.*<td>2</td>", back, re.DOTALL)
    assert '<p class="admonition-title">Mind</p>' in back
    assert re.findall('hb-tab__title">(.+?)<', back) == ["TensorFlow", "PyTorch"]
    assert "<del>Always <code>True</code>.</del> Only where it holds." in back
    assert f'<a href="{ADDRESS}q/tensor/">What is a tensor?</a>' in back
    assert '<a href="https://example.org/x?a=1&amp;b=2">The guide</a>' in back
    address = f"{ADDRESS}q/tensor-rank/"
    assert f'<a href="{address}">{address}</a>' in back
    assert ".nightMode" in back


def test_without_an_address_a_card_has_no_dead_link(
    project: Project, deck: Callable[..., bytes], reader: Reader
) -> None:
    text = question("What?", more="related: [tensor]\n", answer="See [it](q:tensor).\n")
    text += "\n<!-- more -->\n\nSee [it](q:tensor).\n"
    project.write({"questions/tensors/tensor-rank.md": text})
    reader.take(deck(address=""))
    back = reader.cards["tensor-rank"].answer()
    assert elements(back).found and "See <span>it</span>." in back
    assert [tag for tag, _ in elements(back).found if tag == "a"] == []
    assert '<p class="hb-link"><code>tensor-rank</code></p>' in back


def test_figures_and_formulas_stand_in_the_card(reader: Reader) -> None:
    settings, _ = read_settings(EVERYTHING / "mkdocs.yml")
    reader.take(anki.deck(view_of(EVERYTHING / "questions", settings)))
    back = reader.cards["gradient-flow"].answer()
    found = elements(back).found
    drawings = [attributes for tag, attributes in found if tag == "svg"]
    assert [d["aria-label"] for d in drawings] == ["w & x go into <y>; the gradient comes back."]
    assert sum(tag == "math" for tag, _ in found) == 5
    assert '<var class="hb-formula"' in back
    assert "\ue000" not in back and "\ue001" not in back
    assert [a for _, a in found if {"src", "style", "id"} & a.keys() - {"id"}] == []


def test_an_imported_question_in_another_language(reader: Reader) -> None:
    settings, _ = read_settings(EVERYTHING / "mkdocs.yml")
    reader.take(anki.deck(view_of(EVERYTHING / "questions", settings)))
    card = reader.cards["production-model"]
    assert '<li class="hb-warning">not yet reviewed</li>' in card.question()
    assert '<div lang="de"><p>Zuerst messen.</p></div>' in card.answer()


# ---- hostile text -------------------------------------------------------------------------------

ACTED_ON = (
    *("[sound:x.mp3]", "[latex]x[/latex]", "[$]x[/$]", "[$$]x[/$$]", "{{c1::x}}", "{{Id}}"),
    *("{{FrontSide}}", "[anki:tts lang=en_US]x[/anki:tts]", "[anki:play:q:0]", "[[type:Id]]"),
)


@pytest.mark.parametrize("text", ACTED_ON)
def test_anki_shows_what_it_would_act_on(
    project: Project, deck: Callable[..., bytes], reader: Reader, text: str
) -> None:
    answer = f"Short `{text}`.\n\n<!-- more -->\n\nLong `{text}`.\n\n```text\n{text}\n```\n"
    more = f'status: imported\nalso_asked: ["Also `{text}`?"]\n'
    one(project, question(f'"What is `{text}`?"', more=more, answer=answer))
    reader.take(deck())
    card = reader.card()
    front, back = card.question(), card.answer()
    assert [*card.question_av_tags(), *card.answer_av_tags()] == []
    assert "[[type:" not in front + back
    cloze = reader.collection.new_note(reader.collection.models.by_name("Cloze") or {})
    cloze["Text"] = "".join(card.note().fields)  # as where somebody changes the note's type
    assert list(cloze.cloze_numbers_in_fields()) == []
    for side, times in ((front, 1), (back, 5)):
        shown = render_latex_returning_errors(side, card.note_type(), reader.collection)
        assert shown == (side, [])
        assert "".join(elements(side).texts).count(text) == times


def test_mathjax_leaves_everything_alone(deck: Callable[..., bytes], reader: Reader) -> None:
    reader.take(deck())
    back = reader.cards["tensor"].answer()
    outside = re.sub("<style>.*?</style>|<article.*?</article>", "", back, flags=re.DOTALL)
    assert outside.strip() == ""
    around = [
        attributes["class"] or "" for tag, attributes in elements(back).found if tag == "article"
    ]
    assert len(around) == 2
    assert all({"mathjax_ignore", "tex2jax_ignore"} <= set(each.split()) for each in around)


HOSTILE: tuple[tuple[str, set[str]], ...] = (
    ("<script>alert(1)</script>", set()),
    ("a <img src=x onerror=alert(1)> b", set()),
    ("<svg onload=alert(1)>", set()),
    ("a <!-- b --> <?php ?> c", set()),
    ("[a](javascript:alert(1)) [b](&#106;avascript:alert(1)) [c](data:text/html,x)", {"span"}),
    ("![a](https://example.org/x.png)", {"span"}),
    ("![a][b]\n\n[b]: https://example.org/x.png", {"span"}),
    ("/// note | <b>T</b>\n    attrs: {onclick: alert(1), style: x, id: y}\n\nText\n///", {"div"}),
    ("/// html | script\nalert(1)\n///", set()),
    ('```text title="<b>"\n</code></pre><script>\n```', {"div", "pre", "code", "span"}),
    ('``` {.python onclick="x" style="y"}\n1\n```', {"div", "pre", "code", "span"}),
    ("# A\n\n<h1>B</h1>", {"span"}),
)


@pytest.mark.parametrize(("text", "allowed"), HOSTILE)
def test_nothing_becomes_markup_that_markdown_does_not_have(text: str, allowed: set[str]) -> None:
    found = elements(rendered(text)).found
    assert {tag for tag, _ in found} <= allowed | {"p"}
    assert {name for _, attributes in found for name in attributes} <= {"class"}


def test_a_stand_in_for_a_figure_cannot_be_written(
    project: Project, deck: Callable[..., bytes]
) -> None:
    one(project, question("What?"))
    view = view_of(project.questions, Settings())
    markup = answer_html("a \ue0007\ue001 b", lambda _: "", "", view.figure)
    assert markup == "<p>a 7 b</p>"


def test_the_answers_of_deck_and_site_are_the_same_markdown() -> None:
    class Loader(yaml.SafeLoader):
        """Reads mkdocs.yml without what the environment would fill in."""

    Loader.add_constructor("!ENV", lambda loader, node: "")
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)
    names = {next(iter(e)) if isinstance(e, dict) else e for e in config["markdown_extensions"]}
    # Ids of headings; the frame of a page; tabs, which become sections.
    assert names == {*EXTENSIONS, "toc", "pymdownx.blocks.html", "pymdownx.blocks.tab"}


# ---- what is kept between builds ----------------------------------------------------------------


def test_an_unchanged_deck_is_not_made_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of(project.questions, Settings())
    folder = project.root / "cache"
    first = remembered.deck(view, folder)
    assert first == anki.deck(view)
    with monkeypatch.context() as patched:
        patched.setattr(anki, "deck", lambda *_: b"made again")
        assert remembered.deck(view, folder) == first
        assert remembered.deck(view_of(project.questions, Settings()), folder) == first
        other = Settings(address=ADDRESS)
        assert remembered.deck(view_of(project.questions, other), folder) == b"made again"
        remembered._makers.cache_clear()
        patched.setattr(remembered, "version", lambda name: "another")
        assert remembered.deck(view, folder) == b"made again"
    remembered._makers.cache_clear()


def test_only_changed_answers_are_rendered_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project.root / "cache"
    remembered.deck(view_of(project.questions, Settings()), folder)
    asked: list[str] = []

    def watched(markdown: str) -> str:
        asked.append(markdown)
        return rendered(markdown)

    monkeypatch.setattr(remembered, "rendered", watched)
    text = question("What is a tensor?").replace("The long", "Another")
    project.write({"questions/tensors/tensor.md": text})
    view = view_of(project.questions, Settings())
    assert remembered.deck(view, folder) == anki.deck(view)
    assert asked == ["Another answer."]


@pytest.mark.parametrize("broken", [b"", b"{}", b'{"makers": 1}', b"\xff" * 100])
def test_what_somebody_broke_is_made_again(project: Project, broken: bytes) -> None:
    view = view_of(project.questions, Settings())
    folder = project.root / "cache"
    first = remembered.deck(view, folder)
    for path in folder.iterdir():
        path.write_bytes(broken)
    assert remembered.deck(view, folder) == first


def test_few_decks_are_kept(project: Project) -> None:
    folder = project.root / "cache"
    for number in range(remembered.MOST_KEPT + 2):
        settings = Settings(address=f"https://example.org/{number}/")
        remembered.deck(view_of(project.questions, settings), folder)
    assert len(list(folder.glob("*.deck"))) == remembered.MOST_KEPT


def test_a_deck_is_made_where_nothing_can_be_kept(project: Project) -> None:
    view = view_of(project.questions, Settings())
    project.write({"cache": "a file"})
    assert remembered.deck(view, project.root / "cache") == anki.deck(view)
