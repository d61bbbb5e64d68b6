"""The scripts of a built site are small, and do what they did."""

import re
from pathlib import Path

import pytest

from handbook.hosting import fingerprinted
from handbook.minify import ScriptError, minified

SHARED = (
    '"use strict";\n// Why it exists.\nconst hbShared = (() => {\n  return { one: 1 };\n})();\n'
)
FOLDER = "assets/javascripts"


def _site(folder: Path, **scripts: str) -> Path:
    (folder / FOLDER).mkdir(parents=True)
    for name, text in scripts.items():
        (folder / f"{FOLDER}/{name}.js").write_text(text, encoding="utf-8")
    return folder


def _script(site: Path, name: str) -> str:
    return (site / f"{FOLDER}/{name}.js").read_text(encoding="utf-8")


def test_comments_go_and_shared_names_stay(tmp_path: Path) -> None:
    site = _site(tmp_path, shared=SHARED, used="// Uses it.\nconsole.log(hbShared.one);\n")
    minified(site).write(site)
    assert _script(site, "shared").startswith('"use strict";const hbShared=')
    assert _script(site, "used") == "console.log(hbShared.one);\n"
    assert len(_script(site, "shared")) < len(SHARED) / 1.5


def test_what_one_page_needs_becomes_one_file(tmp_path: Path) -> None:
    parts = [f"{FOLDER}/{name}" for name in ("shared.js", "lib-1.2.3.js", "used.js")]
    site = _site(
        tmp_path, **{"shared": SHARED, "lib-1.2.3": "1;\n", "used": "show(hbShared.one);\n"}
    )
    scripts = minified(site)
    lib, bundle = scripts.bundled(parts, "study")
    scripts.write(site)
    assert lib == f"{FOLDER}/lib-1.2.3.js"
    assert re.fullmatch(rf"{FOLDER}/study\.[0-9a-f]{{8}}\.min\.js", bundle)
    text = (site / bundle).read_text(encoding="utf-8")
    assert text.startswith('"use strict";const hbShared=')
    assert text.endswith("show(hbShared.one);\n")
    left = sorted(path.name for path in (site / FOLDER).iterdir())
    assert left == ["lib-1.2.3.js", bundle.rpartition("/")[2]]


def test_a_file_of_several_is_named_by_what_it_holds(tmp_path: Path) -> None:
    site = _site(tmp_path, one="go(1);\n", two="go(2);\n")
    parts = [f"{FOLDER}/one.js", f"{FOLDER}/two.js"]
    [first], [again] = (
        minified(site).bundled(parts, "study"),
        minified(site).bundled(parts, "study"),
    )
    (site / parts[1]).write_text("go(3);\n", encoding="utf-8")
    assert first == again != minified(site).bundled(parts, "study")[0]


def test_an_address_changes_with_what_is_served(tmp_path: Path) -> None:
    site = _site(tmp_path, one="go(1);\n")
    before = fingerprinted(site, f"{FOLDER}/one.js", minified(site).texts)
    (site / f"{FOLDER}/one.js").write_text("// Another comment.\ngo(1);\n", encoding="utf-8")
    assert fingerprinted(site, f"{FOLDER}/one.js", minified(site).texts) == before
    (site / f"{FOLDER}/one.js").write_text("go(2);\n", encoding="utf-8")
    assert fingerprinted(site, f"{FOLDER}/one.js", minified(site).texts) != before


def test_signs_of_all_languages_stay(tmp_path: Path) -> None:
    site = _site(tmp_path, words='console.log("张量 → ✓");\n')
    minified(site).write(site)
    assert "张量" in _script(site, "words")


def test_a_broken_script_is_told(tmp_path: Path) -> None:
    site = _site(tmp_path, good="1;\n", broken="1;\nconst = 1;\n")
    with pytest.raises(ScriptError) as raised:
        minified(site)
    told = str(raised.value)
    assert told.startswith(f"{site}/assets/javascripts/broken.js:2: script-broken must be a script")
    assert told.endswith("Name expected'")
