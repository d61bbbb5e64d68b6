"""Rules on code blocks and samples."""

import ast
import warnings
from collections.abc import Iterator
from functools import cache

from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from handbook.checks.rules import Finding, Weight, document_rule
from handbook.drawing import FIGURES
from handbook.likeness import did_you_mean
from handbook.markdown import Fence
from handbook.parse import Document, is_output

_WITH_VALUE = ("not-run", "title", "alt")
_WORDS = {"python": ("not-run", "legacy", "warns"), "dot": ("alt",), "math": ()}
_OTHER_WORDS = ("title",)
_PYTHON = ("py", "py3", "python3", "pycon", "sage", "bazel")


@document_rule(Weight.STRUCTURE)
def fence_language(document: Document) -> Iterator[Finding]:
    """A code block names its language, by a name that the highlighter knows; samples are python.

    Bad: three backquotes with nothing or with py behind them
    Good: three backquotes with python, or with text where it is no code
    """
    for fence in document.body.fences:
        if not fence.language:
            yield Finding(fence.first, "must have a language, 'text' where it is no code")
        elif fence.language.lower() in ("python", *_PYTHON) and fence.language != "python":
            must = "must be written python, so that it is run"
            yield Finding(fence.first, must, fence.language, "python")
        elif fence.language not in FIGURES and not _known(fence.language):
            must = "must be a language that the highlighter knows"
            yield Finding(fence.first, must, fence.language)


@cache
def _known(language: str) -> bool:
    try:
        return bool(find_lexer_class_by_name(language))
    except ClassNotFound:
        return False


@document_rule(Weight.STRUCTURE)
def fence_word(document: Document) -> Iterator[Finding]:
    """Behind the language stand only known words, once each, with a value where they need one.

    Bad: python norun
    Good: python not-run="needs two GPUs"
    """
    for fence in document.body.fences:
        known = _WORDS.get(fence.language, _OTHER_WORDS)
        seen: set[str] = set()
        for word, value in fence.words:
            if word in seen:
                yield Finding(fence.first, "must stand once", word)
            elif word not in known:
                must = f"must be one of {', '.join(known)}"
                yield Finding(fence.first, must, word, did_you_mean(word, known))
            elif bool(value) != (word in _WITH_VALUE) and word != "alt":  # diagram-alt tells
                form = f'{word}="…"' if word in _WITH_VALUE else word
                yield Finding(fence.first, f"must be written {form}", _written(word, value))
            seen.add(word)


def _written(word: str, value: str | None) -> str:
    return word if value is None else f'{word}="{value}"'


@document_rule(Weight.CONTENT)
def sample_output(document: Document) -> Iterator[Finding]:
    """A sample is followed by its output, or says why it is not run.

    Bad: a python block followed by a sentence
    Good: a python block followed by a text block with title="Output"
    """
    for sample in document.samples:
        if sample.output is None and not sample.not_run:
            must = 'must be followed by its output, a block ```text title="Output"'
            yield Finding(sample.place.line, must)
        if sample.output is not None and sample.not_run:
            yield Finding(sample.output_line or 1, "must not stand below a sample that is not run")


@document_rule(Weight.CONTENT)
def sample_syntax(document: Document) -> Iterator[Finding]:
    """A sample is valid Python.

    Bad: print "tensor"
    Good: print("tensor")
    """
    for sample in document.samples:
        try:
            with warnings.catch_warnings(action="ignore"):
                ast.parse(sample.code)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = getattr(error, "lineno", None) or 1
            reason = getattr(error, "msg", None) or str(error)
            yield Finding(sample.place.line + line, "must be valid Python", reason)


@document_rule(Weight.CONTENT)
def output_empty(document: Document) -> Iterator[Finding]:
    """An output says something: it is not empty, and not all of it is left open.

    Bad: an output of nothing but ...
    Good: an output with the line that matters, ... around it
    """
    for sample in document.samples:
        if sample.output is not None and not sample.output.replace("...", "").strip():
            yield Finding(sample.output_line or 1, "must hold more than '...'", sample.output)


@document_rule(Weight.CONTENT)
def output_orphaned(document: Document) -> Iterator[Finding]:
    """An output stands directly below its sample.

    Bad: a python block, a sentence, a text block with title="Output"
    Good: a python block, a text block with title="Output", the sentence
    """
    taken = {sample.output_line for sample in document.samples}
    for fence in document.body.fences:
        if _pretends(fence) and fence.first not in taken:
            yield Finding(fence.first, "must stand directly below a python block")


def _pretends(fence: Fence) -> bool:
    return is_output(fence) or (fence.word("title") or "").lower() == "output"
