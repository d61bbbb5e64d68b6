"""How alike texts are: names that were meant, wordings that say the same."""

import random
import time
from itertools import combinations
from string import ascii_lowercase
from types import SimpleNamespace
from typing import Any

import pytest
from rapidfuzz import fuzz, process

from handbook import likeness
from handbook.likeness import SAME, did_you_mean, near_pairs, normalized


@pytest.mark.parametrize(
    ("found", "meant"),
    [("tf-functoin", "tf-function"), ("tf_function", "tf-function"), ("xyz", None), ("", None)],
)
def test_did_you_mean(found: str, meant: str | None) -> None:
    assert did_you_mean(found, ["torch-sum", "tf-function"]) == meant


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("What is a `tf.Tensor`?", "what is tf.tensor"),
        ("The end. An answer…", "end answer"),
        ("What's new -- in 2.21?", "what s new in 2.21"),
        ("?!", ""),
    ],
)
def test_normalized(wording: str, expected: str) -> None:
    assert normalized(wording) == expected


def pairs(*wordings: str) -> list[tuple[int, int]]:
    found = near_pairs([normalized(wording) for wording in wordings])
    return [(first, second) for first, second, _ in found]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("What is a tensor?", "What is the tensor?"),
        ("How does tf.function work?", "How does `tf.function` work"),
        ("How do you prevent overfitting?", "How can you prevent overfitting?"),
        ("What do PyTorch and TensorFlow share?", "What do TensorFlow and PyTorch share?"),
    ],
)
def test_the_same_in_other_words(first: str, second: str) -> None:
    assert pairs("Why?", first, second) == [(1, 2)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("What is a tensor?", "What is a variable?"),
        ("How do you save a Keras model?", "How do you load a Keras model?"),
        ("What does dropout do in training?", "What does batch normalization do in training?"),
    ],
)
def test_other_questions(first: str, second: str) -> None:
    assert pairs(first, second) == []


def _wordings(count: int) -> list[str]:
    source = random.Random(7)
    words = ["".join(source.choices(ascii_lowercase, k=8)) for _ in range(400)]
    made = [
        f"how do you {' '.join(source.sample(words, source.randint(4, 9)))}" for _ in range(count)
    ]
    return [*made, *(f"{wording} indeed" for wording in made[:20])]


def test_the_index_finds_what_all_pairs_would() -> None:
    wordings = _wordings(300)
    expected = {
        (first, second)
        for (first, one), (second, other) in combinations(enumerate(wordings), 2)
        if fuzz.token_sort_ratio(one, other) >= SAME
    }
    assert len(expected) >= 15
    assert {(first, second) for first, second, _ in near_pairs(wordings)} == expected


def _compared(monkeypatch: pytest.MonkeyPatch, wordings: list[str]) -> int:
    """Find the pairs, and give how many were compared."""
    compared = 0

    def counting(text: str, others: list[str], **options: Any) -> Any:
        nonlocal compared
        compared += len(others)
        return process.extract(text, others, **options)

    monkeypatch.setattr(likeness, "process", SimpleNamespace(extract=counting))
    list(near_pairs(wordings))
    return compared


def test_not_all_pairs_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    wordings = _wordings(2000)
    assert len(list(near_pairs(wordings))) >= 15
    assert 0 < _compared(monkeypatch, wordings) < len(wordings) ** 2 / 2 / 10


def _of_few_words(count: int) -> list[str]:
    source = random.Random(7)
    words = (
        "how",
        "do",
        "you",
        "fill",
        "boil",
        "clean",
        "drop",
        "paint",
        "old",
        "copper",
        "pots",
        "now",
    )
    return [" ".join(source.sample(words, 9)) for _ in range(count)]


def test_what_shares_all_words_takes_time_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "_COMPARED", 100)
    compared = [_compared(monkeypatch, _of_few_words(count)) for count in (1000, 2000, 4000)]
    assert 1.9 < compared[1] / compared[0] < 2.3
    assert 1.9 < compared[2] / compared[1] < 2.3


def test_the_same_is_found_among_all_that_share_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "_COMPARED", 10)
    wordings = list(dict.fromkeys(_of_few_words(1000)))
    found = near_pairs([*wordings, wordings[500]])
    assert 100.0 in [likeness for _, second, likeness in found if second == len(wordings)]


def test_of_many_that_are_alike_the_most_alike_are_told() -> None:
    wordings = [f"what is the kettle of number {number} for" for number in range(100)]
    found = [pair for pair in near_pairs([*wordings, wordings[70]]) if pair[1] == 100]
    assert len(found) == 5
    assert (70, 100, 100.0) in found


def test_a_wording_without_end_takes_no_time() -> None:
    started = time.process_time()
    wordings = [f"{number} {'word ' * 1_000_000}" for number in range(3)]
    assert [pair[:2] for pair in near_pairs(wordings)] == [(0, 1), (0, 2), (1, 2)]
    assert time.process_time() - started < 2
