"""What becomes of the MathML of a formula: no styles, and nothing that Markdown could read."""

import html
import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from handbook.drawing import Drawn

# What browsers draw; of the looks that come with it, the stylesheet has its own.
_ELEMENTS = frozenset(
    (
        *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mstyle", "mpadded", "mphantom"),
        *("mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "mover", "munder", "munderover"),
        *("mtable", "mtr", "mtd"),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("display", "displaystyle", "scriptlevel", "mathvariant", "accent", "accentunder"),
        *("fence", "form", "separator", "stretchy", "symmetric", "largeop", "movablelimits"),
        *("minsize", "maxsize", "lspace", "rspace", "linethickness", "columnspan", "rowspan"),
        *("width", "height", "depth", "voffset"),
    )
)
_CLASSES = {
    "tml-jot": "hb-aligned",
    "tml-left": "hb-left",
    "tml-right": "hb-right",
    "mathcal": "hb-script",
}
_STYLES = frozenset(("padding-left", "padding-right", "padding", "math-depth", "display"))
_STYLE = re.compile(r"([\w-]+):")
# Texts, and the one attribute that says something: Markdown looks into both.
_TEXT = re.compile(r'(?<=>)[^<]+(?=<)|(?<=alttext=")[^"]+')
_SIGN = re.compile(r"[!-/:-@\[-`{-~]")


def formula(markup: str, source: str) -> Drawn:
    """Give the MathML of a formula, its source as the text in place of it."""
    root = ElementTree.fromstring(markup)
    unwanted = next((found for element in root.iter() for found in _unwanted(element)), "")
    if unwanted:
        return Drawn(problem=f"it uses {unwanted}, which is no part of a formula here")
    for element in root.iter():
        _clean(element)
    root.set("alttext", " ".join(source.split()))
    written = ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)
    return Drawn(_TEXT.sub(_safe, written))


def _unwanted(element: Element) -> Iterator[str]:
    if element.tag not in _ELEMENTS:
        yield element.tag
    yield from sorted(element.attrib.keys() - _ATTRIBUTES - {"class", "style"})
    yield from sorted(set(_STYLE.findall(element.get("style", ""))) - _STYLES)


def _clean(element: Element) -> None:
    element.attrib.pop("style", None)
    classes = element.attrib.pop("class", "").split()
    if ours := [_CLASSES[name] for name in classes if name in _CLASSES]:
        element.set("class", " ".join(ours))


def _safe(text: re.Match[str]) -> str:
    return _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", html.unescape(text[0]))
