"""The commands about messages, as processes: digest, deliveries, notify test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Shuzhi


@pytest.fixture
def configured(tmp_path: Path) -> dict[str, str]:
    """A configuration that mails into a folder, and one article taken in."""
    root = tmp_path / "config"
    root.mkdir()
    (root / "settings.toml").write_text(
        '[alerts]\nstale_days = 5000\n[digest]\nchannels = ["file", "smtp"]\n'
        '[channels.smtp]\nto = ["nobody"]\nsender = "s@example.org"\nhost = "127.0.0.1"\nport = 9\n',
        encoding="utf-8",
    )
    return {"SHUZHI_CONFIG": str(root)}


def test_a_digest_is_previewed_and_sent(shuzhi: Shuzhi, configured: dict[str, str], tmp_path: Path) -> None:
    """Text on the terminal, HTML in a file, a mail in the folder; a recipient that is none is a dead letter."""
    shown = shuzhi("digest", **configured)
    assert "今天没有需要说的变化。" in shown.stdout
    page = tmp_path / "out.html"
    assert shuzhi("digest", "--date", "2026-11-20", "--preview", page, **configured).returncode == 0
    assert "2026年11月20日 星期五" in page.read_text(encoding="utf-8")
    assert shuzhi("digest", "--send", "--date", "2026-11-20", **configured).returncode == 2
    sent = shuzhi("digest", "--send", **configured)
    assert sent.returncode == 1
    assert "is no mail address" in sent.stderr
    assert len(list((tmp_path / "home" / "outbox").glob("digest-*.eml"))) == 1


def test_dead_letters_are_shown_and_tried_again(shuzhi: Shuzhi, configured: dict[str, str]) -> None:
    """By number; what is no dead letter is told."""
    shuzhi("digest", "--send", **configured)
    (dead,) = [
        json.loads(line) for line in shuzhi("deliveries", "--state", "dead", "--json", **configured).stdout.splitlines()
    ]
    assert (dead["channel"], dead["recipient"], dead["attempts"]) == ("smtp", "nobody", 1)
    again = shuzhi("deliveries", "--retry", dead["number"], **configured)
    assert "pending" in again.stdout
    assert shuzhi("deliveries", "--retry", "99", **configured).returncode == 1


def test_a_channel_is_tested(shuzhi: Shuzhi, configured: dict[str, str]) -> None:
    """Each recipient is named when it took the message; what cannot be reached is told with the reason."""
    assert "file: outbox took it" in shuzhi("notify", "test", "file", **configured).stderr
    assert "console ✓" in shuzhi("notify", "test", "console", **configured).stdout
    failed = shuzhi("notify", "test", "smtp", **configured)
    assert failed.returncode == 3
    assert "nobody" in failed.stderr
    unknown = shuzhi("notify", "test", "pigeon", **configured)
    assert unknown.returncode == 2
    assert "no such channel" in unknown.stderr
