"""The command `handbook`: arguments in, exit codes out (0 good, 1 problems, 2 wrong use)."""

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from textwrap import fill

import click

from handbook import edit, figures, offline, preview, site
from handbook.build import build, load
from handbook.checks import RULES
from handbook.importers.files import Found
from handbook.importers.formats import NAMES, described
from handbook.importers.order import Order, refuse
from handbook.importers.report import for_people
from handbook.importers.run import Imported, import_notes, write_report
from handbook.parse import Parsed
from handbook.problems import Problem, as_json, as_text, counted, stops
from handbook.read import among, shown
from handbook.samples.verify import NoSuchSourceError, Wanted, verify
from handbook.settings import read_settings
from handbook.shipped import read_shipped
from handbook.write import remove_generated

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)
# Problems that an edit leaves as they are: of something new that is not finished yet.
_UNFINISHED = (
    *(edit.UNLOCKED, "category-empty", "sample-unverified", "record-orphaned"),
    *figures.FAILURES,
)

questions_option = click.option(
    "--questions", type=_FOLDER, default=Path("questions"), show_default=True, help="The source."
)
docs_option = click.option(
    "--docs", type=_FOLDER, default=Path("docs"), show_default=True, help="What MkDocs renders."
)
config_option = click.option(
    "--config", type=_FILE, default=Path("mkdocs.yml"), show_default=True, help="The site."
)


class _Group(click.Group):
    """Turns wrong arguments into click's own errors, which leave with 2."""

    def invoke(self, ctx: click.Context) -> object:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # Where the locale has no sign for what was found, its number is shown.
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except edit.WrongUseError as error:
            raise click.UsageError(str(error)) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tensor-interview-handbook")
def main() -> None:
    """Build, check and change the Tensor Interview Handbook."""


def _finish(problems: Iterable[Problem], good: str = "", *, err: bool = True) -> None:
    """Tell the problems, if there are any, and leave with the exit code that they ask for."""
    problems = list(problems)
    if problems:
        click.echo(as_text(problems), err=err)
    if stops(problems):
        sys.exit(1)
    if good:
        click.echo(good)


def _sound(questions: Path, unfinished: Iterable[str] = _UNFINISHED) -> Parsed:
    """Load the source; leave with its problems, other than of something unfinished."""
    parsed, problems = load(questions)
    _finish(p for p in problems if not p.listed and p.code not in unfinished)
    return parsed


@main.command("build")
@questions_option
@docs_option
@config_option
def build_command(questions: Path, docs: Path, config: Path) -> None:
    """Generate the pages below docs/ from the source."""
    settings, broken = read_settings(config)
    shipped, missing = read_shipped(config.parent)
    _finish(broken + missing)
    report = build(questions, docs, settings, shipped)
    questions_count, files = counted(report.questions, "question"), counted(report.files, "file")
    done = f"{questions_count}, {files} below {shown(docs)}/."
    _finish(report.problems, done)


@main.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--list", "listing", is_flag=True, help="Print the rules and stop.")
@questions_option
def check_command(files: tuple[Path, ...], form: str, listing: bool, questions: Path) -> None:
    """Tell what is wrong with the source, or with FILES of it; folders stand for what they hold."""
    if listing:
        click.echo("\n\n".join(f"{rule.code} ({rule.weight.value})\n{rule.doc}" for rule in RULES))
        return
    for file in files:
        if not Path(shown(file)).is_relative_to(shown(questions)):
            raise click.UsageError(f"'{file}' is not below {shown(questions)}/")
    _, problems = load(questions)
    if files:
        wanted = [shown(file) for file in files]
        problems = [p for p in problems if among(p.path, wanted) or p.code in figures.FAILURES]
    if form == "json":
        click.echo(as_json(problems))
    else:
        click.echo(as_text(problems))
    sys.exit(1 if stops(problems) else 0)


@main.command("new")
@click.argument("category")
@click.argument("id_", metavar="ID")
@click.argument("question")
@questions_option
def new_command(category: str, id_: str, question: str, questions: Path) -> None:
    """Write a draft of a QUESTION into a CATEGORY, under a permanent ID."""
    change = edit.new(_sound(questions), category, id_, question, date.today())
    _finish(change.apply(questions), f"Wrote {shown(questions / category / id_)}.md")


@main.command("rename")
@click.argument("old")
@click.argument("new")
@questions_option
def rename_command(old: str, new: str, questions: Path) -> None:
    """Give the question OLD the id NEW; all links to the old one keep working."""
    change = edit.rename(_sound(questions), old, new)
    _finish(change.apply(questions), f"Renamed {old} to {new}.")


@main.command("move")
@click.argument("id_", metavar="ID")
@click.argument("category")
@questions_option
def move_command(id_: str, category: str, questions: Path) -> None:
    """Move the question ID into another CATEGORY; all links to it keep working."""
    change = edit.move(_sound(questions), id_, category)
    _finish(change.apply(questions), f"Moved {id_} to {category}.")


@main.command("publish")
@questions_option
def publish_command(questions: Path) -> None:
    """Add the ids of everything on the site to ids.lock; from then on they are permanent."""
    change = edit.publish(_sound(questions, [edit.UNLOCKED]))
    _finish(change.apply(questions), f"Added {counted(len(change.added), 'id')} to ids.lock.")


@main.command("verify")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Run everything, write nothing.")
@click.option("--update", is_flag=True, help="Write what was printed into the answers.")
@click.option(
    "--environments",
    type=_FOLDER,
    help="Holds .venv-tensorflow and .venv-pytorch.  [default: beside the questions]",
)
@questions_option
def verify_command(
    files: tuple[Path, ...],
    everything: bool,
    update: bool,
    environments: Path | None,
    questions: Path,
) -> None:
    """Run the samples that have no valid record, of FILES or of all that is published.

    Those that print what their output blocks show get a record in verified.json.
    """
    if everything and update:
        raise click.UsageError("--all writes nothing, --update does: give one of them")
    beside = environments or questions.absolute().parent
    try:
        sys.exit(verify(Wanted(questions, beside, files, everything, update), date.today()))
    except NoSuchSourceError as error:
        raise click.UsageError(str(error)) from error


_FORMATS = "\n".join(
    fill(f"{name:14}{looks}", 78, initial_indent="  ", subsequent_indent=" " * 16)
    for name, looks in described().items()
)
_IMPORT_EPILOG = f"""\
\b
Formats:
{_FORMATS}

\b
Exit codes:
  0  every file or folder named could be read as notes
  1  one is unreadable, fits no format, or holds no notes; the others are
     imported. Or the handbook would not be sound: then nothing is written
  2  wrong use; nothing is read or written
"""


@main.command("import", epilog=_IMPORT_EPILOG)
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--to", "questions", type=_FOLDER, default=Path("questions"), show_default=True, help="Where."
)
@click.option("--format", "form", type=click.Choice(NAMES), help="Instead of guessing it.")
@click.option("--category", metavar="ID", help="Where everything goes, instead of guessing it.")
@click.option("--report", type=_FILE, help="Write what was found and done, as JSON.")
@click.option("--dry-run", is_flag=True, help="Write no source files.")
@click.option("--limit", type=float, default=50, show_default=True, help="Megabytes of a file.")
@docs_option
def import_command(
    files: tuple[str, ...],
    questions: Path,
    form: str | None,
    category: str | None,
    report: Path | None,
    dry_run: bool,
    limit: float,
    docs: Path,
) -> None:
    """Turn raw notes into source files: FILES, folders of them, or - for standard input.

    Every line of the notes ends in a question, an answer, or the report.
    """
    order = Order(files, questions, form, category, limit)
    refuse(order, docs, report)
    imported = import_notes(order, date.today(), _with_bar)
    problems = [] if dry_run else imported.apply(questions)
    for line in for_people(imported.read, imported.plan):
        click.echo(line)
    click.echo(_outcome(imported, shown(questions), dry_run=dry_run, failed=bool(problems)))
    if report:
        problems += write_report(imported, report)
    _finish(problems)
    sys.exit(1 if imported.refused else 0)


def _outcome(imported: Imported, folder: str, *, dry_run: bool, failed: bool) -> str:
    """Say what was written."""
    files = counted(len(imported.change.texts), "file")
    ids = counted(len(imported.locked), "id")
    if failed or not imported.change.texts:
        return "Nothing was written." if failed else "Nothing to write."
    if dry_run:
        return f"Nothing was written; without --dry-run: {files} below {folder}/, {ids} recorded."
    recorded = f"; {ids} recorded in {folder}/ids.lock" if imported.locked else ""
    return f"Wrote {files} below {folder}/{recorded}."


def _with_bar(found: Sequence[Found]) -> Iterator[Found]:
    """Show how far reading many files has come, on a terminal."""
    hidden = len(found) < 2 or not sys.stderr.isatty()
    with click.progressbar(found, label="Reading", file=sys.stderr, hidden=hidden) as bar:
        yield from bar


@main.command("site")
@config_option
def site_command(config: Path) -> None:
    """Build the site strictly, and swap it in only when that has worked."""
    sys.exit(site.build_site(config))


@main.command("offline")
@config_option
def offline_command(config: Path) -> None:
    """Pack the site for reading from a disk, by a double click on its index.html."""
    sys.exit(offline.pack_site(config))


@main.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@config_option
def serve_command(port: int, config: Path) -> None:
    """Serve the site on this machine, and build it again at every change."""
    sys.exit(preview.serve(config, port))


@main.command("clean")
@docs_option
def clean_command(docs: Path) -> None:
    """Delete what was generated below docs/."""
    _finish(remove_generated(docs))
