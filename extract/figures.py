"""Figures: every statistical statement of an article, with what it means.

lines → headings set the section, tables go to extract.cells, the rest are paragraphs
paragraph → sentences that hold figures → extract.statements, where for each figure in turn
    quantity    extract.quantities, extract.nonfigures, extract.admission
    subject     extract.subjects
    measure     extract.measures
    region      extract.context
    period      extract.timing
    modality    extract.modality
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from extract.admission import admit
from extract.cells import is_row, read_table
from extract.context import (
    Paragraph,
    Section,
    close_sentence,
    enter_heading,
    first_section,
    is_heading,
    open_paragraph,
    pass_by,
    periods_of,
    published_of,
    turn_to,
)
from extract.mentions import QuantityMention
from extract.modality import opens_future
from extract.statements import Statement, note_period, read_statement
from extract.text import Sentence, sentences
from extract.timing import Clock
from extract.tokens import Tokenizer, plain
from extract.traditional import simplified
from models.article import Article
from models.metric import Figure

_UNKNOWN_DAY = date(1970, 1, 1)
_OPENING = 24  # how far into a sentence without figures its period still is its topic
_LEAD = 120
_MOST = 40  # figures that a sentence is read with at once


def find_figures(text: str) -> list[Figure]:
    """The figures of a text about which nothing else is known.

    >>> [(f.surface, f.subject) for f in find_figures("2021年北京数字经济增加值达1.6万亿元。")]
    [('1.6万亿元', '数字经济增加值')]
    """
    return list(read_figures(Article(id="", body=text)))


def read_figures(article: Article, tokenizer: Tokenizer | None = None) -> tuple[Figure, ...]:
    """The figures of an article, in order of their offsets into its body."""
    return tuple(_Reader(article, tokenizer or plain()).run())


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str


class _Reader:
    """Reads one article from top to bottom, carrying what is inherited."""

    def __init__(self, article: Article, tokenizer: Tokenizer) -> None:
        self.article = article
        self.body = simplified(article.body)  # what is read; what is quoted comes from the article itself
        self.tokenizer = tokenizer
        day = published_of(article)
        self.known = day is not None
        self.today = day or _UNKNOWN_DAY
        self.admitted = admit(self.body)
        self.starts = [mention.start for mention in self.admitted.mentions]
        self.told: list[str] = []

    def within(self, start: int, end: int) -> list[QuantityMention]:
        return self.admitted.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def run(self) -> Iterator[Figure]:
        if not self.starts:
            return
        head = replace(self.article, body=self.body, title=simplified(self.article.title or ""))
        section = first_section(head, self.today)
        titles = {item.title.strip() for item in self.article.items}
        rows: list[_Line] = []
        caption = ""
        for line in [*self._lines(), _Line(len(self.body), "")]:
            if is_row(line.text):
                rows.append(line)
                continue
            if rows:
                yield from read_table([(row.start, row.text) for row in rows], caption, section, self.today)
                rows = []
            caption = line.text
            if is_heading(line.text):
                section = enter_heading(section, line.text, self.today, item=line.text.strip() in titles)
            if self.within(line.start, line.start + len(line.text)):
                yield from self._paragraph(line, section)
            elif not is_heading(line.text):
                pass_by(section, line.text)
                section.future = opens_future(line.text[:_LEAD], heading=False, now=section.future)

    def _lines(self) -> Iterator[_Line]:
        at = 0
        for text in self.body.split("\n"):
            if text.strip():
                yield _Line(at, text)
            at += len(text) + 1

    def _parts(self, line: _Line) -> Iterator[Sentence]:
        """The line's sentences; one of very many figures (a list run together) in parts, so that time stays linear."""
        for part in sentences(line.text):
            start, end = line.start + part.start, line.start + part.end
            held = self.within(start, end)
            for mention in held[_MOST::_MOST]:
                yield Sentence(start, mention.start, self.body[start : mention.start])
                start = mention.start
            yield Sentence(start, end, self.body[start:end])

    def _paragraph(self, line: _Line, section: Section) -> Iterator[Figure]:
        paragraph: Paragraph | None = None
        for sentence in self._parts(line):
            mentions = self.within(sentence.start, sentence.end)
            first = mentions[0].start - sentence.start if mentions else None
            if paragraph is None:
                paragraph = open_paragraph(section, sentence.text, first)
                paragraph.periods = [
                    (line.start, period) for period in periods_of(line.text, self.today, section.window)
                ]
                paragraph.memory.told = self.told
                paragraph.memory.context = line.text
            else:
                turn_to(paragraph, section, sentence.text, first)
            section.future = opens_future(sentence.text, heading=False, now=section.future)
            if mentions:
                statement = Statement(
                    sentence, mentions, paragraph, section, self.today, known=self.known,
                    body=self.article.body, thresholds=self.admitted.thresholds,
                )  # fmt: skip
                yield from read_statement(statement, self.tokenizer)
            else:
                self._pass(sentence, paragraph)
            close_sentence(paragraph, sentence.text)

    def _pass(self, sentence: Sentence, paragraph: Paragraph) -> None:
        """A sentence without figures may still date the next ones: 2023年上半年，某市发展良好."""
        dated = paragraph.dated(sentence.start, sentence.text)
        if not dated:
            return
        clock = Clock(sentence.text, dated, self.today)
        period, only = clock.take(0, min(len(sentence.text), _OPENING))
        if period is not None and not only:
            note_period(paragraph, None, period, clock.year)
