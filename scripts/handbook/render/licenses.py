"""The page that says under which licenses the site stands, and whose work it ships."""

from handbook.render.view import Files, View

PAGE = "licenses.md"


def files(view: View) -> Files:
    """Give the page."""
    yield view.page("licenses.md", PAGE, packages=view.shipped.packages, theme=view.shipped.theme)
