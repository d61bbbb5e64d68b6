"""What a figure is, and what becomes of the SVG of a diagram: our classes, and nothing else."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from handbook.markdown import Body

FONT_SIZE = 13  # pixels; the stylesheet has the same
SMALLEST_FONT = 11  # of a diagram that was shrunk to fit
NARROW = 328  # what a box on a phone of 390 pixels has for it; up to here nothing is ever shrunk
WIDEST = NARROW * FONT_SIZE // SMALLEST_FONT
CLASSES = ("hb-accent", "hb-muted")

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_PARTS = ("node", "edge", "cluster")
_KEPT = {
    "path": ("d",),
    "polygon": ("points",),
    "polyline": ("points",),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "text": ("x", "y", "text-anchor"),
}
_DASHES = {"5,2": "hb-dashed", "1,5": "hb-dotted"}
_NUMBER = re.compile(r"-?\d+\.\d+")
_MOVED = re.compile(r"translate\([^)]+\)")


class Kind(StrEnum):
    """What is drawn: a diagram, or a formula on lines of its own or within text."""

    DIAGRAM = "diagram"
    BLOCK = "block"
    INLINE = "inline"


# The languages of code blocks that are drawn.
FIGURES = {"dot": Kind.DIAGRAM, "math": Kind.BLOCK}


@dataclass(frozen=True)
class Figure:
    """A diagram in the language of Graphviz, or a formula in LaTeX."""

    kind: Kind
    source: str


@dataclass(frozen=True)
class Drawn:
    """What became of a figure: its markup, or the reason why there is none.

    Attributes:
        markup: MathML; or the content of an SVG element, of which `width` and `height` are known
        problem: what is wrong with the source
        line: the line of the source where that is, from 1; 0 where it is not known

    """

    markup: str = ""
    width: int = 0
    height: int = 0
    problem: str = ""
    line: int = 0

    @property
    def is_wide(self) -> bool:
        """Whether a phone shows it shrunk."""
        return self.width > NARROW


Drawings = Mapping[Figure, Drawn]
NONE: Drawings = {}


def figures(body: Body) -> Iterator[tuple[int, Figure]]:
    """Give what is to be drawn for an answer, with the line above its first."""
    for fence in body.fences:
        if fence.language in FIGURES:
            yield fence.first, Figure(FIGURES[fence.language], fence.content)
    for formula in body.formulas:
        yield formula.line - 1, Figure(Kind.INLINE, formula.text)


def diagram(svg: str) -> Drawn:
    """Take from what Graphviz wrote the shapes and texts, with classes for how they look."""
    root = ElementTree.fromstring(svg)
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    graph = root.find(f"{_NAMESPACE}g")
    assert graph is not None, "Graphviz puts everything into one group"
    moved = _MOVED.search(graph.attrib["transform"])
    assert moved, "Graphviz draws above the origin"
    whole = Element("g", transform=moved.group())
    whole.extend(_part(part) for part in graph if _classes(part) & set(_PARTS))
    # An edge may lead through the title of a cluster, which is the one that must be read.
    whole.extend([title for part in whole if (title := _title(part)) is not None])
    markup = ElementTree.tostring(whole, encoding="unicode")
    return Drawn(_NUMBER.sub(_rounded, markup), round(width), round(height))


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number.group()):.1f}".removesuffix(".0")


def _classes(part: Element) -> set[str]:
    return set(part.get("class", "").split())


def _part(part: Element) -> Element:
    """Give a node, an edge or a cluster."""
    kind = next(name for name in _PARTS if name in _classes(part))
    classes = [f"hb-{kind}", *sorted(_classes(part) & set(CLASSES))]
    group = Element("g", {"class": " ".join(classes)})
    group.extend(_shapes(part))
    return group


def _title(part: Element) -> Element | None:
    """Take the title of a cluster out of it, to be drawn above everything."""
    classes = part.attrib["class"]
    texts = part.findall("text") if "hb-cluster" in classes.split() else []
    if not texts:
        return None
    title = Element("g", {"class": classes})
    for text in texts:
        part.remove(text)
        title.append(text)
    return title


def _shapes(part: Element) -> Iterator[Element]:
    for shape in part.iter():
        name = shape.tag.removeprefix(_NAMESPACE)
        if name not in _KEPT or shape.get("stroke") == "transparent":
            continue
        kept = {key: shape.attrib[key] for key in _KEPT[name] if key in shape.attrib}
        box = _box(kept.get("points", "")) if name == "polygon" else None
        element = Element("rect", box) if box else Element(name, kept)
        element.text = shape.text if name == "text" else None
        classes = [_DASHES.get(shape.get("stroke-dasharray", ""), "")]
        classes += ["hb-filled"] if shape.get("fill") == "black" else []
        if any(classes):
            element.set("class", " ".join(filter(None, classes)))
        yield element


def _box(points: str) -> dict[str, str] | None:
    """Give a rectangle, whose corners can be rounded, for a polygon that is one."""
    corners = {tuple(map(float, point.split(","))) for point in points.split()}
    columns, rows = sorted({x for x, _ in corners}), sorted({y for _, y in corners})
    if (len(columns), len(rows), len(corners)) != (2, 2, 4):
        return None
    (left, right), (top, bottom) = columns, rows
    size = {"width": f"{right - left:.2f}", "height": f"{bottom - top:.2f}"}
    return {"x": f"{left:.2f}", "y": f"{top:.2f}", **size}
