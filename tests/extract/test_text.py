"""Width and sentences: offsets hold, whatever the width."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extract.text import clause_start, fold, sentences


@given(st.text(max_size=200))
def test_folding_keeps_every_offset(text):
    """The folded text has the same length, and folding it again changes nothing."""
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_folding_reads_widths_and_traditional_characters_alike():
    """Full-width and traditional writing fold to half-width and simplified."""
    assert fold("１．６萬億元，２５％　ＡＩ") == "1.6万亿元，25% AI"


def test_a_semicolon_does_not_end_a_sentence():
    """Clauses between semicolons are one sentence; 。！？… and line breaks end it, closing quotes belong to it."""
    text = "甲增长3%；乙增长4%。他说：“好！”丙……丁\n戊1.5万"
    assert [s.text for s in sentences(text)] == ["甲增长3%；乙增长4%。", "他说：“好！”", "丙……", "丁", "戊1.5万"]


@given(st.text(alphabet="甲1.，；。！？…”」\n \t", max_size=80))
def test_sentences_lie_where_they_say(text):
    """A sentence is the text between its offsets, sentences do not overlap, and nothing but white space is lost."""
    found = sentences(text)
    assert all(text[s.start : s.end] == s.text == s.text.strip() for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(s.text.split()) for s in found) == "".join(text.split())


def test_a_comma_inside_a_number_does_not_end_a_clause():
    """1,234 is inside its clause."""
    text = "前句，总额1,234万"
    assert text[clause_start(text, len(text)) :] == "总额1,234万"
