"""The feed of new and revised questions."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from handbook import prose
from handbook.addresses import permalink_file
from handbook.model import Question
from handbook.render.view import Files, View

FEED = "feed.xml"
ENTRIES = 50


def files(view: View) -> Files:
    """Give the feed, if there is something to tell and an address to link to."""
    newest = sorted(view.on_site.values(), key=lambda q: q.id)
    newest.sort(key=lambda q: q.changed, reverse=True)
    if newest and view.settings.address:
        site = _site_id(view)
        entries = [_entry(view, site, question) for question in newest[:ENTRIES]]
        yield view.page("feed.xml", FEED, id=site, updated=newest[0].changed, entries=entries)


def _site_id(view: View) -> UUID:
    """Name the feed.

    Readers of feeds know an entry by its id alone. An address in it would show them everything
    as new once the site moves; so it comes from a setting that stays, and only for want of that
    from the address.
    """
    return uuid5(NAMESPACE_URL, view.settings.feed_id or view.settings.address)


def _entry(view: View, site: UUID, question: Question) -> dict[str, Any]:
    def address(id_: str) -> str:
        return view.at.absolute(permalink_file(id_))

    return {
        "is": question,
        "id": uuid5(site, question.id),
        "updated": question.changed,
        "summary": prose.as_text(prose.with_links(question.answer.short, address)),
        "category": view.categories[question.category].title,
    }
