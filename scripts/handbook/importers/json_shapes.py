"""Finds questions in JSON that is no list of them: maps, lists by topic, messages of chats."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from handbook.importers.wording import asks

Found = tuple[int, int, Any]  # where a value begins and ends, and what it is
Asks = Callable[[Any], bool]
TOPIC = "topic"
_BLANK = " \t\r\n"
_MESSAGES = ("messages", "conversations", "conversation")
_ROLES, _TEXTS = ("role", "from"), ("content", "value", "text")
_ASKING, _ANSWERING = ("user", "human"), ("assistant", "gpt", "model", "bot")
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
    if any(isinstance(value.get(name), list) for name in _MESSAGES):
        return [(start, end, each) for each in _turns(value)]
    if any(map(asks, value)) and all(_answers(each) for each in value.values()):
        return [
            (first, last, {"question": key, "answer": each})
            for first, key, last, each, _ in _members(text, start)
        ]
    if any(isinstance(each, list) and any(map(question, each)) for each in value.values()):
        return list(_by_topic(text, start, question))
    return []


def _answers(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(each, str) for each in value)
    )


def _turns(value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what is asked in a chat, each with its answer; all else stays with the first."""
    said = next(value[name] for name in _MESSAGES if isinstance(value.get(name), list))
    beside = {key: each for key, each in value.items() if key not in _MESSAGES}
    turns: list[dict[str, Any]] = []
    for message in said:
        role, content = _spoken(message)
        if role in _ASKING:
            turns.append({"question": content, **({} if turns else beside)})
        elif role in _ANSWERING and turns:
            turns[-1].setdefault("answer", []).append(content)
        elif turns:
            turns[-1][role or "message"] = content
        else:
            beside[role or "message"] = content
    yield from turns


def _spoken(message: Any) -> tuple[str, Any]:
    """Give who says a message and what; nobody where it is none."""
    if not isinstance(message, dict):
        return "", message
    role = next((message[name] for name in _ROLES if name in message), "")
    content = next((message[name] for name in _TEXTS if name in message), message)
    return str(role).lower(), content


def _by_topic(text: str, start: int, question: Asks) -> Iterator[Found]:
    """Yield the questions of lists that stand below the names of topics, and what is none."""
    for first, key, end, value, value_start in _members(text, start):
        if not isinstance(value, list) or not any(map(question, value)):
            yield first, end, {key: value}
            continue
        for each_start, each_end, each in _elements(text, value_start):
            topic = isinstance(each, dict) and question(each)
            yield each_start, each_end, {TOPIC: key, **each} if topic else each


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
