"""What a file is by its own bytes, whatever its sender calls it."""

from collections.abc import Callable

_ISO_BRANDS = (b"avif", b"avis")

_SIGNS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("image/jpeg", lambda head: head.startswith(b"\xff\xd8\xff")),
    ("image/png", lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    ("image/gif", lambda head: head[:6] in (b"GIF87a", b"GIF89a")),
    ("image/webp", lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    ("image/avif", lambda head: head[4:8] == b"ftyp" and head[8:12] in _ISO_BRANDS),
)


def sniff_picture(content: bytes) -> str | None:
    """Name the type of a picture that browsers draw; None for SVG, which can run scripts."""
    head = content[:12]
    return next((kind for kind, matches in _SIGNS if matches(head)), None)
