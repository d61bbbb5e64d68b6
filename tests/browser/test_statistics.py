"""Statistics of practice: what is due, what was done, and how much was still known."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

import pytest
from playwright.sync_api import expect

from . import kept
from .reader import Reader, wait_until
from .settings import Setting, among, once, with_script
from .test_access import violations
from .test_pages import WIDER

STUDY = "study/"
NOON = datetime(2026, 11, 21, 12).astimezone()  # by the clock of the reader
NOW = NOON.timestamp()
AGAIN, GOOD, EASY = 1, 3, 4
DAYS = ["Today", *(f"Nov {n}" for n in range(22, 31)), *(f"Dec {n}" for n in range(1, 5))]
FILLS = "bars => bars.map((bar) => getComputedStyle(bar).fill)"
# How long it takes to go through all reviews is what one must expect of this machine.
REPLAY = """() => {
  const begin = performance.now();
  const state = hbProgress.read();
  const fsrs = hbLog.scheduler(state);
  for (const id of Object.keys(state.reviews)) hbLog.cardOf(hbLog.reviewsOf(state, id), fsrs);
  return performance.now() - begin;
}"""
CHANGE = """() => {
  const begin = performance.now();
  hbProgress.change((state) => hbLog.put(state, "eager-mode", Date.now(), 3));
  return performance.now() - begin;
}"""
DRAW = """async () => {
  const begin = performance.now();
  document.querySelector(".hb-statistics details").open = true;
  while (!document.querySelector("[data-hb-chart=due] td")) {
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - begin;
}"""

# The words below columns that go beyond their drawing, or come close to the one before.
CROWDED = """() => [...document.querySelectorAll("[data-hb-chart=due], [data-hb-chart=days]")]
  .flatMap((chart) => {
    const { left, right, bottom } = chart.querySelector("svg").getBoundingClientRect();
    const words = [...chart.querySelectorAll("text")]
      .map((word) => [word.textContent, word.getBoundingClientRect()])
      .filter(([, box]) => box.top > bottom - 24);
    return words.filter(([, box], at) => {
      const begin = at ? words[at - 1][1].right + 4 : left - 1;
      return box.left < begin || box.right > right + 1;
    }).map(([word]) => word);
  })"""

REDRAW = """async () => {
  const begin = performance.now();
  const said = document.getElementById("hb-days");
  const before = said.textContent;
  hbProgress.change((state) => hbLog.put(state, "eager-mode", Date.now(), 3));
  while (said.textContent === before) await new Promise((done) => setTimeout(done));
  return performance.now() - begin;
}"""


def look(reader: Reader, reviews: dict[str, list[tuple[float, int]]], **others: object) -> None:
    """Open the statistics of some reviews, each with its age in days and its grade."""
    reader.page.clock.set_fixed_time(NOON)
    logs = {
        id_: kept.log((NOW - age * kept.DAY, grade) for age, grade in each)
        for id_, each in reviews.items()
    }
    kept.fill(reader, kept.state(logs, **others))
    reader.go(STUDY)
    kept.unfold(reader, "Statistics")


def table(reader: Reader, chart: str) -> dict[str, list[str]]:
    """Give the rows of a chart's table, by their heads."""
    rows = reader.page.locator(f"[data-hb-chart={chart}] tbody tr")
    found = [each.locator("th, td").all_text_contents() for each in rows.all()]
    return {row[0]: row[1:] for row in found}


def shows(reader: Reader, chart: str, expected: dict[str, list[str]]) -> None:
    """Wait until these rows of a chart's table say this, and no other row says anything but 0."""

    def complaint() -> str:
        found = {k: v for k, v in table(reader, chart).items() if set(v) != {"0"}}
        return "" if found == expected else str(found)

    wait_until(complaint)


def interval(reader: Reader, grades: list[int]) -> int:
    """Give the days that FSRS lets a card wait after reviews of one moment."""
    return int(
        reader.page.evaluate(
            """(grades) => {
              const reviews = grades.map((grade) => ({ at: Date.now(), grade }));
              return hbLog.cardOf(reviews, FSRS.fsrs({ enable_fuzz: false })).scheduled_days;
            }""",
            grades,
        )
    )


def learned(right: int, wrong: int, age: float = 3) -> dict[str, list[tuple[float, int]]]:
    """Give cards that were learned at once, and then known, or not."""
    grades = [GOOD] * right + [AGAIN] * wrong
    return {f"step-{n:02}": [(60, EASY), (age, grade)] for n, grade in enumerate(grades, 1)}


@with_script
def test_there_is_nothing_to_show_yet(reader: Reader) -> None:
    reader.go(STUDY)
    kept.unfold(reader, "Statistics")
    expect(reader.page.get_by_text("There is nothing to show yet.")).to_be_visible()
    expect(reader.page.locator(".hb-chart")).to_have_count(3)
    expect(reader.page.locator(".hb-chart:visible")).to_have_count(0)
    kept.review(reader, "eager-mode")
    expect(reader.page.locator(".hb-chart:visible")).to_have_count(3)
    expect(reader.page.get_by_text("There is nothing to show yet.")).to_be_hidden()


@with_script
def test_what_is_due(reader: Reader) -> None:
    look(
        reader,
        {
            "eager-mode": [(0, EASY)],
            "broadcasting": [(1, EASY)],
            "compilers": [(300, EASY)],
            "step-01": [(0, GOOD), (0, AGAIN)],
            "step-02": [(30, EASY), (2, EASY)],
            "asked-no-more": [(300, EASY)],
        },
    )
    days = interval(reader, [EASY])
    assert 2 < days < 14
    shows(reader, "due", {"Today": ["2"], DAYS[days]: ["1"], DAYS[days - 1]: ["1"]})
    assert list(table(reader, "due")) == DAYS
    expect(reader.page.locator("#hb-due")).to_have_text("4 cards, 2 of them today.")
    expect(reader.page.locator("[data-hb-chart=due] .hb-bar")).to_have_count(3)
    expect(reader.page.locator("[data-hb-chart=due] text", has_text="2").first).to_be_visible()


@with_script
def test_reviews_by_day(reader: Reader) -> None:
    look(
        reader,
        {
            "eager-mode": [(29, EASY), (1, GOOD), (0, AGAIN), (0.001, GOOD)],
            "broadcasting": [(30, EASY), (1, AGAIN), (1.001, AGAIN), (1.002, AGAIN)],
        },
    )
    rows = {"Today": ["2", "1", "1"], "Nov 20": ["4", "1", "3"], "Oct 23": ["1", "1", "0"]}
    shows(reader, "days", rows)
    assert len(table(reader, "days")) == 30
    said = "7 reviews on 3 of the last 30 days; 4 graded Again."
    expect(reader.page.get_by_role("img", name=said)).to_be_visible()
    expect(reader.page.locator("[data-hb-chart=days] .hb-bar")).to_have_count(3)
    expect(reader.page.locator("[data-hb-chart=days] .hb-bar--again")).to_have_count(2)
    words = ["4", "Oct 24", "Oct 31", "Nov 7", "Nov 14", "Today"]
    found = reader.page.locator("[data-hb-chart=days] text").all_text_contents()
    assert sorted(found) == sorted(words)


@once
def test_a_day_of_practice_ends_at_night(reader: Reader) -> None:
    # At three in the morning, and at five.
    look(reader, {"eager-mode": [(9 / 24, EASY)], "broadcasting": [(7 / 24, EASY)]})
    shows(reader, "days", {"Today": ["1", "1", "0"], "Nov 20": ["1", "1", "0"]})


@among(Setting("path", 390, True))
def test_words_stay_within_their_drawing_and_apart(reader: Reader) -> None:
    look(reader, {"eager-mode": [(0, EASY)]})
    shows(reader, "days", {"Today": ["1", "1", "0"]})
    expect(reader.page.locator("[data-hb-chart=due] text", has_text="Today")).to_be_visible()
    assert reader.page.evaluate(CROWDED) == []


@with_script
def test_retention(reader: Reader) -> None:
    cards = learned(20, 5) | {
        # Long ago.
        "eager-mode": [(100, EASY), (50, GOOD)],
        # Never learned, and so neither known nor forgotten.
        "broadcasting": [(2, GOOD), (2 - 0.001, AGAIN), (2 - 0.002, AGAIN)],
    }
    look(reader, cards, settings={"retention": {"value": 0.85, "at": NOW}})
    recent, overall = ["25", "20", "80%", "85%"], ["26", "21", "81%", "85%"]
    shows(reader, "retention", {"Last 30 days": recent, "Overall": overall})
    said = "Last 30 days: 80% of 25 reviews. Overall: 81% of 26 reviews. You want 85%."
    expect(reader.page.get_by_role("img", name=said)).to_be_visible()
    bars = reader.page.locator("[data-hb-chart=retention] .hb-bar")
    assert [bar.get_attribute("width") for bar in bars.all()] == ["80%", "81%"]
    line = reader.page.locator(".hb-bar__wanted")
    assert line.get_attribute("x1") == line.get_attribute("x2") == "85%"


@once
def test_few_reviews_tell_nothing(reader: Reader) -> None:
    look(reader, learned(18, 1))
    row = ["19", "18", "too few to tell", "90%"]
    shows(reader, "retention", {"Last 30 days": row, "Overall": row})
    said = "Overall: too few to tell (19 reviews)."
    expect(reader.page.locator("#hb-retention")).to_contain_text(said)


@once
def test_what_is_done_meanwhile_is_shown_where_somebody_looks(reader: Reader) -> None:
    look(reader, {"eager-mode": [(1, EASY)]})
    shows(reader, "days", {"Nov 20": ["1", "1", "0"]})
    kept.review(reader, "eager-mode", AGAIN)
    shows(reader, "days", {"Nov 20": ["1", "1", "0"], "Today": ["1", "0", "1"]})
    kept.unfold(reader, "Settings")
    reader.page.get_by_label("Desired retention, in percent").fill("95")
    reader.page.keyboard.press("Tab")
    expect(reader.page.locator("#hb-retention")).to_contain_text("You want 95%.")
    # Closed, it costs nothing.
    reader.page.get_by_role("heading", name="Statistics", exact=True).click()
    kept.review(reader, "broadcasting")
    reader.page.wait_for_timeout(300)
    assert table(reader, "days")["Today"] == ["1", "0", "1"]


@once
def test_a_new_setting_holds_for_old_reviews(reader: Reader) -> None:
    look(reader, {"eager-mode": [(0, EASY)]})
    days = interval(reader, [EASY])
    shows(reader, "due", {DAYS[days]: ["1"]})
    kept.unfold(reader, "Settings")
    reader.page.get_by_label("Desired retention, in percent").fill("97")
    reader.page.keyboard.press("Tab")
    wait_until(lambda: "" if table(reader, "due")[DAYS[days]] == ["0"] else "not sooner")
    assert sum(int(cards) for [cards] in table(reader, "due").values()) == 1


@among(Setting("path", 390, True), Setting("root", 1440, True))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_statistics(reader: Reader, scheme: Literal["light", "dark"]) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    look(reader, learned(25, 20))
    shows(reader, "days", {"Nov 18": ["45", "25", "20"]})
    assert reader.page.evaluate(WIDER) == []
    assert violations(reader.page) == []


def _light(reader: Reader) -> None:
    reader.page.emulate_media(color_scheme="light")


def _dark(reader: Reader) -> None:
    reader.page.emulate_media(color_scheme="dark")


def _forced(reader: Reader) -> None:
    reader.page.emulate_media(forced_colors="active")


@once
def test_bars_follow_light_and_dark_and_the_colors_of_the_system(reader: Reader) -> None:
    look(reader, learned(1, 1))
    shows(reader, "days", {"Nov 18": ["2", "1", "1"]})
    seen = []
    ways: list[Callable[[Reader], None]] = [_light, _dark, _forced]
    for way in ways:
        way(reader)
        page = reader.page.evaluate("getComputedStyle(document.body).backgroundColor")
        fills = reader.page.eval_on_selector_all("[data-hb-chart=days] .hb-bar", FILLS)
        assert page not in fills
        seen += fills
    assert len(set(seen)) == 3


@once
def test_thirty_thousand_reviews(reader: Reader) -> None:
    logs = {
        f"id-{n:04}": kept.log(
            (NOW - (365 - 12 * k - n / 1e4) * kept.DAY, 1 + (n + k) % 4) for k in range(30)
        )
        for n in range(1000)
    }
    kept.fill(reader, kept.state(logs))
    reader.go(STUDY)
    replay = min(reader.page.evaluate(REPLAY) for _ in range(3))
    assert min(reader.page.evaluate(CHANGE) for _ in range(3)) < replay / 10
    assert reader.page.evaluate(DRAW) < 5 * replay
    # What has not changed is not worked out again.
    assert min(reader.page.evaluate(REDRAW) for _ in range(3)) < replay / 2
    length = reader.page.evaluate("name => localStorage.getItem(name).length", kept.key(reader))
    assert length < 0.1 * 5_000_000
