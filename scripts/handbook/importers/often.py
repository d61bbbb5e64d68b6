"""Tells questions apart that one file of notes asks in the same words."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from handbook.importers.blocks import Rendered
from handbook.importers.notes import Entry
from handbook.likeness import normalized

# "Explain this again" above many answers is not one question with many answers.
_OFTEN = 3
# What these ask about stands below them; articles are none of a wording that is compared.
_GENERIC = re.compile(
    r"which (?:one )?of (?:following|these)\b"
    r"|(?:(?:guess|predict|find|give|write|name|tell|determine) )?(?:what )?"
    r"(?:(?:is|will be|would be|s) )?output (?:of|for|from)\b"
    r"|what (?:does|do|will|would|is|gets) .*\b(?:print(?:ed)?|output|log(?:ged)?)\b"
    r"|(?:what does|explain|fix|what is wrong with) (?:this|following|code|snippet)\b"
    r"|true or false\b|(?:choose|select|pick) (?:correct|right)\b"
)
_SPAN = re.compile(r"`([^`]+)`")
_WORDS = re.compile(r"[\w\s.()]+")


@dataclass(frozen=True)
class Again:
    """A question of a file; `name` tells it from others in the same words, empty for most."""

    entry: Entry
    rendered: Rendered
    name: str = ""


def told_apart(entries: Sequence[Entry], rendered: Sequence[Rendered]) -> list[Again]:
    """Name each question of a file that others of it are asked in the same words.

    It is another question where another sample stands below it, or in it. Where the words say
    nothing of what is asked, every other answer makes another question.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        groups[normalized(entry.wording)].append(index)
    names: dict[int, str] = {}
    for key, group in groups.items():
        if len(group) > 1:
            names |= _names(key, [(i, entries[i], rendered[i]) for i in group])
    pairs = zip(entries, rendered, strict=True)
    return [Again(entry, shown, names.get(i, "")) for i, (entry, shown) in enumerate(pairs)]


def _names(key: str, group: Sequence[tuple[int, Entry, Rendered]]) -> Mapping[int, str]:
    """Give the names of those that are other questions, by their positions."""
    often = len(group) > _OFTEN
    whole = often or bool(_GENERIC.match(key))
    found = {
        index: rendered.text if whole and rendered.blocks else _samples(entry, rendered)
        for index, entry, rendered in group
    }
    kinds = {text: index for index, text in reversed(found.items()) if text}
    first = {index: kinds.get(text, index) for index, text in found.items() if text or often}
    if len(set(first.values())) < 2:
        return {}
    by_index = {index: entry for index, entry, _ in group}
    told = _telling([by_index[index] for index in sorted(set(first.values()))])
    by_first = dict(zip(sorted(set(first.values())), told, strict=True))
    return {index: by_first[of] for index, of in first.items()}


def _samples(entry: Entry, rendered: Rendered) -> str:
    """Give the code of a question: its operators, which comparing wordings passes over, too."""
    spans = (_WORDS.sub("", span) for span in _SPAN.findall(entry.wording))
    blocks = ("\n".join(block) for block in rendered.blocks if block[0].startswith("```"))
    return "\n".join(filter(None, (*spans, *blocks)))


def _telling(entries: Sequence[Entry]) -> list[str]:
    """Name entries: by their labels, else by section and label, else by counting them."""
    ways: Iterable[Callable[[Entry], str]] = (
        lambda entry: entry.label,
        lambda entry: f"{entry.section} {entry.label}" if entry.section else "",
    )
    for way in ways:
        names = [way(entry).strip() for entry in entries]
        if all(names) and len(set(names)) == len(names):
            return names
    return [str(number) for number in range(1, len(entries) + 1)]
