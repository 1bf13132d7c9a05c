"""Pages that are told together tell what they would have told one after the other."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import text

import readers
from pipeline import Pipeline
from storage import observations
from storage.database import Database, open_database

from .articles import record, write
from .test_pipeline import CONFIG, NOW, with_settings

LOUD = with_settings(CONFIG, alerts={"channels": ("console",)})

ROWS = {
    "articles": "SELECT id, page, body, data, retired_at IS NULL FROM articles ORDER BY page, number",
    "observations": "SELECT id, page, series, data, retired_at IS NULL FROM observations ORDER BY page, start, number",
    "events": "SELECT observation, page, history, told_when, reason, data, retired_at IS NULL FROM events "
    "ORDER BY page, start, number",
    "findings": "SELECT observation, kind, why, retired_at IS NULL FROM findings ORDER BY page, observation, kind, why",
    "marks": "SELECT page, mark FROM marks ORDER BY page, mark",
    "deliveries": "SELECT key, channel, subject, text FROM deliveries ORDER BY key, channel",
}


def written(dice: Random, number: int) -> dict:
    """An article on one of few things, so that most say what another one has said, or otherwise."""
    place, month = dice.choice(("北京市",) * 6 + ("深圳市", "贵阳市", "成都市", "武汉市")), dice.randrange(1, 13)
    lines = [
        f"截至2022年{month}月底，{place}累计建成5G基站{dice.choice(('5.2', '5.6', '7.5', '7.48'))}万个。",
        f"2022年{place}数字经济增加值{dice.choice(('9100', '9120.5', '9200'))}亿元，同比增长{dice.choice('57')}%。",
        f"到2025年，{place}5G基站要达到{dice.choice(('6', '7', '12'))}万个以上。",
        f"{place}政务服务事项网上可办率超过{dice.choice(('95', '98'))}%。",
    ]
    dice.shuffle(lines)
    day = date(2023, 1, 1) + timedelta(days=dice.randrange(44))
    return record(f"n{number:03}", "".join(lines[: dice.randrange(1, 5)]), day.isoformat())


def tell_all(url: str, records: list[dict], folder, *, together: int) -> list[dict[str, list]]:
    """Every row after reading at first, after what had failed was read late, and after all was read again."""
    found = []
    with open_database(url) as database:
        line = Pipeline(LOUD, database, lambda: NOW)
        line.ingest([write(folder / "in.jsonl", *records)])
        readers._TOGETHER = together
        _run(database, "UPDATE pages SET state = 'failed' WHERE number % 5 = 2")
        for step in ("first", "late", "again"):
            if step == "late":
                _run(database, "UPDATE pages SET state = 'pending' WHERE state = 'failed'")
            if step == "again":  # as if other rules had read some of it
                _run(database, "UPDATE observations SET retired_at = recorded_at WHERE number % 7 = 3")
            assert not line.read(again=step == "again").failures
            with database.reading() as connection:
                rows = {name: connection.execute(text(query)).all() for name, query in ROWS.items()}
            found.append(rows)
    return found


def _run(database: Database, statement: str) -> None:
    with database.writing() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("seed", [1, 2])
def test_told_together_or_apart_is_the_same(tmp_path, monkeypatch, seed):
    """Lots hang on which pages happen to be ready; what is kept and queued does not."""
    dice = Random(seed)  # noqa: S311 - seeded on purpose
    records = [written(dice, number) for number in range(90)]
    monkeypatch.setattr(readers, "_TOGETHER", readers._TOGETHER)
    monkeypatch.setattr(readers, "_PATIENCE", 5.0)
    apart = tell_all(f"sqlite:///{tmp_path}/apart.db", records, tmp_path, together=1)
    lots = tell_all(f"sqlite:///{tmp_path}/lots.db", records, tmp_path, together=16)
    for one, other in zip(apart, lots, strict=True):
        for name in ROWS:
            assert one[name] == other[name], name
    assert len(apart[0]["events"]) > 200
    assert {size >= observations.SHORT for size in _sizes(lots[-1]["observations"])} == {True, False}
    assert lots[-1]["deliveries"]


def _sizes(rows: list) -> list[int]:
    series = [row.series for row in rows]
    return [series.count(name) for name in set(series)]
