"""How alike two texts are: for "did you mean" and for questions that are asked twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import ceil

from rapidfuzz import fuzz, process

# Two wordings are nearly the same from here on (0 to 100). Tried on the wordings of the 120
# questions that this handbook is planned with: the most alike pair of them stays below.
SAME = 90.0

# As many earlier wordings are told for one: of thousands that are alike, all pairs are too many.
_MOST = 20

# Words of a wording that is short.
_SHORT = 6

_ARTICLES = ("a", "an", "the")


def did_you_mean(found: str, known: Iterable[str]) -> str | None:
    """Give the known name that is most like what was found, None where none is near."""
    best = process.extractOne(found, list(known), scorer=fuzz.ratio, score_cutoff=60)
    return best[0] if best else None


def normalized(wording: str) -> str:
    """Reduce a wording to its words: lower case, without articles, punctuation and markup."""
    kept = "".join(c if c.isalnum() or c in "._" else " " for c in wording.lower())
    words = (word.strip("._") for word in kept.split())
    return " ".join(word for word in words if word and word not in _ARTICLES)


def alike(first: str, second: str) -> float:
    """Give the likeness of two normalized wordings, 0 to 100, whatever the order of words."""
    return float(fuzz.token_sort_ratio(first, second, score_cutoff=SAME))


def _shared(words: int) -> int:
    """Give how many words two wordings must share to be compared; few words leave few to share."""
    return ceil(words / 2) if words <= _SHORT else ceil(3 * words / 4)


def near_pairs(wordings: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Find the pairs of normalized wordings that are the same or nearly so.

    Only wordings that share one of their rarest words are compared: the prefix filter of
    Bayardo, Ma and Srikant, "Scaling up all pairs similarity search" (2007). What shares three
    of four words, half of them in a short wording, is found for certain; all pairs are never
    formed.

    Args:
        wordings: normalized wordings

    Yields:
        the positions of two wordings, the earlier first, and their likeness

    """
    words = [frozenset(wording.split()) for wording in wordings]
    counts = Counter(word for each in words for word in each)
    holders: Mapping[str, list[int]] = defaultdict(list)
    for position, each in enumerate(words):
        rare = sorted(each, key=lambda word: (counts[word], word))
        prefix = rare[: len(rare) - _shared(len(rare)) + 1]
        others = sorted({holder for word in prefix for holder in holders[word]})
        likenesses = ((other, alike(wordings[other], wordings[position])) for other in others)
        near = ((other, position, likeness) for other, likeness in likenesses if likeness >= SAME)
        yield from islice(near, _MOST)
        for word in prefix:
            holders[word].append(position)
