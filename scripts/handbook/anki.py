"""Makes the deck for Anki: a note for each question, a subdeck for each category.

Anki knows a note by its GUID and a note type by its id; what they are made from must never change,
nor may fields be moved or removed: the cards that people have learned would be strangers to the
next deck. A note replaces the one that somebody has where it is newer, so all notes are as old as
the newest date in the handbook. Nothing here asks the clock: the same source gives the same bytes.
"""

import hashlib
import io
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

import genanki

from handbook import prose
from handbook.addresses import permalink_file
from handbook.model import Category, Permanent, Question, Status
from handbook.render.view import NOT_RUN, View
from handbook.standalone import answer_html, rendered

DECK = "handbook.apkg"
NOTE_TYPE = 1_795_219_200_417
NOTE_TYPE_NAME = "Handbook question"
# The last two are empty, for what may come: a field more would be another note type.
FIELDS = (
    *("Question", "Labels", "Short answer", "Answer", "Misconceptions", "Further", "Link", "Id"),
    *("Spare 1", "Spare 2"),
)

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip file knows
_UNIX = 3
_DAY = 24 * 60 * 60 * 1000  # milliseconds

Render = Callable[[str], str]


def deck(view: View, render: Render = rendered) -> bytes:
    """Give the deck as Anki imports it.

    Args:
        view: the handbook
        render: gives the HTML of Markdown, as `standalone.rendered` does

    Returns:
        a file whose decks, notes and cards are the questions on the site

    """
    notes = list(_notes(view, render))
    ids = (id_ for note in notes for id_ in (note.number, note.number))
    with sqlite3.connect(":memory:") as connection:
        package = genanki.Package(list(_decks(view, notes)))
        package.write_to_db(connection.cursor(), _timestamp(_edition(view)), ids)
    collection = connection.serialize()
    connection.close()
    return _zipped({"collection.anki2": collection, "media": b"{}"})


def _zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.create_system = _UNIX
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _edition(view: View) -> date:
    """Give the newest day in the handbook: of a question, or of a run of its samples."""
    days = [question.changed for question in view.on_site.values()]
    days += [date.fromisoformat(record.date) for record in view.handbook.records.values()]
    return max(days, default=date(2026, 1, 1))


def _timestamp(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


class _Note(genanki.Note):  # type: ignore[misc]
    """A note with the number that it and its card have."""

    number: int
    category: str

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Do not look for HTML that was not escaped: it is ours, and the look takes long."""


def _notes(view: View, render: Render) -> Iterator[_Note]:
    """Give the notes deck by deck, each from basic to advanced, as new ones are shown."""
    model = _model(view)
    taken: set[int] = set()
    position = 0
    for category in view.handbook.categories:
        for question in view.at.by_category.get(category.id, ()):
            position += 1
            note = _Note(model, _fields(view, question, render), due=position)
            note.guid = genanki.guid_for(_namespace(view), first_id(question))
            note.tags = list(_tags(question))
            note.category = category.id
            note.number = _number(question, note.guid, taken)
            taken.add(note.number)
            yield note


def first_id(question: Permanent) -> str:
    """Give the name that something was first published under: `former_ids` begin with it."""
    return question.former_ids[0].id if question.former_ids else question.id


def _namespace(view: View) -> str:
    """Name the handbook, whatever its address: another one may have questions of these names."""
    return view.settings.feed_id or "handbook"


def _number(question: Question, guid: str, taken: set[int]) -> int:
    """Give the number of a note, which Anki shows as the time when it was made."""
    number = _timestamp(question.added) * 1000 + _hash(guid) % _DAY
    while number in taken:
        number += 1
    return number


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])


def _decks(view: View, notes: list[_Note]) -> Iterator[genanki.Deck]:
    about = _texts(view).description(view.settings).strip()
    whole = _deck_name(view.settings.name)
    yield genanki.Deck(_hash(f"{_namespace(view)} deck"), whole, about)
    titles = Counter(category.title for category in view.handbook.categories)
    for category in view.handbook.categories:
        title = _title(category) + (f" ({category.id})" if titles[category.title] > 1 else "")
        number = _hash(f"{_namespace(view)} deck {first_id(category)}")
        made = genanki.Deck(number, f"{whole}::{title}", prose.plain_html(category.scope))
        made.notes = [note for note in notes if note.category == category.id]
        yield made


def _title(category: Category) -> str:
    return _deck_name(prose.without_code_marks(category.title))


def _deck_name(text: str) -> str:
    """Give a name without what parts decks from each other."""
    return " ".join(text.replace("::", ":").split()).strip(":")


def _model(view: View) -> genanki.Model:
    front, back = _file(view, "anki-front.html"), _file(view, "anki-back.html")
    return genanki.Model(
        NOTE_TYPE,
        NOTE_TYPE_NAME,
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Card", "qfmt": front, "afmt": back}],
        css=_file(view, "anki.css"),
    )


def _file(view: View, name: str) -> str:
    """Give a template as it is: braces are for Anki."""
    loader = view.templates.loader
    assert loader, "the templates are files"
    return loader.get_source(view.templates, name)[0]


def _texts(view: View) -> Any:
    return view.templates.get_template("anki-fields.html").module


def _tags(question: Question) -> Iterator[str]:
    yield f"category::{question.category}"
    yield f"framework::{question.framework}"
    yield f"kind::{question.kind}"
    yield f"level::{question.level}"
    if question.status is Status.IMPORTED:
        yield "not-reviewed"


def _fields(view: View, question: Question, render: Render) -> list[str]:
    """Give what stands in each field, in the order of `FIELDS`."""
    texts = _texts(view)
    address = partial(_address, view)
    short, long = (
        answer_html(text, address, NOT_RUN, view.figure, render)
        for text in (question.answer.short, question.answer.long)
    )
    related = [(view.on_site[m.id].wording, address(m.id)) for m in question.related]
    written = (
        prose.inline_html(question.wording),
        texts.labels(question),
        texts.text(short, question.answer_language),
        texts.text(long, question.answer_language),
        texts.misconceptions(question.misconceptions),
        texts.further(question, related),
        texts.link(question.id, address(question.id)),
        question.id,
        *("", ""),
    )
    # What a macro gives would escape what is put into it.
    return [_inert(str(field).strip()) for field in written]


def _address(view: View, id_: str) -> str:
    return view.at.absolute(permalink_file(id_))


def _inert(field: str) -> str:
    """Take from HTML what Anki itself would act on: `[sound:…]`, `[latex]`, `{{…}}` and more.

    As their numbers, the characters are just shown. From what looks like a formula, a text between
    `\\(` and `\\)`, MathJax is kept away by the classes that the templates put around everything.
    """
    return field.replace("[", "&#91;").replace("{", "&#123;")
