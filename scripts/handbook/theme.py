"""What the theme adds to the site: its own license, and whose work its files contain."""

from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path


@dataclass(frozen=True)
class Package:
    """A package of which files are shipped; `notice` is the text of its license."""

    name: str
    version: str
    license: str
    notice: str


@dataclass(frozen=True)
class Part:
    """A package that the theme's files contain; `license` is an SPDX id."""

    name: str
    license: str
    holders: str


@dataclass(frozen=True)
class Theme:
    """The theme, its sets of icons, and what its scripts and styles are made of."""

    package: Package
    icons: tuple[Package, ...]
    parts: tuple[Part, ...]


_NAME = "mkdocs-material"
_ICONS = (
    ("Material Design Icons", "Apache-2.0", "material/LICENSE"),
    ("Octicons", "MIT", "octicons/LICENSE"),
    ("Font Awesome Free", "CC-BY-4.0", "fontawesome/LICENSE.txt"),
)
# The theme comes without the notices of these; its source maps name most of them.
_PARTS = (
    Part("rxjs", "Apache-2.0", "Google, Inc., Netflix, Inc., Microsoft Corp. and contributors"),
    Part("tslib", "0BSD", "Microsoft Corporation"),
    Part("clipboard", "MIT", "Zeno Rocha"),
    Part("select", "MIT", "Zeno Rocha"),
    Part("good-listener", "MIT", "Zeno Rocha"),
    Part("delegate", "MIT", "Zeno Rocha"),
    Part("tiny-emitter", "MIT", "Scott Corgan"),
    Part("escape-html", "MIT", "TJ Holowaychuk, Andreas Lubbe, Tiancheng Gu"),
    Part("focus-visible", "W3C-20150513", "World Wide Web Consortium"),
    Part("material-design-color", "MIT", "Denis Malinochkin"),
    Part("lunr", "MIT", "Oliver Nightingale"),
    Part("lunr-languages", "MPL-1.1", "Mihai Valentin; stemmers: Oleg Mazko"),
    Part("TinySegmenter", "BSD-3-Clause", "Taku Kudo"),
    Part("wordcut", "LGPL-3.0", "Vee Satayamas"),
    # What wordcut contains in turn.
    Part(
        "underscore", "MIT", "Jeremy Ashkenas, DocumentCloud and Investigative Reporters & Editors"
    ),
    Part(
        "glob, inflight, inherits, minimatch, once, wrappy", "ISC", "Isaac Z. Schlueter and others"
    ),
    Part("balanced-match, brace-expansion", "MIT", "Julian Gruber"),
    Part("concat-map", "MIT", "James Halliday"),
    Part("path-is-absolute", "MIT", "Sindre Sorhus"),
    Part("assert, events, path, util", "MIT", "Joyent, Inc., Thomas Robinson and others"),
)


def read_theme() -> Theme:
    """Read the notices of the installed theme."""
    installed = distribution(_NAME)
    folder = Path(str(installed.locate_file("material/templates/.icons")))
    notice = installed.read_text("licenses/LICENSE") or ""
    icons = tuple(
        Package(name, "", license_, (folder / file).read_text(encoding="utf-8"))
        for name, license_, file in _ICONS
    )
    return Theme(Package("Material for MkDocs", installed.version, "MIT", notice), icons, _PARTS)
