"""Rules on front matter and on the YAML files: they fit the schema."""

import re
from collections.abc import Iterator

from handbook.checks.rules import (
    Context,
    Finding,
    Weight,
    all_faults,
    document_rule,
    handbook_rule,
)
from handbook.parse import Document

ADDRESS = re.compile(r"https://[^\s<>\"`\\]+")


@handbook_rule(Weight.STRUCTURE)
def front_matter_missing(context: Context) -> Iterator[Finding]:
    """A source file begins with front matter between two lines of three dashes.

    Bad: a file that begins with its answer
    Good: ---, the keys, ---, the answer
    """
    return all_faults(context, "front-matter-missing")


@handbook_rule(Weight.STRUCTURE)
def yaml_broken(context: Context) -> Iterator[Finding]:
    """Front matter and lists are valid YAML.

    Bad: question: tf.function: what is it?
    Good: question: "tf.function: what is it?"
    """
    return all_faults(context, "yaml-broken")


@handbook_rule(Weight.STRUCTURE)
def key_missing(context: Context) -> Iterator[Finding]:
    """Every required key is there.

    Bad: a misconception with a claim alone
    Good: a misconception with claim and correction
    """
    return all_faults(context, "key-missing")


@handbook_rule(Weight.STRUCTURE)
def key_unknown(context: Context) -> Iterator[Finding]:
    """Every key is one that the schema knows.

    Bad: categories: execution
    Good: no such key: the folder is the category
    """
    return all_faults(context, "key-unknown")


@handbook_rule(Weight.STRUCTURE)
def key_repeated(context: Context) -> Iterator[Finding]:
    """A key stands once.

    Bad: two lines that begin with level:
    Good: one line that begins with level:
    """
    return all_faults(context, "key-repeated")


@handbook_rule(Weight.STRUCTURE)
def value_mistyped(context: Context) -> Iterator[Finding]:
    """A value has the type that its key asks for.

    Bad: also_asked: What is AutoGraph?
    Good: also_asked: [What is AutoGraph?]
    """
    return all_faults(context, "value-mistyped")


@handbook_rule(Weight.STRUCTURE)
def value_unknown(context: Context) -> Iterator[Finding]:
    """A value is one of those that its key allows.

    Bad: level: expert
    Good: level: advanced
    """
    return all_faults(context, "value-unknown")


@document_rule(Weight.CONTENT)
def revised_early(document: Document) -> Iterator[Finding]:
    """A question is revised after the day on which it was added.

    Bad: added 2026-11-20, revised 2026-11-02
    Good: added 2026-11-02, revised 2026-11-20
    """
    added, revised = document.values.get("added"), document.values.get("revised")
    if added and revised and revised <= added:
        must = f"must be after {added}, the day it was added"
        yield Finding(document.values.line("revised"), must, str(revised))


@handbook_rule(Weight.STRUCTURE)
def reference_https(context: Context) -> Iterator[Finding]:
    """A reference has an address that begins with https://.

    Bad: url: http://www.tensorflow.org/guide/function
    Good: url: https://www.tensorflow.org/guide/function
    """
    for question in context.handbook.questions:
        for reference in question.references:
            url = reference.url
            if url and not ADDRESS.fullmatch(url):
                yield Finding(reference.place, "must be an address with https://", url)
