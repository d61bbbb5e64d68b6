"""The CommonMark parser of the checks: it knows lines, and the one block that is not CommonMark."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock


def _mark(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Read a line `/// …` as a block of its own, as the site's renderer does."""
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("///", at) or state.is_code_block(start):
        return False
    if not silent:
        state.push("mark", "", 0).map = [start, start + 1]
        title = state.push("inline", "", 0)
        title.content = state.src[at : state.eMarks[start]]
        title.map, title.children = [start, start + 1], []
        state.line = start + 1
    return True


def _parser() -> MarkdownIt:
    # Emphasis and entities tell the checks nothing, and cost a third of the time; unjoined, an
    # escaped bracket is not taken for a bracket.
    parser = MarkdownIt("commonmark").enable("table").disable(["emphasis", "entity", "text_join"])
    ends = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("blockquote", "mark", _mark, {"alt": ends})
    # By default a link to javascript: is left as text, and others are encoded; the checks must
    # see what stands there.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


PARSER = _parser()
