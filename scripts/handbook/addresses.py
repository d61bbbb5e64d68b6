"""Where everything is: files below docs/, and the addresses that they are served at."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from handbook.model import Category, Handbook, Level, Question
from handbook.settings import Settings

QUESTIONS_A_PAGE = 40
BROWSE_PAGE = "browse.md"
CATEGORIES_PAGE = "questions/index.md"
HOME_PAGE = "index.md"  # the links in data begin here: at the root of the site
MISCONCEPTIONS_PAGE = "misconceptions.md"
PERMALINKS_PAGE = "q/index.md"
STUDY_PAGE = "study.md"
TRACKS_PAGE = "tracks/index.md"

_LEVELS = list(Level)
_PRINTED = "print.md"


def category_page(category: str, number: int = 1) -> str:
    """Give the file of a category's page; pages count from 1."""
    return f"questions/{category}/{'index' if number == 1 else number}.md"


def track_page(track: str) -> str:
    """Give the file of a track's page."""
    return f"tracks/{track}.md"


def printed_page(track: str) -> str:
    """Give the file of the page that holds all answers of a track, for printing."""
    return f"tracks/{track}/{_PRINTED}"


def is_printed(page: str) -> bool:
    """Tell whether a file is such a page."""
    return posixpath.basename(page) == _PRINTED


def permalink_file(id_: str) -> str:
    """Give the file of a permanent link."""
    return f"q/{id_}/index.html"


def twin_file(id_: str) -> str:
    """Give the file that holds a question as Markdown.

    A builder would render `.md`, and not every host knows that ending; `.txt` is text everywhere.
    """
    return f"q/{id_}.md.txt"


def built(file: str, *, folders: bool) -> str:
    """Give the file that MkDocs makes of one below docs/.

    Args:
        file: a page of Markdown such as `browse.md`; anything else stays as it is
        folders: whether a page is the index of a folder of its name

    """
    stem, extension = posixpath.splitext(file)
    if extension != ".md":
        return file
    own_folder = folders and posixpath.basename(stem) != "index"
    return f"{stem}/index.html" if own_folder else f"{stem}.html"


def served(file: str, *, folders: bool) -> str:
    """Give the address of a page from the top of the site; addresses.js does the same.

    Args:
        file: such as `browse.html` or `questions/index.html`; of what is no page, the path
        folders: whether servers find a page by its folder

    """
    page = built(re.sub(r"\.html$", ".md", file), folders=folders)
    return _without_index(page, folders=folders) or "./"


def _without_index(file: str, *, folders: bool) -> str:
    """Give what an address says of a file: servers send the index of a folder for the folder."""
    return file.removesuffix("index.html") if folders else file


@dataclass(frozen=True)
class Addresses:
    """Finds the page of each question that is on the site."""

    handbook: Handbook
    settings: Settings

    @cached_property
    def by_category(self) -> Mapping[str, Sequence[Question]]:
        """The questions on the site of each category, from basic to advanced, then by id."""
        found: dict[str, list[Question]] = defaultdict(list)
        for question in self.handbook.questions:
            if question.on_site:
                found[question.category].append(question)
        for questions in found.values():
            questions.sort(key=lambda q: (_LEVELS.index(q.level), q.id))
        return found

    def pages(self, category: Category) -> Iterator[tuple[str, Sequence[Question]]]:
        """Yield the file and the questions of each page of a category."""
        questions = self.by_category.get(category.id, ())
        for start in range(0, max(1, len(questions)), QUESTIONS_A_PAGE):
            number = start // QUESTIONS_A_PAGE + 1
            yield category_page(category.id, number), questions[start : start + QUESTIONS_A_PAGE]

    @cached_property
    def page_of(self) -> Mapping[str, str]:
        """The file that holds a question, by the question's id."""
        return {
            question.id: page
            for category in self.handbook.categories
            for page, questions in self.pages(category)
            for question in questions
        }

    def markdown_link(self, source: str, target: str, anchor: str = "") -> str:
        """Give the link from one file to another as MkDocs checks and rewrites it."""
        return _with_anchor(_relative(target, posixpath.dirname(source)), anchor)

    def href(self, source: str, target: str, anchor: str = "") -> str:
        """Give the link from one file to another as the browser follows it, for raw HTML."""
        folders = self.settings.directory_urls
        start = posixpath.dirname(built(source, folders=folders))
        relative = _relative(built(target, folders=folders), start)
        return _with_anchor(_without_index(relative, folders=folders) or "./", anchor)

    def absolute(self, target: str, anchor: str = "") -> str:
        """Give the whole address of a file, empty where the site's address is not known."""
        if not self.settings.address:
            return ""
        folders = self.settings.directory_urls
        path = _without_index(built(target, folders=folders), folders=folders)
        return _with_anchor(self.settings.address + path, anchor)

    def best(self, source: str, target: str, anchor: str = "") -> str:
        """Give the whole address where it is known, else the link from one file to another."""
        return self.absolute(target, anchor) or self.href(source, target, anchor)


def _with_anchor(address: str, anchor: str) -> str:
    return f"{address}#{anchor}" if anchor else address


@lru_cache(maxsize=4096)
def _relative(target: str, start: str) -> str:
    """Give a path from a folder to a file; a page asks for the same ones again and again."""
    return posixpath.relpath(target, start)
