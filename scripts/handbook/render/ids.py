"""Where the question of each id is, for the scripts of the site and for other programs."""

from handbook.addresses import HOME_PAGE
from handbook.render.view import Files, View, as_json

IDS = "data/ids.json"
_SCHEMA = 1


def files(view: View) -> Files:
    """Give the file; its addresses begin at the site's root."""
    lock = view.handbook.lock
    questions = sorted(view.on_site)
    former = {mention.id: q.id for q in view.on_site.values() for mention in q.former_ids}
    content = {
        "schema": _SCHEMA,
        "questions": {id_: view.at.href(HOME_PAGE, view.at.page_of[id_], id_) for id_ in questions},
        "former": dict(sorted(former.items())),
        "retired": {
            id_: reason
            for id_, (reason, _) in sorted(lock.retired.items())
            if id_ in lock.questions
        },
    }
    yield IDS, as_json(content)
