"""What somebody asks an import to do, and why it may be refused before anything is read."""

from dataclasses import dataclass
from pathlib import Path

from handbook.checks.ids import well_formed
from handbook.edit import WrongUseError
from handbook.importers.files import STANDARD_INPUT, Found, find, stranger
from handbook.read import shown

_MOST_MEGABYTES = 1_000_000
_SITE = "site"  # what a build replaces, beside what it makes it from


@dataclass(frozen=True)
class Order:
    """What somebody asked for; `format` and `category` are None where they are to be guessed."""

    names: tuple[str, ...]
    questions: Path
    format: str | None = None
    category: str | None = None
    limit: float = 50.0

    def found(self) -> list[Found]:
        """Give the files to read."""
        return find(self.names, self.questions)


def refuse(order: Order, docs: Path, report: Path | None) -> None:
    """Raise an error in words for people, where an order cannot be carried out."""
    _refuse_target(order.questions, docs)
    if order.category and not well_formed(order.category):
        raise WrongUseError(f"a category is lower-case words with hyphens, not '{order.category}'")
    if not 0 < order.limit <= _MOST_MEGABYTES:
        raise WrongUseError(f"a limit is between 0 and {_MOST_MEGABYTES} MB, not {order.limit:g}")
    for name in order.names:
        _refuse_name(name, order.questions)
    files = order.found()
    _refuse_same_names(files)
    if report:
        _refuse_report(report, order.questions, files)


def _refuse_target(questions: Path, docs: Path) -> None:
    """Refuse a folder that is generated, or holds files that are no source files."""
    site = docs.resolve().parent / _SITE
    for generated in (docs.resolve(), site):
        if questions.resolve().is_relative_to(generated):
            folder = shown(generated)
            raise WrongUseError(f"source files must not lie in {folder}/, which is generated")
    if link := _link(questions):
        raise WrongUseError(
            f"{shown(link)} is a link out of {shown(questions)}/; not written through"
        )
    if name := stranger(questions):
        reason = f"holds {name}, which is no source file; name a folder for questions alone"
        raise WrongUseError(f"{shown(questions)}/ {reason}")


def _link(questions: Path) -> Path | None:
    """Give a folder of source files that is a link to elsewhere, None without one."""
    links = (each for each in sorted(questions.glob("*")) if each.is_symlink() and each.is_dir())
    inside = questions.resolve()
    return next((each for each in links if not each.resolve().is_relative_to(inside)), None)


def _refuse_name(name: str, questions: Path) -> None:
    path = Path(name)
    if name == STANDARD_INPUT:
        return
    if not name or not path.exists():
        raise WrongUseError(f"there is no file '{name}'")
    if path.resolve().is_relative_to(questions.resolve()):
        raise WrongUseError(f"'{name}' lies in {shown(questions)}/, where the source files are")


def _refuse_same_names(files: list[Found]) -> None:
    """Refuse files that the report and the source files could not tell apart."""
    names: dict[str, Path] = {}
    for each in files:
        other = names.setdefault(each.told, each.path)
        if other != each.path:
            both = f"'{other}' and '{each.path}' would both be called '{each.told}'"
            raise WrongUseError(f"{both}; import the folder above them, or one at a time")


def _refuse_report(report: Path, questions: Path, files: list[Found]) -> None:
    if any(report.resolve() == each.path.resolve() for each in files):
        raise WrongUseError(f"'{report}' is one of the notes, which the report must not replace")
    if not report.absolute().parent.is_dir():
        raise WrongUseError(f"there is no folder '{report.parent}' for the report")
    if report.resolve().is_relative_to(questions.resolve()):
        raise WrongUseError(
            f"'{report}' lies in {shown(questions)}/, which holds source files alone"
        )
