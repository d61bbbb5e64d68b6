"""The counts and lists that hand-written pages show through macros, texts as HTML."""

from typing import Any

from handbook import prose
from handbook.addresses import HOME_PAGE, category_page, permalink_file, track_page
from handbook.model import Category, Question, Track
from handbook.render.view import Files, View, as_json
from handbook.samples import evidence

OVERVIEW = "data/overview.json"
_EVIDENCE_PAGE = "how-we-verify.md"


def files(view: View) -> Files:
    """Give the file that the macros read."""

    def from_evidence(question: Question) -> str:
        return view.at.href(_EVIDENCE_PAGE, permalink_file(question.id))

    content = {
        "name": prose.html_in_markdown(view.settings.name),
        "questions": len(view.on_site),
        "misconceptions": sum(len(q.misconceptions) for q in view.on_site.values()),
        "example": _example(view),
        "samples": evidence.summary(view.handbook, from_evidence),
        "groups": [
            {
                "title": prose.html_in_markdown(group.title),
                "categories": [_category(view, category) for category in group.categories],
            }
            for group in view.handbook.groups
        ],
        "tracks": [_track(view, track) for track in view.handbook.tracks],
    }
    yield OVERVIEW, as_json(content)


def _example(view: View) -> dict[str, Any] | None:
    """Choose what shows at a glance what answers are like: the shortest correction with a run."""
    found = [
        (len(misconception.claim) + len(misconception.correction), question.id, number)
        for question in view.on_site.values()
        if view.ran[question.id] not in ("", evidence.NOT_RUN)
        for number, misconception in enumerate(question.misconceptions)
    ]
    if not found:
        return None
    _, id_, number = min(found)
    question = view.on_site[id_]
    misconception = question.misconceptions[number]
    return {
        "question": prose.html_in_markdown(question.wording),
        "address": view.at.href(HOME_PAGE, permalink_file(id_)),
        "ran": view.ran[id_],
        "claim": prose.html_in_markdown(misconception.claim),
        "correction": prose.html_in_markdown(misconception.correction),
    }


def _category(view: View, category: Category) -> dict[str, Any]:
    return {
        "title": prose.html_in_markdown(category.title),
        "scope": prose.html_in_markdown(category.scope),
        "address": view.at.href(HOME_PAGE, category_page(category.id)),
        "questions": len(view.at.by_category.get(category.id, ())),
    }


def _track(view: View, track: Track) -> dict[str, Any]:
    return {
        "title": prose.html_in_markdown(track.title),
        "audience": prose.html_in_markdown(track.audience),
        "address": view.at.href(HOME_PAGE, track_page(track.id)),
        "questions": sum(1 for _ in track.mentions()),
    }
