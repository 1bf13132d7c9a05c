"""Series across articles, from text to event: every room together, on articles written for this test.

Each story is a few articles about one place, in the order of arrival; of each figure that matters it says what must be
told. Whatever else is read in them must wake nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from alerts.changes import compare
from alerts.memory import Memory
from config.loader import load
from extract.figures import read_figures
from extract.matching import observe
from models.article import Article, Published
from models.metric import Change, Observation, Severity

SEEN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """An article: outlet, day, text, and for figures by their surface `event severity comparable` (- for any)."""

    outlet: str
    day: str
    body: str
    expected: dict[str, str]


STORIES = {
    "one amount, four roundings": (
        Told(
            "甲报",
            "2023-01-20",
            "记者从发布会上获悉，2022年杭州市数字经济核心产业增加值达5076亿元。",
            {"5076亿元": "new_metric info -"},
        ),
        Told(
            "乙报",
            "2023-02-03",
            "2022年，杭州市数字经济核心产业增加值约0.51万亿元，继续领跑全省。",
            {"约0.51万亿元": "corroborated info yes"},
        ),
        Told(
            "丙网",
            "2023-02-20",
            "去年，杭州市数字经济核心产业增加值突破5000亿元。",
            {"突破5000亿元": "corroborated info yes"},
        ),
        Told(
            "丁网",
            "2023-03-05",
            "2022年杭州市数字经济核心产业增加值5075.6亿元。",
            {"5075.6亿元": "refined info yes"},
        ),
    ),
    "a leap no count makes": (
        Told("甲报", "2024-10-01", "截至目前，合肥市累计建成5G基站2.4万个。", {"2.4万个": "new_metric info -"}),
        Told("乙报", "2024-11-12", "合肥市累计建成5G基站24万个。", {"24万个": "changed_value review caveat"}),
    ),
    "a notice of revision names both values": (
        Told(
            "甲报", "2024-02-02", "初步核算，2023年沈阳市数字经济增加值为3120亿元。", {"3120亿元": "new_metric info -"}
        ),
        Told(
            "乙报",
            "2024-11-18",
            "沈阳市统计局发布公告，2023年沈阳市数字经济增加值由初步核算的3120亿元修订为3196亿元。",
            {"3120亿元": "corroborated info yes", "3196亿元": "revised notice yes"},
        ),
        Told("丙网", "2024-12-20", "2023年沈阳市数字经济增加值为3196亿元。", {"3196亿元": "corroborated info yes"}),
    ),
    "nine months, then the year, then its revision": (
        Told(
            "甲报",
            "2022-11-02",
            "2022年前三季度，上海市数字经济增加值占GDP比重为42.1%。",
            {"42.1%": "new_metric info -"},
        ),
        Told(
            "乙报",
            "2023-02-10",
            "2022年，上海市数字经济增加值占GDP比重达到41.3%。",
            {"41.3%": "new_period notice caveat"},
        ),
        Told(
            "丙网",
            "2023-12-20",
            "经最终核实，2022年上海市数字经济增加值占GDP比重为41.9%。",
            {"41.9%": "revised notice yes"},
        ),
        Told(
            "甲报",
            "2024-02-08",
            "2023年，上海市数字经济增加值占GDP比重达到43.0%。",
            {"43.0%": "new_period notice yes"},
        ),
    ),
    "two outlets, two values": (
        Told(
            "甲报",
            "2023-02-01",
            "2022年，成都市数字经济核心产业增加值2779.5亿元。",
            {"2779.5亿元": "new_metric info -"},
        ),
        Told(
            "乙报",
            "2023-02-02",
            "2022年，成都市数字经济核心产业增加值达2879.5亿元。",
            {"2879.5亿元": "conflicting review yes"},
        ),
    ),
    "planned and built": (
        Told(
            "甲报",
            "2023-01-10",
            "广东省提出，到2023年底，全省5G基站达到28万个以上。",
            {"28万个以上": "new_metric info -"},
        ),
        Told(
            "乙报",
            "2023-07-15",
            "截至2023年6月底，广东省累计建成5G基站25.8万个。",
            {"25.8万个": "new_metric info -"},
        ),
        Told(
            "丙网",
            "2024-01-12",
            "截至2023年12月底，广东省累计建成5G基站32.3万个。",
            {"32.3万个": "changed_value notice yes"},
        ),
    ),
    "a count restated, risen, and fallen": (
        Told("甲报", "2022-03-01", "目前，天津市已建成5G基站4.7万个。", {"4.7万个": "new_metric info -"}),
        Told("乙报", "2022-06-01", "目前，天津市已建成5G基站4.7万个。", {"4.7万个": "unchanged info yes"}),
        Told("甲报", "2023-03-01", "目前，天津市已建成5G基站6.3万个。", {"6.3万个": "changed_value notice yes"}),
        Told("丙网", "2023-09-01", "目前，天津市已建成5G基站5.9万个。", {"5.9万个": "changed_value review caveat"}),
    ),
    "a year's report, as long as they are": (
        Told(
            "甲报",
            "2022-02-18",
            "武汉市统计局今天发布公报。2021年，全市数字经济核心产业增加值1520亿元，同比增长14.2%，"
            "占GDP比重达到8.6%，比上年提高0.5个百分点。\n"
            "全市新建5G基站1.2万个，累计建成5G基站3.1万个。规模以上软件企业1120家，从业人员23.5万人。",
            {"1520亿元": "new_metric info -", "3.1万个": "new_metric info -"},
        ),
        Told(
            "乙报",
            "2023-02-21",
            "2022年，武汉市数字经济核心产业增加值达到1700亿元，同比增长11.8%，占GDP比重达9.0%，较上年提高0.4个百分点。"
            "而在2021年，这一数字为1520亿元。\n"
            "目前，全市累计建成5G基站4.2万个，其中江岸区5600个。今年计划新建5G基站8000个，到2025年达到6万个。",
            {
                "1700亿元": "new_period notice yes",
                "11.8%": "new_period notice yes",
                "9.0%": "new_period notice yes",
                "0.4个百分点": "new_period info yes",
                "4.2万个": "changed_value notice yes",
            },
        ),
        Told(
            "丙网",
            "2023-02-22",
            "据乙报报道，2022年武汉市数字经济核心产业增加值1700亿元，增长11.8%。",
            {"1700亿元": "corroborated info yes", "11.8%": "corroborated info yes"},
        ),
    ),
    "an aim, restated and raised": (
        Told(
            "甲报",
            "2021-06-01",
            "《行动计划》提出，到2025年，重庆市数字经济核心产业增加值达到3000亿元。",
            {"3000亿元": "new_metric info -"},
        ),
        Told(
            "乙报",
            "2022-03-01",
            "根据规划，到2025年重庆市数字经济核心产业增加值将达到3000亿元。",
            {"3000亿元": "corroborated info yes"},
        ),
        Told(
            "甲报",
            "2023-03-01",
            "修订后的行动计划提出，到2025年，重庆市数字经济核心产业增加值达到3500亿元。",
            {"3500亿元": "revised notice yes"},
        ),
        Told(
            "丙网",
            "2023-04-01",
            "2022年，重庆市数字经济核心产业增加值2200亿元。",
            {"2200亿元": "new_metric info -"},
        ),
    ),
    "bounds that say less, and then more": (
        Told("甲报", "2022-05-01", "截至4月底，浙江省累计建成5G基站超过12万个。", {"超过12万个": "new_metric info -"}),
        Told("乙报", "2022-06-01", "截至4月底，浙江省累计建成5G基站12.3万个。", {"12.3万个": "refined info yes"}),
        Told(
            "丙网",
            "2022-09-01",
            "截至8月底，浙江省累计建成5G基站15.8万余个。",
            {"15.8万余个": "changed_value notice yes"},
        ),
        Told("丁网", "2022-09-20", "截至8月底，浙江省累计建成5G基站超10万个。", {"超10万个": "corroborated info yes"}),
    ),
    "a preliminary amount that settled": (
        Told(
            "甲报",
            "2023-01-18",
            "经初步核算，2022年，山东省数字经济核心产业增加值5700亿元。",
            {"5700亿元": "new_metric info -"},
        ),
        Told(
            "乙报",
            "2023-10-11",
            "2022年，山东省数字经济核心产业增加值5842亿元。",
            {"5842亿元": "revised notice yes"},
        ),
    ),
    "two regions and the nation in one article": (
        Told(
            "甲报",
            "2023-07-01",
            "2022年，全国软件业务收入10.8万亿元。其中，北京市软件业务收入2.4万亿元，广东省软件业务收入1.74万亿元。",
            {
                "10.8万亿元": "new_metric info -",
                "2.4万亿元": "new_metric info -",
                "1.74万亿元": "new_metric info -",
            },
        ),
        Told(
            "乙报",
            "2024-02-01",
            "2023年，广东省软件业务收入1.97万亿元，同比增长13.2%；全国软件业务收入12.3万亿元。",
            {"1.97万亿元": "new_period notice yes", "12.3万亿元": "new_period notice yes"},
        ),
    ),
    "part of a year, an old article, and another city": (
        Told(
            "甲报",
            "2023-02-01",
            "2022年，南京市软件和信息服务业营业收入7412亿元。",
            {"7412亿元": "new_metric info -"},
        ),
        Told(
            "甲报",
            "2023-11-01",
            "2023年前三季度，南京市软件和信息服务业营业收入5900亿元。",
            {"5900亿元": "new_period notice no"},
        ),
        Told(
            "乙报",
            "2022-02-01",
            "2021年，南京市软件和信息服务业营业收入6750亿元。",
            {"6750亿元": "new_period info yes"},
        ),
        Told(
            "乙报",
            "2024-02-01",
            "2023年，苏州市软件和信息服务业营业收入3500亿元。",
            {"3500亿元": "new_metric info -"},
        ),
    ),
}


def arrive(story: tuple[Told, ...]) -> list[tuple[Told, Observation, Change]]:
    """Every figure of the story with what it told."""
    metrics = load().metrics
    declared = {metric.id: metric for metric in metrics}
    history, told = Memory(), []
    for number, part in enumerate(story):
        article = Article(
            id=f"story-{number}", body=part.body, outlet=part.outlet, published=Published(date.fromisoformat(part.day))
        )
        for observation in sorted(
            observe(article, read_figures(article), metrics, SEEN), key=lambda found: found.figure.start
        ):
            change = compare(observation, history, declared.get(observation.metric or ""))
            history.add(observation)
            told.append((part, observation, change))
    return told


@pytest.mark.parametrize("name", STORIES)
def test_story(name: str) -> None:
    """Each figure named tells what the story says, and no other figure wakes anybody."""
    wrong, found = [], set()
    for part, observation, change in arrive(STORIES[name]):
        surface = observation.figure.surface
        want = part.expected.get(surface)
        if want is None:
            if change.severity in {Severity.NOTICE, Severity.REVIEW}:
                wrong.append(f"{surface}: woke somebody: {change.why}")
            continue
        found.add((part.day, surface))
        got = (change.event, change.severity, change.comparable)
        words = want.split()
        if got[:2] != tuple(words[:2]) or words[2] not in {"-", got[2]}:
            wrong.append(f"{surface} ({observation.series}): want {want}, got {' '.join(map(str, got))}: {change.why}")
    missed = {(part.day, surface) for part in STORIES[name] for surface in part.expected} - found
    assert not missed, (missed, wrong)
    assert not wrong, "\n".join(wrong)
