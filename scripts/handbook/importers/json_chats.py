"""Finds who says what in chats that programs export as JSON: lists of messages, and trees."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

TOPIC = "topic"
_LISTS = ("messages", "chat_messages", "conversations", "conversation")
_TREE = "mapping"  # of messages by their ids, each with those that it answers and that answer it
_ROLES, _TEXTS = ("role", "from", "sender"), ("content", "value", "text")
_NAMES = ("title", "name")
_ASKING, _ANSWERING = ("user", "human"), ("assistant", "gpt", "model", "bot")


def is_chat(value: Mapping[str, Any]) -> bool:
    """Tell whether an object holds a chat."""
    return isinstance(value.get(_TREE), dict) or any(
        isinstance(value.get(name), list) for name in _LISTS
    )


def turns(value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what is asked in a chat, each with its answer; all else stays with the first."""
    said = _messages(value)
    beside = _beside(value)
    found: list[dict[str, Any]] = []
    for message in said:
        role, content = _spoken(message)
        if role in _ASKING:
            found.append({"question": content, **({} if found else beside)})
        elif role in _ANSWERING and found:
            found[-1].setdefault("answer", []).append(content)
        elif found:
            found[-1][role or "message"] = content
        elif content:
            beside[role or "message"] = content
    yield from found


def _beside(value: Mapping[str, Any]) -> dict[str, Any]:
    """Give what else an object holds: of a program's export, the name of the chat above all."""
    others = {key: each for key, each in value.items() if key not in (*_LISTS, _TREE)}
    if _TREE not in value and "chat_messages" not in value:
        return others
    kept = {key: each for key, each in others.items() if each}
    if "id" in kept:
        # It names the chat, and would become the id of a question.
        kept.setdefault("conversation_id", kept.pop("id"))
    name = next((str(kept.pop(key)) for key in _NAMES if key in kept), "")
    return {**kept, TOPIC: name} if name else kept


def _messages(value: Mapping[str, Any]) -> Sequence[Any]:
    if isinstance(tree := value.get(_TREE), dict):
        return [_bare(message) for message in _branch(tree, value.get("current_node"))]
    return next(value[name] for name in _LISTS if isinstance(value.get(name), list))


def _branch(tree: Mapping[str, Any], last: Any) -> list[Any]:
    """Give the messages from the root to the last one; what was said instead is another branch."""
    nodes = {key: node for key, node in tree.items() if isinstance(node, dict)}
    parents = {node.get("parent") for node in nodes.values() if isinstance(node.get("parent"), str)}
    leaves = [key for key in nodes if key not in parents]
    key: Any = last if isinstance(last, str) and last in nodes else next(reversed(leaves), None)
    found: list[Any] = []
    while isinstance(key, str) and (node := nodes.pop(key, None)):
        message = node.get("message")
        found += [message] if isinstance(message, dict) else []
        key = node.get("parent")
    return found[::-1]


def _bare(message: Mapping[str, Any]) -> dict[str, Any]:
    """Give who says a message of a tree, and its text, without what a program notes beside it."""
    author, content = message.get("author"), message.get("content")
    role = author.get("role", "") if isinstance(author, dict) else ""
    parts = content.get("parts") if isinstance(content, dict) else None
    return {"role": role, "content": [each for each in parts if each] if parts else content}


def _spoken(message: Any) -> tuple[str, Any]:
    """Give who says a message and what; nobody where it is none."""
    if not isinstance(message, dict):
        return "", message
    role = next((message[name] for name in _ROLES if name in message), "")
    content = next((message[name] for name in _TEXTS if name in message), message)
    return str(role).lower(), _joined(content)


def _joined(content: Any) -> Any:
    """Give the text of a message that consists of pieces; what is no text stays as it is."""
    pieces = content if isinstance(content, list) else []
    texts = [
        each if isinstance(each, str) else each.get("text") if isinstance(each, dict) else None
        for each in pieces
    ]
    whole = bool(texts) and all(isinstance(text, str) for text in texts)
    return "\n\n".join(filter(None, map(str, texts))) if whole else content
