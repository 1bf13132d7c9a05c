"""Stretches of a text in which no number is a figure: titles of documents, addresses, telephone numbers, codes.

Only runs of ASCII that hold a digit are looked into, so Chinese prose costs next to nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CUE = re.compile(
    r"(?:电话|手机|传真|热线|专线|号码|电话号|拨打|致电|客服|联系方式|联系人|邮编|邮政编码|QQ|微信|区号|[Tt]el|TEL|[Ff]ax|FAX|订单号|单号|身份证|账号|卡号|"
    r"编号|证号|信用代码|编码|工单)[^\d\n。，,;；]{0,10}$"
)
_HOTLINE = re.compile(
    r" ?(?:政务服务|市民服务|便民服务|便民|市民|政务|服务|举报|投诉|报警|急救|消费者|社保|税务|纳税|旅游|医疗|公益|"
    r"维权|心理|咨询){0,3}(?:平台)?(?:热线|电话|专线)"
)
_QUANTIFIED = re.compile(r" ?(?:[万亿千百多余%个件户部台次人元家条项级位名辆套吨]|平方|公里|左右|以上)")
_TLD = r"(?:com|cn|net|org|gov|edu|io|ai|me|pm|am|cc|tv|info|xyz|top|ly|co|biz|vip|tech|site|online|uk|us|jp|de|hk|tw)"
_URL = re.compile(
    r"(?:https?|ftps?)://[!-~]+|www\.[!-~]+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}|"
    rf"(?<![\w.])(?:[A-Za-z0-9-]{{1,63}}\.){{1,5}}{_TLD}(?![A-Za-z])(?:[/?#:][!-~]*)?",
    re.ASCII,
)
_DOCUMENT = re.compile(
    r"(?<![A-Za-z])(?:GB|DB|ISO|IEC|IEEE|YD|JR|GA|ISBN|ISSN|CN|ITU)(?:[/-]?[A-Z]{1,6})? ?[\d.]{2,}(?:[-:/.]\d+)*"
    r"|(?<![A-Za-z])T/[A-Z]{2,8} ?[\d.]+(?:-\d+)?"
)
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{1,3}\d{6,}|(?<!\d)\d{15,20}[Xx]?(?!\d)")
_STOCK = re.compile(
    r"\((?:[A-Z]{2,6}[:. ]?)?\d{4,6}(?:\.[A-Z]{2})\)|\((?:[036]\d{5}|8[37]\d{4})\)|(?<!\d)\d{5,6}\.(?:SH|SZ|HK|BJ)"
)
_TELEPHONE = re.compile(
    r"(?<![\d.])\(?(?:\+|00)\d{1,3}\)?[ (/-][\d() /-]{6,}\d|"
    r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|"
    r"(?<![\d.])\(?0\d{2,3}\)?[ -]{0,2}\d{7,8}(?:-\d{1,6})?(?!\d)|(?<![\d.])[48]00[- ]\d{3,4}[- ]?\d{3,4}(?!\d)|"
    r"\(\d{2,4}\)[ .]?\d{3,4}[-. ]\d{4}(?!\d)|"
    r"(?<![\d.,])\d{3}[- ]\d{3}[- ]\d{4}(?!\d)|(?<![\d.,])\(?\d{2,3}\)? \d{8}(?!\d)"
)
_TITLE = re.compile(r"《[^《》\n]{1,80}》")
_RUN = re.compile(r"[#(+A-Za-z0-9](?:[!-~]| (?=[!-~]))*")
_DIGIT = re.compile(r"\d")
_SHORTEST = 3
_SHORTEST_PHONE = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that holds no figure, and its class."""

    start: int
    end: int
    name: str


def find_spans(text: str) -> list[Span]:
    """The stretches of a folded text in which no number is a figure, in order of their start.

    Example: in `咨询电话010-12345678` the span `010-12345678` is a `telephone`.
    """
    spans = [Span(match.start(), match.end(), "title") for match in _TITLE.finditer(text)]
    for run in _RUN.finditer(text):
        if run.end() - run.start() >= _SHORTEST and _DIGIT.search(text, run.start(), run.end()):
            spans.extend(_in_run(text, run.start(), run.end()))
        elif "." in run.group():
            spans.extend(_all(_URL, "url", text, run.start(), run.end()))
    return _outermost(spans)


def _outermost(spans: list[Span]) -> list[Span]:
    """Without those that lie inside another, so that the last to start before a place is the one that covers it."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


def _all(pattern: re.Pattern[str], name: str, text: str, start: int, end: int) -> list[Span]:
    return [Span(match.start(), match.end(), name) for match in pattern.finditer(text, start, end)]


def _in_run(text: str, start: int, end: int) -> list[Span]:
    """What one run of ASCII with digits holds."""
    quantified = _QUANTIFIED.match(text, end) is not None or text[end - 1] == "%"
    if _HOTLINE.match(text, end):
        return [Span(start, end, "telephone")]
    if not quantified and end - start >= _SHORTEST_PHONE and _CUE.search(text[max(0, start - 16) : start]):
        return [Span(start, end, "telephone")]
    if end - start <= _SHORTEST_PHONE + 1:
        return []
    spans: list[Span] = []
    spans += _all(_URL, "url", text, start, end)
    spans += _all(_DOCUMENT, "document_number", text, start, end)
    spans += _all(_CODE, "identifier", text, start, end)
    spans += _all(_STOCK, "stock_quote", text, start, end)
    if not quantified:
        spans += _all(_TELEPHONE, "telephone", text, start, end)
    return spans
