"""Reads notes in JSON: a list of objects, alone or under a name, or one object a line."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from handbook.checks.front_matter import ADDRESS
from handbook.importers.json_shapes import named, unfolded
from handbook.importers.notes import Line, Reading
from handbook.importers.options import BETWEEN, OPTIONS
from handbook.importers.records import ANSWER, QUESTION, STEPS, record
from handbook.importers.scribe import Scribe
from handbook.importers.wording import plain_wording

NAME = "json"

_LIST = re.compile(
    r'"(?:questions|items|data|notes|cards|results|flashcards|records|entries|examples)"\s*:\s*\[\s*(?=\{)'
)
# What the handbook's own data hold of a question besides its answer, each with its keys.
_OWN_LISTS: dict[str, tuple[str, ...]] = {
    "also_asked": (),
    "misconceptions": ("claim", "correction", "true_form"),
    "references": ("title", "url"),
}
# A list among text, as a chat gives it.
_EMBEDDED = re.compile(r'\[\s*(?=\{\s*")')
_AMONG_TEXT = 0.55
_MOST_FAILURES = 200
_SHOWN = 10  # names of fields
_BRACKETS = re.compile(r"^[\s\[\]{},]*$")
# Above the records of a list, and of lists in lists.
_TOPIC = re.compile(r'^[\s\[\]{},]*(?:"[^"]*"\s*:\s*[\[{]\s*)+$')
_BETWEEN = " \t\r\n,"
_CAPITAL = re.compile("(?<=[a-z])(?=[A-Z])")
_HALF = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
# What the site's own data hold of a question that says nothing about it elsewhere, or twice.
_SITE = ("wording", "short_answer", "long_answer")
_OF_SITE = (
    "former_ids", "address", "page", "markdown", "answer_language", "status", "added",
    "revised", "samples",
)  # fmt: skip


def score(lines: Sequence[Line]) -> tuple[float, str]:
    """Tell how well a file fits, 0 to 1, and what speaks for it."""
    text = _joined(lines)
    begins = text.lstrip()[:1] in ("[", "{")
    if not begins and not _EMBEDDED.search(text):
        return 0.0, "does not begin with a bracket"
    count = sum(_asks(value) for _, _, value in _values(text))
    if not begins:
        return (_AMONG_TEXT if count else 0.0), f"{count} objects with a question, among text"
    if not count:
        found = named([value for _, _, value in _values(text)])
        return 0.3, f"no object with a question; found: {', '.join(found[:_SHOWN]) or 'no objects'}"
    return 1.0, f"{count} objects with a question"


def read(lines: Sequence[Line]) -> Reading:
    """Read the objects; brackets between them are noise, and so is what stands beside the list."""
    scribe = Scribe()
    text = _joined(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.text) + 1)
    values = list(_values(text))
    found = [
        (value, lines[bisect_right(starts, start) - 1 : bisect_right(starts, end - 1)])
        for start, end, value in values
    ]
    asking = {line.number for value, place in found if _asks(value) for line in place}
    beside: list[tuple[Line, Any]] = []
    for value, place in found:
        if _asks(value):
            sound = _sound(value)
            if record(scribe, place, _flat(sound)):
                _take_lists(scribe, place[0], sound)
                if sound != value:
                    scribe.mend(place[0], f"half of a character replaced by {_REPLACEMENT}")
        else:
            _leave(scribe, value, [line for line in place if line.number not in asking])
            beside += [(place[0], value)] if asking & {line.number for line in place} else []
    _tell(scribe, beside)
    _between(scribe, lines, starts, values, beside=_in_object(text))
    taken = {line.number for _, place in found for line in place}
    _rest(scribe, [line for line in lines if line.number not in taken], text)
    return scribe.reading(STEPS)


def _leave(scribe: Scribe, value: Any, place: Sequence[Line]) -> None:
    scribe.leave("a record without a question" if isinstance(value, dict) else "no record", *place)


def _tell(scribe: Scribe, beside: Sequence[tuple[Line, Any]]) -> None:
    """Tell what is no question and stands on the line of one, which is counted as that."""
    for line, value in beside:
        shown = json.dumps(_sound(value), ensure_ascii=False)
        scribe.leave("no question, on the line of one", Line(line.number, shown))


def _between(
    scribe: Scribe,
    lines: Sequence[Line],
    starts: Sequence[int],
    values: Sequence[tuple[int, int, Any]],
    *,
    beside: bool,
) -> None:
    """Leave text that is no JSON and stands on a line with some, which is counted as that.

    `beside` tells whether the list stands in an object, whose other data are noise.
    """
    gaps = [(end, start) for (_, end, _), (start, _, _) in pairwise(values)]
    if values and not beside:
        gaps = [(0, values[0][0]), *gaps, (values[-1][1], starts[-1])]
    for end, start in gaps:
        first, last = bisect_right(starts, end) - 1, bisect_right(starts, start) - 1
        for index in {first, min(last, len(lines) - 1)}:
            line, offset = lines[index], starts[index]
            text = line.text[max(0, end - offset) : max(0, start - offset)]
            whole = text == line.text
            named = beside and _TOPIC.match(text)
            if not whole and not named and not _BRACKETS.match(text):
                scribe.leave("no JSON", Line(line.number, text.strip(_BETWEEN)))


def _rest(scribe: Scribe, rest: Sequence[Line], text: str) -> None:
    beside = _in_object(text)
    above = text.count("\n", 0, _start(text)) + 1
    for line in rest:
        if line.text.strip().startswith("```"):
            scribe.drop("fence around the list", line)
        elif _BRACKETS.match(line.text):
            scribe.drop("brackets of the list", line)
        elif beside:
            scribe.drop("data beside the list of questions", line)
        else:
            scribe.leave("no JSON" if line.number < above else "no JSON from here on", line)


def _in_object(text: str) -> bool:
    if not text.lstrip().startswith("{"):
        return False
    return bool(_LIST.search(text)) or _is_unfolded(text)


def _is_unfolded(text: str) -> bool:
    """Tell whether the whole text is one object, whose members are the records."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    found = unfolded(text, (len(text) - len(text.lstrip()), len(text), value), _asks)
    return bool(found) and not _asks(value)


def _joined(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _values(text: str) -> Iterator[tuple[int, int, Any]]:
    """Yield each value of the list, where it begins and where it ends; skip what is no JSON."""
    decoder = json.JSONDecoder()
    position = _start(text)
    failed = goes_on = 0
    while position < len(text):
        while text[position : position + 1] in (*_BETWEEN,):
            position += 1
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            # Behind text that is no JSON, the list may go on.
            position = text.find("{", position + 1)
            failed += 1
            if position < 0 or failed > _MOST_FAILURES:
                return
            continue
        if failed == goes_on or isinstance(value, dict):
            found = (position, end, value)
            within = [] if _asks(value) else unfolded(text, found, _asks)
            yield from within or [found]
            goes_on = failed
        position = end


def _start(text: str) -> int:
    """Give where the first value of the list begins."""
    bare = text.lstrip()
    first = len(text) - len(bare)
    if bare.startswith("["):
        return first + 1
    found = _LIST.search(text) or (None if bare.startswith("{") else _EMBEDDED.search(text))
    return found.end() if found else first


def _asks(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    fields = _flat(value)
    return any(fields.get(name, "").strip() for name in QUESTION)


def _sound(value: Any) -> Any:
    """Replace halves of characters, which JSON can hold and no file of text can."""
    if isinstance(value, str):
        return _HALF.sub(_REPLACEMENT, value)
    if isinstance(value, list):
        return [_sound(each) for each in value]
    if isinstance(value, dict):
        return {_sound(key): _sound(each) for key, each in value.items()}
    return value


def _flat(found: Mapping[str, Any]) -> dict[str, str]:
    """Give the fields as text."""
    fields = {_name(str(key)): value for key, value in found.items() if value is not None}
    unwanted = [*_OWN_LISTS, *(_OF_SITE if all(name in found for name in _SITE) else ())]
    return {
        key: _text(value, _between_items(key))
        for key, value in fields.items()
        if key not in unwanted
    }


def _name(key: str) -> str:
    """Give the name of a field as the others are written: `correctAnswer` is correct_answer."""
    return _CAPITAL.sub("_", key.strip()).lower().replace(" ", "_")


def _between_items(name: str) -> str:
    return "\n\n" if name in ANSWER else BETWEEN if name in OPTIONS else ", "


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
            scribe.leave(f"field '{name}' has no place for this", Line(line.number, text))


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
