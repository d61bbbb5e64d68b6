"""A page that is open while somebody writes: it shows what was saved by itself."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from .preview import SECONDS, handbook_serve, running
from .project import make_project

MILLISECONDS = SECONDS * 1000
BROKEN = "questions/graphs/compilers.md"
HEAD = "{% block site_meta %}\n  {{ super() }}"


def test_an_open_page_follows_what_is_saved(browser: Browser, tmp_path: Path) -> None:
    project = make_project(tmp_path)
    with running(project, *handbook_serve()) as server, browser.new_page() as page:
        page.goto(server.address + "questions/graphs/")
        project.replace(BROKEN, "Several.", "Two of them.")
        shown = page.locator(".hb-short", has_text="Two of them.")
        expect(shown).to_have_count(1, timeout=MILLISECONDS)
        project.replace("overrides/main.html", HEAD, f"{HEAD}<meta name=new>")
        expect(page.locator("meta[name=new]")).to_have_count(1, timeout=MILLISECONDS)
        style = project.path("docs/assets/stylesheets/handbook.css")
        style.write_text("h1 { color: rgb(1, 2, 3) !important; }", encoding="utf-8")
        color = "rgb(1, 2, 3)"
        expect(page.locator("h1")).to_have_css("color", color, timeout=MILLISECONDS)


def test_a_page_without_content_yet_follows_the_first_good_build(
    browser: Browser, tmp_path: Path
) -> None:
    project = make_project(tmp_path)
    project.replace(BROKEN, "level: basic", "level: expert")
    with running(project, *handbook_serve()) as server, browser.new_page() as page:
        page.goto(server.address + "questions/graphs/")
        said = page.get_by_text("No build has worked yet; the terminal says why.")
        expect(said).to_be_visible()
        project.replace(BROKEN, "level: expert", "level: basic")
        heading = page.get_by_role("heading", name="Which compilers are there?")
        expect(heading).to_be_visible(timeout=MILLISECONDS)
