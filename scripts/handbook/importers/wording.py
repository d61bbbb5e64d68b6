"""Tells questions from other text, and takes off what lists put around them."""

import re
from dataclasses import dataclass

from handbook.importers.inline import bare_code, seen
from handbook.markdown import outside_code_spans

# A number as lists have it, also in Chinese notes, and what it counts. Google Docs writes `1\.`.
_NUMBER = r"(?P<number>\d{1,4})(?:\\?[.)](?=\s|[^\x00-\x7f])|[．、）])\s*(?P<text>\S.*)$"
COUNTED = re.compile(rf"^{_NUMBER}")
SHIFTED = re.compile(rf"^\s{{0,3}}{_NUMBER}")
# What leads the eye to the number of a page.
_LEADER = re.compile(r"(?:\.{4}|…{2}|(?:\. ){4})[.\s…]{0,200}\d{1,4}\s{0,9}$")
_LABEL = re.compile(
    # "0.1 + 0.2" begins with no number of a chapter.
    r"^\s{0,9}(?:\*{0,3}\s?(?P<part>\d{1,3}(?:\.\d{1,3}){1,3})(?:[.):、]|(?=\*|\s|[^\x00-\x7f]))\*{0,3}\s*(?=[^\W\d_]|`)"
    r"|\*{0,3}\s?(?:(?:Q(?:uestion)?|Pregunta|Pergunta|Domanda|Frage|Вопрос|P(?=\d{1,3}\.\s)|问题|问|第)"
    r"\s{0,3}[.#№]?\s{0,3}(?P<q>\d+(?:\.\d+)?[a-z]?)|(?P<n>\d{1,4}))"
    # "2-FA" begins with no number.
    r"\s{0,3}\\?[.):\-–．、：）题]*(?:[.):．、：）题]|[\-–](?(n)(?=\s)))\s*"
    r"|\*{0,3}\s?Q(?:uestion)?\s?(?P<bare>\d+)\s+(?=[A-Z`])"
    r"|\*{0,3}\s?(?:Q(?:uestion)?|Ｑ|问题|问|問)\s{0,3}[:.)\-–：]\s*)"
)
_ASKS = re.compile(
    r"^(?:what|why|how|when|where|which|who|whose|is|are|can|could|does|do|did|should|would|will|has"
    r"|have|if|in what|in which|explain|describe|discuss|compare|contrast|define|name|list|give"
    r"|write|implement|create|build|show|tell|walk|suppose|outline"
    # "You can find more here" asks nothing.
    r"|you (?:are|have|need|want|were|notice|see)|you['’]re (?:given|asked|an?)"
    r"|differentiate|distinguish|provide"
    r"|demonstrate|design|convert|calculate|compute|develop|train|use|load|construct|apply|mention"
    r"|state|illustrate|elaborate|summarize|identify|perform|set up|debug|optimize)\b",
    re.IGNORECASE,
)
_ASKS_CHINESE = re.compile(
    r"^(?:请|解释|描述|说明|简述|列举|介绍|谈谈|比较|实现|如何|怎|为什么|为何|哪|是否)"
    r"|(?:是什么|有什么|有哪些|什么是|的区别|吗|呢)$"
)
_EMPHASIS = re.compile(r"(?<![\w`])(\*\*|\*|__|_)(?=\S)(?P<inner>[^`]*?\S)\1(?![\w`])")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_FORMATTED = re.compile(
    r"<(?P<name>b|i|u|em|strong|span|font|small|big|mark|center|p|div|a)\b[^<>]*>"
    r"(?P<inner>[^<>]*)</(?P=name)>",
    re.IGNORECASE,
)
_CODED = re.compile(r"<(?P<name>code|kbd|samp|tt)>(?P<inner>[^<>`]+)</(?P=name)>", re.IGNORECASE)
_ANCHOR = re.compile(
    r"<a\b[^<>]*></a>|<a\s+(?:name|id)\s?=[^<>]*>(?=\s*(?:</?br\b|$))"
    r"|\s{0,9}\{#[^{}\s]{1,300}\}\s{0,9}$",
    re.IGNORECASE,
)
_LINE_BREAK = re.compile(r"</?br\s?/?>", re.IGNORECASE)
# What leads the eye to a question, and says nothing: arrows, boxes, emoji.
_ORNAMENT = re.compile(
    "^[\\s\u2190-\u21ff\u2300-\u27bf\u2900-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+"
)
_KEYCAP = re.compile("^(?P<digits>(?:\\d{1,3}\ufe0f?\u20e3)+)[.):]?\\s*")
_LINK = re.compile(
    r"(?P<before>\s?)(?P<open>\[)?(?<!!)\[(?P<text>\[[^\[\]]{1,99}\]|[^\[\]]{1,300})\]\([^()\s]{1,500}\)(?(open)\])"
)
_SOURCE = re.compile(r"src|sources?|ref(?:erence)?|link|\d{1,3}", re.IGNORECASE)
_CLOSING_HASHES = re.compile(r"\s+#+\s*$")
_STARS = re.compile(r"^[⭐★☆🌟️\s]+|[⭐★☆🌟️\s]+$")
_LEVELS = {
    "👶": "basic", "🐣": "basic", "🟢": "basic", "🥉": "basic", "🍼": "basic", "🌱": "basic",
    "🐥": "intermediate", "🟡": "intermediate", "🟠": "intermediate", "🥈": "intermediate",
    "👨‍🔬": "advanced", "🔴": "advanced", "🥇": "advanced", "🔥": "advanced", "🚀": "advanced",
    "⚫": "advanced", "🦅": "advanced",
}  # fmt: skip
_WORDS = {
    "easy": "basic", "beginner": "basic", "basic": "basic", "junior": "basic",
    "medium": "intermediate", "intermediate": "intermediate", "mid": "intermediate",
    "hard": "advanced", "advanced": "advanced", "expert": "advanced", "senior": "advanced",
}  # fmt: skip
_BRACKETED = re.compile(
    rf"\s*[\[(](?:level:\s*)?(?P<word>{'|'.join(_WORDS)})[\])]\s*", re.IGNORECASE
)
_DEPENDS = re.compile(
    r"^(?:and|but|then|so)\b|\bthe other(?: one)?\b|\bthe (?:former|latter)\b|^what about\b"
    r"|\b(?:as|from|mentioned) above\b|\bprevious (?:question|example|code|answer)\b"
    # A pronoun near the start stands for something that was said before.
    r"|^(?:how|why|when|where|what|who|which|is|are|can|does|do)\b"
    r"(?: [\w']+){0,2} (?:it|they|them|that)\b",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"^(?P<question>[^?？]{8,}(?:\?(?=\s)|？))\s*(?P<rest>(?:[^\W_a-z]|`|(?i:a|ans|answer)\s?:).*)$"
)
_ANSWER_LABEL = re.compile(r"^(?:A|Ans|Answer|答案|答)\s?[:：]\s*", re.IGNORECASE)
_ASKS_ON = re.compile(
    r"\W{0,3}(?:(?:please|and|then|also) )?(?:explain|describe|discuss|compare|justify|elaborate"
    r"|illustrate|name|list|give|provide|show|write|tell|define|mention|assume|suppose|consider|state"
    r"|why|how|what|when|which|where|who|choose|select|pick|support|outline|implement|use examples?"
    r"|be specific|for example|e\.g|i\.e|or|if|hint|note|yes or no|true or false)\b",
    re.IGNORECASE,
)
_LONGEST_LEADER = 250
_SHORTEST_ANSWER = 8  # characters
_LONGEST = 2000  # characters of a line that may be a question


# A part of a book or of a page, which holds questions and is none.
_PART = re.compile(
    r"^\W{0,9}(?:part|section|chapter|unit|module|teil|kapitel|第)\s{0,3}"
    r"(?:\d{1,3}|[A-Z]|[IVX]{1,5}|[一二三四五六七八九十]{1,3}[章节部]|one|two|three|four|five)"
    r"(?:\W{0,3}$|\s?[:.|–—-]\s?[^?]*$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Asked:
    """A question without what a list puts around it: its number, its level, its emphasis."""

    wording: str
    label: str = ""
    level: str = ""

    @property
    def given(self) -> dict[str, str]:
        """What the notes say of the question."""
        return {"level": self.level} if self.level else {}


def asked(text: str) -> Asked:
    """Take the number, signs of difficulty, closing hashes and emphasis off a question."""
    if len(text) > _LONGEST:
        return Asked(text.strip())
    text = _CLOSING_HASHES.sub("", _ANCHOR.sub("", text).strip())
    text, level = _without_level(unemphasized(text))
    text = _unadorned(text)
    found = _LABEL.match(text)
    label = next(filter(None, found.group("part", "q", "n", "bare")), "") if found else ""
    text = text[found.end() :] if found else text
    text, other = _without_level(text)
    return Asked(unemphasized(text.strip(" *")), label, level or other)


def _unadorned(text: str) -> str:
    """Take off the signs that a question begins with; `1️⃣` is a number."""
    text = _KEYCAP.sub(lambda found: f"{re.sub(r'[^0-9]', '', found['digits'])}. ", text)
    return _ORNAMENT.sub("", text) or text


def _without_level(text: str) -> tuple[str, str]:
    level = ""
    for sign, meant in _LEVELS.items():
        if sign in text:
            text, level = text.replace(sign, " "), meant
    stars = text.count("⭐") + text.count("★") + text.count("🌟")
    if stars:
        level = ("basic", "intermediate", "advanced")[min(stars, 3) - 1]
        text = _STARS.sub("", text).replace("⭐", " ").replace("★", " ").replace("🌟", " ")
    bracketed = _BRACKETED.search(text)
    if bracketed:
        level = level or _WORDS[bracketed["word"].lower()]
        text = _BRACKETED.sub(" ", text)
    return " ".join(text.replace("\ufe0f", "").split()), level


def unemphasized(text: str) -> str:
    """Take signs of emphasis off text; those in inline code stay."""
    if len(text) > _LONGEST:
        return text
    pieces = re.split(r"(`+[^`]*`+)", text)
    return "".join(p if p.startswith("`") else _EMPHASIS.sub(_bare, p) for p in pieces)


def _bare(found: re.Match[str]) -> str:
    """Give text without the signs around it; those of a name such as `__init__` stay."""
    inner = found["inner"]
    named = found[1] == "__" and inner.isidentifier() and inner.islower()
    return found.group() if named else inner


def numbered(text: str) -> bool:
    """Tell whether text begins with a number or `Q:`, as questions in lists do."""
    return bool(_LABEL.match(_unadorned(unemphasized(text.strip()))))


def unanchored(text: str) -> str:
    """Take off a heading the anchors that it gives itself: `<a name="lid"></a>`, `{#lid}`."""
    if len(text) > _LONGEST:
        return text
    pieces = outside_code_spans(_ANCHOR.sub("", text))
    return "".join(p if is_code else _LINE_BREAK.sub(" ", p) for is_code, p in pieces).strip()


def labeled(text: str) -> bool:
    """Tell whether text begins with `Q.`, `Q1` or `Question 1.`, as nothing but questions does."""
    found = _LABEL.match(_unadorned(unemphasized(text.strip())))
    return bool(found and not found["n"] and not found["part"])


def asks(text: str) -> bool:
    """Tell whether text reads like a question or a task."""
    bare = asked(text).wording.rstrip("*_` ")
    if names_part(bare):
        return False
    return bare.endswith(("?", "？")) or bool(_ASKS.match(bare) or _ASKS_CHINESE.search(bare))


def with_answer(wording: str) -> tuple[str, str]:
    """Split an answer off that stands behind its question, on the same line; without one, nothing.

    What goes on asking ("Why?", "Explain.") belongs to the question.
    """
    found = _ANSWERED.match(wording)
    if not found or "?" in found["rest"] or "？" in found["rest"]:
        return wording, ""
    rest = _ANSWER_LABEL.sub("", found["rest"])
    if rest == found["rest"] and (_ASKS_ON.match(rest) or len(rest) < _SHORTEST_ANSWER):
        return wording, ""
    return found["question"], rest


def without_page(text: str) -> str:
    """Take off the number of a page that dots lead to, as in a table of contents."""
    end = text[-_LONGEST_LEADER:]
    return text[: len(text) - len(end)] + _LEADER.sub("", end)


def names_part(text: str) -> bool:
    """Tell whether text is the heading of a part, such as "Part 2: Care"."""
    return bool(_PART.match(unemphasized(text.strip("|# "))))


def level_of(word: str) -> str:
    """Give the level that a word of the notes means, empty for other words."""
    return _WORDS.get(word.strip().lower(), "")


def depends(wording: str) -> bool:
    """Tell whether a question cannot be understood without the one before it."""
    return bool(_DEPENDS.search(wording)) and len(wording.split()) <= 12


def unformatted(text: str) -> str:
    """Take HTML off text that it only formats; a tag without its other half is spoken of.

    What it marks as code becomes that in Markdown.
    """
    pieces = []
    for is_code, piece in outside_code_spans(text):
        coded = piece if is_code else _CODED.sub(r"`\g<inner>`", piece)
        pieces.append(coded if is_code else _FORMATTED.sub(r"\g<inner>", coded))
    return "".join(pieces)


def unlinked(text: str) -> tuple[str, list[str]]:
    """Take links off text: it keeps their words, but for those that only name a source.

    Returns:
        the text, and the links

    """
    links: list[str] = []
    pieces = []
    for is_code, piece in outside_code_spans(text):
        links += [] if is_code else [found.group().strip() for found in _LINK.finditer(piece)]
        pieces.append(piece if is_code else _LINK.sub(_words_of, piece))
    return " ".join("".join(pieces).split()), links


def _words_of(found: re.Match[str]) -> str:
    return (
        "" if _SOURCE.fullmatch(found["text"].strip("[]")) else f"{found['before']}{found['text']}"
    )


def plain_wording(text: str) -> str:
    """Give a question as the front matter holds it: text, with inline code.

    What looks like HTML becomes code; a backquote that opens no code goes.
    """
    pieces = []
    for is_code, piece in outside_code_spans(" ".join(seen(unemphasized(text)).split())):
        if is_code:
            marks = len(piece) - len(piece.lstrip("`"))
            inner = bare_code(piece[marks:-marks].strip())
            pieces.append(f"`{inner}`" if "`" not in inner else piece)
        else:
            bare = piece.replace("`", "").replace("\\", "")
            pieces.append(_TAG.sub(lambda tag: f"`{tag.group()}`", bare))
    return " ".join("".join(pieces).split())
