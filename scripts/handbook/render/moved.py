"""A page for each former or retired id of a category or a track."""

from handbook import prose
from handbook.addresses import category_page, track_page
from handbook.model import Mention
from handbook.render.permalinks import retired
from handbook.render.view import Files, View


def files(view: View) -> Files:
    """Give what is left at the addresses of pages that are elsewhere now, or nowhere."""
    for category in view.handbook.categories:
        target = category_page(category.id)
        yield from _moved(view, "questions", category.former_ids, category.title, target)
    for track in view.handbook.tracks:
        yield from _moved(view, "tracks", track.former_ids, track.title, track_page(track.id))
    lock = view.handbook.lock
    for folder, locked in (("questions", lock.categories), ("tracks", lock.tracks)):
        for id_, (reason, _) in sorted(lock.retired.items()):
            if id_ in locked:
                yield retired(view, f"{folder}/{id_}/index.html", id_, reason)


def _moved(view: View, folder: str, former: tuple[Mention, ...], title: str, target: str) -> Files:
    for mention in former:
        file = f"{folder}/{mention.id}/index.html"
        plain = prose.without_code_marks(title)
        yield view.page(
            "moved.html",
            file,
            heading=title,
            title=plain,
            summary=f"{plain} is at another address now.",
            target=view.at.href(file, target),
            canonical=target,
        )
