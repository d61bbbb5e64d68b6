"""A random question: never the one that is there, and each once before any comes again."""

import json

from playwright.sync_api import Route, expect

from .reader import Reader
from .settings import Setting, with_script

ADDRESSES = {
    "broadcasting": "questions/tensors/#broadcasting",
    "compilers": "questions/graphs/#compilers",
    "eager-mode": "questions/tensors/#eager-mode",
    "step-01": "questions/training/#step-01",
    "step-40": "questions/training/#step-40",
    "step-43": "questions/training/2/#step-43",
}


def test_the_button_is_there_where_it_works(reader: Reader, setting: Setting) -> None:
    reader.go("questions/")
    expect(reader.page.get_by_role("heading", name="Questions", exact=True)).to_be_visible()
    button = reader.page.get_by_role("button", name="Random question")
    expect(button).to_have_count(1 if setting.script else 0)


@with_script
def test_the_button_leads_to_a_question(reader: Reader) -> None:
    reader.go("questions/")
    reader.page.get_by_role("button", name="Random question").click()
    reader.page.wait_for_url("**/questions/*/**#*")
    reader.has_arrived(reader.page.url.removeprefix(reader.site))


@with_script
def test_each_question_comes_once_before_any_comes_again(reader: Reader) -> None:
    offer(reader, *ADDRESSES)
    reader.go(ADDRESSES["eager-mode"])
    came = [next_id(reader) for _ in range(2 * len(ADDRESSES))]
    assert sorted(came[: len(ADDRESSES)]) == sorted(ADDRESSES)
    assert sorted(came[len(ADDRESSES) :]) == sorted(ADDRESSES)


@with_script
def test_the_question_that_is_there_does_not_come(reader: Reader) -> None:
    # The first of those that may come does come.
    reader.page.add_init_script("Math.random = () => 0")
    offer(reader, "broadcasting", "compilers")
    reader.go(ADDRESSES["broadcasting"])
    came = [next_id(reader) for _ in range(4)]
    assert came == ["compilers", "broadcasting"] * 2


@with_script
def test_the_only_question_stays(reader: Reader) -> None:
    offer(reader, "compilers")
    reader.go(ADDRESSES["compilers"])
    for _ in range(2):
        with reader.page.expect_response("**/data/ids.json") as response:
            reader.page.keyboard.press("r")
        response.value.finished()
    reader.has_arrived(ADDRESSES["compilers"])


def offer(reader: Reader, *ids: str) -> None:
    """Let the site list a few of its questions only."""
    addresses = {id_: ADDRESSES[id_] for id_ in ids}
    listed = json.dumps({"schema": 1, "questions": addresses, "former": {}, "retired": {}})

    def answer(route: Route) -> None:
        route.fulfill(body=listed, content_type="application/json")

    reader.page.route("**/data/ids.json", answer)


def next_id(reader: Reader) -> str:
    """Press the key and give the id of the question that comes."""
    before = reader.page.url
    reader.page.keyboard.press("r")
    reader.page.wait_for_url(lambda url: url != before)
    reader.has_arrived(reader.page.url.removeprefix(reader.site))
    return reader.page.url.partition("#")[2]
