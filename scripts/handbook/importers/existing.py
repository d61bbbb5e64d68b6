"""Knows the questions that a handbook has already, and which of them were imported."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from handbook.importers.source_text import text_hash
from handbook.likeness import normalized
from handbook.parse import Document, Parsed

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Known:
    """A question that the handbook has.

    Attributes:
        document: its source file
        wording: the question, for comparing
        file: the notes that it comes from, empty where it comes from none
        first_line: where it stood in them
        written: the hash of what was written for it
        also: its other wordings, for comparing

    """

    document: Document
    wording: str
    file: str
    first_line: int
    written: str
    also: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its id."""
        return self.document.id

    @property
    def answer(self) -> str:
        """Its answer, for comparing."""
        body = self.document.body
        return "\n".join(part for part in (body.short, body.long) if part)

    @property
    def further(self) -> bool:
        """Whether it is a further answer to another question."""
        return bool(self.document.values.get("duplicate_of"))

    @property
    def edited(self) -> bool:
        """Whether somebody has changed it since it was imported, or written it by hand."""
        return not self.written or text_hash(self.document.file.text) != self.written


def known_questions(parsed: Parsed) -> list[Known]:
    """Give all questions of a handbook, in order of their files."""
    return [_known(document) for document in parsed.documents if document.language is None]


def _known(document: Document) -> Known:
    origin = document.values.by_key.get("origin")
    fields = {key: value.value for key, value in origin.value.items()} if origin else {}
    first = str(fields.get("lines", "")).partition("-")[0]
    return Known(
        document,
        normalized(document.values.get("question", "")),
        fields.get("file", ""),
        int(first) if first.isdecimal() else 0,
        fields.get("written", ""),
        tuple(normalized(wording) for wording in document.values.get("also_asked", ())),
    )


def renamed(known: Sequence[Known], gone: Container[str], asked: Pairs) -> Mapping[str, str]:
    """Find the notes that have another name now: half of what came from them is asked there.

    Args:
        known: what the handbook has
        gone: notes that do not exist any more
        asked: wordings of the notes that were read, each with the file that asks it

    Returns:
        the new name of each file that has one

    """
    imported = {each.file for each in known}
    asking: dict[str, set[str]] = defaultdict(set)
    for wording, file in asked:
        if file not in imported:
            asking[wording].add(file)
    left = [each for each in known if each.file in gone]
    sizes = Counter(each.file for each in left)
    shared = Counter((each.file, new) for each in left for new in asking.get(each.wording, ()))
    names: dict[str, str] = {}
    for (old, new), count in shared.most_common():
        if 2 * count >= sizes[old] and old not in names and new not in names.values():
            names[old] = new
    return names


def by_wording(known: Sequence[Known], used: Container[str]) -> Mapping[str, list[Known]]:
    """Give questions by their normalized wordings, those from notes in the order of their lines.

    Args:
        known: all questions
        used: ids of those that the notes have too, which are found by their other wordings only

    Returns:
        those that are asked in the same words first, then those that are also asked so

    """
    found: dict[str, list[Known]] = defaultdict(list)
    in_order = sorted(known, key=lambda one: (one.file, one.first_line))
    for each in in_order:
        if each.id not in used:
            found[each.wording].append(each)
    for each in in_order:
        for wording in dict.fromkeys(each.also):
            if wording != each.wording:
                found[wording].append(each)
    return found
