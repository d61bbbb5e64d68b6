"""The list of tracks, a page for each, one with all its answers, and the tracks as data."""

from typing import Any

from handbook.addresses import HOME_PAGE, STUDY_PAGE, TRACKS_PAGE, printed_page, track_page
from handbook.model import Track
from handbook.prose import without_code_marks
from handbook.render.categories import shown_question
from handbook.render.view import NAVIGATION, File, Files, View, as_json, navigation

TRACKS_DATA = "data/tracks.json"


def files(view: View) -> Files:
    """Give the pages, their order in the navigation, and the data for the script track.js."""
    tracks = view.handbook.tracks
    yield view.page("tracks.md", TRACKS_PAGE, tracks=tracks)
    for track in tracks:
        yield _track(view, track)
        yield _printed(view, track)
    pages = [f"{track.id}.md" for track in tracks]
    yield f"tracks/{NAVIGATION}", navigation(["index.md", *pages])
    yield TRACKS_DATA, as_json([_data(view, track) for track in tracks])


def _track(view: View, track: Track) -> File:
    numbers = {m.id: number for number, m in enumerate(track.mentions(), 1)}
    questions = view.on_site
    page = track_page(track.id)
    practice = view.at.href(page, STUDY_PAGE)
    return view.page(
        "track.md", page, track=track, numbers=numbers, questions=questions, practice=practice
    )


def _data(view: View, track: Track) -> dict[str, Any]:
    questions = [
        {"id": mention.id, "wording": without_code_marks(view.on_site[mention.id].wording)}
        for mention in track.mentions()
    ]
    return {**known_by(view, track), "questions": questions}


def known_by(view: View, track: Track) -> dict[str, Any]:
    """Give what scripts find a track by, what they call it, and where it is."""
    return {
        "id": track.id,
        "former_ids": [mention.id for mention in track.former_ids],
        "title": without_code_marks(track.title),
        "address": view.at.href(HOME_PAGE, track_page(track.id)),
    }


def _printed(view: View, track: Track) -> File:
    page = printed_page(track.id)
    shown = {m.id: shown_question(view, view.on_site[m.id], page) for m in track.mentions()}
    return view.page("printed.md", page, track=track, shown=shown)
