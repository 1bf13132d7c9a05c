"""Quantities: every number with its span, value, unit and bound."""

import json
import time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.nonfigures import classify
from extract.quantities import find_quantities
from models.quantity import Bound

SENTENCES = Path(__file__).parents[1] / "sentences"
CASES = [
    json.loads(line)
    for path in sorted(SENTENCES.glob("quantities*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


def one(text):
    (mention,) = find_quantities(text)
    return mention


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_a_sentence_gives_its_figures_and_no_others(case):
    """The numbers admitted as figures are those annotated, each with surface, value, unit and bound."""
    text = case["text"]
    mentions = find_quantities(text)
    classes = classify(text, mentions)
    admitted = [
        (m.surface, m.value, m.value_high, m.unit, str(m.bound))
        for m, name in zip(mentions, classes, strict=True)
        if name is None
    ]
    wanted = [
        (
            f["surface"],
            Decimal(f["value"]),
            Decimal(f["value_high"]) if f.get("value_high") else None,
            f["unit"],
            f["bound"],
        )
        for f in case["figures"]
    ]
    assert admitted == wanted
    for refused in case["not"]:
        start = text.index(refused["surface"])
        end = start + len(refused["surface"])
        assert refused["class"] in {
            n for m, n in zip(mentions, classes, strict=True) if m.start < end and start < m.end
        }


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [("1.6万亿元", "1600000000000", "100000000000"), ("16251.9亿元", "1625190000000", "10000000"),
     ("8900多亿元", "890000000000", "10000000000"), ("40.4%", "40.4", "0.1"),
     ("340多亿条", "34000000000", "1000000000")],
)  # fmt: skip
def test_precision_is_the_unit_of_the_last_digit(text, value, precision):
    """1.6万亿 states 0.1万亿, 8900多亿 states 100亿."""
    mention = one(text)
    assert (mention.value, mention.precision) == (Decimal(value), Decimal(precision))


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("约300家", Bound.APPROX),
        ("300家左右", Bound.APPROX),
        ("近300家", Bound.APPROX),
        ("超过300家", Bound.MORE_THAN),
        ("逾300家", Bound.MORE_THAN),
        ("300余家", Bound.MORE_THAN),
        ("300家以上", Bound.MORE_THAN),
        ("达300家以上", Bound.AT_LEAST),
        ("不少于300家", Bound.AT_LEAST),
        ("不低于300家以上", Bound.AT_LEAST),
        ("上百家", Bound.AT_LEAST),
        ("不足300家", Bound.LESS_THAN),
        ("不到300家", Bound.LESS_THAN),
        ("不超过300家", Bound.AT_MOST),
        ("300家以内", Bound.AT_MOST),
        ("节约300吨", Bound.EXACT),
        ("附近300家", Bound.EXACT),
        ("线上300家", Bound.EXACT),
        ("通过300家", Bound.EXACT),
    ],
)
def test_words_around_a_number_are_its_bound(text, bound):
    """Qualifiers before, behind and inside set the bound; look-alikes (节约, 附近) do not."""
    assert one(text).bound is bound


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("同比下降3%", "-3"),
        ("下降了约3%", "-3"),
        ("下降到3%", "3"),
        ("降至3%", "3"),
        ("负增长3%", "-3"),
        ("-3%", "-3"),
        ("降幅达3%", "-3"),
        ("降低能耗3%", "-3"),
        ("最低3%", "3"),
        ("减轻负担3亿元", "300000000"),
        ("减负3亿元", "300000000"),
        ("比上年低3个百分点", "-3"),
        ("低于全国3个百分点", "-3"),
        ("占比降为3%", "3"),
    ],
)
def test_a_decline_is_negative_and_a_level_is_not(text, value):
    """下降3% is -3, 下降到3% is 3."""
    assert one(text).value == Decimal(value)


def test_a_list_shares_its_unit_scale_and_decline():
    """1.5、2.3万亿元 are both 万亿元; 下降67%和74% are both declines; 从5%到10% is no range."""
    assert [m.value for m in find_quantities("分别为1.5、2.3万亿元")] == [1500000000000, 2300000000000]
    assert [m.value for m in find_quantities("分别下降67%和74%")] == [-67, -74]
    assert [(m.value, m.value_high) for m in find_quantities("从5%到10%")] == [(5, None), (10, None)]
    assert [(m.value, m.value_high) for m in find_quantities("在5%到10%之间")] == [(5, 10)]


SURFACES = [
    "1.6万亿元",
    "约3000余家",
    "超过７亿次",
    "四分之一",
    "六成五",
    "全国第二",
    "翻了一番",
    "5%—8%",
    "百分之九点六",
    "2022年",
    "５Ｇ",
]
PROSE = "经济规模，。；“”的了与增长下降达到、\n 一二万亿百第半翻首前近超约人民币元1.2,3%-—"


@given(st.lists(st.one_of(st.sampled_from(SURFACES), st.text(alphabet=PROSE, max_size=8)), max_size=12).map("".join))
def test_offsets_point_at_the_surface(text):
    """Whatever the text, a surface is what stands between its offsets, and mentions come in order without overlap."""
    mentions = find_quantities(text)
    assert all(text[m.start : m.end] == m.surface and m.start <= m.core < m.end for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert len(classify(text, mentions)) == len(mentions)


WIDE = str.maketrans("0123456789.%-", "０１２３４５６７８９．％－")


@given(st.lists(st.sampled_from([*SURFACES[:10], "，", "增长", "下降3.5%", "达12家以上"]), max_size=8).map("".join))
def test_full_width_and_half_width_read_the_same(text):
    """Width changes nothing but the characters of the surface."""
    half, full = find_quantities(text), find_quantities(text.translate(WIDE))
    assert [(m.start, m.end, m.quantity) for m in half] == [(m.start, m.end, m.quantity) for m in full]


@given(
    st.decimals(min_value="0.1", max_value=9999, places=1),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["家", "元", "%", "个百分点", "平方公里"]),
)
def test_any_number_with_any_unit_reads_back(number, scale, unit):
    """A number in a sentence keeps its value, unit and span."""
    surface = f"{number}{scale}{unit}"
    mention = one(f"其中，总量为{surface}。")
    factor = {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert (mention.surface, mention.value, mention.unit) == (surface, number * factor, unit)


HOSTILE = [
    "1",
    "1,111",
    "一",
    "万亿",
    "1.1.",
    "1 ",
    "010-",
    "“",
    "《",
    "3个",
    "第",
    "半",
    "翻",
    "百分之",
    "1—",
    "至1",
    "和3、",
    "全国各省市",
    "下降",
    "((",
    "a.",
    "a@",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_linear_time(piece):
    """Eight times the text takes no more than about eight times the work: nothing blows up."""

    def seconds(length):
        text = piece * (length // len(piece)) + "3%"
        start = time.process_time()
        classify(text, find_quantities(text))
        return time.process_time() - start

    small, large = min(seconds(2_500) for _ in range(3)), seconds(20_000)
    assert large < 32 * small + 0.1
