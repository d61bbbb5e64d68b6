"""Makes ids for questions that come without one."""

import hashlib
import re
import unicodedata
from collections.abc import Container, Iterable, MutableMapping

from handbook.checks.ids import well_formed

_WORD = re.compile(r"[a-z0-9]+")
# Words that say how a question is put, and not what it is about.
_EMPTY_WORDS = """
    a an and any are as at be been by can could do does discuss explain describe define did for
    from give given have how i if in into is it its list me name of on or please should show
    some tell that the their them then there these they this to us use used using was we what
    when where which who why will with would write you your between about difference differences
    meant mean means concept process role importance
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_MOST_WORDS = 7
_LONGEST = 60


def slug(text: str) -> str:
    """Give words in lower case with hyphens between; empty where a text has no Latin letters."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(_WORD.findall(bare.replace("'", "").replace("c++", "cpp")))


def proposed(wording: str) -> str:
    """Give the id that a question would like to have: what it is about, in few words.

    The same wording always gives the same id.
    """
    words = slug(wording.replace("`", " ")).split("-")
    telling = [word for word in words if word and word not in _EMPTY]
    id_ = _joined((telling or [word for word in words if word])[:_MOST_WORDS])
    if well_formed(id_):
        return id_
    digest = hashlib.sha256(wording.encode()).hexdigest()[:8]
    named = f"question-{id_ or digest}"
    return named if well_formed(named) else f"question-{digest}"


def _joined(words: Iterable[str]) -> str:
    """Join as many words as an id may have; only a single long one is cut."""
    id_ = ""
    for word in words:
        longer = f"{id_}-{word}" if id_ else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        id_ = longer
    return id_


def free(id_: str, taken: Container[str], tried: MutableMapping[str, int]) -> str:
    """Give the id, with a number where it is taken.

    Args:
        id_: what a question would like to be called
        taken: ids that are in use, which only ever grow
        tried: up to which number all are known to be taken; it is changed

    Returns:
        an id that is not taken

    """
    number = tried.get(id_, 1)
    while (candidate := f"{id_}-{number}" if number > 1 else id_) in taken:
        number += 1
    tried[id_] = number
    return candidate
