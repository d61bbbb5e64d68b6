"""Guesses the language of code, and of prose, in raw notes."""

import ast
import json
import re
import unicodedata
import warnings
from collections import Counter
from functools import cache

from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from handbook.drawing import FIGURES

PYTHON = ("py", "py3", "python3", "python2", "ipython", "sage", "jupyter", "python")
# What the handbook draws or runs; a stranger's text is only shown, but for formulas.
_SHOWN = {"dot": "text", "pycon": "pycon", "graphviz": "text"}
NAMES = {
    "sh": "bash", "shell": "bash", "console": "console", "c++": "cpp", "js": "javascript",
    "yml": "yaml", "plaintext": "text", "txt": "text", "output": "text", "bazel": "text",
}  # fmt: skip
_PROMPT = re.compile(r"^[^\S\n]*>>> ", re.MULTILINE)
_SHELL = re.compile(
    r"^\s*(?:\$ |pip3? install|conda |apt(?:-get)? |docker |curl |git |saved_model_cli)"
)
_PYTHON_SIGNS = re.compile(
    r"^[^\S\n]*(?:import \w|from [\w.]+ import |def \w+\(|class \w+[(:]"
    r"|with .+:$|for .+ in .+:|if .+:$|@\w|print\(|return\b"
    r"|[\w.]+(?:, ?[\w.]+)* ?[-+*/]?= ?\S|[\w.]+\(.*\)$)",
    re.MULTILINE,
)
_NOT_PYTHON = re.compile(r"[{};]\s*$", re.MULTILINE)

# The commonest short words of languages that are written in Latin letters.
_COMMON = {
    "en": "the of and to a in is that it for as with on are this by or be an can from which",
    "de": "der die das und ist nicht ein eine mit von zu den es auf für sich wird dem auch im",
    "fr": "le la les des et est une un pour dans que qui par sur pas ce il du en au avec",
    "es": "el la los las de que y en un una es por con para se del no su como más al",
    "pt": "o a os as de que e em um uma é por com para se do da não dos como mais ao",
    "it": "il la le di che e in un una è per con non si del della dei i gli come più al",
    "nl": "de het een en van is dat niet op te in zijn met voor die er aan ook om wordt",
    "pl": "i w nie na to jest się z do że o jak po za od dla tego ale przez są",
    "tr": "bir ve bu için ile de da ne çok daha olarak olan gibi ama en kadar sonra",
}
_WORDS = {name: frozenset(words.split()) for name, words in _COMMON.items()}
_SCRIPTS = {
    "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CYRILLIC": "ru",
    "ARABIC": "ar", "HEBREW": "he", "DEVANAGARI": "hi", "GREEK": "el", "THAI": "th",
}  # fmt: skip
_FEWEST_WORDS = 4


def language_of(info: str, content: str) -> tuple[str, str]:
    """Give a name that the highlighter knows for the language of a code block.

    Args:
        info: what stands behind the marks of the block
        content: the code

    Returns:
        the name, and what was guessed, empty where the block says it itself

    """
    named = re.split(r"[\s,{]", info.strip().lower(), maxsplit=1)[0].strip("{}.")
    if named in PYTHON:
        # A notebook's lines for the shell are no Python.
        lines = [line for line in content.split("\n") if line.strip()]
        shell = bool(lines) and all(line.lstrip().startswith(("!", "%")) for line in lines)
        return ("bash", "lines for the shell") if shell else ("python", "")
    named = _SHOWN.get(named, NAMES.get(named, named))
    if named:
        return (named, "") if _known(named) else ("text", f"language '{named}' is not known")
    guess = _guess(content)
    return guess, f"language guessed: {guess}"


@cache
def _known(name: str) -> bool:
    try:
        return name in FIGURES or bool(find_lexer_class_by_name(name))
    except ClassNotFound:
        return False


def _guess(content: str) -> str:
    if _PROMPT.search(content):
        return "pycon"
    if _SHELL.match(content):
        return "bash"
    if content[:1] in "{[" and _is_json(content):
        return "json"
    if looks_like_python(content):
        return "python"
    return "text"


def looks_like_python(content: str) -> bool:
    """Tell whether text is probably meant as Python, though it may not parse."""
    lines = [line for line in content.split("\n") if line.strip()]
    signs = len(_PYTHON_SIGNS.findall(content))
    if not lines or not signs:
        return False
    if parses(content):
        return True
    return signs * 3 >= len(lines) and len(_NOT_PYTHON.findall(content)) * 2 < len(lines)


def parses(content: str) -> bool:
    """Tell whether text is valid Python."""
    return syntax_error(content) is None


def syntax_error(content: str) -> tuple[int, str] | None:
    """Give line and reason where text is no valid Python, None where it is."""
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return getattr(error, "lineno", None) or 1, getattr(error, "msg", None) or str(error)
    return None


def _is_json(content: str) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def prose_language(text: str) -> str:
    """Guess the language of prose: a BCP 47 tag, empty where too little of it tells."""
    letters = [c for c in text[:4000] if c.isalpha()]
    scripts = Counter(unicodedata.name(c, "").partition(" ")[0] for c in letters)
    for script, count in scripts.most_common(2):
        if script in _SCRIPTS and count * 3 > len(letters):
            # Japanese mixes its own letters with those that it shares with Chinese.
            kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
            return "ja" if script == "CJK" and kana else _SCRIPTS[script]
    words = re.findall(r"[^\W\d_]+", text[:4000].lower())
    hits = Counter({name: sum(word in known for word in words) for name, known in _WORDS.items()})
    (best, most), (_, next_most) = hits.most_common(2)
    clear = most >= _FEWEST_WORDS and most >= 2 * next_most
    return best if clear else ""
