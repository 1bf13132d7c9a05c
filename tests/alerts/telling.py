"""A day of alerts, as the tests and pictures of digest and mail use it. The figures are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from models.alert import Alert, SilentSource, TargetDue
from models.metric import Change, Comparable, Delta, Event, Measure, Modality, Observation, Severity
from models.quantity import Bound
from tests.alerts.observing import observe

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=CHINA)
TOPICS = {"digital-economy": "数字经济", "smart-city": "智慧城市", "computing": "算力网络"}


def seen(
    surface: str,
    value: str,
    when: str,
    sentence: str,
    *,
    url: str = "https://news.example/2026/a.html",
    **known: object,
) -> Observation:
    """An observation whose sentence holds its surface."""
    at = sentence.find(surface)
    made = observe(surface, value, when, start=at, sentence=sentence, sentence_start=0, **known)  # type: ignore[arg-type]
    return replace(made, url=url)


def alert(
    own: Observation,
    previous: Observation | None,
    event: Event,
    severity: Severity = Severity.NOTICE,
    *,
    comparable: Comparable | None = Comparable.YES,
    delta: Delta | None = None,
    topic: str = "digital-economy",
    title: str = "前三季度全市数字经济运行平稳",
    originators: int = 1,
    others: tuple[Observation, ...] = (),
    backfill: bool = False,
) -> Alert:
    """An alert told a day before NOW."""
    return Alert(
        id=f"{own.id}:{own.series}",
        change=Change(
            observation=own.id,
            event=event,
            severity=severity,
            why="a period not held so far",
            comparable=comparable,
            compared_to=previous.id if previous else None,
            delta=delta,
            originators=originators,
        ),
        observation=own,
        previous=previous,
        title=title,
        topics=(topic,),
        others=others,
        told_at=NOW - timedelta(hours=5),
        backfill=backfill,
    )


_SHARE = {
    "unit": "%",
    "measure": Measure.SHARE,
    "subject": "数字经济增加值占GDP比重",
    "region": "北京市",
}
_LONG = (
    "市统计局今天发布的数据显示，前三季度全市数字经济实现增加值1.28万亿元，按现价计算同比增长4.4%，"
    "占全市GDP比重达到42.7%，比上年全年提高2.3个百分点。"
)

SHARE = [
    seen("36.8%", "36.8", "2019", "占比36.8%。", article="s0", published="2020-02-01", outlet="晨光日报", **_SHARE),
    seen("38.0%", "38.0", "2020", "占比38.0%。", article="s1", published="2021-02-01", outlet="晨光日报", **_SHARE),
    seen("40.4%", "40.4", "2021", "占比40.4%。", article="s2", published="2022-02-11", outlet="晨光日报", **_SHARE),
    seen("42.7%", "42.7", "2022-09", _LONG, article="n1", published="2026-11-19", outlet="晨光日报", **_SHARE),
]
_VALUE = {"unit": "元", "subject": "数字经济增加值", "region": "北京市"}
VALUE = [
    seen(
        "1.6万亿元",
        "1600000000000",
        "2021",
        "实现增加值1.6万亿元。",
        article="s2",
        published="2022-02-11",
        outlet="晨光日报",
        **_VALUE,
    ),
    seen(
        "1.28万亿元",
        "1280000000000",
        "2022-09",
        _LONG,
        article="n1",
        published="2026-11-19",
        outlet="晨光日报",
        **_VALUE,
    ),
]
_STATIONS = {"subject": "5G基站", "region": "北京市"}
STATIONS = [
    seen(
        "3.8万个",
        "38000",
        "@2021-01-20",
        "3.8万个",
        article="s1",
        published="2021-01-20",
        outlet="晨光日报",
        **_STATIONS,
    ),
    seen(
        "5.2万个",
        "52000",
        "@2022-02-11",
        "5.2万个",
        article="s2",
        published="2022-02-11",
        outlet="城市门户",
        **_STATIONS,
    ),
    seen(
        "7.5万个",
        "75000",
        "@2023-02-13",
        "全市累计建成5G基站7.5万个，实现五环内全覆盖。",
        article="n1",
        published="2026-11-19",
        outlet="晨光日报",
        **_STATIONS,
    ),
]
_DATA = {"unit": "条", "subject": "政务数据汇聚量", "region": "上海市"}
DATA = [
    seen(
        "347亿条",
        "34700000000",
        "@2022-12-31",
        "347亿条",
        article="s3",
        published="2023-01-11",
        outlet="城市门户",
        **_DATA,
    ),
    seen(
        "380多亿条",
        "38000000000",
        "@2023-02-13",
        "市大数据平台汇聚政务数据380多亿条，支撑了一网通办等1200余个应用场景。",
        article="n2",
        published="2026-11-19",
        outlet="城市门户",
        bound=Bound.MORE_THAN,
        precision="1000000000",
        **_DATA,
    ),
]
_POWER = {"unit": "EFLOPS", "subject": "智能算力规模", "region": "广东省"}
POWER = [
    seen(
        "30EFLOPS", "30", "@2025-12-31", "30EFLOPS", article="s5", published="2026-01-05", outlet="南方算力", **_POWER
    ),
    seen(
        "25EFLOPS",
        "25",
        "@2026-10-31",
        "截至10月底，全省智能算力规模为25EFLOPS。",
        article="n3",
        published="2026-11-19",
        outlet="南方算力",
        **_POWER,
    ),
]
_PLACES = {"unit": "个", "subject": "智慧社区", "region": "浙江省"}
NEW = seen(
    "1260个",
    "1260",
    "@2026-10-31",
    "全省已建成智慧社区1260个。",
    article="n4",
    published="2026-11-18",
    outlet="之江观察",
    **_PLACES,
)
_TARGET = {
    "unit": "%",
    "measure": Measure.SHARE,
    "subject": "数字经济增加值占GDP比重",
    "region": "北京市",
    "modality": Modality.TARGET,
}
TARGET = seen(
    "45%",
    "45",
    "<2026",
    "到2026年，占比达到45%左右。",
    article="s2",
    published="2022-02-11",
    outlet="晨光日报",
    **_TARGET,
)
ECHO = replace(STATIONS[2], id="echo", outlet="城市门户", url="https://portal.example/5g.html")


def day() -> list[Alert]:
    """Everything told on the day before NOW."""
    points = Delta("个百分点", abs=Decimal("2.3"))
    many = Delta("个", abs=Decimal(23000), pct=Decimal("44.2"))
    rows = Delta("条", abs_min=Decimal(3300000000), pct_min=Decimal("9.5"))
    return [
        alert(SHARE[3], SHARE[2], Event.NEW_PERIOD, comparable=Comparable.CAVEAT, delta=points),
        alert(VALUE[1], VALUE[0], Event.NEW_PERIOD, comparable=Comparable.NO),
        alert(STATIONS[2], STATIONS[1], Event.CHANGED_VALUE, delta=many, topic="smart-city", others=(ECHO,)),
        alert(DATA[1], DATA[0], Event.CHANGED_VALUE, delta=rows, topic="smart-city", title="一网通办再升级"),
        alert(
            POWER[1],
            POWER[0],
            Event.CHANGED_VALUE,
            Severity.REVIEW,
            comparable=Comparable.CAVEAT,
            delta=Delta("EFLOPS", abs=Decimal(-5), pct=Decimal("-16.7")),
            topic="computing",
            title="算力发展月报",
        ),
        alert(NEW, None, Event.NEW_METRIC, Severity.INFO, comparable=None, topic="smart-city", title="智慧社区"),
        alert(ECHO, STATIONS[2], Event.CORROBORATED, Severity.INFO, topic="smart-city", originators=3),
    ]


def series() -> dict[str, list[Observation]]:
    """What is held of the series that moved."""
    return {points[0].series: points for points in (SHARE, VALUE, STATIONS, DATA, POWER)}


def targets() -> list[TargetDue]:
    """A target at the end of the year."""
    assert TARGET.figure.period.last is not None
    return [TargetDue(target=TARGET, due=TARGET.figure.period.last, latest=SHARE[3])]


def silent() -> list[SilentSource]:
    """One source that fell silent, one that fails."""
    return [
        SilentSource(id="a", name="某市大数据局", since=NOW - timedelta(days=12)),
        SilentSource(id="b", name="某省通信管理局", since=NOW - timedelta(days=9), problem="503 Service Unavailable"),
    ]
