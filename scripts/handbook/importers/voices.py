"""Knows who speaks in a saved chat: `Q:` and `A:`, or the names of whoever asks and answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handbook.importers.notes import Line

_ASKING = "user|you|human|me|prompt|student|interviewer|用户|我|你"
_ANSWERING = (
    r"chatgpt|gpt(?:-[\w.]{1,8})?|assistant|ai|bot|claude|gemini|copilot|bard|llama|deepseek"
    "|teacher|candidate|interviewee|助手"
)
_COLON = r"\s{0,3}[:：]"


@dataclass(frozen=True)
class Voices:
    """What the lines begin with that ask and that answer; `text` is what stands behind it.

    `told` is how a report calls the two.
    """

    question: re.Pattern[str]
    answer: re.Pattern[str]
    told: tuple[str, str] = ("who asks", "who answers")


def _labels(names: str) -> re.Pattern[str]:
    """Match one of some short names with a number and a colon, in bold or not."""
    return re.compile(
        rf"^\s{{0,3}}\**(?:{names})\s{{0,3}}(?P<number>\d{{0,4}}){_COLON}\**\s*(?P<text>.*)$",
        re.IGNORECASE,
    )


def _pointed(asking: str, answering: str) -> Voices:
    """Match short names with a point behind them, the question's with a number between."""
    numbered = rf"(?:{asking})\.?\s{{0,3}}(?P<number>\d{{1,4}})\s{{0,3}}[.:)]"
    return Voices(
        re.compile(rf"^\s{{0,3}}\**{numbered}\**\s*(?P<text>.*)$", re.IGNORECASE),
        re.compile(
            rf"^\s{{0,3}}\**(?:{answering})\s{{0,3}}\d{{0,4}}\s{{0,3}}[.:)]\**(?:\s+|$)(?P<text>.*)$",
            re.IGNORECASE,
        ),
        ("'Q1.'", "'Ans.'"),
    )


def _speakers(names: str) -> re.Pattern[str]:
    """Match a name alone as a heading, or with a colon, in bold or not, and what is said."""
    return re.compile(
        rf"^[ \t]{{0,3}}(?:#{{1,6}}[ \t]+[*_]{{0,2}}[^\w\s]{{0,3}}[ \t]?(?:{names})(?: said)?"
        rf"[*_]{{0,2}}[:：]?[*_]{{0,2}}(?P<nothing>)[ \t]*$"
        rf"|[*_]{{0,2}}[^\w\s`<>|\[\](){{}}#:+-]{{0,3}}[ \t]?(?:{names})(?: said)?[*_]{{0,2}}"
        rf"{_COLON}[*_]{{0,2}}[ \t]*(?P<text>.*)$)",
        re.IGNORECASE,
    )


LABELS = Voices(
    _labels("Q|Ｑ|Question|Front|问题|问|問|提问"),
    _labels("A|Ａ|Ans|Answer|Sol|Solution|Back|答案|答|回答"),
    ("'Q:'", "'A:'"),
)
POINTED = _pointed("Q|Ques|Question", "Ans|Answer|Sol|Solution")
DOTTED = Voices(
    re.compile(r"^\s{0,3}\**Q\s?(?P<number>\d{0,4})\s?\.\**\s+(?P<text>\S.*)$"),
    re.compile(r"^\s{0,3}\**A\s?\d{0,4}\s?\.\**\s+(?P<text>\S.*)$"),
    ("'Q.'", "'A.'"),
)
# `A.` is an option where `B.` is one.
_OPTION = re.compile(r"^\s{0,3}\**B\s?[.)]")
SPEAKERS = Voices(_speakers(_ASKING), _speakers(_ANSWERING))


def said(found: re.Match[str]) -> str:
    """Give what stands behind a name."""
    return (found["text"] or "").strip()


def voices(lines: Sequence[Line]) -> Voices:
    """Tell who speaks in a file: whoever has more turns, and has them on both sides."""
    options = any(_OPTION.match(line.text) for line in lines)
    known = (LABELS, POINTED, SPEAKERS) if options else (LABELS, POINTED, DOTTED, SPEAKERS)
    return max(known, key=lambda each: _turns(lines, each))


def _turns(lines: Sequence[Line], each: Voices) -> tuple[int, int]:
    questions = sum(bool(each.question.match(line.text)) for line in lines)
    answers = sum(bool(each.answer.match(line.text)) for line in lines)
    # One side alone is said by many texts that are no chat.
    return min(questions, answers), questions if each is LABELS else 0
