"""MkDocs alone does the right thing: the hook generates the pages before each build."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from browser.project import Project, make_project, question

ADDRESS = "https://example.org/handbook/"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project that a test may break."""
    return make_project(tmp_path)


def mkdocs(project: Project, address: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "mkdocs", "build", "--strict"],
        cwd=project.folder,
        env=project.environment(address) | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_mkdocs_build_generates_the_pages(project: Project) -> None:
    done = mkdocs(project)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if not line.startswith("INFO")] == []
    assert project.path("site/q/eager-mode/index.html").exists()


def test_a_question_whose_id_begins_with_a_digit_has_its_heading(project: Project) -> None:
    path = project.path("questions/graphs/2fa-safe.md")
    path.write_text(question("Is 2FA safe?", "Mostly.", "Somewhat."), encoding="utf-8")
    project.run("publish")
    mkdocs(project)
    page = project.path("site/questions/graphs/index.html").read_text(encoding="utf-8")
    assert re.search(r'<h2 class="?hb-question"? id="?2fa-safe"?>Is 2FA safe\?<', page)


def test_mkdocs_build_tells_problems_and_stops(project: Project) -> None:
    project.replace("questions/graphs/compilers.md", "level: basic", "level: expert")
    done = mkdocs(project)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "questions/graphs/compilers.md:4: value-unknown "
        "must be one of basic, intermediate, advanced: 'expert'",
        "1 problem.",
        "ERROR   -  The source has problems; nothing was built.",
    ]
    assert not project.path("site").exists()


def test_mkdocs_build_is_strict(project: Project) -> None:
    project.path("docs/page.md").write_text("[x](nowhere.md)\n", encoding="utf-8")
    done = mkdocs(project)
    assert done.returncode == 1
    assert done.stdout == "\nAborted with 2 warnings in strict mode!\n"


def test_a_broken_template_is_told_in_one_line(project: Project) -> None:
    project.replace("overrides/404.html", "{% endblock %}", "{% end %}")
    done = mkdocs(project)
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if not line.startswith("INFO")] == [
        "Error: overrides/404.html:6: template-broken must be a template that can be read: "
        "'Encountered unknown tag 'end'. Jinja was looking for the following tags: "
        "'endbl…'"
    ]


def test_sitemap(project: Project) -> None:
    mkdocs(project, ADDRESS)
    site = project.path("site")
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>{ADDRESS}questions/tensors/</loc>" in text
    assert not (site / "sitemap.xml.gz").exists()


def test_no_sitemap_without_an_address(project: Project) -> None:
    mkdocs(project)
    assert list(project.path("site").glob("sitemap*")) == []
