"""Sites, a browser, and readers who look at them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from . import browsers
from .project import make_project
from .reader import Reader
from .server import serving
from .settings import PAIRS, Setting

TIMEOUT = 20_000  # milliseconds, on a busy machine


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of all tests."""
    with sync_playwright() as playwright:
        try:
            found = browsers.first_that_starts(
                browsers.candidates(playwright), lambda path: browsers.start(playwright, path)
            )
        except browsers.NoBrowserError as error:
            pytest.fail(str(error), pytrace=False)
        expect.set_options(timeout=TIMEOUT)
        yield found
        found.close()


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of a site at the root of a host, of one under a path, and of one without."""
    projects = [make_project(tmp_path_factory.mktemp("project")) for _ in range(3)]
    folders = [project.folder / "site" for project in projects]
    with (
        serving(folders[0]) as root,
        serving(folders[1], "/handbook/") as below,
        serving(folders[2]) as nowhere,
    ):
        for project, address in zip(projects, (root, below, ""), strict=True):
            project.build(address)
        yield {"root": root, "path": below, "no address": nowhere}


@pytest.fixture(params=PAIRS, ids=str)
def setting(request: pytest.FixtureRequest) -> Setting:
    """How the reader of a test comes to a site."""
    found: Setting = request.param
    return found


@pytest.fixture
def reader(browser: Browser, sites: dict[str, str], setting: Setting) -> Iterator[Reader]:
    """Somebody who reads a site; the test fails where anything went wrong meanwhile."""
    context = browser.new_context(
        viewport={"width": setting.width, "height": 800},
        has_touch=setting.width < 800,
        is_mobile=setting.width < 800,
        java_script_enabled=setting.script,
        reduced_motion="reduce",
        service_workers="block",
    )
    context.set_default_timeout(TIMEOUT)
    found = Reader(sites[setting.site], context.new_page())
    yield found
    context.close()
    assert found.unexpected() == []
