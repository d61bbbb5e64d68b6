"""Writes as many questions as wanted: valid, different from each other, the same on every day."""

import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from sample_project import record_everything

# Of two numbers below a prime, five words are made that differ in at least four places between
# any two questions; so no two wordings are nearly the same.
_PRIME = 101
LARGEST = _PRIME * _PRIME

_CONSONANTS = "bcdfghjklmnpqrstvwyz"
_VOWELS = "aeiou"
_ENDS = ("", "n", "r", "s", "l", "x")
_TEXT = (
    "the a of to and in is that for it as with on by this when which a tensor graph value shape "
    "model layer batch device memory gradient step call function argument result type row column"
)
_COMMON = _TEXT.split()
_LEVELS = ("basic", "intermediate", "advanced")
_KINDS = ("concept", "coding", "scenario", "behavioral")
_FRAMEWORKS = ("tensorflow", "pytorch", "both", "general")


def source(count: int) -> dict[str, str]:
    """Give the text of every source file by its name below the folder of questions."""
    if not 1 <= count <= LARGEST:
        raise ValueError(f"between 1 and {LARGEST} questions, not {count}")
    ids = [_id(number) for number in range(count)]
    categories = [f"category-{_word(c)}" for c in range(min(20, (count + 9) // 10))]
    files = {
        f"{categories[number % len(categories)]}/{id_}.md": _question(number, ids)
        for number, id_ in enumerate(ids)
    }
    tracks = [f"track-{_word(t)}" for t in range(min(4, count))]
    files["categories.yml"] = _categories(categories)
    files["tracks.yml"] = "".join(
        _track(track, ids[start::50][:25]) for start, track in enumerate(tracks)
    )
    files["ids.lock"] = "".join(
        f"{key}:\n" + "".join(f"  - {id_}\n" for id_ in sorted(listed))
        for key, listed in (("questions", ids), ("categories", categories), ("tracks", tracks))
    )
    return files


def write_source(folder: Path, count: int) -> None:
    """Write a folder of questions, with records of samples that nobody has run."""
    for name, text in source(count).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    record_everything(folder)


@cache
def _word(number: int) -> str:
    """Give a word of three syllables."""
    chance = random.Random(number)
    parts = (_CONSONANTS, _VOWELS, _ENDS) * 3
    return "".join(part[int(chance.random() * len(part))] for part in parts)


def _words(number: int) -> list[str]:
    first, second = number % _PRIME, number // _PRIME
    places = (first, second, first + second, first + 2 * second, first + 3 * second)
    return [_word(place % _PRIME + _PRIME * which) for which, place in enumerate(places)]


def _id(number: int) -> str:
    return "-".join(_words(number)[:2])


def _wording(number: int) -> str:
    first, second, third, fourth, fifth = _words(number)
    return f"How does `{first}` {second} differ from {third} {fourth} {fifth}?"


def _categories(ids: Sequence[str]) -> str:
    entries = "".join(
        f"    - id: {id_}\n      title: All about {id_}\n      scope: What {id_} is for\n"
        for id_ in ids
    )
    return f"- title: Everything\n  categories:\n{entries}"


def _track(id_: str, questions: Sequence[str]) -> str:
    return (
        f"- id: {id_}\n  title: The track {id_}\n  audience: Those who want {id_}\n"
        f"  groups:\n    - title: First\n      questions: [{', '.join(questions)}]\n"
    )


def _question(number: int, ids: Sequence[str]) -> str:
    chance = random.Random(number)
    others = list(_others(number, ids))
    parts = [
        _front_matter(number, others, chance),
        f"The answer to `{ids[number]}` is short. {_sentence(chance, 12)} {_sentence(chance, 14)}",
        "<!-- more -->",
        f"**First.** {_paragraph(chance)}",
        _sample(number),
        *_extra(number, chance),
        f"**Last.** {_paragraph(chance)}",
        *(f"See [the other one](q:{other}) too. {_sentence(chance, 9)}" for other in others[:1]),
    ]
    return "\n\n".join(parts) + "\n"


def _others(number: int, ids: Sequence[str]) -> Iterator[str]:
    for step in (1, 7):
        other = ids[(number + step) % len(ids)]
        if other != ids[number] and step < len(ids):
            yield other


def _front_matter(number: int, others: Sequence[str], chance: random.Random) -> str:
    lines = [
        "---",
        f"question: {_wording(number)}",
        f"kind: {_KINDS[number % 4]}",
        f"level: {_LEVELS[number % 3]}",
        f"framework: {_FRAMEWORKS[number // 4 % 4]}",
        f"added: 2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
        *([f"related: [{', '.join(others)}]"] if others else []),
        "misconceptions:",
        f"  - claim: {_sentence(chance, 8)}",
        f"    correction: {_sentence(chance, 14)}",
        "references:",
        f"  - title: The guide to {_words(number)[0]}",
        f"    url: https://example.org/{_id(number)}",
        "---",
    ]
    return "\n".join(lines)


def _extra(number: int, chance: random.Random) -> Iterator[str]:
    """Yield what only some answers have: a list, a table, tabs."""
    if number % 3 == 0:
        yield "\n".join(f"- **{_pick(chance)}**: {_sentence(chance, 9)}" for _ in range(4))
    if number % 3 == 1:
        rows = (f"| `{_pick(chance)}` | {_sentence(chance, 6)} |" for _ in range(4))
        yield "\n".join(["| Name | What it does |", "|---|---|", *rows])
    if number % 4 == 2:
        for title in ("TensorFlow", "PyTorch"):
            yield f"/// tab | {title}\n{_sentence(chance, 20)}\n///"


def _sample(number: int) -> str:
    values = [number % 7, number % 11, number]
    code = f"values = {values}\ntotal = sum(values)\nprint(total, max(values))"
    output = f"{sum(values)} {max(values)}"
    return f'```python\n{code}\n```\n\n```text title="Output"\n{output}\n```'


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance, 13) for _ in range(4))


def _sentence(chance: random.Random, words: int) -> str:
    picked = [_pick(chance) for _ in range(words)]
    return " ".join(picked).capitalize() + "."


def _pick(chance: random.Random) -> str:
    # Only random() gives the same numbers in every version of Python.
    if chance.random() < 0.5:
        return _COMMON[int(chance.random() * len(_COMMON))]
    return _word(int(chance.random() * _PRIME))
