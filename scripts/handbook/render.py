"""Renders the handbook: what stands in each generated file; how it looks stands in templates/."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import yaml
from babel import Locale, UnknownLocaleError
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from handbook import prose
from handbook.addresses import (
    CATEGORIES_PAGE,
    PERMALINKS_PAGE,
    TRACKS_PAGE,
    Addresses,
    category_page,
    permalink_file,
    track_page,
)
from handbook.model import Category, Handbook, Mention, Question, Track
from handbook.samples import evidence
from handbook.settings import Settings

STYLE = "assets/stylesheets/permalink.css"
SCRIPT = "assets/javascripts/moved.js"
PICTURE = "assets/images/card.png"
ICON = "assets/images/mark.svg"
NAVIGATION = ".nav.yml"
OVERVIEW = "data/overview.json"
EVIDENCE_PAGE = "how-we-verify.md"  # hand-written; it shows what the overview holds

Files = Iterator[tuple[str, str]]

_NOT_RUN = "*Not run: {}.*"


def render(handbook: Handbook, settings: Settings) -> Mapping[str, str]:
    """Render everything that is generated.

    Args:
        handbook: without problems
        settings: what the pages need to know of the site

    Returns:
        the text of each file by its path below docs/

    """
    renderer = _Renderer(handbook, settings)
    return dict(
        pair
        for part in (
            renderer.categories(),
            renderer.permalinks(),
            renderer.tracks(),
            renderer.moved(),
            renderer.overview(),
        )
        for pair in part
    )


class _Renderer:
    """Holds what all pages share."""

    def __init__(self, handbook: Handbook, settings: Settings) -> None:
        self.handbook = handbook
        self.settings = settings
        self.at = Addresses(handbook, settings)
        self.on_site = {q.id: q for q in handbook.questions if q.on_site}
        self.templates = _environment()
        self.templates.globals.update(settings=settings, at=self.at, picture=PICTURE, icon=ICON)

    def _page(self, template: str, page: str, **values: Any) -> tuple[str, str]:
        return page, self.templates.get_template(template).render(page=page, **values)

    def categories(self) -> Files:
        """Give the list of categories, the pages of each, and their order in the navigation."""
        counts = {c.id: len(self.at.by_category.get(c.id, ())) for c in self.handbook.categories}
        groups = self.handbook.groups
        yield self._page("categories.md", CATEGORIES_PAGE, groups=groups, counts=counts)
        for category in self.handbook.categories:
            yield from self._category(category)
        sections = [
            {prose.plain_html(g.title): [f"{c.id}/index.md" for c in g.categories]} for g in groups
        ]
        yield f"questions/{NAVIGATION}", _navigation(["index.md", *sections])

    def _category(self, category: Category) -> Files:
        pages = list(self.at.pages(category))
        questions = self.at.by_category.get(category.id, ())
        for number, (page, shown) in enumerate(pages, 1):
            yield self._page(
                "category.md",
                page,
                category=category,
                pages=[name for name, _ in pages],
                number=number,
                levels=Counter(question.level for question in questions),
                count=len(questions),
                questions=[self._question(question, page) for question in shown],
            )

    def _question(self, question: Question, page: str) -> dict[str, Any]:
        """Give what the template of a question shows."""

        def to_question(id_: str) -> str:
            return self.at.markdown_link(page, self.at.page_of[id_], id_)

        def markdown(text: str) -> str:
            return prose.answer_markdown(text, to_question, _NOT_RUN)

        return {
            "is": question,
            "ran": evidence.ran(question, self.handbook),
            "short": markdown(question.answer.short),
            "long": markdown(question.answer.long),
            "permalink": self.at.href(page, permalink_file(question.id)),
            "related": [
                (self.on_site[mention.id].wording, to_question(mention.id))
                for mention in question.related
            ],
            "translations": [
                {
                    "language": translation.language,
                    "name": _own_name(translation.language),
                    "wording": translation.wording,
                    "short": markdown(translation.answer.short),
                    "long": markdown(translation.answer.long),
                }
                for translation in question.translations
            ],
            "edit": self._edit(question),
            "report": self._report(question),
        }

    def _edit(self, question: Question) -> str:
        repository, branch = self.settings.repository, self.settings.branch
        path = f"questions/{question.category}/{question.id}.md"
        return f"{repository}/edit/{branch}/{path}" if repository else ""

    def _report(self, question: Question) -> str:
        form = {"template": "wrong-answer.yml", "id": question.id, "title": question.id}
        repository = self.settings.repository
        return f"{repository}/issues/new?{urlencode(form)}" if repository else ""

    def permalinks(self) -> Files:
        """Give the permanent links of present, former and retired ids, and the list of them."""
        questions = [self.on_site[id_] for id_ in sorted(self.on_site)]
        yield self._page("permalinks.md", PERMALINKS_PAGE, questions=questions)
        for question in questions:
            for id_ in (question.id, *(former.id for former in question.former_ids)):
                yield self._permalink(question, permalink_file(id_))
        for id_, (reason, _) in sorted(self.handbook.lock.retired.items()):
            if id_ in self.handbook.lock.questions:
                yield self._retired(permalink_file(id_), id_, reason)

    def _permalink(self, question: Question, file: str) -> tuple[str, str]:
        def to_question(id_: str) -> str:
            return self.at.href(file, permalink_file(id_))

        short = prose.with_links(question.answer.short, to_question)
        return self._page(
            "permalink.html",
            file,
            question=question,
            title=prose.without_code_marks(question.wording),
            summary=prose.as_text(short),
            short=prose.as_html(short),
            target=self.at.href(file, self.at.page_of[question.id], question.id),
            canonical=permalink_file(question.id),
            style=STYLE,
        )

    def _retired(self, file: str, id_: str, reason: str) -> tuple[str, str]:
        home = self.at.href(file, CATEGORIES_PAGE)
        return self._page("retired.html", file, id=id_, reason=reason, home=home, style=STYLE)

    def tracks(self) -> Files:
        """Give the list of tracks and a page for each."""
        tracks = self.handbook.tracks
        yield self._page("tracks.md", TRACKS_PAGE, tracks=tracks)
        for track in tracks:
            yield self._track(track)
        pages = [f"{track.id}.md" for track in tracks]
        yield f"tracks/{NAVIGATION}", _navigation(["index.md", *pages])

    def _track(self, track: Track) -> tuple[str, str]:
        page = track_page(track.id)
        numbers = {m.id: number for number, m in enumerate(track.mentions(), 1)}
        return self._page("track.md", page, track=track, numbers=numbers, questions=self.on_site)

    def moved(self) -> Files:
        """Give a page for each former or retired id of a category or a track."""
        for category in self.handbook.categories:
            target = category_page(category.id)
            yield from self._moved("questions", category.former_ids, category.title, target)
        for track in self.handbook.tracks:
            yield from self._moved("tracks", track.former_ids, track.title, track_page(track.id))
        lock = self.handbook.lock
        for folder, locked in (("questions", lock.categories), ("tracks", lock.tracks)):
            for id_, (reason, _) in sorted(lock.retired.items()):
                if id_ in locked:
                    yield self._retired(f"{folder}/{id_}/index.html", id_, reason)

    def _moved(self, folder: str, former: tuple[Mention, ...], title: str, target: str) -> Files:
        for mention in former:
            file = f"{folder}/{mention.id}/index.html"
            href = self.at.href(file, target)
            yield self._page(
                "moved.html",
                file,
                title=title,
                target=href,
                canonical=target,
                style=STYLE,
                script=SCRIPT,
            )

    def overview(self) -> Files:
        """Give the counts and lists that the home page shows through macros, texts as HTML."""
        content = {
            "questions": len(self.on_site),
            "misconceptions": sum(len(q.misconceptions) for q in self.on_site.values()),
            "samples": evidence.summary(self.handbook, self._from_evidence),
            "groups": [
                {
                    "title": prose.html_in_markdown(g.title),
                    "categories": [self._card(c) for c in g.categories],
                }
                for g in self.handbook.groups
            ],
            "tracks": [self._track_card(track) for track in self.handbook.tracks],
        }
        yield OVERVIEW, json.dumps(content, indent=1, ensure_ascii=False) + "\n"

    def _from_evidence(self, question: Question) -> str:
        return self.at.href(EVIDENCE_PAGE, permalink_file(question.id))

    def _card(self, category: Category) -> dict[str, Any]:
        return {
            "title": prose.html_in_markdown(category.title),
            "scope": prose.html_in_markdown(category.scope),
            "address": self.at.href("index.md", category_page(category.id)),
            "questions": len(self.at.by_category.get(category.id, ())),
        }

    def _track_card(self, track: Track) -> dict[str, Any]:
        return {
            "title": prose.html_in_markdown(track.title),
            "audience": prose.html_in_markdown(track.audience),
            "address": self.at.href("index.md", track_page(track.id)),
            "questions": sum(1 for _ in track.mentions()),
        }


def _own_name(language: str) -> str:
    """Give the name of a language in that language, the tag itself for an unknown one."""
    try:
        return (Locale.parse(language, sep="-").get_display_name() or language).capitalize()
    except (UnknownLocaleError, ValueError):
        return language


def _navigation(entries: list[Any]) -> str:
    return str(yaml.safe_dump({"nav": entries}, sort_keys=False, allow_unicode=True))


def _front_matter_text(text: str) -> str:
    """Write text for front matter, which the theme puts into pages as it is."""
    return json.dumps(prose.plain_html(text), ensure_ascii=False)


def _environment() -> Environment:
    templates = Environment(
        loader=PackageLoader("handbook"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters.update(
        markdown=prose.escaped,
        inline_html=prose.inline_html,
        plain=prose.without_code_marks,
        json=_front_matter_text,
    )
    templates.globals.update(
        permalink_file=permalink_file, category_page=category_page, track_page=track_page
    )
    return templates
