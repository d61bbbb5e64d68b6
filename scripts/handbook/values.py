"""Reads YAML with line numbers: repeated keys, `no` for false and `a: b: c` become faults.

`schema.py` says what a file may hold in terms of the types below; reading a node by its type gives
plain values with their lines, and a fault for everything that does not fit. Nothing raises.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import accumulate
from typing import Any, Protocol

import yaml

from handbook.likeness import did_you_mean

# The loader over libyaml is about fifteen times as fast; not every build of PyYAML has it.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Control characters; zero-width spaces, joiners and fillers, the byte-order mark, the soft hyphen;
# line separators, which only some programs take for line ends; the marks that turn the direction
# of writing; tags.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# libyaml calls itself for every level, and crashes the whole process where levels are many.
_DEEPEST = 100
_LISTS_IN_ONE_LINE = re.compile(rf"(?:[-?][ \t]+){{{_DEEPEST}}}")
_BRACKETS = {"[": 1, "{": 1, "]": -1, "}": -1}


@dataclass(frozen=True)
class Fault:
    """Why a YAML file does not fit its schema; `code` is the name of the rule that reports it."""

    code: str
    line: int
    must: str
    found: str | None = None
    meant: str | None = None


@dataclass(frozen=True)
class Value:
    """A value and the 1-based line that it stands on."""

    value: Any
    line: int


Report = Callable[[Fault], None]


class Type(Protocol):
    """What a value must be; `read` reports what does not fit and then gives None."""

    def read(self, node: yaml.Node, first_line: int, report: Report) -> Value | None:
        """Turn a node into a value; `first_line` is the line of the file where the YAML begins."""


def _line(node: yaml.Node, first_line: int) -> int:
    return int(node.start_mark.line) + first_line


def _shown(node: yaml.Node) -> str:
    """Give what stands in the file, short enough for a message."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    name = "list" if isinstance(node, yaml.SequenceNode) else "mapping"
    return f"a {name}" if node.value else f"an empty {name}"


def _mistyped(node: yaml.Node, first_line: int, must: str, report: Report) -> Value | None:
    """Report a value of the wrong type, and give what reading it gives: nothing."""
    report(Fault("value-mistyped", _line(node, first_line), must, _shown(node)))
    return None


@dataclass(frozen=True)
class Text:
    """Text on one or more lines; a number, date or yes/no must be quoted."""

    def read(self, node: yaml.Node, first_line: int, report: Report) -> Value | None:
        """Give the text without surrounding space."""
        if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
            return _mistyped(node, first_line, "must not be empty", report)
        if not isinstance(node, yaml.ScalarNode) or node.tag != "tag:yaml.org,2002:str":
            quoted = " in quotes" if isinstance(node, yaml.ScalarNode) else ""
            return _mistyped(node, first_line, f"must be text{quoted}", report)
        if not node.value.strip():
            return _mistyped(node, first_line, "must not be empty", report)
        if INVISIBLE.search(node.value):
            must = "must be text without characters that cannot be seen"
            return _mistyped(node, first_line, must, report)
        return Value(" ".join(node.value.split()), _line(node, first_line))


@dataclass(frozen=True)
class Day:
    """A date, written YYYY-MM-DD."""

    def read(self, node: yaml.Node, first_line: int, report: Report) -> Value | None:
        """Give a `datetime.date`."""
        try:
            written = node.value if isinstance(node, yaml.ScalarNode) else ""
            # fromisoformat also reads 20261120 and 2026-W47-5, which nobody means here.
            if _DATE.fullmatch(written):
                return Value(date.fromisoformat(written), _line(node, first_line))
        except ValueError:
            pass
        return _mistyped(node, first_line, "must be a date, YYYY-MM-DD", report)


@dataclass(frozen=True)
class Choice:
    """One of the values of an enumeration."""

    of: type[StrEnum]

    def read(self, node: yaml.Node, first_line: int, report: Report) -> Value | None:
        """Give a member of the enumeration."""
        allowed = [str(member) for member in self.of]
        if isinstance(node, yaml.ScalarNode) and node.value in allowed:
            return Value(self.of(node.value), _line(node, first_line))
        found = _shown(node)
        must = f"must be one of {', '.join(allowed)}"
        meant = did_you_mean(found, allowed)
        report(Fault("value-unknown", _line(node, first_line), must, found, meant))
        return None


@dataclass(frozen=True)
class Many:
    """A list of at least one value."""

    of: Type

    def read(self, node: yaml.Node, first_line: int, report: Report) -> Value | None:
        """Give a tuple of the values that fit."""
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            return _mistyped(node, first_line, "must be a list that is not empty", report)
        values = (self.of.read(item, first_line, report) for item in node.value)
        return Value(tuple(value for value in values if value), _line(node, first_line))


@dataclass(frozen=True)
class Reasons:
    """A mapping of free keys to texts."""

    def read(self, node: yaml.Node, first_line: int, report: Report) -> Value | None:
        """Give a mapping of key to value."""
        if not isinstance(node, yaml.MappingNode) or not node.value:
            return _mistyped(node, first_line, "must be a mapping that is not empty", report)
        read: dict[str, Value] = {}
        for key, inner in _pairs(node, first_line, report):
            value = Text().read(inner, first_line, report)
            if value:
                read[key] = value
        return Value(read, _line(node, first_line))


@dataclass(frozen=True)
class Field:
    """A key of a record."""

    type: Type
    required: bool = False


@dataclass(frozen=True)
class Record:
    """A mapping with known keys."""

    fields: Mapping[str, Field]

    def read(self, node: yaml.Node, first_line: int, report: Report) -> Value | None:
        """Give a mapping of key to value, with the keys that fit."""
        if not isinstance(node, yaml.MappingNode):
            return _mistyped(node, first_line, "must be a mapping of keys to values", report)
        read = self._read_known(node, first_line, report)
        line = _line(node, first_line)
        present = {_shown(key) for key, _ in node.value}
        for key in self.fields:
            if self.fields[key].required and key not in present:
                report(Fault("key-missing", line, f"must have the key '{key}'"))
        return Value(read, line)

    def _read_known(
        self, node: yaml.MappingNode, first_line: int, report: Report
    ) -> dict[str, Value]:
        read: dict[str, Value] = {}
        for key, inner in _pairs(node, first_line, report, known=self.fields):
            value = self.fields[key].type.read(inner, first_line, report)
            if value:
                # A key's problems are reported where the key stands, not where its list begins.
                read[key] = Value(value.value, _key_line(node, key, first_line))
        return read


def _key_line(node: yaml.MappingNode, key: str, first_line: int) -> int:
    return next(_line(name, first_line) for name, _ in node.value if name.value == key)


def _pairs(
    node: yaml.MappingNode,
    first_line: int,
    report: Report,
    known: Iterable[str] | None = None,
) -> Iterable[tuple[str, yaml.Node]]:
    """Yield key and node of each pair that counts; report the others."""
    seen: dict[str, int] = {}
    for name, inner in node.value:
        line = _line(name, first_line)
        key = _shown(name)
        if known is not None and key not in known:
            must = "must be a key of the schema"
            report(Fault("key-unknown", line, must, key, did_you_mean(key, known)))
        elif key in seen:
            must = f"must stand once, it stands on line {seen[key]} already"
            report(Fault("key-repeated", line, must, key))
        else:
            seen[key] = line
            yield key, inner


@dataclass(frozen=True)
class Values:
    """What was read of a YAML text: top-level values by key, or `items` of a top-level list."""

    by_key: Mapping[str, Value] = field(default_factory=dict)
    items: tuple[Value, ...] = ()
    faults: tuple[Fault, ...] = ()

    def get(self, key: str, default: Any = None) -> Any:
        """Give the value of a key, or the default where it is absent or did not fit."""
        return plain(self.by_key[key]) if key in self.by_key else default

    def line(self, key: str, default: int = 1) -> int:
        """Give the line of a key."""
        return self.by_key[key].line if key in self.by_key else default


def plain(value: Value) -> Any:
    """Give the value without its line; the items of a list lose theirs too."""
    if isinstance(value.value, tuple):
        return tuple(plain(item) for item in value.value)
    return value.value


def read_values(text: str, schema: Type, first_line: int = 1) -> Values:
    """Read YAML text by its schema.

    Args:
        text: the YAML, without the `---` lines of front matter
        schema: what it must hold
        first_line: the line of the file that the text begins on

    Returns:
        the values that fit, and a fault for each thing that does not

    """
    if _too_deep(text):
        return Values(faults=(Fault("yaml-broken", first_line, "must not be nested so deep"),))
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        return Values(faults=(_broken(error, text, first_line),))
    if node is None:
        return Values(faults=(Fault("yaml-broken", first_line, "must not be empty"),))
    faults: list[Fault] = []
    read = schema.read(node, first_line, faults.append)
    if read is None:
        return Values(faults=tuple(faults))
    if isinstance(read.value, tuple):
        return Values(items=read.value, faults=tuple(faults))
    return Values(by_key=read.value, faults=tuple(faults))


def _too_deep(text: str) -> bool:
    flow = accumulate(_BRACKETS.get(character, 0) for character in text)
    many = text.count("[") + text.count("{") > _DEEPEST
    return (many and max(flow) > _DEEPEST) or bool(_LISTS_IN_ONE_LINE.search(text))


def _broken(error: yaml.YAMLError, text: str, first_line: int) -> Fault:
    if isinstance(error, yaml.reader.ReaderError):
        unreadable = yaml.reader.Reader.NON_PRINTABLE.search(text)
        line = first_line + text.count("\n", 0, unreadable.start() if unreadable else 0)
        return Fault("yaml-broken", line, "must be valid YAML", error.reason)
    mark = getattr(error, "problem_mark", None)
    line = first_line + (mark.line if mark else 0)
    reason = getattr(error, "problem", None) or str(error)
    if reason.startswith("mapping values are not allowed"):
        return Fault("yaml-broken", line, "must be in quotes where a value holds ': '")
    return Fault("yaml-broken", line, "must be valid YAML", reason)
