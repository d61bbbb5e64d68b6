"""The page of all misconceptions."""

import re

from playwright.sync_api import expect

from .reader import Reader


def test_a_misconception_leads_to_its_question(reader: Reader) -> None:
    reader.go("misconceptions/")
    article = reader.page.locator("article")
    expect(article.locator("h2")).to_have_text(["Tensors"])
    expect(article.locator(".hb-counts")).to_have_text(
        re.compile("1 misconception\\s+from 1 question")
    )
    claim = article.locator(".hb-wrongs li li")
    expect(claim).to_have_text("Wrong: Eager mode was removed. It is the default.")
    expect(claim.locator("del")).to_have_text("Wrong: Eager mode was removed.")
    reader.link("What does eager mode do?").click()
    reader.has_arrived("questions/tensors/#eager-mode")
