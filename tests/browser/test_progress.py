"""What a browser keeps of practice: settings, files, forgetting, and where keeping is refused."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from . import kept
from .reader import Reader, wait_until
from .settings import Setting, among, once, with_script
from .test_access import violations

STUDY = "study/"
THEN = 1_790_000_000.0  # some moment in 2026, in seconds
NEW, WANTED = "New cards a day", "Desired retention, in percent"
LOG = kept.log([(THEN, 3), (THEN + kept.DAY, 1)])
FULL = """
  const put = Storage.prototype.setItem;
  Storage.prototype.setItem = function (name, value) {
    if (!window.room && String(name).includes("PART")) {
      throw new DOMException("There is no room.", "QuotaExceededError");
    }
    return put.call(this, name, value);
  };
"""
FORBIDDEN = """
  Object.defineProperty(window, "localStorage", {
    configurable: true,
    get() { throw new DOMException("Not here.", "SecurityError"); },
  });
"""
MISSING = 'Object.defineProperty(window, "localStorage", { configurable: true, value: null });'
DAMAGED = {
    "no JSON": '{"version": 1, "reviews"',
    "empty": "",
    "no object": "[]",
    "null": "null",
    "no groups": '{"version": 1}',
    "no version": json.dumps(kept.state() | {"version": None}),
    "a group that is a list": json.dumps(kept.state() | {"marks": []}),
    "half an entry": json.dumps(kept.state({"a": LOG[:-1]})),
    "a log that is a number": json.dumps(kept.state({"a": 1234561})),  # type: ignore[dict-item]
    "a mark without a time": json.dumps(kept.state(marks={"a": {"mark": "know"}})),
    "a second item": json.dumps(kept.state({"a": LOG, "b": "oops"})),
    "a time in words": json.dumps(kept.state(settings={"a": {"value": 1, "at": "now"}})),
}
NEWER = json.dumps(kept.state({"eager-mode": LOG}) | {"version": 2})


def trouble(reader: Reader) -> Locator:
    """Find what is said about trouble."""
    return reader.page.locator("[data-hb-trouble]:visible")


def kinds(reader: Reader) -> list[str]:
    """Give the kinds of trouble that are shown."""
    return [str(each.get_attribute("data-hb-trouble")) for each in trouble(reader).all()]


def press(reader: Reader, name: str) -> None:
    """Press a button, in what is open."""
    reader.page.get_by_role("button", name=name, exact=True).locator("visible=true").last.click()


def downloaded(reader: Reader, name: str) -> tuple[str, str]:
    """Press a button that saves a file, and give the file's name and text."""
    with reader.page.expect_download() as download:
        press(reader, name)
    path = download.value.path()
    return download.value.suggested_filename, Path(path).read_text(encoding="utf-8")


def offer(reader: Reader, content: Any) -> None:
    """Choose a file to import."""
    text = content if isinstance(content, str) else json.dumps(content)
    file = {"name": "a.json", "mimeType": "application/json", "buffer": text.encode()}
    kept.unfold(reader, "Your data")
    with reader.page.expect_file_chooser() as chooser:
        press(reader, "Import from a file")
    chooser.value.set_files(file)  # type: ignore[arg-type]


def said(reader: Reader, where: str) -> Locator:
    """Find what is said below the settings or below the data."""
    return reader.page.locator(f"[data-hb-said={where}]")


def another(reader: Reader) -> Reader:
    """Open the page in another tab of the same browser."""
    other = Reader(reader.site, reader.page.context.new_page())
    other.go(STUDY)
    return other


def keeps(reader: Reader, reviews: dict[str, str]) -> None:
    """Wait until the browser keeps just these reviews."""
    wait_until(lambda: "" if (kept.read(reader) or {}).get("reviews") == reviews else "others")


# ---- settings


def test_settings_and_files_are_there_where_they_work(reader: Reader, setting: Setting) -> None:
    reader.go(STUDY)
    for heading in ("Statistics", "Settings", "Your data"):
        found = reader.page.get_by_role("heading", name=heading, exact=True)
        expect(found).to_be_visible(visible=setting.script)
    expect(trouble(reader)).to_have_count(0)


@once
@pytest.mark.parametrize(
    ("label", "typed", "name", "value", "told"),
    [
        (NEW, "25", "newPerDay", 25, "Kept: 25 new cards a day."),
        (NEW, "0", "newPerDay", 0, "Kept: 0 new cards a day."),
        (WANTED, "97", "retention", 0.97, "Kept: 97 percent retention."),
    ],
)
def test_a_setting_is_kept_at_once(
    reader: Reader, label: str, typed: str, name: str, value: float, told: str
) -> None:
    reader.go(STUDY)
    kept.unfold(reader, "Settings")
    reader.page.get_by_label(label).fill(typed)
    reader.page.keyboard.press("Enter")
    expect(said(reader, "settings")).to_have_text(told)
    assert kept.read(reader)["settings"][name]["value"] == value
    reader.is_at(STUDY)
    reader.page.reload()
    expect(reader.page.get_by_label(label)).to_have_value(typed)


@once
@pytest.mark.parametrize(
    ("label", "typed"),
    [(NEW, "101"), (NEW, "-1"), (NEW, "2.5"), (NEW, ""), (WANTED, "79"), (WANTED, "98")],
)
def test_a_setting_beyond_its_limits_is_not_kept(reader: Reader, label: str, typed: str) -> None:
    reader.go(STUDY)
    kept.unfold(reader, "Settings")
    reader.page.get_by_label(label).fill(typed)
    reader.page.keyboard.press("Tab")
    expect(said(reader, "settings")).to_contain_text("Not kept: ")
    expect(reader.page.get_by_label(label)).to_have_attribute("aria-invalid", "true")
    assert kept.read(reader) is None


@once
@pytest.mark.parametrize(("value", "shown"), [("x", "90"), (None, "90"), (5, "97"), (-1, "80")])
def test_a_setting_that_makes_no_sense_does_no_harm(reader: Reader, value: Any, shown: str) -> None:
    settings = {"retention": {"value": value, "at": THEN}}
    kept.fill(reader, kept.state({"eager-mode": LOG}, settings=settings))
    reader.go(STUDY)
    kept.unfold(reader, "Settings")
    expect(reader.page.get_by_label(WANTED)).to_have_value(shown)
    kept.unfold(reader, "Statistics")
    expect(reader.page.locator("#hb-retention")).to_contain_text(f"You want {shown}%.")


@once
def test_a_setting_made_in_another_tab_is_shown(reader: Reader) -> None:
    reader.go(STUDY)
    kept.unfold(reader, "Settings")
    other = another(reader)
    kept.unfold(other, "Settings")
    other.page.get_by_label(NEW).fill("33")
    other.page.keyboard.press("Tab")
    expect(reader.page.get_by_label(NEW)).to_have_value("33")


# ---- files


@with_script
def test_an_export_is_a_file_that_one_can_read(reader: Reader) -> None:
    reader.page.clock.set_fixed_time(datetime(2026, 11, 5, 12).astimezone())
    kept.fill(reader, kept.state({"eager-mode": LOG}, resets=3))
    reader.go(STUDY)
    kept.unfold(reader, "Your data")
    name, text = downloaded(reader, "Export to a file")
    assert name == "practice-2026-11-05.json"
    assert json.loads(text) == {
        "site": "Tensor Interview Handbook",
        "date": "2026-11-05",
        "version": 1,
        "reviews": {"eager-mode": LOG},
        "marks": {},
        "settings": {},
    }
    assert len(text.splitlines()) > 8
    expect(said(reader, "data")).to_have_text("The file is in your downloads.")


@with_script
def test_an_import_adds_and_the_newest_counts(reader: Reader) -> None:
    old, new = {"mark": "know", "at": THEN}, {"mark": "review", "at": THEN + 1}
    here = kept.state({"eager-mode": kept.log([(THEN, 3)])}, marks={"broadcasting": new})
    marks = {"broadcasting": old, "compilers": new}
    file = kept.state({"eager-mode": LOG, "constructor": LOG}, marks=marks, site="Another")
    kept.fill(reader, here)
    reader.go(STUDY)
    offer(reader, file)
    expect(said(reader, "data")).to_have_text(
        "The file holds 4 reviews and 2 marks. New here: 3 reviews and 1 mark."
    )
    found = kept.read(reader)
    assert found["reviews"] == {"eager-mode": LOG, "constructor": LOG}
    assert found["marks"] == {"broadcasting": new, "compilers": new}
    assert "site" not in found
    expect(reader.page.get_by_text("Everything is kept")).to_contain_text("4 reviews and 2 marks")
    # Or the same file could not be chosen again.
    expect(reader.page.locator("[type=file]")).to_have_value("")
    offer(reader, file)
    expect(said(reader, "data")).to_contain_text("New here: 0 reviews and 0 marks.")


@once
def test_an_import_tells_what_it_takes_back(reader: Reader) -> None:
    marks = {"compilers": {"mark": "know", "at": THEN}, "step-1": {"mark": "know", "at": THEN}}
    kept.fill(reader, kept.state({"eager-mode": LOG}, marks=marks))
    reader.go(STUDY)
    back = kept.log([(THEN, 0), (THEN + kept.DAY, 0), (THEN + 2 * kept.DAY, 4)])
    none = {"compilers": {"mark": "", "at": THEN + 1}}
    offer(reader, kept.state({"eager-mode": back}, marks=none))
    expect(said(reader, "data")).to_have_text(
        "The file holds 1 review and 0 marks. New here: 1 review and 0 marks."
        " Taken back: 2 reviews and 1 mark."
    )


@once
@pytest.mark.parametrize("mark", ["skip", "<b>x</b>", None, ["know"]])
def test_a_mark_that_does_not_exist_is_none(reader: Reader, mark: Any) -> None:
    good = {"compilers": {"mark": "know", "at": THEN}, "step-1": {"mark": "", "at": THEN}}
    bad = {"broadcasting": {"mark": mark, "at": THEN}, "eager-mode": {"at": THEN}}
    reader.go(STUDY)
    offer(reader, kept.state({"eager-mode": LOG}, marks=good | bad))
    expect(said(reader, "data")).to_have_text(
        "The file holds 2 reviews and 1 mark. New here: 2 reviews and 1 mark."
    )
    assert kept.read(reader)["marks"] == good
    reader.go("browse/")
    expect(reader.page.locator(".hb-marked")).to_have_text([" · know it"])


@once
def test_an_export_brings_back_what_was_forgotten(reader: Reader) -> None:
    content = kept.state({"eager-mode": LOG}, settings={"newPerDay": {"value": 7, "at": THEN}})
    kept.fill(reader, content)
    reader.go(STUDY)
    kept.unfold(reader, "Your data")
    _, text = downloaded(reader, "Export to a file")
    press(reader, "Forget everything")
    press(reader, "Forget everything")
    keeps(reader, {})
    offer(reader, text)
    keeps(reader, {"eager-mode": LOG})
    assert kept.read(reader)["settings"] == content["settings"]


@once
def test_an_import_takes_former_ids_over(reader: Reader) -> None:
    more = kept.log([(THEN + 2 * kept.DAY, 4)])
    kept.fill(reader, kept.state({"eager-mode": more}))
    reader.go(STUDY)
    marks = {"eager-execution": {"mark": "know", "at": THEN}}
    offer(reader, kept.state({"eager-execution": LOG}, marks=marks))
    told = "The file holds 2 reviews and 1 mark. New here: 2 reviews and 1 mark."
    expect(said(reader, "data")).to_have_text(told)
    keeps(reader, {"eager-mode": LOG + more})
    # What is here under another id is not new.
    offer(reader, kept.state({"eager-execution": LOG}, marks=marks))
    expect(said(reader, "data")).to_contain_text("New here: 0 reviews and 0 marks.")
    assert kept.read(reader)["marks"] == {"eager-mode": marks["eager-execution"]}


@once
def test_what_a_file_says_of_the_future_can_still_be_changed(reader: Reader) -> None:
    reader.go(STUDY)
    offer(reader, kept.state(settings={"newPerDay": {"value": 50, "at": 1e15}}))
    expect(said(reader, "data")).to_contain_text("The file holds")
    assert kept.read(reader)["settings"]["newPerDay"]["at"] <= kept.now(reader)


@once
@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_wrong_file_changes_nothing(reader: Reader, text: str) -> None:
    content = kept.state({"eager-mode": LOG})
    kept.fill(reader, content)
    reader.go(STUDY)
    offer(reader, text)
    expect(said(reader, "data")).to_have_text(
        "That file was not exported here, or it is damaged. Nothing has changed."
    )
    assert kept.read(reader) == content


@once
def test_a_file_of_a_newer_version_changes_nothing(reader: Reader) -> None:
    reader.go(STUDY)
    offer(reader, NEWER)
    expect(said(reader, "data")).to_contain_text("newer version of this page")
    assert kept.read(reader) is None


# ---- forgetting


@with_script
def test_nothing_is_forgotten_unasked(reader: Reader) -> None:
    content = kept.state({"eager-mode": LOG}, marks={"compilers": {"mark": "know", "at": THEN}})
    kept.fill(reader, content)
    reader.go(STUDY)
    kept.unfold(reader, "Your data")
    press(reader, "Forget everything")
    dialog = reader.page.get_by_role("dialog", name="Forget everything?")
    expect(dialog).to_contain_text("2 reviews and 1 mark")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    _, text = downloaded(reader, "Export first")
    assert json.loads(text)["reviews"] == content["reviews"]
    press(reader, "Keep it")
    expect(dialog).to_be_hidden()
    assert kept.read(reader) == content
    press(reader, "Forget everything")
    press(reader, "Forget everything")
    expect(dialog).to_be_hidden()
    expect(said(reader, "data")).to_have_text("Everything is forgotten.")
    keeps(reader, {})
    assert kept.read(reader)["marks"] == {}
    assert kept.grades(reader) == {}


@once
def test_what_one_tab_forgets_no_other_brings_back(reader: Reader) -> None:
    reader.go(STUDY)
    other = another(reader)
    kept.review(other, "compilers")
    wait_until(lambda: "" if "compilers" in kept.grades(reader) else "not there yet")
    reader.page.evaluate("hbProgress.reset()")
    wait_until(lambda: "" if kept.grades(other) == {} else "not forgotten")
    kept.review(other, "eager-mode")
    wait_until(lambda: "" if kept.grades(reader) == {"eager-mode": [3]} else "others")


@once
def test_what_one_tab_forgets_a_tab_without_room_forgets_too(reader: Reader) -> None:
    reader.go(STUDY)
    other = another(reader)
    other.page.add_init_script(FULL.replace("PART", "hb-progress"))
    other.go(STUDY)
    kept.review(other, "compilers")
    reader.page.evaluate("hbProgress.reset()")
    wait_until(lambda: "" if kept.grades(other) == {} else "not forgotten")


@once
def test_a_tab_that_writes_while_another_forgets_brings_nothing_back(reader: Reader) -> None:
    kept.fill(reader, kept.state({"eager-mode": LOG}))
    reader.go(STUDY)
    other = another(reader)
    old = other.page.evaluate("name => localStorage.getItem(name)", kept.key(reader))
    reader.page.evaluate("hbProgress.reset()")
    other.page.evaluate("args => localStorage.setItem(...args)", [kept.key(reader), old])
    keeps(reader, {})


@once
def test_what_the_reader_deletes_in_the_browser_is_not_brought_back(reader: Reader) -> None:
    reader.go(STUDY)
    kept.review(reader, "compilers")
    reader.page.evaluate("localStorage.clear()")
    kept.review(reader, "eager-mode")
    assert kept.grades(reader) == {"eager-mode": [3]}


# ---- trouble


@with_script
def test_without_room_the_session_goes_on_and_it_is_said(reader: Reader) -> None:
    reader.page.add_init_script(FULL.replace("PART", "hb-progress"))
    reader.go(STUDY)
    expect(trouble(reader)).to_have_count(0)
    kept.review(reader, "eager-mode")
    kept.review(reader, "compilers", 1)
    expect(reader.page.get_by_role("alert")).to_contain_text("no room left in this browser")
    assert kept.grades(reader) == {"eager-mode": [3], "compilers": [1]}
    assert kept.read(reader) is None
    _, text = downloaded(reader, "Export to a file")
    assert list(json.loads(text)["reviews"]) == ["eager-mode", "compilers"]
    reader.page.evaluate("window.room = true")
    kept.review(reader, "broadcasting")
    expect(trouble(reader)).to_have_count(0)
    assert list(kept.read(reader)["reviews"]) == ["eager-mode", "compilers", "broadcasting"]


@once
@pytest.mark.parametrize("how", [FORBIDDEN, MISSING], ids=["forbidden", "missing"])
def test_where_keeping_is_forbidden_the_session_goes_on(reader: Reader, how: str) -> None:
    reader.page.add_init_script(how)
    reader.go(STUDY)
    expect(reader.page.get_by_role("alert")).to_contain_text("does not let this site keep")
    for id_ in ("eager-mode", "compilers"):
        kept.review(reader, id_)
    assert kept.grades(reader) == {"eager-mode": [3], "compilers": [3]}
    kept.unfold(reader, "Statistics")
    expect(reader.page.locator("#hb-days")).to_contain_text("2 reviews")
    reader.page.evaluate("hbProgress.reset()")
    assert kept.grades(reader) == {}

    # The theme's own scripts complain, too.
    reader.complaints = [c for c in reader.complaints if "localStorage" in c[0] and "hb" in c[0]]


@once
@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_what_is_damaged_is_set_aside(reader: Reader, text: str) -> None:
    kept.fill(reader, text)
    reader.go(STUDY)
    expect(reader.page.get_by_role("alert")).to_contain_text("damaged and cannot be read")
    kept.review(reader, "eager-mode")
    assert list(kept.read(reader)["reviews"]) == ["eager-mode"]
    reader.page.reload()
    assert kinds(reader) == ["damaged"]
    name, saved = downloaded(reader, "Save it as a file")
    assert re.fullmatch(r"practice-damaged-[\d-]+\.txt", name)
    assert saved == text
    press(reader, "Delete it")
    expect(trouble(reader)).to_have_count(0)
    assert reader.page.evaluate("Object.keys(localStorage).filter((k) => /damaged/.test(k))") == []
    assert kept.grades(reader) == {"eager-mode": [3]}


@once
def test_what_is_damaged_and_cannot_be_set_aside_is_not_written_over(reader: Reader) -> None:
    kept.fill(reader, "oops")
    reader.page.add_init_script(FULL.replace("PART", "damaged"))
    reader.go(STUDY)
    kept.review(reader, "eager-mode")
    assert reader.page.evaluate("(name) => localStorage.getItem(name)", kept.key(reader)) == "oops"
    assert kept.grades(reader) == {"eager-mode": [3]}
    assert kinds(reader) == ["full", "damaged"]
    assert downloaded(reader, "Save it as a file")[1] == "oops"
    press(reader, "Delete it")
    expect(trouble(reader)).to_have_count(0)
    assert list(kept.read(reader)["reviews"]) == ["eager-mode"]


@with_script
def test_what_a_newer_page_keeps_is_left_alone(reader: Reader) -> None:
    kept.fill(reader, NEWER)
    reader.go(STUDY)
    expect(reader.page.get_by_role("alert")).to_contain_text("A newer version of this page")
    kept.review(reader, "compilers")
    assert kept.read(reader) == json.loads(NEWER)
    assert kept.grades(reader) == {"compilers": [3]}
    assert reader.page.evaluate("Object.keys(localStorage).filter((k) => /damaged/.test(k))") == []


# ---- several tabs


@with_script
def test_two_tabs_lose_nothing(reader: Reader) -> None:
    reader.go(STUDY)
    other = another(reader)
    many = """(ids) => ids.forEach((id) => setTimeout(() => hbProgress.change(
      (state) => hbLog.put(state, id, Date.now(), 3)), 20 * Math.random()))"""
    names = [[f"{tab}-{n}" for n in range(30)] for tab in "ab"]
    for page, ids in zip((reader.page, other.page), names, strict=True):
        page.evaluate(many, ids)
    wait_until(lambda: "" if len(kept.grades(reader)) == 60 else "some are missing")
    wait_until(lambda: "" if len(kept.grades(other)) == 60 else "some are missing")
    wait_until(lambda: "" if len(kept.read(reader)["reviews"]) == 60 else "some are not kept")


@once
def test_what_another_tab_writes_over_is_written_again(reader: Reader) -> None:
    reader.go(STUDY)
    other = another(reader)
    kept.review(reader, "eager-mode")
    # As a tab does that has read before, and whose write arrives later.
    late = json.dumps(kept.state({"compilers": LOG}))
    other.page.evaluate("args => localStorage.setItem(...args)", [kept.key(reader), late])
    wait_until(lambda: "" if len(kept.read(other)["reviews"]) == 2 else "one is lost")
    assert kept.grades(other) == {"eager-mode": [3], "compilers": [3, 1]}


@once
def test_tabs_agree_on_what_was_made_in_the_same_moment(reader: Reader) -> None:
    reader.go(STUDY)
    other = another(reader)
    make = """(mark) => {
      window.written = 0;
      addEventListener("storage", () => (window.written += 1));
      hbProgress.change((state) => (state.marks.a = { mark, at: 1 }));
    }"""
    reader.page.evaluate(make, "know")
    other.page.evaluate(make, "review")
    wait_until(lambda: "" if kept.read(reader)["marks"]["a"]["mark"] == "review" else "not yet")
    reader.page.wait_for_timeout(300)
    assert reader.page.evaluate("window.written") < 5


@once
def test_a_page_that_comes_back_knows_what_has_changed(reader: Reader) -> None:
    # One that sleeps in the browser's cache is told nothing.
    deaf = "addEventListener('storage', (event) => event.stopImmediatePropagation(), true)"
    reader.page.add_init_script(deaf)
    reader.go(STUDY)
    other = another(reader)
    other.page.evaluate(
        "hbProgress.change((state) => (state.settings.newPerDay = { value: 44, at: 1 }))"
    )
    kept.unfold(reader, "Settings")
    expect(reader.page.get_by_label(NEW)).to_have_value("10")
    reader.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(reader.page.get_by_label(NEW)).to_have_value("44")


# ---- logs


@once
def test_ids_that_every_object_knows(reader: Reader) -> None:
    reader.go(STUDY)
    for id_ in ("constructor", "to-string", "toString"):
        kept.review(reader, id_)
    reader.page.evaluate("hbProgress.change((state) => (state.marks.valueOf = { mark: 1, at: 1 }))")
    reader.page.reload()
    assert kept.grades(reader) == {"constructor": [3], "to-string": [3], "toString": [3]}
    assert kept.read(reader)["marks"] == {"valueOf": {"mark": 1, "at": 1}}


@once
def test_former_ids_are_followed(reader: Reader) -> None:
    later = kept.log([(THEN + 2 * kept.DAY, 2)])
    marks = {"old": {"mark": "know", "at": 2}, "new": {"mark": "review", "at": 1}}
    kept.fill(reader, kept.state({"old": LOG, "new": later, "other": LOG}, marks=marks))
    reader.go(STUDY)
    reader.page.evaluate("hbProgress.rename({ old: 'new', gone: 'new' })")
    found = kept.read(reader)
    assert found["reviews"] == {"new": LOG + later, "other": LOG}
    assert found["marks"] == {"new": {"mark": "know", "at": 2}}


@once
def test_a_review_that_is_taken_back_and_made_again_in_the_same_second(reader: Reader) -> None:
    reader.go(STUDY)
    for grade in (1, 0, 4, 0, 2):
        kept.review(reader, "eager-mode", grade, THEN)
    assert kept.grades(reader) == {"eager-mode": [2]}


@once
def test_entries_are_read_whole(reader: Reader) -> None:
    # Seen from their second character, the first two would be an entry, too.
    kept.fill(reader, kept.state({"eager-mode": "34r9c00" + "1a4r9c3"}))
    reader.go(STUDY)
    assert kept.grades(reader) == {"eager-mode": [3]}


@once
@pytest.mark.parametrize("at", [1.0, 1e11], ids=["long ago", "far ahead"])
def test_a_clock_that_stands_anywhere_damages_nothing(reader: Reader, at: float) -> None:
    reader.go(STUDY)
    kept.review(reader, "eager-mode", 3, at)
    kept.review(reader, "eager-mode", 2, at)
    reader.page.reload()
    expect(trouble(reader)).to_have_count(0)
    assert kept.grades(reader) == {"eager-mode": [3, 2]}


# ---- everyone


def opened(page: Page) -> None:
    """Open all that can be opened."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")


@among(Setting("path", 390, True), Setting("root", 1440, True))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_trouble(reader: Reader, scheme: Literal["light", "dark"]) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    kept.fill(reader, "oops")
    reader.page.add_init_script(FULL.replace("PART", "damaged"))
    reader.go(STUDY)
    kept.review(reader, "eager-mode")
    kept.unfold(reader, "Settings")
    reader.page.get_by_label(NEW).fill("101")
    reader.page.keyboard.press("Tab")
    opened(reader.page)
    for notice in reader.page.locator("[data-hb-trouble]").all():
        notice.evaluate("notice => (notice.hidden = false)")
    assert violations(reader.page) == []
    press(reader, "Forget everything")
    assert violations(reader.page, "dialog.hb-ask") == []
