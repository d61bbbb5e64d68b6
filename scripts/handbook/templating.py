"""The templates, and how all of them are read."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


def environment() -> Environment:
    """Give the templates: what they ask for must be there, and only HTML and XML is escaped."""
    return Environment(
        loader=PackageLoader("handbook"),
        autoescape=select_autoescape(["html", "xml"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
