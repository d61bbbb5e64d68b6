"""Finds questions in JSON that is no list of them: maps, lists by topic, messages of chats."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from handbook.importers.json_chats import TOPIC, is_chat, turns
from handbook.importers.wording import asks, level_of

Found = tuple[int, int, Any]  # where a value begins and ends, and what it is
Asks = Callable[[Any], bool]
_BLANK = " \t\r\n"
_DECODER = json.JSONDecoder()


def unfolded(text: str, found: Found, question: Asks) -> list[Found]:
    """Give the records that an object holds, each where it stands; none where it holds none.

    Args:
        text: the whole file
        found: an object of it, which is no question itself
        question: tells whether an object is one

    """
    start, end, value = found
    if not isinstance(value, dict):
        return []
    if is_chat(value):
        return [(start, end, each) for each in turns(value)]
    if any(map(_names_question, value)) and all(_answers(each) for each in value.values()):
        return [
            (first, last, {"question": key, "answer": each})
            for first, key, last, each, _ in _members(text, start)
        ]
    within = list(_by_topic(text, start, question))
    return within if any(question(each) for _, _, each in within) else []


def _names_question(key: str) -> bool:
    """Tell whether the name of a member asks; a word such as `name` or `list` does not."""
    return asks(key) and (" " in key.strip() or not key.isascii())


def _answers(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(each, str) for each in value)
    )


def _by_topic(text: str, start: int, question: Asks) -> Iterator[Found]:
    """Yield the questions that stand below the names of topics, however deep, and what is none."""
    for first, key, end, value, value_start in _members(text, start):
        inner: list[Found] = []
        if isinstance(value, list) and any(map(question, value)):
            inner = list(_elements(text, value_start))
        elif isinstance(value, list) and _lists_questions(value):
            inner = [(a, b, {"question": each}) for a, b, each in _elements(text, value_start)]
        elif isinstance(value, dict):
            inner = unfolded(text, (value_start, end, value), question)
        for each_start, each_end, each in inner:
            topic = isinstance(each, dict) and question(each)
            yield each_start, each_end, _under(key, each) if topic else each
        if not inner:
            yield first, end, {key: value}


def _lists_questions(value: Sequence[Any]) -> bool:
    """Tell whether a list holds nothing but texts, of which most ask."""
    texts = [each for each in value if isinstance(each, str)]
    return len(texts) == len(value) > 0 and 2 * sum(map(asks, texts)) > len(value)


def _under(key: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """Give a record with the key that it stands below, its level or a part of its topic."""
    if level_of(key) and "level" not in record:
        return {"level": key, **record}
    topics = [key, *(record[name] for name in (TOPIC,) if name in record)]
    return {**record, TOPIC: " / ".join(map(str, topics))}


def _members(text: str, start: int) -> Iterator[tuple[int, str, int, Any, int]]:
    """Yield where each member of an object begins, its name, its end, its value and its start."""
    position = _next(text, start + 1)
    while text[position] != "}":
        key, end = _DECODER.raw_decode(text, position)
        value_start = _next(text, _next(text, end) + 1)
        value, end = _DECODER.raw_decode(text, value_start)
        yield position, key, end, value, value_start
        position = _after(text, end)


def _elements(text: str, start: int) -> Iterator[Found]:
    """Yield the elements of a list."""
    position = _next(text, start + 1)
    while text[position] != "]":
        value, end = _DECODER.raw_decode(text, position)
        yield position, end, value
        position = _after(text, end)


def _after(text: str, position: int) -> int:
    position = _next(text, position)
    return _next(text, position + 1) if text[position] == "," else position


def _next(text: str, position: int) -> int:
    while text[position] in _BLANK:
        position += 1
    return position


def named(values: Sequence[Any]) -> list[str]:
    """Give the names of the fields that objects have, each once."""
    return list(dict.fromkeys(key for each in values if isinstance(each, dict) for key in each))
