"""Problems: how they are told."""

import json

from handbook.problems import Problem, as_json, as_text, counted, in_order, stops

ONE = Problem("b.md", 2, "id-form", "must be lower-case", "A", "a")
LISTED = Problem("a.md", 9, "more-missing", "must have more").for_unpublished()


def test_one_line_each_in_order_with_a_count() -> None:
    ten = Problem("b.md", 10, "x", "must not")
    assert as_text([ten, ONE, LISTED, ONE]) == (
        "a.md:9: more-missing must have more [not published yet]\n"
        "b.md:2: id-form must be lower-case: 'A' (did you mean 'a'?)\n"
        "b.md:10: x must not\n"
        "2 problems, 1 listed for questions that are not published."
    )


def test_counts() -> None:
    assert as_text([]) == "No problems."
    assert as_text([ONE]).endswith("\n1 problem.")
    assert as_text([LISTED]).endswith(
        "\nNo problems, 1 listed for questions that are not published."
    )
    assert [counted(n, "file") for n in (0, 1, 2)] == ["0 files", "1 file", "2 files"]


def test_listed_problems_stop_nothing() -> None:
    assert stops([LISTED, ONE])
    assert not stops([LISTED])
    assert not stops([])


def test_message_stays_on_one_line_whatever_was_found() -> None:
    strange = Problem("a\nb\udce9.md", 1, "x", "must", "one\ntwo\r\t\u200b\x1b[31m end")
    assert str(strange) == (
        "aU+000AbU+DCE9.md:1: x must: 'one twoU+000DU+0009U+200BU+001B[31m end'"
    )
    long = Problem("a", 1, "x", "must", "y" * 81)
    assert str(long) == f"a:1: x must: '{'y' * 79}…'"
    assert str(Problem("a", 1, "x", "must", "y" * 80)) == f"a:1: x must: '{'y' * 80}'"


def test_order_does_not_depend_on_chance() -> None:
    alike = [Problem("a", 1, "x", "must", "f", meant) for meant in (None, "b", "c", "d", "e")]
    assert in_order(reversed(alike)) == alike
    assert in_order([*alike, *alike]) == alike


def test_json_holds_everything() -> None:
    assert json.loads(as_json([ONE, LISTED])) == [
        {
            "path": "a.md",
            "line": 9,
            "code": "more-missing",
            "must": "must have more",
            "found": None,
            "meant": None,
            "listed": True,
        },
        {
            "path": "b.md",
            "line": 2,
            "code": "id-form",
            "must": "must be lower-case",
            "found": "A",
            "meant": "a",
            "listed": False,
        },
    ]
