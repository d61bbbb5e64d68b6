"""Writes the fields of a multiple choice, as tables and JSON hold them, as an answer."""

import re
from collections.abc import Iterator, Mapping, Sequence

OPTIONS = ("options", "choices", "incorrect_answers", "wrong_answers", "distractors")
RIGHT = ("correct_answer", "correct", "correct_option", "answer")
BETWEEN = "\n"  # the options of one field
_COLUMN = re.compile(r"(?:option|choice)[ _]?(?P<name>[a-h1-9])")
_LETTER = re.compile(r"\(?(?P<letter>[A-Ha-h])\)?[.)]?")
_MARK = re.compile(r"^\(?[A-Ha-h][.):]\s")


def is_option(name: str) -> bool:
    """Tell whether a field holds an option, or all of them."""
    return name in OPTIONS or bool(_COLUMN.fullmatch(name))


def written(fields: Mapping[str, str]) -> list[str]:
    """Give the options as a list, and which of them is right; nothing where there are none."""
    found = list(_options(fields))
    right = next((fields[name].strip() for name in RIGHT if fields.get(name, "").strip()), "")
    if not found:
        return []
    letter = _LETTER.fullmatch(right)
    if letter and not any(_MARK.match(each) for each in found):
        first = "A" if letter["letter"].isupper() else "a"
        found = [f"{chr(ord(first) + index)}. {each}" for index, each in enumerate(found)]
    listed = "\n".join(f"- {each}" for each in found)
    return [listed, f"**Answer:** {right}"] if right else [listed]


def _options(fields: Mapping[str, str]) -> Iterator[str]:
    """Yield the options; where only the wrong ones are given, the right one stands among them."""
    names = [name for name in fields if is_option(name)]
    texts = [text for name in names for text in _texts(fields[name])]
    whole = any(name not in OPTIONS[2:] for name in names)
    right = next((fields[name] for name in RIGHT if fields.get(name, "").strip()), "")
    # By the alphabet: an order of its own would tell which one is right.
    yield from (
        texts if whole or not texts or not right else sorted([*texts, " ".join(right.split())])
    )


def _texts(field: str) -> Sequence[str]:
    return [" ".join(each.split()) for each in field.split(BETWEEN) if each.strip()]
