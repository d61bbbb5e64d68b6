"""Guesses what raw notes do not say: category, kind, level and framework, each with its basis."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml

from handbook.checks.ids import well_formed
from handbook.importers.ids import slug
from handbook.importers.notes import Entry
from handbook.importers.wording import level_of
from handbook.model import Category, Framework, Kind, Level
from handbook.values import LOADER

UNSORTED = "imported"
_IN_WORDING, _IN_SECTION = 4, 2
_MOST_OF_ANSWER = 3
_STRONG = 4
_CLEAR = 1.5  # times as much as the next
_READ = 1500  # characters of an answer

# Words that mean something else, or nothing much, where no framework is named; without the s.
_AMBIGUOUS_WORDS = """
    accuracy advantage attention axi compile callback compression constant deploy deployment
    deploying debug debugger debugging docker ecosystem edge embedded epoch error estimator
    evaluate graph install kubernete latency limitation loss matrix medical memory metric mobile
    monitor monitoring normalize pipeline performance placeholder precision production pruning
    rank recall recurrent resource restore save saving scalability serialization serialize
    sequential serving session shape shuffle sparse speech stock throughput transformer
    translation variable visualize
"""
_AMBIGUOUS = frozenset(_AMBIGUOUS_WORDS.split())

_KINDS = (
    (
        Kind.BEHAVIORAL,
        r"\btell (?:me|us) about\b|\bdescribe a (?:time|situation|challeng)|\ba time when"
        r"|\byour (?:experience|favorite|team|biggest)|\bhave you\b"
        r"|\bhow do you (?:stay|keep|handle|prioriti)",
    ),
    (
        Kind.CODING,
        r"^(?:write|implement|code|create|build|train|develop|construct|convert)\b"
        r"|\b(?:code|snippet|program|script|print)\b|\bfunction (?:that|to)\b",
    ),
    (
        Kind.SCENARIO,
        r"\b(?:suppose|imagine|scenario)\b|\byou (?:are|have|need)\b|\bdesign a\b"
        r"|\b(?:how|what) would you\b",
    ),
)
_SECTIONS: tuple[tuple[str, str], ...] = (
    (Kind.BEHAVIORAL, r"behaviou?ral|situational|soft"),
    (Kind.CODING, r"coding|practical|hands-on|programming"),
    (Kind.SCENARIO, r"scenario|case stud|system design"),
)
_LEVELS = (
    (
        Level.BASIC,
        r"\bbasics?\b|\bbeginners?\b|\bfundamentals?\b|\bfreshers?\b|\bjunior\b|\beasy\b",
    ),
    (Level.ADVANCED, r"\badvanced\b|\bexperts?\b|\bsenior\b|\bexperienced\b|\bhard\b"),
    (Level.INTERMEDIATE, r"\bintermediate\b|\bmedium\b"),
)
_HARD = re.compile(
    r"\b(?:distributed|custom|optimi[sz]|internals?|scal(?:e|ing)|production|quantiz|trade-?offs?|architect)",
    re.IGNORECASE,
)
_DEFINES = re.compile(r"^(?:what (?:is|are|does)|define|name|list)\b", re.IGNORECASE)
_TENSORFLOW = re.compile(
    r"\b(?:tensorflow|tf\.\w+|keras|tflite|litert|tfx|savedmodel|gradienttape|tf)\b", re.IGNORECASE
)
_PYTORCH = re.compile(
    r"\b(?:pytorch|torch(?:\.\w+|vision|audio|script)?|nn\.module)\b", re.IGNORECASE
)
_SHORT = 9  # words

T = TypeVar("T")


@dataclass(frozen=True)
class Guess:
    """A value with what speaks for it."""

    value: str
    basis: str


@dataclass(frozen=True)
class Topic:
    """A category with the words that speak for it."""

    id: str
    title: str
    scope: str
    words: tuple[str, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """Give the categories that notes on these frameworks fall into."""
    text = (files("handbook.importers") / "topics.yml").read_text(encoding="utf-8")
    listed: list[dict[str, Any]] = yaml.load(text, LOADER)
    return tuple(
        Topic(each["id"], each["title"], each["scope"], tuple(each["words"])) for each in listed
    )


def known_topics(categories: Sequence[Category]) -> tuple[Topic, ...]:
    """Give the topics for the categories that exist, all where there are none yet."""
    if not categories:
        return topics()
    words = {topic.id: topic.words for topic in topics()}
    return tuple(
        Topic(category.id, category.title, category.scope, words.get(category.id, _own(category)))
        for category in categories
        if category.id != UNSORTED
    )


def _own(category: Category) -> tuple[str, ...]:
    found = re.findall(r"[\w.-]{4,}", f"{category.title} {category.scope}".lower())
    return tuple(dict.fromkeys(word.strip(".") for word in found))


def guesses(entry: Entry, known: Sequence[Topic], category: str | None) -> Mapping[str, Guess]:
    """Guess everything that a source file needs and raw notes do not say.

    Args:
        entry: the question and its answer
        known: the categories to choose from
        category: the one to use, None to guess it

    Returns:
        a guess by each key: category, kind, level, framework

    """
    answer = "\n".join(line.text for line in entry.body)[:_READ]
    return {
        "category": _category(entry, answer, known, category),
        "kind": _kind(entry, answer),
        "level": _level(entry),
        "framework": _framework(entry, answer),
    }


def _category(entry: Entry, answer: str, known: Sequence[Topic], category: str | None) -> Guess:
    if category:
        return Guess(category, "given as --category")
    if well_formed(given := slug(entry.given.get("category", ""))):
        return Guess(given, "the notes name it")
    places = ((entry.wording.lower(), _IN_WORDING), (entry.section.lower(), _IN_SECTION))
    counted = {topic.id: _hits(topic.words, places, answer.lower()) for topic in known}
    ranked = sorted(counted, key=lambda id_: -counted[id_][0])
    if not ranked:
        return Guess(UNSORTED, "there is no other category")
    best = ranked[0]
    score, words = counted[best]
    following = counted[ranked[1]][0] if len(ranked) > 1 else 0
    said = f"found {', '.join(words[:4])}" if words else "no word speaks for any category"
    if score < _STRONG or score < _CLEAR * following or _is_ambiguous(entry, answer, words):
        return Guess(UNSORTED, f"weak: {said}")
    return Guess(best, said)


def _is_ambiguous(entry: Entry, answer: str, words: Sequence[str]) -> bool:
    """Tell whether all that speaks for a category is one word that notes on anything may use."""
    stems = {word.strip("'").removesuffix("s") for word in words}
    if len(stems) != 1 or not stems <= _AMBIGUOUS:
        return False
    text = f"{entry.wording} {entry.section} {answer}"
    return not (_TENSORFLOW.search(text) or _PYTORCH.search(text))


def _hits(
    words: Sequence[str], places: Sequence[tuple[str, int]], answer: str
) -> tuple[float, list[str]]:
    """Weigh the words of a topic: in the question most, then in the section, then in the answer."""
    weight, beside, found = 0.0, 0.0, []
    everything = "\n".join((*(text for text, _ in places), answer))
    for word in (word for word in words if word in everything):
        hit = sum(value for text, value in places if _holds(text, word))
        # A phrase tells more than a word.
        weight += hit * (1 + 0.5 * word.count(" "))
        in_answer = _holds(answer, word)
        beside += in_answer
        found += [f"'{word}'"] if hit or in_answer else []
    # An answer mentions much; only together with the question does it tell something.
    return weight + min(beside, _MOST_OF_ANSWER), found


def _holds(text: str, word: str) -> bool:
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        start = text.find(word, start + 1)
    return False


def _kind(entry: Entry, answer: str) -> Guess:
    if entry.given.get("kind") in [str(kind) for kind in Kind]:
        return Guess(entry.given["kind"], "the notes name it")
    if guess := _first(_SECTIONS, entry.section, "section"):
        return guess
    return _first(_KINDS, entry.wording, "question") or Guess(
        Kind.CONCEPT, "nothing asks for code, a design or a story"
    )


def _first(patterns: Sequence[tuple[str, str]], text: str, where: str) -> Guess | None:
    for value, pattern in patterns:
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            return Guess(str(value), f"the {where} says '{found.group().strip()}'")
    return None


def _level(entry: Entry) -> Guess:
    given = level_of(entry.given.get("level", ""))
    if given:
        return Guess(given, "the notes name it")
    if guess := _first(_LEVELS, entry.section, "section"):
        return guess
    if found := _HARD.search(entry.wording):
        return Guess(Level.ADVANCED, f"the question says '{found.group()}'")
    if _DEFINES.match(entry.wording) and len(entry.wording.split()) < _SHORT:
        return Guess(Level.BASIC, "a short question for a definition")
    return Guess(Level.INTERMEDIATE, "nothing speaks for another")


def _framework(entry: Entry, answer: str) -> Guess:
    if entry.given.get("framework") in [str(framework) for framework in Framework]:
        return Guess(entry.given["framework"], "the notes name it")
    for where, text in (("question", f"{entry.wording} {entry.section}"), ("answer", answer)):
        tensorflow, pytorch = _TENSORFLOW.search(text), _PYTORCH.search(text)
        if tensorflow and pytorch:
            return Guess(Framework.BOTH, f"the {where} names both")
        if found := tensorflow or pytorch:
            value = Framework.TENSORFLOW if tensorflow else Framework.PYTORCH
            return Guess(value, f"the {where} says '{found.group()}'")
    return Guess(Framework.GENERAL, "names neither framework")
