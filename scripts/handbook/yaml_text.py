"""Changes values in YAML text, and leaves comments, quotes and layout as they are."""

from bisect import bisect
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import yaml

from handbook.values import LOADER

# As with reading, the dumper over libyaml is much faster; its widths are C's integers.
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDEST = 2**31 - 1


def scalar(text: str) -> str:
    """Write text as a value, in quotes only where it needs them."""
    return dumped(text).removesuffix("\n").removesuffix("\n...")


def dumped(value: object) -> str:
    """Write lists and mappings as YAML, in their own order."""
    text: str = yaml.dump(value, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=_WIDEST)
    return text


def with_value_replaced(text: str, keys: Collection[str], old: str, new: str) -> str:
    """Replace a value wherever one of the keys has it, alone or in a list."""
    found = {node.start_mark.index: node for node in _scalars(_root(text), keys)}
    for start, node in sorted(found.items(), reverse=True):
        # What is written can be longer than the value: quotes, an anchor, a block of lines.
        before, same, after = text[start : node.end_mark.index].rpartition(old)
        if node.value == old and same:
            written = new if node.style else scalar(new)
            text = text[:start] + before + written + after + text[node.end_mark.index :]
    return text


def with_items(text: str, key: str, items: Iterable[str]) -> str:
    """Add items to the list of a top-level key, each before the first that it sorts before."""
    new = sorted(items)
    listed = _top_level(text, key)
    if not isinstance(listed, yaml.SequenceNode):
        lines = "".join(f"  - {scalar(item)}\n" for item in new)
        return f"{text}{key}:\n{lines}" if new else text
    present = [node.value for node in listed.value]
    for item in reversed(new):
        text = _with_item(text, listed, bisect(present, item), scalar(item))
    return text


def with_last_item(text: str, key: str, item: str) -> str:
    """Add an item at the end of the list of a top-level key."""
    listed = _top_level(text, key)
    if not isinstance(listed, yaml.SequenceNode):
        return with_items(text, key, [item])
    return _with_item(text, listed, len(listed.value), scalar(item))


def _with_item(text: str, listed: yaml.SequenceNode, position: int, item: str) -> str:
    after = listed.value[position] if position < len(listed.value) else None
    if listed.flow_style:
        at = after.start_mark.index if after else listed.value[-1].end_mark.index
        added = f"{item}, " if after else f", {item}"
    elif after:
        at = after.start_mark.index - after.start_mark.column
        added = f"{' ' * listed.start_mark.column}- {item}\n"
    else:
        # A comment behind the last item stays with it; a block of lines ends behind its line end.
        end = text.find("\n", listed.value[-1].end_mark.index - 1)
        at = end if end >= 0 else len(text)
        added = f"\n{' ' * listed.start_mark.column}- {item}"
    return text[:at] + added + text[at:]


def _root(text: str) -> yaml.Node | None:
    return yaml.compose(text, LOADER)


def _top_level(text: str, key: str) -> yaml.Node | None:
    root = _root(text)
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    return next((inner for name, inner in pairs if name.value == key), None)


def _scalars(
    node: yaml.Node | None, keys: Collection[str], key: str = ""
) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        for name, inner in node.value:
            yield from _scalars(inner, keys, str(name.value))
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from _scalars(inner, keys, key)
    elif isinstance(node, yaml.ScalarNode) and key in keys:
        yield node
