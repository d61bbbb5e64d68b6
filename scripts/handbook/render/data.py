"""The whole site as data, for programs, and the JSON Schema that says what the data holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from handbook import prose
from handbook.addresses import HOME_PAGE, category_page, permalink_file, track_page, twin_file
from handbook.model import (
    Answer,
    Category,
    Framework,
    Kind,
    Level,
    Mention,
    Place,
    Question,
    Record,
    Sample,
    Status,
    Track,
    Translation,
)
from handbook.render.view import Files, View, as_json
from handbook.samples import evidence

DATA = "data/questions.json"
SCHEMA = "data/schema.json"
# A higher number is for what a program that knows the present one would misread.
VERSION = 1

_ALLOWED = {
    "kinds": list(Kind),
    "levels": list(Level),
    "frameworks": list(Framework),
    "statuses": [status for status in Status if status is not Status.DRAFT],
}


def files(view: View) -> Files:
    """Give the data and its schema."""
    yield DATA, as_json(_content(view))
    yield view.page("schema.json", SCHEMA, version=VERSION, **_ALLOWED)


def _content(view: View) -> dict[str, Any]:
    questions = [_question(view, view.on_site[id_]) for id_ in sorted(view.on_site)]
    return {
        "schema": VERSION,
        "name": view.settings.name,
        "address": view.settings.address or None,
        "licenses": {"text": "CC-BY-4.0", "code": "MIT"},
        "counts": _counts(view, questions),
        "groups": [
            {"title": group.title, "categories": [_category(view, c) for c in group.categories]}
            for group in view.handbook.groups
        ],
        "tracks": [_track(view, track) for track in view.handbook.tracks],
        "questions": questions,
    }


def _counts(view: View, questions: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    samples = [sample for question in questions for sample in question["samples"]]
    return {
        "questions": len(questions),
        "categories": len(view.handbook.categories),
        "tracks": len(view.handbook.tracks),
        "misconceptions": sum(len(question["misconceptions"]) for question in questions),
        "samples": len(samples),
        "samples_run": sum(sample["run"] is not None for sample in samples),
    }


def _category(view: View, category: Category) -> dict[str, Any]:
    return {
        "id": category.id,
        "title": category.title,
        "scope": category.scope,
        "former_ids": _ids(category.former_ids),
        "address": view.at.best(HOME_PAGE, category_page(category.id)),
        "questions": [question.id for question in view.at.by_category.get(category.id, ())],
    }


def _track(view: View, track: Track) -> dict[str, Any]:
    return {
        "id": track.id,
        "title": track.title,
        "audience": track.audience,
        "order": track.order,
        "former_ids": _ids(track.former_ids),
        "address": view.at.best(HOME_PAGE, track_page(track.id)),
        "groups": [
            {"title": group.title or None, "questions": _ids(group.questions)}
            for group in track.groups
        ],
    }


def _question(view: View, question: Question) -> dict[str, Any]:
    records = evidence.records(question, view.handbook)
    repeats = question.duplicate_of
    return {
        "id": question.id,
        "former_ids": _ids(question.former_ids),
        "address": view.at.best(HOME_PAGE, permalink_file(question.id)),
        "page": view.at.best(HOME_PAGE, view.at.page_of[question.id], question.id),
        "markdown": view.at.best(HOME_PAGE, twin_file(question.id)),
        "wording": question.wording,
        "also_asked": list(question.also_asked),
        "answer_language": question.answer_language,
        "kind": question.kind,
        "level": question.level,
        "framework": question.framework,
        "status": question.status,
        "category": question.category,
        "added": str(question.added),
        "revised": str(question.revised) if question.revised else None,
        **_answer(view, question.answer, records),
        "misconceptions": [
            {"claim": m.claim, "correction": m.correction, "true_form": m.true_form}
            for m in question.misconceptions
        ],
        "related": _ids(question.related),
        "distinct_from": [m.id for m in question.distinct_from if m.id in view.on_site],
        "duplicate_of": repeats.id if repeats and repeats.id in view.on_site else None,
        "references": [{"title": r.title, "url": r.url} for r in question.references],
        "translations": [_translation(view, t, records) for t in question.translations],
    }


def _translation(
    view: View, translation: Translation, records: Mapping[Place, Record]
) -> dict[str, Any]:
    return {
        "language": translation.language,
        "wording": translation.wording,
        **_answer(view, translation.answer, records),
    }


def _answer(view: View, answer: Answer, records: Mapping[Place, Record]) -> dict[str, Any]:
    def address(id_: str) -> str:
        return view.at.best(HOME_PAGE, permalink_file(id_))

    return {
        "short_answer": prose.with_links(answer.short, address),
        "long_answer": prose.with_links(answer.long, address),
        "samples": [_sample(sample, records.get(sample.place)) for sample in answer.samples],
    }


def _sample(sample: Sample, record: Record | None) -> dict[str, Any]:
    return {
        "code": sample.code,
        "output": sample.output,
        "not_run": sample.not_run,
        "legacy": sample.legacy,
        "warns": sample.warns,
        "run": {"on": evidence.told(record), "python": record.python, "date": record.date}
        if record
        else None,
    }


def _ids(mentions: Sequence[Mention]) -> list[str]:
    return [mention.id for mention in mentions]
