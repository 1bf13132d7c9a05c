"""What lies on the public Internet, and what a challenge looks like, however long it is made."""

from __future__ import annotations

import time

import pytest

from crawler.challenge import is_challenge
from crawler.guard import is_public


@pytest.mark.parametrize("address", ["8.8.8.8", "2400:3200::1", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_public(address: str) -> None:
    """Global addresses, wrapped or not."""
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_not_public(address: str) -> None:
    """Private, loopback, link-local, site-local, and what wraps them, the network's own NAT64 among them."""
    assert not is_public(address)


def test_a_challenge() -> None:
    """A script that sets a cookie and reloads is one; an article about captchas is none."""
    script = b"<script>document.cookie='a=b';location.reload()</script>"
    assert is_challenge(200, b"<html>" + script + b"</html>")
    assert not is_challenge(200, b"<html>" + script + "关于验证码（captcha）的说明。".encode() * 9 + b"</html>")
    assert not is_challenge(200, b"<SCRIPT>eval(1)</SCRIPT><p>" + b"words " * 40)


@pytest.mark.parametrize("piece", [b"<script", b"<!--", b"<style", b"<", b"<script></script><"])
def test_a_hostile_page_costs_no_time(piece: bytes) -> None:
    """What is opened and never closed is read in one pass."""
    start = time.perf_counter()
    is_challenge(403, b"waf<script" + piece * (90_000 // len(piece)))
    assert time.perf_counter() - start < 1
