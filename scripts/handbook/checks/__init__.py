"""The rules of the handbook: what must hold before anything is built."""

from functools import lru_cache

from handbook.checks import (
    answers,
    categories,
    figures,
    files,
    front_matter,
    ids,
    layout,
    links,
    records,
    samples,
    text,
    translations,
    wordings,
)
from handbook.checks.rules import Context, Rule, Subject, Weight
from handbook.drawing import NONE, Drawings
from handbook.parse import Parsed, parse_document
from handbook.problems import Problem
from handbook.read import TextFile

_MODULES = (
    files,
    text,
    front_matter,
    wordings,
    answers,
    layout,
    samples,
    figures,
    links,
    categories,
    ids,
    translations,
    records,
)

RULES: tuple[Rule, ...] = tuple(
    value for module in _MODULES for value in vars(module).values() if isinstance(value, Rule)
)
_WEIGHTS = {rule.code: rule.weight for rule in RULES}


def check(parsed: Parsed, drawings: Drawings = NONE) -> list[Problem]:
    """Apply every rule.

    Args:
        parsed: everything that was read
        drawings: what became of its figures; of others, nothing is known and nothing told

    Returns:
        all problems; content rules on questions that are not published are marked as listed

    """
    context = Context(parsed, drawings)
    found = [problem for document in parsed.documents for problem in check_file(document.file)]
    for rule in RULES:
        if rule.subject is Subject.HANDBOOK:
            found += rule.check(context)
    return [_weighed(problem, context) for problem in found]


@lru_cache(maxsize=20_000)  # a rebuild while serving checks only what was edited
def check_file(file: TextFile) -> tuple[Problem, ...]:
    """Apply the rules on one source file."""
    document = parse_document(file)
    rules = (rule for rule in RULES if rule.subject is Subject.DOCUMENT)
    return tuple(problem for rule in rules for problem in rule.check(document))


def _weighed(problem: Problem, context: Context) -> Problem:
    content = _WEIGHTS[problem.code] is Weight.CONTENT
    return problem.for_unpublished() if content and problem.path in context.unpublished else problem
