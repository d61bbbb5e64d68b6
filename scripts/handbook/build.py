"""The build script: read, parse, check, render, write."""

from dataclasses import dataclass
from pathlib import Path

from handbook import remembered
from handbook.anki import DECK
from handbook.checks import check
from handbook.drawing import Drawings, figures
from handbook.figures import draw
from handbook.parse import Parsed, parse
from handbook.problems import Problem, stops
from handbook.read import read_source
from handbook.render import render
from handbook.render.view import View
from handbook.settings import Settings
from handbook.shipped import NOTHING, Shipped
from handbook.write import write


@dataclass(frozen=True)
class Report:
    """What a build found and how many pages it keeps."""

    problems: list[Problem]
    questions: int = 0
    files: int = 0

    @property
    def good(self) -> bool:
        """Whether docs/ is up to date now."""
        return not stops(self.problems)


def load(questions: Path) -> tuple[Parsed, list[Problem]]:
    """Read, parse and check a folder of questions."""
    parsed, _, problems = load_drawn(questions)
    return parsed, problems


def load_drawn(questions: Path) -> tuple[Parsed, Drawings, list[Problem]]:
    """Read, parse and check a folder of questions; give their figures, too."""
    parsed = parse(read_source(questions))
    drawings, missing = draw(figure for d in parsed.documents for _, figure in figures(d.body))
    return parsed, drawings, check(parsed, drawings) + missing


def build(questions: Path, docs: Path, settings: Settings, shipped: Shipped = NOTHING) -> Report:
    """Generate pages from the source.

    Args:
        questions: the folder of questions
        docs: the folder that MkDocs renders
        settings: what the pages need to know of the site
        shipped: files of packages, which the pages use

    Returns:
        the problems; where one of them stops the build, docs/ is as it was

    """
    parsed, drawings, problems = load_drawn(questions)
    if stops(problems):
        return Report(problems)
    view = View(parsed.handbook, settings, shipped, drawings)
    files = {name: text.encode() for name, text in render(view).items()}
    files |= {DECK: remembered.deck(view), **shipped.files}
    problems += write(docs, files)
    on_site = sum(question.on_site for question in parsed.handbook.questions)
    return Report(problems, on_site, len(files))
