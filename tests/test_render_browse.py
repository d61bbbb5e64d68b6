"""The pages that list across categories: all questions, all misconceptions, the data of tracks."""

import json
import re
from collections.abc import Mapping

from conftest import Project, question

from handbook.parse import parse
from handbook.read import read_source
from handbook.render import render
from handbook.render.view import View
from handbook.settings import Settings

WRONG = """\
misconceptions:
  - claim: A tensor is a matrix.
    correction: Not so.
    true_form: A tensor has any rank.
  - claim: It is slow.
    correction: It is fast.
"""
TRACKS = """\
- id: short
  title: A `short` one
  audience: Everybody
  former_ids: [brief]
  groups:
    - title: First
      questions: [tensor]
    - title: Then
      questions: [eager-mode]
"""


def _rendered(project: Project, settings: Settings | None = None) -> Mapping[str, str]:
    return render(View(parse(read_source(project.questions)).handbook, settings or Settings()))


def _listed(page: str) -> list[str]:
    return re.findall(r'<li data-text=.*?href="([^"]*)"', page)


def _choices(page: str, name: str) -> dict[str, int]:
    found = re.findall(rf'name="{name}" value="([^"]*)">.*?<small>(\d+)</small>', page)
    return {value: int(count) for value, count in found}


def test_questions_are_listed_as_on_their_pages(project: Project) -> None:
    advanced = question("What does a view share?").replace("level: basic", "level: advanced")
    project.write(
        {
            "questions/tensors/a-view.md": advanced,
            "questions/graphs/draft.md": question("What comes?", "status: draft\n"),
        }
    )
    page = _rendered(project)["browse.md"]
    assert _listed(page) == [
        f"../q/{i}/" for i in ("tensor", "tensor-rank", "a-view", "eager-mode")
    ]
    assert _choices(page, "category") == {"tensors": 3, "graphs": 1}
    assert _choices(page, "level") == {"basic": 3, "advanced": 1}
    assert ">4 questions</span>" in page


def test_one_about_both_counts_for_each(project: Project) -> None:
    for id_, framework in (("tensor", "both"), ("tensor-rank", "pytorch")):
        path = f"questions/tensors/{id_}.md"
        text = project.read(path).replace("framework: general", f"framework: {framework}")
        project.write({path: text})
    page = _rendered(project)["browse.md"]
    counts = {"tensorflow": 1, "pytorch": 2, "both": 1, "general": 1}
    assert _choices(page, "framework") == counts
    assert 'data-framework="both tensorflow pytorch"' in page


def test_misconceptions_say_what_is_true(project: Project) -> None:
    project.write({"questions/graphs/eager-mode.md": question("When does it run?", WRONG)})
    page = _rendered(project)["misconceptions.md"]
    assert "A tensor is a matrix.</del> Not so.</li>" in page
    assert '<del><span class="hb-unseen">Wrong: </span>It is slow.</del> It is fast.</li>' in page
    assert "has any rank" not in page
    assert re.findall(r"h2\.hb-wrongs__title\n(.*)", page) == ["Graphs"]
    assert page.count('href="../q/eager-mode/"') == 1
    assert "<li>2 misconceptions</li>\n<li>from 1 question</li>" in page


def test_without_misconceptions_the_page_says_so(project: Project) -> None:
    page = _rendered(project)["misconceptions.md"]
    assert "There are none yet." in page
    assert "hb-wrongs" not in page


def test_the_data_of_tracks(project: Project) -> None:
    project.write({"questions/tracks.yml": TRACKS})
    (track,) = json.loads(_rendered(project)["data/tracks.json"])
    assert [question["id"] for question in track["questions"]] == ["tensor", "eager-mode"]
    assert track["questions"][0]["wording"] == "What is a tensor?"
    assert (track["title"], track["former_ids"]) == ("A short one", ["brief"])
    assert track["address"] == "tracks/short/"
    files = _rendered(project, Settings(directory_urls=False))
    assert json.loads(files["data/tracks.json"])[0]["address"] == "tracks/short.html"
    assert 'href="../q/tensor/index.html?track=short"' in files["tracks/short.md"]
