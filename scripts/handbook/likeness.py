"""How alike two texts are: for "did you mean" and for questions that are asked twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import ceil

from rapidfuzz import fuzz, process

# Two wordings are nearly the same from here on (0 to 100). Tried on the wordings of the 120
# questions that this handbook is planned with: the most alike pair of them stays below.
SAME = 90.0

# As many earlier wordings are told for one, the most alike of them: of thousands that are alike,
# all pairs are too many.
_MOST = 5

# A wording is compared with as many earlier ones, those that share its rarest words first: where
# hundreds consist of the same few words, all pairs would take time by the square of their number.
_COMPARED = 500

# Characters of a wording that are compared; an interviewer asks with far fewer.
_LONGEST = 1000

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


def _in_order(wording: str) -> str:
    """Give what is compared of a normalized wording, whatever the order of its words."""
    return " ".join(sorted(wording[:_LONGEST].split()))


def _shared(words: int) -> int:
    """Give how many words two wordings must share to be compared; few words leave few to share."""
    return ceil(words / 2) if words <= _SHORT else ceil(3 * words / 4)


def near_pairs(wordings: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Find the pairs of normalized wordings that are the same or nearly so.

    Only wordings that share one of their rarest words are compared: the prefix filter of
    Bayardo, Ma and Srikant, "Scaling up all pairs similarity search" (2007). What shares three
    of four words, half of them in a short wording, is found for certain, unless hundreds share
    as much; what is the same is always found. All pairs are never formed.

    Args:
        wordings: normalized wordings

    Yields:
        the positions of two wordings, the earlier first, and their likeness

    """
    texts = [_in_order(wording) for wording in wordings]
    words = [frozenset(text.split()) for text in texts]
    counts = Counter(word for each in words for word in each)
    holders: dict[str, list[int]] = defaultdict(list)
    met: dict[str, int] = {}
    for position, (text, each) in enumerate(zip(texts, words, strict=True)):
        rare = sorted(each, key=lambda word: (counts[word], word))
        prefix = rare[: len(rare) - _shared(len(rare)) + 1]
        same = [met[text]] if text in met else []
        for other, likeness in _most_alike(text, _sharing(prefix, holders, same), texts):
            yield other, position, likeness
        for word in prefix:
            holders[word].append(position)
        met.setdefault(text, position)


def _sharing(
    prefix: Sequence[str], holders: Mapping[str, Sequence[int]], same: Iterable[int]
) -> list[int]:
    """Give the wordings to compare one with: those that share words, its rarest words first."""
    found = set(same)
    for word in prefix:
        found.update(islice(holders.get(word, ()), _COMPARED))
        if len(found) >= _COMPARED:
            break
    return sorted(found)


def _most_alike(
    text: str, others: Sequence[int], texts: Sequence[str]
) -> Iterator[tuple[int, float]]:
    # One call for all of them: a call for each takes ten times as long.
    found = process.extract(
        text,
        [texts[other] for other in others],
        scorer=fuzz.ratio,
        score_cutoff=SAME,
        limit=_MOST,
    )
    yield from sorted((others[index], likeness) for _, likeness, index in found)
