"""Outputs written into answers."""

from handbook.parse import Document, parse_document
from handbook.read import TextFile
from handbook.samples.update import with_outputs


def document(text: str) -> Document:
    return parse_document(TextFile("a/b.md", "questions/a/b.md", text))


def updated(text: str, *printed: str) -> str:
    """Give the text after its samples have printed, in their order."""
    before = document(text)
    lines = (sample.place.line for sample in before.samples)
    return with_outputs(before, dict(zip(lines, printed, strict=True)))


ANSWER = """\
---
question: What?
---
Short.

<!-- more -->

```python
print(1)
```

```text title="Output"
old
kept ...
```

Between.

```python
print(2)
```

After.
"""


def test_each_output_lands_below_its_sample() -> None:
    text = updated(ANSWER, "1\nkept 7\n", "2\n")
    assert text == ANSWER.replace("old\n", "1\n").replace(
        "print(2)\n```\n", 'print(2)\n```\n\n```text title="Output"\n2\n```\n'
    )
    assert [sample.output for sample in document(text).samples] == ["1\nkept ...\n", "2\n"]


def test_what_was_not_run_is_left_alone() -> None:
    before = document(ANSWER)
    assert with_outputs(before, {}) == ANSWER


def test_blocks_in_lists_and_quotations_keep_their_place() -> None:
    code = "- Item\n\n    ```python\n    print(1)\n    ```\n\n    Text.\n"
    quoted = '> ```python\n> print(2)\n> ```\n> ```text title="Output"\n> old\n> ```\n'
    text = updated(f"---\nquestion: What?\n---\n{code}\n{quoted}", "a\n\nb\n", "c\n\nd\n")
    assert [sample.output for sample in document(text).samples] == ["a\n\nb\n", "c\n\nd\n"]
    assert "\n    a\n\n    b\n    ```\n\n    Text.\n" in text
    assert text.endswith('> ```text title="Output"\n> c\n>\n> d\n> ```\n')


def test_an_output_that_holds_a_fence_gets_a_longer_one() -> None:
    text = updated(ANSWER, "```\n", "2\n")
    assert document(text).samples[0].output == "```\n"
