"""Tells whether the items of lists are the questions of a Markdown file, and which of them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handbook.importers.markdown_lists import Form, Mark
from handbook.importers.wording import asked, asks, labeled

_FEWEST = 2  # items that ask
_MORE = 4  # times as many as other places that ask
# What asks without a question mark, among items that have one.
_TASK = re.compile(
    r"(?:explain|describe|discuss|compare|define|differentiate|derive|implement|design"
    r"|(?:walk|tell) me|write (?:an?|the)|difference between|how to|what|why)\b",
    re.IGNORECASE,
)


def with_bullets(found: Sequence[Mark]) -> list[Mark]:
    """Take out the items of lists, unless most of them ask, and hardly anything else does.

    Headings that only count sections ask nothing.
    """
    bullets = [mark for mark in found if mark.form is Form.BULLET]
    others = [mark for mark in found if mark.form is not Form.BULLET]
    asking = [mark for mark in bullets if mark.is_question]
    beside = [mark for mark in others if mark.is_question]
    asked_there = sum(labeled(mark.text) or asks(mark.text) for mark in beside)
    enough = len(asking) >= _FEWEST and len(asking) * 2 > len(bullets)
    if not enough or len(asking) <= max(len(beside), _MORE * asked_there):
        return others
    return [_as_task(mark) for mark in found if mark.form is not Form.BULLET or _fits(mark)]


def _fits(mark: Mark) -> bool:
    return mark.is_question or bool(_TASK.match(asked(mark.text).wording))


def _as_task(mark: Mark) -> Mark:
    return mark if mark.form is not Form.BULLET or mark.is_question else replace(mark, counted=True)
