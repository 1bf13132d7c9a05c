"""The words around the evidence, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from models.metric import Event, Measure

Language = Literal["zh", "en"]

EVENTS = {
    "zh": {
        Event.NEW_METRIC: "新指标",
        Event.NEW_PERIOD: "新一期",
        Event.CHANGED_VALUE: "数值变化",
        Event.UNCHANGED: "未变",
        Event.CORROBORATED: "得到印证",
        Event.REFINED: "更精确",
        Event.CONFLICTING: "说法不一",
        Event.REVISED: "修订",
        Event.REPEAT: "文内重复",
    },
    "en": {
        Event.NEW_METRIC: "New series",
        Event.NEW_PERIOD: "New period",
        Event.CHANGED_VALUE: "Changed",
        Event.UNCHANGED: "Unchanged",
        Event.CORROBORATED: "Confirmed",
        Event.REFINED: "More precise",
        Event.CONFLICTING: "Conflicting",
        Event.REVISED: "Revised",
        Event.REPEAT: "Repeated",
    },
}

MEASURES = {
    "zh": {
        Measure.GROWTH: "增速",
        Measure.CHANGE: "变动",
        Measure.INCREMENT: "新增",
        Measure.MULTIPLE: "倍数",
        Measure.RANK: "排名",
    },
    "en": {
        Measure.GROWTH: "growth",
        Measure.CHANGE: "change",
        Measure.INCREMENT: "increment",
        Measure.MULTIPLE: "multiple",
        Measure.RANK: "rank",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Every word that is ours and not the page's."""

    lang: str
    colon: str
    comma: str
    open: str
    close: str
    target: str
    nationwide: str
    review: str
    first: str
    versus: str
    not_comparable: str
    caveat: str
    caveat_scope: str
    no_difference: str
    to_review: str
    previously: str
    many: str
    originators: str
    delta: str
    note: str
    quote: str
    source: str
    others: str
    why: str
    reported: str
    untitled: str
    unknown_outlet: str
    product: str
    digest: str
    sections: dict[str, str]
    summary: dict[str, str]
    confirmed: str
    targets: str
    silent: str
    other_topics: str
    nothing: str
    omitted: str
    covers: str
    due: str
    overdue: str
    aim: str
    latest: str
    none_held: str
    never: str
    since: str
    unit: str
    preview: str
    footer: str
    operator: str
    history_note: str
    so_far: str


ZH = Frame(
    lang="zh-CN",
    colon="：",
    comma="，",
    open="（",
    close="）",
    target="目标",
    nationwide="全国",
    review="【待核】",
    first="首次出现",
    versus="说法不一",
    not_comparable="不可直接比较",
    caveat="前值为{old}，现值为{new}，时间段或口径不同，差值仅供参考",
    caveat_scope="前后两个数的统计口径可能不同，差值仅供参考",
    no_difference="{new}与{old}的时间段或口径不同，不能相减，不表示增减",
    to_review="待核",
    previously="此前",
    many="等{}项",
    originators="{}个独立来源一致",
    delta="变化",
    note="注意",
    quote="原文",
    source="来源",
    others="其他来源",
    why="判断依据",
    reported="见报",
    untitled="（无标题）",
    unknown_outlet="来源不详",
    product="数值 Shuzhi",
    digest="数字经济与智慧城市数据日报",
    sections={"changed": "有变化", "review": "需要核对", "new": "新出现", "history": "补录的历史数据"},
    summary={
        "changed": "{}项变化",
        "review": "{}项待核",
        "new": "{}项新增",
        "confirmed": "{}项得到印证",
        "history": "{}项补录",
    },
    confirmed="得到印证",
    targets="临近的目标",
    silent="没有动静的来源",
    other_topics="其他",
    nothing="今天没有需要说的变化。",
    omitted="另有{}项未列出，可用 {} 查看全部。",
    covers="统计时段 {} 至 {}",
    due="期限",
    overdue="已过期限",
    aim="目标",
    latest="最新",
    none_held="尚无实际数据",
    never="从未有过新页面",
    since="自{}以来没有新页面",
    unit="单位：{}",
    preview="本期要点",
    footer="数字一律照原文列出；有变化和待核的各项附原句，点击来源可核对原文。",
    operator="运行提示",
    history_note="来自较早的文章，列此备查，不算新变化。",
    so_far="截至现在",
)

EN = Frame(
    lang="en",
    colon=": ",
    comma=", ",
    open=" (",
    close=")",
    target="target",
    nationwide="National",
    review="[Review] ",
    first="first seen",
    versus="accounts differ",
    not_comparable="not directly comparable",
    caveat="{old} and {new} differ in window or scope; read the difference with care",
    caveat_scope="the two may be counted differently; read the difference with care",
    no_difference="{new} and {old} differ in window or scope: neither a rise nor a fall",
    to_review="To be reviewed",
    previously="previously",
    many="and {} more",
    originators="confirmed by {} independent sources",
    delta="Difference",
    note="Note",
    quote="As written",
    source="Source",
    others="Other sources",
    why="Why",
    reported="reported",
    untitled="(untitled)",
    unknown_outlet="unknown outlet",
    product="Shuzhi",
    digest="Digital economy and smart cities: daily figures",
    sections={"changed": "Changed", "review": "To be reviewed", "new": "New", "history": "History filled in"},
    summary={
        "changed": "{} changed",
        "review": "{} to review",
        "new": "{} new",
        "confirmed": "{} confirmed",
        "history": "{} of history",
    },
    confirmed="Confirmed",
    targets="Targets due",
    silent="Silent sources",
    other_topics="Other",
    nothing="Nothing changed today.",
    omitted="{} more not shown; see them all with {}.",
    covers="Covers {} to {}",
    due="Due",
    overdue="overdue",
    aim="Target",
    latest="Latest",
    none_held="no actual held yet",
    never="never brought a page",
    since="nothing new since {}",
    unit="Unit: {}",
    preview="In brief",
    footer="Figures are shown as written. Changes and doubts carry their sentence; follow the link to check.",
    operator="Operations",
    history_note="From older articles, for the record; not news.",
    so_far="so far",
)

FRAMES: dict[str, Frame] = {"zh": ZH, "en": EN}

_WEEKDAYS = "一二三四五六日"


def day_words(day: date, language: str) -> str:
    """2026年11月20日 星期五; Friday 20 November 2026."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"
    return f"{day:%A} {day.day} {day:%B %Y}"


def moment_words(moment: datetime, language: str) -> str:
    """11月20日 08:00; 20 Nov 08:00. In the zone that `moment` is in."""
    if language == "zh":
        return f"{moment.month}月{moment.day}日 {moment:%H:%M}"
    return f"{moment.day} {moment:%b %H:%M}"
