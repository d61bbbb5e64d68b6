"""The list of tracks and a page for each."""

from handbook.addresses import TRACKS_PAGE, track_page
from handbook.model import Track
from handbook.render.view import NAVIGATION, File, Files, View, navigation


def files(view: View) -> Files:
    """Give the pages and their order in the navigation."""
    tracks = view.handbook.tracks
    yield view.page("tracks.md", TRACKS_PAGE, tracks=tracks)
    for track in tracks:
        yield _track(view, track)
    pages = [f"{track.id}.md" for track in tracks]
    yield f"tracks/{NAVIGATION}", navigation(["index.md", *pages])


def _track(view: View, track: Track) -> File:
    numbers = {m.id: number for number, m in enumerate(track.mentions(), 1)}
    questions = view.on_site
    page = track_page(track.id)
    return view.page("track.md", page, track=track, numbers=numbers, questions=questions)
