"""Writes the source file of an imported question, and tells whether somebody has edited it."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handbook.importers.blocks import Rendered
from handbook.importers.guess import Guess
from handbook.markdown import MORE
from handbook.yaml_text import dumped, scalar

_ORIGIN = re.compile(r"^origin:\n(?:  .*\n)+", re.MULTILINE)


@dataclass(frozen=True)
class Origin:
    """Where an imported question stands: file, lines, and the hash of the text written for it."""

    file: str
    lines: str
    written: str


def body_text(rendered: Rendered) -> str:
    """Give the answer with `<!-- more -->` behind its first paragraph, or above an answer without.

    An answer that is one paragraph needs no such line.
    """
    blocks = ["\n".join(block) for block in rendered.blocks]
    if not blocks or (rendered.opens_with_text and len(blocks) == 1):
        return "\n\n".join(blocks)
    head = blocks[:1] if rendered.opens_with_text else []
    return "\n\n".join([*head, MORE, *blocks[len(head) :]])


def source_text(
    wording: str,
    guesses: Mapping[str, Guess],
    status: str,
    added: date,
    extra: Sequence[tuple[str, str]],
    lists: Mapping[str, Any],
    body: str,
) -> str:
    """Write a source file, without its origin."""
    values = [
        ("question", wording),
        ("kind", guesses["kind"].value),
        ("level", guesses["level"].value),
        ("framework", guesses["framework"].value),
        ("status", status),
    ]
    lines = [f"{key}: {scalar(str(value))}" for key, value in values]
    lines.append(f"added: {added.isoformat()}")
    lines += [f"{key}: {scalar(value)}" for key, value in extra]
    lines += [dumped(lists).rstrip("\n")] if lists else []
    front = "\n".join(lines)
    return f"---\n{front}\n---\n{body}\n" if body else f"---\n{front}\n---\n"


def with_origin(text: str, file: str, lines: str) -> str:
    """Add where a question comes from, and the hash by which an edit by hand is found later."""
    record = {"file": file, "lines": lines, "written": text_hash(text)}
    pairs = "".join(f"  {key}: {scalar(value)}\n" for key, value in record.items())
    written = f"origin:\n{pairs}"
    head, _, below = text[4:].partition("\n---\n")
    return f"---\n{head}\n{written}---\n{below}"


def text_hash(text: str) -> str:
    """Give the hash of a source file's text, its origin left out."""
    return "t" + hashlib.sha256(_ORIGIN.sub("", text, count=1).encode()).hexdigest()[:11]
