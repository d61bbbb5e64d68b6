"""How alike texts are: names that were meant, wordings that say the same."""

import random
import time
from itertools import combinations
from string import ascii_lowercase

import pytest

from handbook import likeness
from handbook.likeness import SAME, alike, did_you_mean, near_pairs, normalized


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
        if alike(one, other) >= SAME
    }
    assert len(expected) >= 15
    assert {(first, second) for first, second, _ in near_pairs(wordings)} == expected


def test_not_all_pairs_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counting(first: str, second: str) -> float:
        nonlocal compared
        compared += 1
        return alike(first, second)

    monkeypatch.setattr(likeness, "alike", counting)
    wordings = _wordings(2000)
    started = time.process_time()
    assert len(list(near_pairs(wordings))) >= 15
    assert compared < len(wordings) ** 2 / 2 / 10
    assert time.process_time() - started < 20
