"""The text in bytes that may be in UTF-8 or in UTF-16, or in both: what PowerShell appends with `>>` is."""

import codecs

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(data: bytes) -> str:
    """The text to search for secrets; its lines are those of the bytes, whatever the encoding."""
    text = ""
    if data.startswith(_MARKS):
        text = data.decode("utf-16", "replace").replace("\0", "")
    if not text or text.count("\n") != data.count(b"\n"):
        text = data.replace(b"\0", b"").decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def is_binary(data: bytes) -> bool:
    """Whether it is no text: there are NULs in it, and not those of UTF-16 or UTF-32."""
    head = data[:8000]
    if b"\0" not in head or data.startswith(_MARKS):
        return False
    rest = head.replace(b"\0", b"")
    odd = sum(byte < 9 or 13 < byte < 32 or byte == 127 for byte in rest)
    return odd * 50 > len(rest) or len(rest) * 5 < len(head)
