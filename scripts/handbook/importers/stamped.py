"""Reads who speaks in the log of a chat, whose lines begin with a time and a name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from handbook.importers.notes import Line
from handbook.importers.voices import LABELS

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DAY = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+)?"
# `[10:01] <alice> …`, `[12/03/2025, 10:00:11] Alice: …`, `12/03/25, 10:00 - Alice: …`.
_SAID = re.compile(
    rf"^(?P<who>\u200e?\[?{_DAY}{_TIME}\]?\s+(?:-\s+)?(?:<(?P<nick>[^<>\s]{{1,40}})>|(?P<name>[^\s:<>`][^:<>`]{{0,40}}):))"
    r"\s+(?P<text>\S.*)$"
)
# `Alice Smith  10:01 AM`, above what she says.
_ABOVE = re.compile(rf"^(?P<name>[^\W\d][\w.' -]{{0,40}}?)\s{{2,}}\[?{_TIME}\]?\s*$")
_FEWEST = 2


@dataclass
class Log:
    """The lines of a log as those of a dialogue; `marks` are the times and names taken off."""

    lines: list[Line] = field(default_factory=list)
    marks: list[Line] = field(default_factory=list)
    asking: str = ""  # who waits for an answer
    speaking: str = ""  # who stands above what is said


def unstamped(lines: Sequence[Line]) -> Log:
    """Take times and names off; other notes stay as they are.

    Who asks something begins a question, and the next one who says anything answers it.
    """
    stamped = [line for line in lines if _SAID.match(line.text) or _ABOVE.match(line.text)]
    if len(stamped) < _FEWEST or 4 * len(stamped) < sum(not line.blank for line in lines):
        return Log(list(lines))
    log = Log()
    for line in lines:
        _take(log, line)
    return log


def _take(log: Log, line: Line) -> None:
    said, above = _SAID.match(line.text), _ABOVE.match(line.text)
    if said:
        log.marks.append(Line(line.number, said["who"]))
        log.lines.append(
            Line(line.number, _voiced(log, said["nick"] or said["name"], said["text"]))
        )
    elif above:
        log.marks.append(line)
        log.lines.append(Line(line.number, ""))
        log.speaking = above["name"]
    elif log.speaking and not line.blank:
        log.lines.append(Line(line.number, _voiced(log, log.speaking, line.text)))
        log.speaking = ""
    else:
        log.lines.append(line)


def _voiced(log: Log, name: str, text: str) -> str:
    """Put the label before a text that a dialogue has for it."""
    if LABELS.question.match(text) or LABELS.answer.match(text):
        log.asking = ""
        return text
    if text.rstrip().endswith(("?", "？")):
        log.asking = name
        return f"Q: {text}"
    if log.asking and name != log.asking:
        log.asking = ""
        return f"A: {text}"
    return text
