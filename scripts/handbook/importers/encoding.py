"""Turns the bytes of raw notes into text, or says what they are and what to do about it."""

import codecs

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    # Before UTF-16, whose mark this one begins with.
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_LOOKED_AT = 1000  # bytes


class NoTextError(OSError):
    """Says why bytes are no text."""


def decoded(data: bytes) -> str:
    """Decode UTF-8, and what a byte-order mark says that it is; the mark is no part of the text."""
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    encoding = _MARKS.get(mark, "utf-8")
    data = data[len(mark) :]
    if b"\0" in data and encoding == "utf-8":
        raise NoTextError(_zero(data))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, errors="replace").count("\n") + 1
        hint = "" if mark else "; if it is Windows-1252 or Latin-1 text, save it as UTF-8"
        found = f"byte 0x{data[error.start]:02x} on line {line}"
        raise NoTextError(f"is not {encoding.upper()}: {found}{hint}") from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise NoTextError(f"is no text: byte 0x00 on line {line}")
    return text


def _zero(data: bytes) -> str:
    """Say why a zero byte is in data: every second byte is one in most UTF-16."""
    head = data[:_LOOKED_AT]
    for name, offset in (("UTF-16 (little-endian)", 1), ("UTF-16 (big-endian)", 0)):
        others = head[1 - offset :: 2]
        if 2 * head[offset::2].count(0) > len(others) and _visible(others):
            return f"looks like {name} without a byte-order mark; save it as UTF-8"
    line = data[: data.index(0)].count(b"\n") + 1
    return f"is no text: byte 0x00 on line {line}"


def _visible(data: bytes) -> bool:
    return bool(data) and all(byte >= ord(" ") or byte in b"\t\r\n" for byte in data)
