"""The permanent links of present, former and retired ids, and the list of them."""

from handbook import prose
from handbook.addresses import CATEGORIES_PAGE, PERMALINKS_PAGE, permalink_file
from handbook.model import Question
from handbook.render.view import File, Files, View


def files(view: View) -> Files:
    """Give the list, and a page for each id."""
    questions = [view.on_site[id_] for id_ in sorted(view.on_site)]
    yield view.page("permalinks.md", PERMALINKS_PAGE, questions=questions)
    for question in questions:
        for id_ in (question.id, *(former.id for former in question.former_ids)):
            yield _permalink(view, question, permalink_file(id_))
    lock = view.handbook.lock
    for id_, (reason, _) in sorted(lock.retired.items()):
        if id_ in lock.questions:
            yield retired(view, permalink_file(id_), id_, reason)


def _permalink(view: View, question: Question, file: str) -> File:
    def to_question(id_: str) -> str:
        return view.at.href(file, permalink_file(id_))

    short = prose.with_links(question.answer.short, to_question)
    return view.page(
        "permalink.html",
        file,
        question=question,
        title=prose.without_code_marks(question.wording),
        summary=prose.as_text(short),
        short=prose.as_html(short, view.figure),
        target=view.at.href(file, view.at.page_of[question.id], question.id),
        canonical=permalink_file(question.id),
    )


def retired(view: View, file: str, id_: str, reason: str) -> File:
    """Give the page that says why something is no longer there."""
    return view.page(
        "retired.html",
        file,
        id=id_,
        reason=reason,
        title=f"{id_} is no longer here",
        summary=f"What stood at {id_} was taken out: {prose.without_code_marks(reason)}",
        canonical=file,
        home=view.at.href(file, CATEGORIES_PAGE),
    )
