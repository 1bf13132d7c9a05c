from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.loader import Config, load
from config.settings import (
    SHIPPED,
    AlertSettings,
    ChannelSettings,
    DigestSettings,
    GeneralSettings,
    Settings,
    SmtpSettings,
)
from delivering import Deliverer, check_channels
from digesting import Digester
from models.alert import Delivery
from models.errors import ConfigError
from pipeline import Pipeline
from storage import decisions
from storage.database import Database
from storage.decisions import Decision, Verdict
from storage.deliveries import every

CHINA = ZoneInfo("Asia/Shanghai")
START = datetime(2023, 2, 14, 0, 30, tzinfo=UTC)
BODIES = [
    ("a", "2022-02-11", "截至2021年底，北京市建成5G基站5.2万个。2021年，北京数字经济增加值占GDP比重40.4%。"),
    ("b", "2023-02-13", "目前，北京市建成5G基站7.5万个。2022年前三季度，北京数字经济增加值占GDP比重42.7%。"),
    ("c", "2023-02-15", "目前，北京市建成5G基站7.6万个。"),
]


def config(**digest: object) -> Config:
    shipped = load(SHIPPED)
    settings = Settings(
        general=GeneralSettings(timezone="Asia/Shanghai"),
        alerts=AlertSettings(stale_days=5000),
        digest=DigestSettings(**({"channels": ("smtp", "console")} | digest)),  # type: ignore[arg-type]
        channels=ChannelSettings(smtp=SmtpSettings(to=("a@example.org", "b@example.org"), sender="s@example.org")),
    )
    return replace(shipped, settings=settings)


def take_in(database: Database, folder: Path, number: int, now: datetime, made: Config) -> None:
    """Read the article of that number, at that moment."""
    name, published, body = BODIES[number]
    file = folder / f"{name}.jsonl"
    record = {"id": name, "body": body, "published": published, "title": f"题{name}", "outlet": "晨光", "url": None}
    file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    pipeline = Pipeline(made, database, lambda: now)
    pipeline.ingest([file])
    pipeline.read()


def sent(database: Database) -> list[Delivery]:
    with database.reading() as connection:
        return [d for d in every(connection) if d.message.key.startswith("digest/")][::-1]


def test_nothing_stands_in_two_digests_and_nothing_in_none(database: Database, tmp_path: Path) -> None:
    """Three days, and a clock that was set back between them: each change in exactly one digest."""
    made, now = config(), START
    take_in(database, tmp_path, 0, now, made)
    digester = Digester(made, database)
    digester.send(now)
    take_in(database, tmp_path, 1, now - timedelta(hours=3), made)  # the clock was set back
    digester.send(now + timedelta(days=1))
    take_in(database, tmp_path, 2, now + timedelta(days=1), made)  # in the very moment of the digest
    digester.send(now + timedelta(days=2))
    digester.send(now + timedelta(days=3))
    texts = [d.message.text for d in sent(database) if d.recipient == "a@example.org"]
    assert len(texts) == 4
    assert [n for n, text in enumerate(texts) if "→ 7.5万个" in text] == [1]
    assert [n for n, text in enumerate(texts) if "→ 7.6万个" in text] == [2]
    assert "今天没有需要说的变化" in texts[3]


def test_the_next_digest_is_told_from_that_of_a_day(database: Database) -> None:
    """Without a date the title says that the day is not over; an empty one claims no evidence."""
    digester = Digester(config(), database)
    now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    assert "截至现在" in digester.preview(None, now).subject
    day = digester.preview(date(2026, 11, 20), now)
    assert "截至现在" not in day.subject
    assert "原句" not in day.text


def test_a_digest_is_made_once_a_day(database: Database, tmp_path: Path) -> None:
    """However often it is asked for, each recipient gets one; what is told after it waits for the next."""
    made = config()
    take_in(database, tmp_path, 0, START, made)
    digester = Digester(made, database)
    assert digester.send(START).counts["digests"] == 3
    take_in(database, tmp_path, 1, START, made)
    again = digester.send(START + timedelta(hours=1))
    assert again.counts["digests"] == 0
    assert again.notes == ["the digest of 2023-02-14 was made already"]
    assert [d.recipient for d in sent(database)] == ["a@example.org", "b@example.org", "-"]
    digester.send(START + timedelta(days=1))
    assert "→ 7.5万个" in sent(database)[-1].message.text


@pytest.mark.parametrize(("empty", "number"), [("line", 3), ("silent", 0)])
def test_an_empty_day_by_setting(database: Database, empty: str, number: int) -> None:
    """It says so in one line, or stays silent."""
    Digester(config(empty=empty), database).send(START)
    assert len(sent(database)) == number


def test_a_preview_changes_nothing(database: Database, tmp_path: Path) -> None:
    """Looking at a day neither sends it nor keeps its events from the next digest."""
    made = config()
    take_in(database, tmp_path, 0, START - timedelta(hours=20), made)
    take_in(database, tmp_path, 1, START - timedelta(hours=10), made)
    digester = Digester(made, database)
    message = digester.preview(START.astimezone(CHINA).date(), START)
    assert "5.2万个 → 7.5万个" in message.text
    assert "统计时段 2月13日 08:00 至 2月14日 08:00" in message.text
    assert "5.2万个 → 7.5万个" in digester.preview(None, START).text
    assert sent(database) == []
    digester.send(START)
    assert "5.2万个 → 7.5万个" in sent(database)[0].message.text
    assert "今天没有需要说的变化" in digester.preview(None, START + timedelta(hours=1)).text


def test_a_long_absence_is_one_digest(database: Database, tmp_path: Path) -> None:
    """After a week off, the digest covers the whole of it."""
    made = config()
    take_in(database, tmp_path, 0, START, made)
    digester = Digester(made, database)
    digester.send(START)
    take_in(database, tmp_path, 1, START + timedelta(days=1), made)
    digester.send(START + timedelta(days=7))
    text = sent(database)[-1].message.text
    assert "→ 7.5万个" in text
    assert "统计时段 2月14日 08:30 至 2月21日 08:30" in text


def test_a_channel_without_its_secret_keeps_its_messages(database: Database, tmp_path: Path) -> None:
    """It is told as a failure and nothing is lost: the messages wait."""
    made = config(channels=("webhook",))
    channels = made.settings.channels.model_copy(
        update={"webhook": made.settings.channels.webhook.model_copy(update={"to": ("http://127.0.0.1:9/",)})}
    )
    made = replace(made, settings=made.settings.model_copy(update={"channels": channels}))
    Digester(made, database).send(START)
    report = Deliverer(made, database, tmp_path, {}).send(lambda: START)
    assert [(f.kind, f.subject) for f in report.failures] == [("channel", "webhook")]
    assert [d.state.value for d in sent(database)] == ["pending"]
    assert check_channels(made, tmp_path, {}) != []


def test_a_channel_can_be_tested(database: Database, tmp_path: Path) -> None:
    """`notify test` reaches every recipient at once, past the outbox."""
    deliverer = Deliverer(config(), database, tmp_path, {})
    assert deliverer.test("file", START) == ("outbox",)
    assert len(list((tmp_path / "outbox").glob("test-*.eml"))) == 1
    assert sent(database) == []
    with pytest.raises(ConfigError):
        deliverer.test("pigeon", START)


def test_a_persons_verdict_counts(database: Database, tmp_path: Path) -> None:
    """What was accepted is no doubt any more, what was rejected is not there."""
    made, later = config(), START + timedelta(minutes=5)
    body = "目前，北京市建成5G基站5.1万个。"
    take_in(database, tmp_path, 0, START - timedelta(days=20), made)
    file = tmp_path / "d.jsonl"
    file.write_text(
        json.dumps({"id": "d", "body": body, "published": "2023-02-14", "outlet": "晨光"}), encoding="utf-8"
    )
    pipeline = Pipeline(made, database, lambda: START)
    pipeline.ingest([file])
    pipeline.read()
    digester = Digester(made, database)
    assert "== 需要核对" in digester.preview(None, later).text
    with database.reading() as connection:
        (doubt, _), *_ = decisions.waiting(connection)
    for verdict, shown in ((Verdict.ACCEPT, True), (Verdict.REJECT, False)):
        with database.writing() as connection:
            decision = Decision(verdict=verdict, subject=doubt, target=None, note=None, decided_at=later)
            decisions.put(connection, decision)
        text = digester.preview(None, later).text
        assert ("== 需要核对" in text, "5.1万个" in text) == (False, shown)
