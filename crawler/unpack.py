"""Compressed bodies, unpacked strictly and within bounds. Pure.

Scrapy keeps what it could unpack of a truncated gzip body; half an article is worse than none, so here it is an error.
"""

from __future__ import annotations

import zlib

GZIP_MAGIC = b"\x1f\x8b"
_STEP = 1 << 16


class Truncated(ValueError):
    """The compressed data ends early or is damaged."""


class TooLarge(ValueError):
    """The data is larger than allowed once unpacked."""


def inflate(data: bytes, limit: int, *, wbits: int = 47) -> bytes:
    """Gzip or zlib data unpacked (`wbits` as zlib has it; 47 tells the two apart).

    Raises TooLarge as soon as more than `limit` bytes came out, Truncated where the data is damaged or ends early.
    """
    out = bytearray()
    rest = data
    while rest:
        unpacker = zlib.decompressobj(wbits)
        try:
            while not unpacker.eof:
                piece = unpacker.decompress(rest, _STEP)
                out += piece
                if len(out) > limit:
                    raise TooLarge(f"more than {limit} bytes once unpacked")
                rest = unpacker.unconsumed_tail
                if not piece and not rest:
                    break
        except zlib.error as error:
            raise Truncated(f"damaged: {error}") from None
        if not unpacker.eof:
            raise Truncated("ends early")
        rest = unpacker.unused_data if unpacker.unused_data.startswith(GZIP_MAGIC) else b""
    return bytes(out)


def unpack(data: bytes, encoding: str, limit: int) -> bytes:
    """A body as its Content-Encoding says it was packed. Raises LookupError for an encoding we never asked for.

    A body that is announced as gzip and is not is taken as it stands: servers do that.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if name in {"identity", ""}:
            continue
        if name not in {"gzip", "x-gzip", "deflate"}:
            raise LookupError(name)
        if name == "deflate":
            data = _deflate(data, limit)
        elif data.startswith(GZIP_MAGIC):
            data = inflate(data, limit)
    return data


def _deflate(data: bytes, limit: int) -> bytes:
    try:
        return inflate(data, limit)
    except Truncated:  # many servers send the bare stream, without zlib's frame
        return inflate(data, limit, wbits=-15)
