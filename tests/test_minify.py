"""The scripts of a built site are small, and do what they did."""

import re
from pathlib import Path

import pytest

from handbook.minify import Bundles, ScriptError, minify

SHARED = (
    '"use strict";\n// Why it exists.\nconst hbShared = (() => {\n  return { one: 1 };\n})();\n'
)


def _site(folder: Path, **scripts: str) -> Path:
    scripts_folder = folder / "assets/javascripts"
    scripts_folder.mkdir(parents=True)
    for name, text in scripts.items():
        (scripts_folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def _script(site: Path, name: str) -> str:
    return (site / f"assets/javascripts/{name}.js").read_text(encoding="utf-8")


def test_comments_go_and_shared_names_stay(tmp_path: Path) -> None:
    site = _site(tmp_path, shared=SHARED, used="// Uses it.\nconsole.log(hbShared.one);\n")
    minify(site, Bundles())
    assert _script(site, "shared").startswith('"use strict";const hbShared=')
    assert _script(site, "used") == "console.log(hbShared.one);\n"
    assert len(_script(site, "shared")) < len(SHARED) / 1.5


def test_what_one_page_needs_becomes_one_file(tmp_path: Path) -> None:
    parts = [f"assets/javascripts/{name}" for name in ("shared.js", "lib-1.2.3.js", "used.js")]
    site = _site(
        tmp_path, **{"shared": SHARED, "lib-1.2.3": "1;\n", "used": "show(hbShared.one);\n"}
    )
    bundles = Bundles()
    lib, bundle = bundles.add(site, "study", parts)
    minify(site, bundles)
    assert lib == "assets/javascripts/lib-1.2.3.js"
    assert re.fullmatch(r"assets/javascripts/study\.[0-9a-f]{8}\.min\.js", bundle)
    text = (site / bundle).read_text(encoding="utf-8")
    assert text.startswith('"use strict";const hbShared=')
    assert text.endswith("show(hbShared.one);\n")
    left = sorted(path.name for path in site.glob("assets/javascripts/*"))
    assert left == ["lib-1.2.3.js", bundle.rpartition("/")[2]]


def test_a_file_of_several_is_named_by_what_it_holds(tmp_path: Path) -> None:
    site = _site(tmp_path, one="1;\n", two="2;\n")
    parts = ["assets/javascripts/one.js", "assets/javascripts/two.js"]
    [first], [again] = Bundles().add(site, "study", parts), Bundles().add(site, "study", parts)
    (site / parts[1]).write_text("3;\n", encoding="utf-8")
    assert first == again != Bundles().add(site, "study", parts)[0]


def test_what_is_small_already_stays(tmp_path: Path) -> None:
    site = _site(tmp_path, **{"bundle.min": "// theirs\n"})
    (site / "assets/javascripts/workers").mkdir()
    (site / "assets/javascripts/workers/search.js").write_text("// theirs\n", encoding="utf-8")
    minify(site, Bundles())
    assert _script(site, "bundle.min") == "// theirs\n"
    assert _script(site, "workers/search") == "// theirs\n"


def test_signs_of_all_languages_stay(tmp_path: Path) -> None:
    site = _site(tmp_path, words='console.log("张量 → ✓");\n')
    minify(site, Bundles())
    assert "张量" in _script(site, "words")


def test_a_broken_script_is_told(tmp_path: Path) -> None:
    site = _site(tmp_path, good="1;\n", broken="1;\nconst = 1;\n")
    with pytest.raises(ScriptError) as raised:
        minify(site, Bundles())
    told = str(raised.value)
    assert told.startswith(f"{site}/assets/javascripts/broken.js:2: script-broken must be a script")
    assert told.endswith("Name expected'")
