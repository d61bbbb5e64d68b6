"""Mends code of raw notes: only as far as the result parses, and never by guessing its meaning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.importers.language import looks_like_python, parses, syntax_error

_PROMPT = re.compile(r"^\s*(>>>|\.\.\.)( |$)")
_COUNTER = re.compile(r"^(\s*)\d{1,3}\. (?=\S)|^\s*\d{1,3}\.\s*$")
_ESCAPED = re.compile(r"\\([{}_])")
# A line is joined to another at most this often in one sample, so that time stays linear.
_MOST_JOINS = 12
_LONGEST = 400  # lines of a sample that is mended by trying
_OPENS_BLOCK = re.compile(r"^(?:with|for|while|if|def|class|try|else|elif|except|finally)\b.*:\s*$")


@dataclass(frozen=True)
class Session:
    """An interactive session: what was typed, and what was printed."""

    code: str
    output: str


def session(content: str) -> Session | None:
    """Take an interactive session apart, None where the text is none."""
    lines = content.split("\n")
    if not any(line.lstrip().startswith(">>>") for line in lines):
        return None
    typed: list[str] = []
    printed: list[str] = []
    for line in lines:
        prompt = _PROMPT.match(line)
        if prompt:
            typed.append(line[prompt.end() :].rstrip())
        elif line.strip():
            printed.append(line.rstrip())
    return Session("\n".join(typed).strip("\n"), "\n".join(printed))


@dataclass(frozen=True)
class Mended:
    """Code after repair, what was done, and line and reason where it does not parse yet."""

    code: str
    repairs: tuple[str, ...] = ()
    error: tuple[int, str] | None = None


def mend(content: str) -> Mended:
    """Mend a sample as a converter may have left it: counters, escapes, and wrapped lines.

    Args:
        content: the code

    Returns:
        the code, changed only where that takes an error away; where it was not Python, as it was

    """
    if parses(content):
        return Mended(content)
    careful = _tried(content, careful=True)
    # Of several damages, one may hide whether another was mended.
    daring = _tried(content, careful=False)
    if careful.error and not daring.error:
        return daring
    return careful


def _tried(content: str, *, careful: bool) -> Mended:
    repairs: list[str] = []
    for what, change in _CHANGES:
        changed = change(content)
        mendable = changed != content and not parses(content)
        if mendable and (not careful or _better(content, changed)):
            content = changed
            repairs.append(what)
    for what, attempt in _ATTEMPTS if looks_like_python(content) else ():
        changed = attempt(content)
        if changed != content:
            content = changed
            repairs.append(what)
    return Mended(content, tuple(repairs), syntax_error(content))


def _uncounted(content: str) -> str:
    lines = content.split("\n")
    return "\n".join(_COUNTER.sub(r"\1", line) for line in lines)


def _unescaped(content: str) -> str:
    return _ESCAPED.sub(r"\1", content)


def _better(before: str, after: str) -> bool:
    """Tell whether the first error comes later, or none is left."""
    left, was = syntax_error(after), syntax_error(before)
    further = left is None or (was is not None and left[0] > was[0])
    return further or (looks_like_python(after) and not looks_like_python(before))


def _joined(content: str) -> str:
    """Join the tails of wrapped lines to their beginnings, where the text parses then."""
    lines = content.split("\n")
    if len(lines) > _LONGEST:
        return content
    for _ in range(_MOST_JOINS + 1):
        error = syntax_error("\n".join(lines))
        if error is None:
            return "\n".join(lines)
        better = next(_attempts(lines, error), None)
        if better is None:
            break
        lines = better
    return content


def _attempts(lines: list[str], was: tuple[int, str]) -> Iterator[list[str]]:
    """Yield the text with one line joined to the one above, where that takes the error further."""
    at, _ = was
    for index in (at - 1, at, at - 2):
        if not 1 <= index < len(lines) or lines[index][:1] in ("", " "):
            continue
        if lines[index - 1].endswith(":") or not lines[index - 1].strip():
            continue  # a block begins here, which has lost its indentation
        for between in (" ", ""):
            joined = lines[index - 1].rstrip() + between + lines[index]
            changed = [*lines[: index - 1], joined, *lines[index + 1 :]]
            if _further(syntax_error("\n".join(changed)), was, index):
                yield changed


def _further(error: tuple[int, str] | None, was: tuple[int, str], index: int) -> bool:
    """Tell whether an error is none, or not the one that was there before lines were joined."""
    # One line less stands above the error now.
    if error is None or error[0] + 1 > max(was[0], index + 1):
        return True
    # Python tells of a string without an end before all else, wherever that stands.
    return "unterminated" in was[1] and "unterminated" not in error[1]


def _indented(content: str) -> str:
    """Indent the last line where it is all that can stand in the block that the one above opens."""
    lines = content.rstrip("\n").split("\n")
    if len(lines) < 2 or any(line.startswith((" ", "\t")) for line in lines):
        return content
    if not _OPENS_BLOCK.match(lines[-2]) or lines[-1].startswith("#"):
        return content
    changed = "\n".join([*lines[:-1], f"    {lines[-1]}"])
    return changed if parses(changed) else content


_CHANGES = (("counters of a list stripped", _uncounted), ("escapes undone", _unescaped))
# These change nothing where the whole does not parse then.
_ATTEMPTS = (("last line indented", _indented), ("wrapped lines joined", _joined))
