"""The scripts of a built site are small, and do what they did."""

from pathlib import Path

import pytest

from handbook.minify import ScriptError, minify

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
    minify(site)
    assert _script(site, "shared").startswith('"use strict";const hbShared=')
    assert _script(site, "used") == "console.log(hbShared.one);\n"
    assert len(_script(site, "shared")) < len(SHARED) / 1.5


def test_what_is_small_already_stays(tmp_path: Path) -> None:
    site = _site(tmp_path, **{"bundle.min": "// theirs\n"})
    (site / "assets/javascripts/workers").mkdir()
    (site / "assets/javascripts/workers/search.js").write_text("// theirs\n", encoding="utf-8")
    minify(site)
    assert _script(site, "bundle.min") == "// theirs\n"
    assert _script(site, "workers/search") == "// theirs\n"


def test_signs_of_all_languages_stay(tmp_path: Path) -> None:
    site = _site(tmp_path, words='console.log("张量 → ✓");\n')
    minify(site)
    assert "张量" in _script(site, "words")


def test_a_broken_script_is_told(tmp_path: Path) -> None:
    site = _site(tmp_path, good="1;\n", broken="1;\nconst = 1;\n")
    with pytest.raises(ScriptError) as raised:
        minify(site)
    told = str(raised.value)
    assert told.startswith(f"{site}/assets/javascripts/broken.js:2: script-broken must be a script")
    assert told.endswith("Name expected'")
