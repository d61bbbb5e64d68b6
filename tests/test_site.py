"""Builds that replace the site only when they are good, and a server that stays up."""

import fcntl
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.preview import SECONDS, Preview, handbook_serve, mkdocs_serve, running
from browser.project import HANDBOOK, Project, make_project
from browser.reader import wait_until

from handbook.site import _settle, kept_up
from handbook.watch import state

GRAPHS = "questions/graphs/"
COMPILERS = "questions/graphs/compilers.md"
WRONG_LEVEL = (
    "questions/graphs/compilers.md:4: value-unknown must be one of basic, intermediate, advanced: "
)
NO_TARGET = (
    "WARNING -  Doc file 'index.md' contains a link 'nowhere.md', but the target is not found "
    "among documentation files."
)
NOT_A_TEMPLATE = "overrides/404.html:8: template-broken must be a template that can be read: "
# A build that waits until it is ended, and tells its process.
SLOW = """

def on_env(env, config, files):
    import os, pathlib, time
    pathlib.Path(config.config_file_path).with_name("building").write_text(str(os.getpid()))
    time.sleep(600)
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project that a test may break."""
    return make_project(tmp_path / "project")


@pytest.fixture(params=[handbook_serve, mkdocs_serve])
def serve(request: pytest.FixtureRequest) -> Callable[[], list[str]]:
    """The command of a server."""
    command: Callable[[], list[str]] = request.param
    return command


def break_source(project: Project) -> None:
    project.replace(COMPILERS, "level: basic", "level: expert")


def break_link(project: Project) -> None:
    home = project.path("docs/index.md")
    home.write_text(home.read_text(encoding="utf-8") + "\n[broken](nowhere.md)\n", "utf-8")


def break_template(project: Project) -> None:
    project.replace("overrides/404.html", "{% block content %}", "{% block %}")


def slow_down(project: Project) -> None:
    hooks = project.path("scripts/hooks.py")
    hooks.write_text(hooks.read_text(encoding="utf-8") + SLOW, encoding="utf-8")


def building(project: Project) -> int:
    """Wait until a slow build is under way, and give its process."""
    file = project.path("building")
    wait_until(lambda: "" if file.exists() and file.read_text() else "no build began", SECONDS)
    return int(file.read_text())


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


# ---- building ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (break_source, WRONG_LEVEL),
        (break_template, NOT_A_TEMPLATE),
        (lambda p: p.path("docs/more.md").write_text("[x](nowhere.md)\n"), "'nowhere.md'"),
    ],
    ids=["source", "template", "link"],
)
def test_a_bad_build_leaves_the_site_as_it_was(
    project: Project, break_it: Callable[[Project], None], told: str
) -> None:
    project.build()
    before = project.tree("site")
    break_it(project)
    done = project.run("site")
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert project.tree("site") == before
    assert leftovers(project) == []


def leftovers(project: Project) -> list[str]:
    return sorted(path.name for path in project.folder.glob("site?*"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_build_leaves_the_site_as_it_was(
    project: Project, number: signal.Signals
) -> None:
    project.path("site").mkdir()
    project.path("site/index.html").write_text("good")
    slow_down(project)
    with running(project, *HANDBOOK, "site") as build:
        process = building(project)
        assert build.stop(number) == 1
    assert build.lines[-1] == "Aborted!\n"
    assert "Traceback" not in build.output
    assert is_gone(process)
    assert project.tree("site") == {"index.html": b"good"}
    assert leftovers(project) == []


def test_what_a_crash_left_is_put_in_order(tmp_path: Path) -> None:
    site, new, old = (tmp_path / name for name in ("site", "site.new", "site.old"))
    for folder in (new, old):
        folder.mkdir()
        (folder / "index.html").write_text(folder.name)
    _settle(site)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (site / "index.html").read_text() == "site.old"


def test_leftovers_beside_a_site_are_deleted(tmp_path: Path) -> None:
    for name in ("site", "site.new", "site.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name)
    _settle(tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site/index.html").read_text() == "site"


def test_the_site_before_a_crash_outlives_a_bad_build(project: Project) -> None:
    project.path("site.old").mkdir()
    project.path("site.old/index.html").write_text("good")
    break_source(project)
    assert project.run("site").returncode == 1
    assert project.tree("site") == {"index.html": b"good"}
    assert leftovers(project) == []


def test_a_good_build_replaces_the_site(project: Project) -> None:
    project.path("site").mkdir()
    project.path("site/stale.html").write_text("stale")
    project.build()
    assert not project.path("site/stale.html").exists()
    assert project.path("site/index.html").exists()
    assert leftovers(project) == []


def test_one_build_waits_for_another(project: Project) -> None:
    lock = os.open(project.folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with running(project, *HANDBOOK, "site") as build:
        with pytest.raises(subprocess.TimeoutExpired):
            build.process.wait(3)
        os.close(lock)
        assert build.process.wait(SECONDS) == 0


@pytest.mark.parametrize("command", ["site", "serve"])
def test_nothing_to_build(project: Project, command: str) -> None:
    project.path("mkdocs.yml").unlink()
    done = project.run(command)
    assert done.returncode == 2
    assert done.stderr == "mkdocs.yml is not there: run this beside it, or use --config.\n"


# ---- serving ----------------------------------------------------------------------------------


def test_serving_goes_on_whatever_breaks(project: Project, serve: Callable[[], list[str]]) -> None:
    with running(project, *serve()) as server:
        server.shows(GRAPHS, "XLA and TorchInductor.")
        breaks(server, project, break_source, WRONG_LEVEL)
        project.replace(COMPILERS, "level: expert", "level: basic")
        server.shows(GRAPHS, "<li>basic</li>")
        breaks(server, project, break_link, re.escape(NO_TARGET))
        project.replace("docs/index.md", "[broken](nowhere.md)", "Mended link.")
        server.shows("", "Mended link.")
        breaks(server, project, break_template, NOT_A_TEMPLATE)
        project.replace("overrides/404.html", "{% block %}", "{% block content %}Mended template.")
        server.shows("404.html", "Mended template.")
        project.path("docs/assets/stylesheets/handbook.css").write_text("} broken {")
        server.shows("assets/stylesheets/handbook.css", "} broken {")
        assert server.fetch(GRAPHS)[0] == 200


def breaks(
    server: Preview, project: Project, break_it: Callable[[Project], None], told: str
) -> None:
    """Break something; the problem is printed, and the pages are still served."""
    printed = len(server.lines)
    break_it(project)
    status, text = server.fetch(GRAPHS)
    assert (status, "XLA and TorchInductor." in text) == (200, True)
    server.has_printed(told, after=printed)
    status, text = server.fetch(GRAPHS)
    assert (status, "XLA and TorchInductor." in text) == (200, True)


def test_a_source_broken_before_the_start(project: Project, serve: Callable[[], list[str]]) -> None:
    project.run("build")
    break_source(project)
    with running(project, *serve()) as server:
        assert "XLA and TorchInductor." in server.fetch(GRAPHS)[1]
        assert WRONG_LEVEL in server.output
        project.replace(COMPILERS, "level: expert", "level: basic")
        server.shows(GRAPHS, "<li>basic</li>")


def test_a_link_broken_before_the_start(project: Project, serve: Callable[[], list[str]]) -> None:
    break_link(project)
    with running(project, *serve()) as server:
        assert "XLA and TorchInductor." in server.fetch(GRAPHS)[1]
        assert NO_TARGET in server.output


def test_a_source_broken_before_the_first_build(project: Project) -> None:
    break_source(project)
    with running(project, *handbook_serve()) as server:
        status, text = server.fetch(GRAPHS)
        assert status == 404
        assert "No build has worked yet; the terminal says why." in text
        assert WRONG_LEVEL in server.output
        project.replace(COMPILERS, "level: expert", "level: basic")
        server.shows(GRAPHS, "<li>basic</li>")


def test_one_save_gives_one_build(project: Project) -> None:
    with running(project, *handbook_serve()) as server:
        server.shows("questions/training/2/", "step-45")
        # The second page of that category goes: what is generated changes, and is deleted.
        for number in range(41, 46):
            name = f"step-{number}.md"
            project.path(f"questions/training/{name}").rename(project.path(GRAPHS + name))
        server.shows(GRAPHS, "step-45")
        assert server.fetch("questions/training/2/")[0] == 404
        with pytest.raises(AssertionError, match="no third build"):
            wait_until(lambda: "" if server.builds > 2 else "no third build", seconds=2)


def test_what_is_saved_shows_within_seconds(project: Project) -> None:
    with running(project, *handbook_serve()) as server:
        for old, new in (("Several.", "Two."), ("Two.", "Three."), ("Three.", "Four.")):
            server.shows(GRAPHS, old)
            project.replace(COMPILERS, old, new)
            saved = time.monotonic()
            server.shows(GRAPHS, new)
            assert time.monotonic() - saved < 10


def test_serving_below_a_path(project: Project) -> None:
    address = "https://example.org/handbook/"
    with running(project, *handbook_serve(), SITE_URL=address) as server:
        assert server.address.endswith("/handbook/")
        assert server.address in server.fetch("q/compilers/")[1]
        status, text = server.fetch("nowhere/")
        assert (status, 'href="/handbook/q/"' in text) == (404, True)


def test_a_request_during_a_build(project: Project, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with running(project, *handbook_serve(), TMPDIR=str(scratch)) as server:
        server.shows(GRAPHS, "XLA and TorchInductor.")
        slow_down(project)
        process = building(project)
        assert server.fetch(GRAPHS, seconds=1)[0] == 200
        assert server.stop() == 0
    assert server.lines[-1] == "Stopped.\n"
    assert is_gone(process)
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("first", [True, False], ids=["first build", "later"])
def test_a_signal_ends_it_cleanly(
    project: Project, tmp_path: Path, number: signal.Signals, first: bool
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    if first:
        slow_down(project)
    with running(project, *handbook_serve(), TMPDIR=str(scratch)) as server:
        process = building(project) if first else 0
        assert first or server.fetch()[0] == 200
        assert server.stop(number) == 0
    assert server.lines[-1] == "Stopped.\n"
    assert "Traceback" not in server.output
    assert list(scratch.iterdir()) == []
    assert not first or is_gone(process)


def test_a_port_in_use(project: Project) -> None:
    with running(project, *handbook_serve()) as server:
        port = server.address.rstrip("/").rpartition(":")[2]
        done = project.run("serve", "--port", port)
    told = f"Error: Cannot serve at port {port}: Address already in use. Choose another: PORT=\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", told)


# ---- what is watched --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("questions/graphs/new.md", True),
        ("docs/page.md", True),
        ("docs/.nav.yml", True),
        ("overrides/main.html", True),
        ("mkdocs.yml", True),
        ("docs/generated.md", False),
        ("docs/.generated", False),
        ("questions/graphs/.new.md.swp", False),
        ("questions/graphs/new.md~", False),
        ("scripts/__pycache__/hooks.pyc", False),
        ("site/index.html", False),
    ],
)
def test_what_people_write(tmp_path: Path, name: str, counts: bool) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/.generated").write_text("generated.md\n")
    before = state(tmp_path / "mkdocs.yml")
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("generated.md\n\n")
    assert (state(tmp_path / "mkdocs.yml") != before) is counts


def test_a_build_of_mkdocs_server_never_raises(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, site = tmp_path / "mkdocs.yml", tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("good")
    builds: list[int] = []

    def fail() -> None:
        builds.append(1)
        site.mkdir()
        (site / "index.html").write_text("half")
        raise SystemExit(1)

    build = kept_up(fail, config, site)
    build()
    assert builds == []
    config.write_text("site_name: New\n")
    build()
    build()
    assert builds == [1]
    assert (site / "index.html").read_text() == "good"
    assert capsys.readouterr().err.endswith("The build failed; the last good pages are served.\n")
