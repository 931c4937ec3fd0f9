"""Pictures made of bits: one plain colour each, valid and tiny."""

import colorsys
import struct
import zlib
from typing import ClassVar

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GOLDEN_ANGLE = 0.618


def pick_color(seed: int) -> tuple[int, int, int]:
    """Neighbouring seeds get colours far apart."""
    red, green, blue = colorsys.hls_to_rgb(seed * GOLDEN_ANGLE % 1, 0.72, 0.45)
    return int(red * 255), int(green * 255), int(blue * 255)


class BitWriter:
    """Least significant bit first, as lossless WebP packs them."""

    ONE_SYMBOL: ClassVar[tuple[tuple[int, int], ...]] = ((1, 1), (0, 1), (1, 1))

    def __init__(self) -> None:
        self._value = 0
        self._length = 0

    def write(self, value: int, bits: int) -> None:
        """Append ``bits`` bits."""
        self._value |= value << self._length
        self._length += bits

    def write_symbol(self, symbol: int) -> None:
        """A prefix code of a single symbol: its pixels then cost no bits at all."""
        for value, bits in self.ONE_SYMBOL:
            self.write(value, bits)
        self.write(symbol, 8)

    def to_bytes(self) -> bytes:
        """Padded to a whole byte."""
        return self._value.to_bytes((self._length + 7) // 8, "little")


def make_webp(width: int, height: int, color: tuple[int, int, int]) -> bytes:
    """A lossless WebP (RFC 9649, section 3) whose every channel is one constant."""
    red, green, blue = color
    bits = BitWriter()
    bits.write(0x2F, 8)
    bits.write(width - 1, 14)
    bits.write(height - 1, 14)
    bits.write(0, 1 + 3)
    bits.write(0, 1 + 1 + 1)
    for symbol in (green, red, blue, 255, 0):
        bits.write_symbol(symbol)
    data = bits.to_bytes()
    padded = data + b"\0" * (len(data) % 2)
    chunk = b"VP8L" + struct.pack("<I", len(data)) + padded
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def make_png(width: int, height: int, color: tuple[int, int, int]) -> bytes:
    """A PNG for chat attachments, where WebP is not allowed."""
    rows = (b"\0" + bytes(color) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(png_chunk(kind, data) for kind, data in parts)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """Length, kind, data and their checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def sniff_type(content: bytes) -> str | None:
    """The three types a chat takes, by content and never by name."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(SIGNATURE):
        return "image/png"
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    return None
