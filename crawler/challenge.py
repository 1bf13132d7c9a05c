"""Pages that ask whether we are human instead of saying anything. Pure."""

from __future__ import annotations

import re

_SMALL = 12_000
_SILENT = ((b"<!--", b"-->"), (b"<script", b"</script>"), (b"<style", b"</style>"))
_TAG = re.compile(rb"<[^<>]*>")
_SIGNS = re.compile(
    rb"(?i)document\.cookie|location\.(href|replace|reload)|window\.location|eval\s*\(|__jsl|acw_sc__v2|_\$[a-z]{2}\b|"
    rb"cf-challenge|captcha|\$_ts|hm_yjs_duid|safeline|waf"
)
_BLOCKED = frozenset({202, 403, 405, 412, 521})
_LITTLE_TEXT = 60


def is_challenge(status: int, body: bytes) -> bool:
    """Whether an answer is a script that sets a cookie and reloads, or a captcha, rather than a page.

    Judged only where the answer is small and says next to nothing outside its scripts, so that an article about
    captchas is none.
    """
    if len(body) > _SMALL * (8 if status in _BLOCKED else 1) or b"<script" not in body[: _SMALL * 8].lower():
        return False
    if not _SIGNS.search(body):
        return False
    body = body.lower()
    for opening, closing in _SILENT:
        body = _without(body, opening, closing)
    words = b"".join(_TAG.sub(b" ", body).split())
    return len(words) < _LITTLE_TEXT


def _without(body: bytes, opening: bytes, closing: bytes) -> bytes:
    """`body` without what stands between the two; what is never closed goes to the end. In one pass, whatever it is."""
    kept, at = [], 0
    while (start := body.find(opening, at)) >= 0:
        kept.append(body[at:start])
        end = body.find(closing, start)
        at = len(body) if end < 0 else end + len(closing)
    return b" ".join((*kept, body[at:]))
