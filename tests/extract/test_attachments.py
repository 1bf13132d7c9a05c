"""PDF and spreadsheets, read with page and cell."""

import contextlib
import io
import random

import openpyxl
import pypdfium2
import pytest

from extract.article import read_bytes
from extract.attachments import column, ending, read_attachment
from extract.gathering import attached
from models.article import Article
from models.errors import NotAnArticle, ReadError
from tests import documents


def pdf(*pages):
    """A PDF of these pages of ASCII lines, written by hand: objects, cross references, trailer."""
    count = len(pages)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, lines in enumerate(pages):
        shown = "".join(
            f"BT /F1 12 Tf 72 {720 - 20 * at} Td ({line}) Tj ET\n" for at, line in enumerate(lines)
        ).encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown))
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def sheet():
    book = openpyxl.Workbook()
    first = book.active
    first.title = "主要指标"
    first.append(["指标", "单位", "2023年"])
    first.append(["数字经济增加值", "亿元", 16251.9])
    first.append(["5G基站", "万个", 12])
    first["E6"] = "注:按可比价"
    book.create_sheet("空表")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_pdf_pages_are_evidence():
    """Every page's text is there, and which page it is from."""
    found = read_attachment(pdf(["Growth 8.5 percent.", "- 1 -"], ["Total 16251.9"]), "a.pdf")
    assert found.body == "Growth 8.5 percent.\nTotal 16251.9"
    assert [(place.label, found.body[place.start : place.end]) for place in found.places] == [
        ("第1页", "Growth 8.5 percent."),
        ("第2页", "Total 16251.9"),
    ]


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("2024年江州市智慧城市指标表", "2024年江州市智慧城市指标表"),
        ("Digital Economy of Jiangzhou in 2024", "Digital Economy of Jiangzhou in 2024"),
        ("前三季度增长8.5%", "前三季度增长8.5%"),
        ("t.html", None),
        ("指标表（定稿）.docx", None),
        ("Microsoft Word - 指标表", None),
        ("P020240513390012", None),
        ("无标题文档", None),
        ("PowerPoint 演示文稿", None),
        ("", None),
    ],
)
def test_the_title_of_a_pdf(stated, title):
    """What its metadata say is its title, unless that is a file's name; then the linking page has a better one."""
    content = documents.pdf(["全市建成智慧社区620个。"], title=stated)
    assert read_attachment(content, "a.pdf").title == title
    page = Article(id="p", body="见附件。", title="江州公布智慧城市阶段成果")
    document = read_bytes(content, id="a", url="http://www.example.cn/a.pdf")
    assert attached(document, page).title == (title or page.title)


def test_scan_is_said_to_be_one():
    """A PDF without a text layer is no article, and the error says why."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(NotAnArticle, match="scan"):
        read_attachment(out.getvalue(), "a.pdf")


def test_cells_are_evidence():
    """A sheet is its name and rows, cells parted by tabs; every cell names its place."""
    article = read_bytes(sheet(), id="a", url="http://www.example.cn/20240513/a.xlsx", title="统计表")
    assert article.body.split("\n") == [
        "主要指标",
        "指标\t单位\t2023年",
        "数字经济增加值\t亿元\t16251.9",
        "5G基站\t万个\t12",
        "\t\t\t\t注:按可比价",
    ]
    labels = {place.label: article.body[place.start : place.end] for place in article.places}
    assert labels["主要指标!C2"] == "16251.9"
    assert labels["主要指标!A3"] == "5G基站"
    assert labels["主要指标!E6"] == "注:按可比价"
    assert (article.title, article.published.day.isoformat()) == ("统计表", "2024-05-13")


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\nnothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 900, b"plain text"]
)
def test_broken_documents_are_told(content):
    """What cannot be opened raises a ReadError."""
    with pytest.raises(ReadError):
        read_attachment(content, "a")


def test_column_letters():
    """Columns are named as spreadsheets name them."""
    assert [column(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize("whole", [sheet(), pdf(["Growth 8.5 percent."], ["Total 16251.9"])], ids=["sheet", "pdf"])
def test_damaged_documents_are_read_or_told(whole):
    """A document with bytes changed, dropped or added is read as far as it goes, or refused with a ReadError."""
    chance = random.Random(20240513)  # noqa: S311 - the same damage every time
    for _ in range(100):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
        with contextlib.suppress(ReadError):
            assert read_attachment(bytes(content), "a").body


def test_a_kept_document_keeps_its_kind():
    """The name under which a page or document is kept ends as its bytes ask for."""
    workbook = documents.sheet("表1", [["指标", "数值"], ["5G基站(万个)", 7.5]])
    kept = (documents.pdf(["全文。"]), workbook, b"<html>")
    assert [ending(content) for content in kept] == [".pdf", ".xlsx", ".html"]
