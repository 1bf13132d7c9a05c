from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from alerts.digest import build
from alerts.plain import line, lines, link
from alerts.render import alert_message, alert_messages, digest_message, operator_message
from models.alert import Alert, Message
from models.metric import Comparable, Event, Severity
from models.report import Failure
from tests.alerts import telling
from tests.alerts.telling import NOW, TOPICS, day


def only(event: Event, number: int = 0) -> Alert:
    return [a for a in day() if a.change.event is event][number]


def tell(*alerts: Alert, language: str = "zh") -> Message:
    return alert_message(alerts, channel="smtp", created_at=NOW, language=language)


def digest(alerts: list[Alert] | None = None, language: str = "zh") -> Message:
    made = build(
        date(2026, 11, 20),
        day() if alerts is None else alerts,
        since=NOW - timedelta(days=1),
        until=NOW,
        series=telling.series(),
        targets=telling.targets(),
        silent=telling.silent(),
    )
    return digest_message(made, channel="smtp", created_at=NOW, language=language, topics=TOPICS)


def test_the_subject_says_it_all() -> None:
    """Place, what, from, to, when: in one line."""
    message = tell(only(Event.NEW_PERIOD))
    assert message.subject == "北京 数字经济增加值占GDP比重：40.4% → 42.7%，2022年前三季度"


def test_a_cell_of_a_table_has_its_unit() -> None:
    """A headline names the unit of a cell, the evidence quotes the row as it stands."""
    told = only(Event.CHANGED_VALUE)
    figure = replace(told.observation.figure, surface="7.5", sentence="5G基站\t7.5", start=5, sentence_start=0)
    message = tell(replace(told, observation=replace(told.observation, figure=figure)))
    assert message.subject == "北京 5G基站：5.2万个 → 7.5万个，截至2023-02-13"
    assert "原文：5G基站【7.5】" in message.text


@pytest.mark.parametrize(
    ("alert", "subject"),
    [
        (
            only(Event.NEW_PERIOD, 1),
            "北京 数字经济增加值：1.28万亿元，2022年前三季度（此前 1.6万亿元，2021年，不可直接比较）",
        ),
        (only(Event.CHANGED_VALUE), "北京 5G基站：5.2万个 → 7.5万个，截至2023-02-13"),
        (only(Event.CHANGED_VALUE, 2), "【待核】广东 智能算力规模：30EFLOPS → 25EFLOPS，截至2026-10-31"),
        (only(Event.NEW_METRIC), "浙江 智慧社区：1260个，截至2026-10-31（首次出现）"),
        (only(Event.CORROBORATED), "北京 5G基站：7.5万个，截至2023-02-13，3个独立来源一致"),
    ],
)
def test_subjects_of_each_event(alert: Alert, subject: str) -> None:
    """An arrow stands only where a step from one to the other may be read."""
    assert tell(alert).subject == subject


def test_the_body_proves_the_claim() -> None:
    """Old and new, periods, difference with its caveat, sentence with the figure marked, source, link, reason."""
    alert = only(Event.NEW_PERIOD)
    message = tell(alert)
    assert message.html is not None
    for body in (message.text, html.fromstring(message.html).text_content()):
        for part in (
            "40.4%",
            "2021年",
            "42.7%",
            "2022年前三季度",
            "+2.3个百分点",
            "差值仅供参考",
            "晨光日报",
            "首次出现",
        ):
            assert part in body
    assert "比重达到【42.7%】，比上年" in message.text
    marked = html.fromstring(message.html).xpath("//strong[contains(@class, 'mark')]")
    assert [m.text for m in marked] == ["42.7%"]
    assert alert.observation.url in message.text
    assert alert.observation.url in html.fromstring(message.html).xpath("//a/@href")


def test_other_sources_are_named() -> None:
    """Who else says so, with their own links."""
    message = tell(only(Event.CHANGED_VALUE))
    assert "城市门户，2026-11-19，7.5万个 https://portal.example/5g.html" in message.text
    assert "https://portal.example/5g.html" in (message.html or "")


def test_no_step_is_read_into_what_is_not_comparable() -> None:
    """Nine months below last year's total is not a fall: no arrow and no difference."""
    message = tell(only(Event.NEW_PERIOD, 1))
    assert "→" not in message.text
    assert "变化：" not in message.text
    assert "不能相减" in message.text


def test_one_article_is_one_message() -> None:
    """Nine figures of an article are one message a channel, the weightiest first; history makes none."""
    alerts = [replace(only(Event.NEW_PERIOD), id=str(n)) for n in range(8)] + [only(Event.CHANGED_VALUE)]
    alerts.append(replace(only(Event.CHANGED_VALUE, 1), backfill=True))
    made = alert_messages(alerts, channels=["smtp", "console"], created_at=NOW)
    assert [m.channel for m in made] == ["smtp", "console"]
    assert made[0].subject.endswith("（等9项）")
    assert made[0].key == made[1].key
    assert "380多亿条" not in made[0].text


def test_alerts_of_several_articles_each_name_their_source() -> None:
    """Grouped by metric or region, none is credited to another's article; within one article it is named once."""
    one, other = only(Event.NEW_PERIOD), only(Event.CHANGED_VALUE, 1)
    message = tell(one, other)
    for body in (message.text, html.fromstring(message.html or "").text_content()):
        assert body.count("来源：晨光日报") == body.count("来源：城市门户") == 1
    same = tell(one, only(Event.NEW_PERIOD, 1))
    assert same.text.count("来源：晨光日报") == 1


def test_the_same_alerts_make_the_same_message() -> None:
    """Key, subject, text and HTML do not depend on the order of arrival or on the run."""
    alerts = day()[:3]
    assert tell(*alerts) == tell(*reversed(alerts))
    assert digest() == digest(list(reversed(day())))


def test_the_frame_is_english_and_the_evidence_as_written() -> None:
    """With language en only our own words change."""
    message = tell(only(Event.NEW_PERIOD), language="en")
    assert message.subject == "北京 数字经济增加值占GDP比重: 40.4% → 42.7%, 2022 Jan–Sep"
    assert "占全市GDP比重达到【42.7%】，比上年全年提高2.3个百分点。" in message.text
    assert "Source: " in message.text
    assert "Changed" in digest(language="en").text


HOSTILE = [
    "\r\nBcc: victim@example.org",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202egnp.exe\u2028next\x1b]0;title\x07",
    "{{ 7*7 }}{% raw %}",
    "</style><style>body{display:none}",
]


@pytest.mark.parametrize("attack", HOSTILE)
@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://a.example/\"onclick='x'", "http://u:p@a/"]
)
def test_nothing_hostile_gets_through(attack: str, url: str) -> None:
    """Title, sentence, outlet, subject, region and URL of a page add no header, markup, script or link."""
    own = only(Event.NEW_PERIOD).observation
    figure = replace(
        own.figure, surface="42.7%", sentence=f"{attack}42.7%{attack}", start=len(attack), subject=attack, region=attack
    )
    bad = replace(own, figure=figure, outlet=attack, url=url, series=f"{attack}|{attack}|share")
    alert = replace(only(Event.NEW_PERIOD), observation=bad, previous=bad, title=attack, others=(bad,))
    review = replace(alert, change=replace(alert.change, severity=Severity.REVIEW, comparable=Comparable.YES), id="r")
    for message in (tell(alert), digest([alert, review])):
        assert len(message.subject.splitlines()) == 1
        assert not {"\x1b", "\u202e", "\u2028", "\r"} & set(message.subject + message.text + (message.html or ""))
        page = html.fromstring(message.html or "")
        assert page.xpath("//script | //img[not(starts-with(@src, 'data:image/png'))]") == []
        assert len(page.xpath("//style")) == 1
        assert [a for e in page.iter() for a in e.attrib if a.startswith("on")] == []
        assert [
            h
            for h in page.xpath("//a/@href")
            if not h.startswith(
                (
                    "https://a.example/%22onclick='x'",
                    "https://a.example/%22onclick=%27x%27",
                    "https://news.example/",
                    "https://portal.example/",
                )
            )
        ] == []
        assert "{{ 7*7 }}" in message.text or "7*7" not in attack


@given(st.text())
def test_a_line_is_one_line(text: str) -> None:
    """Whatever is in a page, a header gets one line without commands; text keeps only line breaks."""
    assert len(line(text).splitlines()) <= 1
    assert {unicodedata.category(c) for c in line(text) if c not in "\u200c\u200d"} & {
        "Cc",
        "Cf",
        "Cs",
        "Zl",
        "Zp",
    } == set()
    assert set(lines(text)) & set("\r\x1b\x85\u2028\u2029\u202e\x00") == set()


@given(st.text(alphabet=st.sampled_from("htps:/\\@.ab<>\"' \r\n\tjavscript%北")))
def test_a_link_is_http_or_none(url: str) -> None:
    """Only http and https with a host, in plain ASCII, become links."""
    made = link(url)
    assert made is None or (
        made.startswith(("http://", "https://")) and made.isascii() and not set(made) & set("<>\"' \r\n")
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.org/a/1.html?x=1&y=%20#z", "https://www.example.org/a/1.html?x=1&y=%20#z"),
        (
            "http://例子.example/数字?城=北京",
            "http://xn--fsqu00a.example/%E6%95%B0%E5%AD%97?%E5%9F%8E=%E5%8C%97%E4%BA%AC",
        ),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        (None, None),
        ("//example.org/", None),
        ("http://a b/", None),
        ("http://host:port/", None),
    ],
)
def test_links_stay_what_they_are(url: str | None, expected: str | None) -> None:
    """A usable address is unchanged but for its encoding."""
    assert link(url) == expected


def test_an_empty_day_says_so_in_one_line() -> None:
    """Nothing to tell is told as that."""
    message = digest([])
    assert "今天没有需要说的变化。" in message.text
    assert message.subject.endswith("今天没有需要说的变化。")


def test_a_long_day_is_cut_with_a_pointer() -> None:
    """A reader gets what fits, the number of the rest, and the command that shows it."""
    alerts = [replace(only(Event.CHANGED_VALUE), id=f"{n:03}") for n in range(200)]
    message = digest([*alerts, only(Event.CHANGED_VALUE, 2)])
    assert "另有160项未列出，可用 shuzhi events 查看全部。" in message.text
    assert "【待核】" in message.text
    assert len((message.html or "").split("base64,")[0]) < 102_000  # where mail clients cut


def test_the_digest_names_every_part() -> None:
    """Changed, to review, new, confirmed and by how many, targets due, silent sources; under topics."""
    message = digest()
    for part in (
        "有变化",
        "需要核对",
        "新出现",
        "得到印证",
        "3个独立来源一致",
        "临近的目标",
        "2026-12-31",
        "没有动静的来源",
    ):
        assert part in message.text
        assert part in (message.html or "")
    assert [t for t in TOPICS.values() if f"-- {t} --" not in message.text] == []
    assert message.key == "digest/2026-11-20"


def test_mail_clients_can_show_the_digest() -> None:
    """Tables 600 px wide, styles inline, pictures with words, no script and nothing fetched from elsewhere."""
    page = html.fromstring(digest().html or "")
    assert page.xpath("//table[@width='600']")
    assert page.xpath("//link | //script | //*[@src and not(starts-with(@src, 'data:image/png;base64,'))]") == []
    pictures = page.xpath("//img")
    assert len(pictures) == 3
    assert all(p.get("alt") and p.get("width") for p in pictures)
    assert "prefers-color-scheme:dark" in (digest().html or "")


def test_the_operator_hears_what_is_wrong() -> None:
    """Kinds, subjects and messages, one a line, hostile ones included."""
    failures = [Failure("dead letter", "smtp a@x", "550 no\r\nBcc: x"), Failure("http", "https://a/", "503")]
    message = operator_message(failures, key="k", channel="smtp", created_at=NOW)
    assert message.subject == "[数值 Shuzhi] 运行提示：dead letter smtp a@x (+1)"
    assert message.text.splitlines() == ["- dead letter: smtp a@x: 550 no Bcc: x", "- http: https://a/: 503"]
