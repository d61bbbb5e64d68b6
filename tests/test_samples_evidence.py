"""What the pages tell about samples."""

import json
from dataclasses import replace
from datetime import date

import pytest

from handbook.model import (
    Answer,
    Category,
    CategoryGroup,
    Handbook,
    Lock,
    Misconception,
    Pins,
    Place,
    Question,
    Record,
    Sample,
    Status,
    Translation,
)
from handbook.render import render
from handbook.render.overview import OVERVIEW
from handbook.render.view import View
from handbook.samples.evidence import ran, summary
from handbook.samples.jobs import jobs_of
from handbook.settings import Settings

PLACE = Place("questions/basics/one.md", 3)
TF, TORCH, NUMPY, PLAIN = "import keras\n", "import torch\n", "import numpy\n", "print(1)\n"
TOLD = {TF: "TensorFlow 2.21.0", TORCH: "PyTorch 2.13.0", NUMPY: "NumPy 2.4.6", PLAIN: ""}
PINS = {
    "tensorflow": Pins(("tensorflow-cpu==2.21.0",)),
    "pytorch": Pins(("torch==2.13.0", "numpy==2.4.6")),
}


def sample(code: str, not_run: str | None = None) -> Sample:
    return Sample(code, "1\n", 9, not_run, False, False, PLACE)


def question(*samples: Sample, status: Status = Status.PUBLISHED, id_: str = "one") -> Question:
    answer = Answer("Short.", "Long.", samples)
    wording = f"What is `{id_}`?"
    return Question(
        id_, "basics", wording, PLACE, added=date(2026, 1, 2), status=status, answer=answer
    )


def verified(*questions: Question) -> Handbook:
    """Give a handbook in which every sample has a valid record."""
    book = Handbook(questions, (), (), Lock("questions/ids.lock"), pins=PINS)
    records = {
        job.key: Record(job.hash, TOLD[job.sample.code], "3.11.7", f"2026-01-0{number}")
        for each in questions
        for number, job in enumerate(jobs_of(each, book), 1)
    }
    return Handbook(questions, (), (), book.lock, records, PINS)


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ([], ""),
        ([TF], "ran on TensorFlow 2.21.0"),
        ([TORCH, TF, TORCH], "ran on TensorFlow 2.21.0 and PyTorch 2.13.0"),
        ([NUMPY, TORCH], "ran on PyTorch 2.13.0"),
        ([NUMPY], "ran on NumPy 2.4.6"),
        ([NUMPY, PLAIN], "ran on Python 3.11.7"),
        ([PLAIN], "ran on Python 3.11.7"),
    ],
)
def test_a_question_tells_what_its_samples_ran_on(codes: list[str], told: str) -> None:
    one = question(*map(sample, codes))
    assert ran(one, verified(one)) == told


def test_a_sample_that_is_not_meant_to_run_does_not_count() -> None:
    one = question(sample(TORCH), sample(TF, "needs a GPU"))
    assert ran(one, verified(one)) == "ran on PyTorch 2.13.0"
    other = question(sample(TF, "needs a GPU"))
    assert ran(other, verified(other)) == "not run"


def test_what_has_no_valid_record_was_not_run() -> None:
    one = question(sample(TORCH), sample(TF))
    book = verified(question(sample(TORCH)))
    assert ran(one, Handbook((one,), (), (), book.lock, book.records, PINS)) == "not run"
    changed = question(sample(TORCH + "print(2)\n"))
    assert ran(changed, Handbook((changed,), (), (), book.lock, book.records, PINS)) == "not run"


def test_an_imported_question_was_not_run_whatever_its_records_say() -> None:
    one = question(sample(TORCH), status=Status.IMPORTED)
    assert ran(one, verified(one)) == "not run"


def test_the_numbers_count_what_is_on_the_site() -> None:
    book = verified(
        question(sample(TF), sample(TORCH), sample(TORCH), sample(TF, "needs `2` GPUs")),
        question(sample(TF), id_="draft", status=Status.DRAFT),
        question(sample(TF), sample(PLAIN), id_="found", status=Status.IMPORTED),
    )
    assert summary(book, lambda q: f"../q/{q.id}/") == {
        "run": 3,
        "in_translations": 0,
        "versions": [
            {"title": "PyTorch 2.13.0", "samples": 2},
            {"title": "TensorFlow 2.21.0", "samples": 1},
        ],
        "pythons": ["3.11.7"],
        "first": "2026-01-01",
        "last": "2026-01-03",
        "not_run": [
            {
                "question": "What is <code>found</code>?",
                "address": "../q/found/",
                "reason": "its question is imported and not yet reviewed",
                "samples": 2,
            },
            {
                "question": "What is <code>one</code>?",
                "address": "../q/one/",
                "reason": "needs <code>2</code> GPUs",
                "samples": 1,
            },
        ],
    }


def test_the_samples_of_translations_are_counted_apart() -> None:
    own = question(sample(TF))
    translation = Translation("zh-Hans", "一？", "0", own.answer, PLACE)
    numbers = summary(verified(replace(own, translations=(translation,))), lambda q: "")
    assert (numbers["run"], numbers["in_translations"]) == (1, 1)


def test_the_pages_tell_it() -> None:
    book = verified(
        question(sample(TF)),
        question(sample(TORCH, "needs a GPU"), id_="other"),
        question(id_="spoken"),
    )
    basics = Category("basics", "Basics", "What comes first", PLACE)
    files = render(View(replace(book, groups=(CategoryGroup("All", (basics,)),)), Settings()))
    overview = json.loads(files[OVERVIEW])["samples"]
    assert overview["run"] == 1
    assert [entry["address"] for entry in overview["not_run"]] == ["../q/other/"]
    page = files["questions/basics/index.md"]
    assert page.count('<li class="hb-meta__ran">') == 1
    assert '<li class="hb-meta__ran">ran on TensorFlow 2.21.0</li>' in page
    assert "<li>not run</li>" in page


def test_the_example_is_the_shortest_misconception_about_what_was_run() -> None:
    def wrong(*claims: str) -> tuple[Misconception, ...]:
        return tuple(Misconception(claim, "No.", None, PLACE) for claim in claims)

    book = verified(
        replace(question(sample(TF)), misconceptions=wrong("It is slow.", "It `is`.")),
        replace(question(sample(TORCH, "GPU"), id_="other"), misconceptions=wrong("It.")),
        replace(question(id_="spoken"), misconceptions=wrong("It.")),
    )
    basics = Category("basics", "Basics", "What comes first", PLACE)
    files = render(View(replace(book, groups=(CategoryGroup("All", (basics,)),)), Settings()))
    example = json.loads(files[OVERVIEW])["example"]
    assert (example["address"], example["claim"]) == ("q/one/", "It <code>is</code>&#46;")
    assert example["ran"] == "ran on TensorFlow 2.21.0"


def test_no_sample_at_all_is_no_trouble() -> None:
    numbers = summary(verified(), lambda q: "")
    assert (numbers["run"], numbers["versions"], numbers["first"]) == (0, [], "")


def test_a_record_of_another_version_is_none() -> None:
    book = verified(question(sample(TORCH)))
    [job] = jobs_of(book.questions[0], book)
    assert job.valid_record(book)
    changed = replace(book.records[job.key], ran_on="PyTorch 9.9")
    assert job.valid_record(replace(book, records={job.key: changed})) is None
