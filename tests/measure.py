"""Measures how long our code takes beside MkDocs: python tests/measure.py 1000 10000 --runs 3."""

import argparse
import io
import logging
import os
import resource
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from conftest import GENERATED, ROOT
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from synthetic import write_source

from handbook import anki
from handbook.build import build
from handbook.checks import check, check_file
from handbook.parse import parse, parse_document
from handbook.read import read_source
from handbook.render import render
from handbook.render.view import View
from handbook.settings import Settings
from handbook.write import remove_generated, write

Times = dict[str, float]


@contextmanager
def _timed(times: Times, name: str) -> Iterator[None]:
    # Seconds of this process, which other programs on the machine do not lengthen.
    start = time.process_time()
    yield
    times[name] = time.process_time() - start


def _forget() -> None:
    """Empty the caches: from then on a build is a cold one."""
    parse_document.cache_clear()
    check_file.cache_clear()


def _project(root: Path, count: int) -> None:
    """Make a copy of everything that the site is built from, with synthetic questions."""
    shutil.copy(ROOT / "mkdocs.yml", root)
    for folder in ("overrides", "scripts"):
        shutil.copytree(ROOT / folder, root / folder)
    ignored = shutil.ignore_patterns(*GENERATED)
    shutil.copytree(ROOT / "docs", root / "docs", ignore=ignored)
    write_source(root / "questions", count)


def _stages(root: Path) -> Times:
    """Run the build script cold, stage by stage."""
    times: Times = {}
    _forget()
    with _timed(times, "read"):
        source = read_source(root / "questions")
    with _timed(times, "parse"):
        parsed = parse(source)
    with _timed(times, "check"):
        problems = check(parsed)
    with _timed(times, "render"):
        view = View(parsed.handbook, Settings())
        files = render(view)
    with _timed(times, "deck"):
        anki.deck(view)
    with _timed(times, "write"):
        problems += write(root / "docs", {name: text.encode() for name, text in files.items()})
    if problems:
        raise SystemExit(f"the synthetic questions have problems, the first: {problems[0]}")
    return times


def _edit(root: Path) -> None:
    path = min((root / "questions").glob("*/*.md"))
    path.write_text(path.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")


def _with_mkdocs(root: Path) -> None:
    """Build the site with the hook, as `mkdocs build` does."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        config: Any = load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site"))
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
        config.plugins.on_shutdown()


def _run(count: int) -> Times:
    """Measure everything once."""
    with tempfile.TemporaryDirectory(prefix="measure-") as folder:
        root = Path(folder)
        _project(root, count)
        times = _stages(root)
        times["ours"] = sum(times.values())
        times["MB after ours"] = _peak()
        build(root / "questions", root / "docs", Settings())  # keeps answers for the next deck
        _edit(root)
        with _timed(times, "ours after an edit"):
            build(root / "questions", root / "docs", Settings())
        remove_generated(root / "docs")
        _forget()
        with _timed(times, "mkdocs with hook"):
            _with_mkdocs(root)
        times["MB after mkdocs"] = _peak()
        _edit(root)
        with _timed(times, "mkdocs after an edit"):
            _with_mkdocs(root)
    times["ours / mkdocs, %"] = 100 * times["ours"] / times["mkdocs with hook"]
    return times


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _medians(count: int, runs: int) -> Times:
    found: Mapping[str, list[float]] = defaultdict(list)
    for _ in range(runs):
        for name, value in _run(count).items():
            found[name].append(value)
    return {name: statistics.median(values) for name, values in found.items()}


def main() -> None:
    """Print a table: a row for each measure, a column for each number of questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[1000, 10000])
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    columns = {count: _medians(count, arguments.runs) for count in sorted(arguments.counts)}
    first, *_ = columns.values()
    print("".join(f"{title:>14}" for title in ("questions", *columns, "growth")))
    for name in first:
        values = [column[name] for column in columns.values()]
        cells = "".join(f"{value:14.2f}" for value in (*values, values[-1] / values[0]))
        print(f"{name:>22}{cells}")


if __name__ == "__main__":
    main()
