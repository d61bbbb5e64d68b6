"""Reads notes in JSON: a list of objects, alone or under a name, or one object a line."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handbook.checks.front_matter import ADDRESS
from handbook.importers.notes import Line, Reading
from handbook.importers.records import ANSWER, QUESTION, STEPS, record
from handbook.importers.scribe import Scribe
from handbook.importers.wording import plain_wording

NAME = "json"

_LIST = re.compile(r'"(?:questions|items|data|notes|cards)"\s*:\s*\[\s*(?=\{)')
# What the handbook's own data hold of a question besides its answer, each with its keys.
_OWN_LISTS: dict[str, tuple[str, ...]] = {
    "also_asked": (),
    "misconceptions": ("claim", "correction", "true_form"),
    "references": ("title", "url"),
}
_BRACKETS = re.compile(r"^[\s\[\]{},]*$")
_BETWEEN = " \t\r\n,"
# What the site's own data hold of a question that says nothing about it elsewhere, or twice.
_SITE = ("wording", "short_answer", "long_answer")
_OF_SITE = (
    "former_ids", "address", "page", "markdown", "answer_language", "status", "added",
    "revised", "samples",
)  # fmt: skip


def score(lines: Sequence[Line]) -> tuple[float, str]:
    """Tell how well a file fits, 0 to 1, and what speaks for it."""
    text = _joined(lines)
    if text.lstrip()[:1] not in ("[", "{"):
        return 0.0, "does not begin with a bracket"
    count = sum(_asks(value) for _, _, value in _values(text))
    return (1.0 if count else 0.3), f"{count} objects with a question"


def read(lines: Sequence[Line]) -> Reading:
    """Read the objects; brackets between them are noise, and so is what stands beside the list."""
    scribe = Scribe()
    text = _joined(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.text) + 1)
    found = [
        (value, lines[bisect_right(starts, start) - 1 : bisect_right(starts, end - 1)])
        for start, end, value in _values(text)
    ]
    asking = {line.number for value, place in found if _asks(value) for line in place}
    beside: list[tuple[Line, Any]] = []
    for value, place in found:
        if _asks(value):
            if record(scribe, place, _flat(value)):
                _take_lists(scribe, place[0], value)
        else:
            _leave(scribe, value, [line for line in place if line.number not in asking])
            beside += [(place[0], value)] if asking & {line.number for line in place} else []
    _tell(scribe, beside)
    taken = {line.number for _, place in found for line in place}
    _rest(scribe, [line for line in lines if line.number not in taken], text)
    return scribe.reading(STEPS)


def _leave(scribe: Scribe, value: Any, place: Sequence[Line]) -> None:
    scribe.leave("a record without a question" if isinstance(value, dict) else "no record", *place)


def _tell(scribe: Scribe, beside: Sequence[tuple[Line, Any]]) -> None:
    """Tell what is no question and stands on the line of one, which is counted as that."""
    for line, value in beside:
        shown = json.dumps(value, ensure_ascii=False)
        scribe.doubt(line, f"what is no question stands on the same line: {shown}")


def _rest(scribe: Scribe, rest: Sequence[Line], text: str) -> None:
    beside = text.lstrip().startswith("{") and bool(_LIST.search(text))
    for line in rest:
        if _BRACKETS.match(line.text):
            scribe.drop("brackets of the list", line)
        elif beside:
            scribe.drop("data beside the list of questions", line)
        else:
            scribe.leave("no JSON from here on", line)


def _joined(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _values(text: str) -> Iterator[tuple[int, int, Any]]:
    """Yield each value of the list, where it begins and where it ends; stop at what is no JSON."""
    decoder = json.JSONDecoder()
    position = _start(text)
    while position < len(text):
        while text[position : position + 1] in (*_BETWEEN,):
            position += 1
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield position, end, value
        position = end


def _start(text: str) -> int:
    """Give where the first value of the list begins."""
    bare = text.lstrip()
    first = len(text) - len(bare)
    if bare.startswith("["):
        return first + 1
    found = _LIST.search(text)
    return found.end() if found else first


def _asks(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    fields = _flat(value)
    return any(fields.get(name, "").strip() for name in QUESTION)


def _flat(found: Mapping[str, Any]) -> dict[str, str]:
    """Give the fields as text."""
    fields = {str(key).lower(): value for key, value in found.items() if value is not None}
    unwanted = [*_OWN_LISTS, *(_OF_SITE if all(name in found for name in _SITE) else ())]
    return {
        key: _text(value, "\n\n" if key in ANSWER else ", ")
        for key, value in fields.items()
        if key not in unwanted
    }


def _take_lists(scribe: Scribe, line: Line, found: Mapping[str, Any]) -> None:
    """Take what an object says in the handbook's own form, and tell what is not of that form."""
    for name, keys in _OWN_LISTS.items():
        value = found.get(name) or []
        items = value if isinstance(value, list) else [value]
        kept = [(item, _own(item, keys)) for item in items]
        if own := [each for _, each in kept if each]:
            scribe.add_lists({name: own})
        for item in (item for item, each in kept if not each):
            text = json.dumps(item, ensure_ascii=False)
            scribe.doubt(line, f"field '{name}' has no place for this: {text}")


def _own(item: Any, keys: Sequence[str]) -> object:
    """Give an item as the front matter has it, None where it cannot stand there."""
    if not keys:
        return plain_wording(item) if isinstance(item, str) else None
    given = {k: v for k, v in item.items() if v is not None} if isinstance(item, dict) else {}
    own = {key: plain_wording(str(given[key])) for key in keys if given.get(key)}
    if "url" in own and not ADDRESS.fullmatch(own["url"]):
        return None
    complete = all(own.get(key) for key in keys[:2])
    return own if complete and set(given) <= set(keys) else None


def _text(value: Any, between: str) -> str:
    if isinstance(value, list):
        return between.join(_text(each, ", ") for each in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
