"""What all pages share: the questions on the site, their addresses, and the templates."""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import yaml
from jinja2 import Environment

from handbook import prose
from handbook.addresses import (
    Addresses,
    category_page,
    is_printed,
    permalink_file,
    printed_page,
    track_page,
    twin_file,
)
from handbook.drawing import NONE, Drawings, Drawn, Figure
from handbook.model import Category, Handbook, Question
from handbook.samples import evidence
from handbook.settings import Settings
from handbook.shipped import NOTHING, Shipped
from handbook.templating import environment

SCRIPT = "assets/javascripts/moved.js"
STYLE = "assets/stylesheets/permalink.css"
PICTURE = "assets/images/card.png"
ICON = "assets/images/mark.svg"
NAVIGATION = ".nav.yml"

File = tuple[str, str]  # the path below docs/, and the text
Files = Iterator[File]

NOT_RUN = "*Not run: {}.*"


class View:
    """A handbook as the pages see it.

    Attributes:
        handbook: without the categories that have no question on the site
        settings: what the pages need to know of the site
        shipped: what the site ships, for its notices
        drawings: what became of the figures in answers
        at: where everything is
        templates: what pages are filled into

    """

    def __init__(
        self,
        handbook: Handbook,
        settings: Settings,
        shipped: Shipped = NOTHING,
        drawings: Drawings = NONE,
    ) -> None:
        self.handbook = handbook.shown
        self.settings = settings
        self.shipped = shipped
        self.drawings = drawings
        self.at = Addresses(self.handbook, settings)
        self.templates = _environment()
        self.templates.globals.update(
            settings=settings, at=self.at, picture=PICTURE, icon=ICON, script=SCRIPT, style=STYLE
        )

    @cached_property
    def on_site(self) -> Mapping[str, Question]:
        """The questions that readers see, by id."""
        return {q.id: q for q in self.handbook.questions if q.on_site}

    @cached_property
    def categories(self) -> Mapping[str, Category]:
        """The categories by id."""
        return {category.id: category for category in self.handbook.categories}

    @cached_property
    def ran(self) -> Mapping[str, str]:
        """What pages say of the samples of each question on the site, by its id."""
        return {id_: evidence.ran(q, self.handbook) for id_, q in self.on_site.items()}

    def page(self, template: str, file: str, **values: Any) -> File:
        """Fill a template for the file below docs/ that it becomes."""
        return file, self.templates.get_template(template).render(page=file, **values)

    def to_question(self, page: str, id_: str) -> str:
        """Give the link from a page of Markdown to a question, from a printed one for ever."""
        if is_printed(page):
            return self.at.markdown_link(page, permalink_file(id_))
        return self.at.markdown_link(page, self.at.page_of[id_], id_)

    def markdown(self, text: str, page: str) -> str:
        """Give an answer's Markdown as a page takes it."""
        return prose.answer_markdown(
            text, lambda id_: self.to_question(page, id_), NOT_RUN, self.figure
        )

    def figure(self, figure: Figure, alt: str = "") -> str:
        """Give a figure as pages show it, on one line."""
        drawn = self.drawings.get(figure) or Drawn()
        template = self.templates.get_template("figure.html")
        return template.render(drawn=drawn, kind=figure.kind, alt=alt).strip()


def as_json(content: Any) -> str:
    """Write data for programs, in an order that stays."""
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def navigation(entries: list[Any]) -> str:
    """Write the order of a folder's pages."""
    return str(yaml.safe_dump({"nav": entries}, sort_keys=False, allow_unicode=True))


def _front_matter_text(text: str) -> str:
    """Write text for front matter, which the theme puts into pages as it is."""
    return json.dumps(prose.plain_html(text), ensure_ascii=False)


def _environment() -> Environment:
    templates = environment()
    templates.filters.update(
        markdown=prose.escaped,
        inline_html=prose.inline_html,
        plain=prose.without_code_marks,
        inline_markdown=prose.inline_markdown,
        json=_front_matter_text,
    )
    templates.globals.update(
        permalink_file=permalink_file,
        category_page=category_page,
        track_page=track_page,
        twin_file=twin_file,
        printed_page=printed_page,
    )
    return templates
