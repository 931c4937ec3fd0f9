"""What a file is by its own bytes, whatever its sender calls it."""

from collections.abc import Callable

_HEAD = 12
_ISO_BRANDS = (b"avif", b"avis")

_SIGNS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("image/jpeg", lambda head: head.startswith(b"\xff\xd8\xff")),
    ("image/png", lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    ("image/gif", lambda head: head[:6] in (b"GIF87a", b"GIF89a")),
    ("image/webp", lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    ("image/avif", lambda head: head[4:8] == b"ftyp" and head[8:12] in _ISO_BRANDS),
    ("application/pdf", lambda head: head.startswith(b"%PDF-")),
)


def sniff_type(content: bytes) -> str:
    """Name the type that the first bytes prove; empty when none that is known, as for SVG."""
    head = content[:_HEAD]
    return next((kind for kind, matches in _SIGNS if matches(head)), "")


def is_picture(content_type: str) -> bool:
    """Tell what browsers draw and never run."""
    return content_type.startswith("image/")
