"""The command line keeps its contract: shapes, order, exit codes, and errors that name what is wrong."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from config.settings import SHIPPED

from .articles import FIRST, SECOND, page, record, write
from .conftest import ROOT, environment

FIGURE = [
    *("surface", "start", "end", "value", "value_high", "unit", "bound", "measure", "subject", "region", "period"),
    *("modality", "status", "sentence"),
]
EVENT = [
    *("article", "start", "surface", "metric", "series", "event", "severity", "comparable", "compared_to", "delta"),
    "why",
]


def lines(text: str) -> list[dict]:
    """The objects of a JSONL output."""
    return [json.loads(line) for line in text.splitlines()]


def test_extract_prints_the_contract(shuzhi, tmp_path):
    """One object a line, in the order read, with offsets into the body printed; the body given is taken as it is."""
    body = f"  {FIRST}\n\n  {SECOND}  "
    source = write(tmp_path / "in.jsonl", record("b", body, title="标题"), record("a", published=None))
    done = shuzhi("extract", "--jsonl", source)
    assert (done.returncode, done.stderr) == (0, "")
    found = lines(done.stdout)
    assert [article["id"] for article in found] == ["b", "a"]
    assert list(found[0]) == ["id", "title", "published", "outlet", "author", "body", "topics", "figures"]
    assert found[0]["body"] == body
    assert found[0]["published"] == "2022-02-11"
    assert "1.6万亿元" in [figure["surface"] for figure in found[0]["figures"]]
    for article in found:
        for figure in article["figures"]:
            assert list(figure) == FIGURE
            assert list(figure["period"]) == ["text", "start", "end", "type", "implicit"]
            assert article["body"][figure["start"] : figure["end"]] == figure["surface"]


def test_extract_keeps_nothing(shuzhi, tmp_path):
    """No home is made, no database opened."""
    shuzhi("extract", write(tmp_path / "in.jsonl", record("a")))
    assert not (tmp_path / "home").exists()
    assert not (tmp_path / "var").exists()


def test_extract_keeps_the_order_over_many_readers(shuzhi, tmp_path):
    """Whichever process finishes first, lines come in the order of the records."""
    bodies = [FIRST * (60 if n % 7 == 0 else 1) for n in range(45)]
    source = write(tmp_path / "in.jsonl", *(record(f"n{n}", body) for n, body in enumerate(bodies)))
    found = lines(shuzhi("extract", "--jsonl", source).stdout)
    assert [article["id"] for article in found] == [f"n{n}" for n in range(45)]
    assert [article["body"] for article in found] == bodies


def test_explain_names_the_rules(shuzhi, tmp_path):
    """`--explain` shows each figure with its sentence, its series and what decided."""
    done = shuzhi("extract", "--explain", write(tmp_path / "in.jsonl", record("a")))
    assert done.returncode == 0
    assert "北京市|数字经济增加值|level" in done.stdout
    assert "【1.6万亿元】" in done.stdout


def test_events_prints_the_contract(shuzhi, tmp_path):
    """One event for each figure read, in order of telling; a second print is the same."""
    source = write(tmp_path / "in.jsonl", record("one"), record("two", SECOND, "2023-02-13"))
    extracted = lines(shuzhi("extract", "--jsonl", source).stdout)
    assert shuzhi("ingest", source).returncode == 0
    told = shuzhi("events", "--jsonl")
    assert told.returncode == 0
    found = lines(told.stdout)
    assert all(list(event) == EVENT for event in found)
    wanted = [(article["id"], figure["start"]) for article in extracted for figure in article["figures"]]
    assert [(event["article"], event["start"]) for event in found] == wanted
    assert shuzhi("events", "--jsonl").stdout == told.stdout


def test_an_event_shows_its_measure_and_an_id(shuzhi, tmp_path):
    """A growth rate is told from a level, and `why` takes the id that stands behind the reason."""
    text = "2022年，北京市数字经济增加值1.7万亿元，同比增长8.1%。"
    assert shuzhi("ingest", write(tmp_path / "in.jsonl", record("one", text))).returncode == 0
    shown = shuzhi("events").stdout.splitlines()
    assert "北京市 数字经济增加值 1.7万亿元" in shown[0]
    (growth,) = [number for number, line in enumerate(shown) if "北京市 数字经济增加值 growth 8.1%" in line]
    done = shuzhi("why", shown[growth + 1].rsplit(" · ", 1)[1])
    assert "8.1%" in done.stdout.splitlines()[0]


def test_a_loud_event_that_woke_nobody_is_marked(shuzhi, tmp_path):
    """What was old when it was first read is loud on record and history all the same."""
    shuzhi("ingest", write(tmp_path / "in.jsonl", record("one"), record("two", SECOND, "2023-02-13")))
    loud = shuzhi("events", "--severity", "notice", "--severity", "review").stdout
    heads = [line for line in loud.splitlines() if not line.startswith(" ")]
    assert heads
    assert all(head.endswith(" · history") for head in heads)


def test_home_and_config_may_stand_anywhere(shuzhi, tmp_path):
    """Before the command, after it, with and without an equals sign, or in the environment."""
    source = write(tmp_path / "in.jsonl", record("one"))
    shuzhi("--home", tmp_path / "x", "ingest", source)
    shuzhi("ingest", f"--home={tmp_path / 'y'}", source, "--config", SHIPPED)
    shuzhi("ingest", source, SHUZHI_HOME=str(tmp_path / "z"))
    assert all((tmp_path / name / "shuzhi.db").exists() for name in "xyz")


def test_json_report(shuzhi, tmp_path):
    """`--json` prints what a run did for a pipe."""
    source = write(tmp_path / "in.jsonl", record("one"), "{")
    done = shuzhi("ingest", source, "--json")
    report = json.loads(done.stdout)
    assert report["counts"]["articles"] == 1
    assert [(f["kind"], f["subject"]) for f in report["failures"]] == [("input", f"{source}:2")]


def test_series_is_a_table_and_json(shuzhi, tmp_path):
    """By key, by words of it; nothing of that name is told, with exit code 3."""
    source = write(tmp_path / "in.jsonl", record("one"), record("two", SECOND, "2023-02-13"))
    shuzhi("ingest", source)
    assert "北京市|数字经济增加值|level" in shuzhi("series").stdout
    table = shuzhi("series", "北京市|数字经济增加值|level").stdout
    assert "1.28万亿元" in table
    assert "2022-01-01..2022-09-30" in table
    found = lines(shuzhi("series", "北京市|数字经济增加值|level", "--json", "--as-of", "2022-12-31").stdout)
    assert [observation["figure"]["surface"] for observation in found] == ["1.6万亿元"]
    nothing = shuzhi("series", "没有这个")
    assert (nothing.returncode, "没有这个" in nothing.stderr) == (3, True)


def test_quiet_prints_failures_alone(shuzhi, tmp_path):
    """No counts on standard output, failures on standard error."""
    source = write(tmp_path / "in.jsonl", record("one"), "{")
    done = shuzhi("ingest", "-q", source)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{source}:2" in done.stderr


def test_a_known_failure_is_told_again(shuzhi, tmp_path):
    """What could not be read the first time is no success the second time."""
    empty = tmp_path / "empty.txt"
    empty.write_text("", encoding="utf-8")
    first, second = shuzhi("ingest", empty), shuzhi("ingest", empty)
    assert (first.returncode, second.returncode) == (1, 1)
    assert "1 failed before" in second.stdout
    assert "failed before: " in second.stderr
    assert "empty" in second.stderr


def test_an_unknown_metric_is_told(shuzhi, tmp_path):
    """As an unknown series is: by name, with exit code 3; a declared one of which nothing was told is fine."""
    shuzhi("ingest", write(tmp_path / "in.jsonl", record("one")))
    bogus = shuzhi("events", "--metric", "bogus")
    assert (bogus.returncode, "'bogus'" in bogus.stderr) == (3, True)
    assert shuzhi("events", "--metric", "digital-economy-share").returncode == 0


def test_json_is_honoured_by_lists_and_reports(shuzhi, tmp_path):
    """The list of series, the check of the configuration, and a digest are JSON where it is asked for."""
    shuzhi("ingest", write(tmp_path / "in.jsonl", record("one")))
    assert "北京市|数字经济增加值|level" in {one["series"] for one in lines(shuzhi("series", "--json").stdout)}
    assert json.loads(shuzhi("check", "--json").stdout)["mistakes"] == 0
    assert list(json.loads(shuzhi("digest", "--json").stdout)) == ["key", "subject", "text", "html"]


def test_check_tells_every_mistake_at_once(shuzhi, tmp_path):
    """A mistyped key and an unknown source kind are both told, with file and key; exit code 2."""
    config = tmp_path / "config"
    (config / "sources").mkdir(parents=True)
    (config / "settings.toml").write_text("[read]\nworkerz = 2\n", encoding="utf-8")
    (config / "sources" / "a.toml").write_text(
        'name = "a"\nkind = "telepathy"\nurls = ["http://a.example/"]\n', encoding="utf-8"
    )
    done = shuzhi("check", "--config", config)
    assert done.returncode == 2
    assert "settings.toml" in done.stderr
    assert "workerz" in done.stderr
    assert "a.toml" in done.stderr
    assert "kind" in done.stderr
    assert "Traceback" not in done.stderr


def test_shipped_configuration_is_right(shuzhi):
    """What comes with Shuzhi has no mistake."""
    assert shuzhi("check").returncode == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["ingest", "no-such-file.html"], 3, "no-such-file.html: no such file"),
        (["extract", "no-such-file.jsonl"], 3, "no-such-file.jsonl: no such file"),
        (["check", "--config", "no-such-folder"], 2, "no-such-folder"),
        (["crawl", "--source", "no-such-source"], 2, "no-such-source"),
        (["crawl", "--since", "2025-06-30", "--until", "2025-01-01"], 2, "2025-06-30 lies after --until 2025-01-01"),
        (["crawl", "--since", "2999-01-01"], 2, "lies in the future"),
        (["series", "x", "--as-of", "yesterday"], 2, "yesterday"),
        (["no-such-command"], 2, "no-such-command"),
        (["ingest"], 2, "PATHS"),
    ],
)
def test_mistakes_are_told_without_a_traceback(shuzhi, words, code, said):
    """The exit code says what kind of mistake, standard error what it is about."""
    done = shuzhi(*words)
    assert done.returncode == code
    assert said.lower() in done.stderr.lower()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is no JSON"),
        ("[1]", "must be a JSON object"),
        ('{"body": "x"}', 'needs an "id"'),
        ('{"id": "x"}', 'either a "path" or a "body"'),
        ('{"id": "x", "body": "y", "path": "z"}', 'either a "path" or a "body"'),
        ('{"id": "x", "body": 7}', '"body" must be a text'),
        ('{"id": "x", "body": "y", "published": "soon"}', "must be a date"),
        ('{"id": "x", "path": "missing.html"}', "missing.html: no such file"),
        ("\udcff", "is no JSON"),
    ],
)
def test_bad_line_is_told_by_file_and_number(shuzhi, tmp_path, line, said):
    """The good lines around it are read."""
    source = tmp_path / "in.jsonl"
    good = json.dumps(record("good"), ensure_ascii=False)
    source.write_bytes(f"{good}\n\n{line}\n{good.replace('good', 'also')}\n".encode(errors="surrogateescape"))
    done = shuzhi("extract", "--jsonl", source)
    assert done.returncode == 1
    assert f"{source}:3" in done.stderr
    assert said in done.stderr
    assert [article["id"] for article in lines(done.stdout)] == ["good", "also"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.html", b"", "empty"),
        ("blank.html", b" \n\t ", "empty"),
        ("nothing.html", b"<html><body></body></html>", ""),
        ("picture.html", bytes(range(256)) * 50, ""),
        ("bomb.html", b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><l>&b;</l>', ""),
        ("large.html", b"<p>" + b"x" * 20_000_000, "20,000,003 bytes"),
    ],
)
def test_bad_page_is_a_failure_that_names_it(shuzhi, tmp_path, name, content, said):
    """Not HTML, empty, twenty megabytes: told in a line, exit code 1 beside a good page, 3 alone."""
    (tmp_path / name).write_bytes(content)
    good = tmp_path / "good.html"
    good.write_text(page(), encoding="utf-8")
    alone = shuzhi("extract", tmp_path / name)
    assert alone.returncode == 3
    assert name in alone.stderr
    assert said in alone.stderr
    assert "Traceback" not in alone.stderr
    both = shuzhi("ingest", tmp_path / name, good)
    assert both.returncode == 1
    assert ", 1 article," in both.stdout


@pytest.mark.parametrize(("declared", "real"), [("utf-8", "gb18030"), ("gb2312", "utf-8")])
def test_lying_charset_is_seen_through(shuzhi, tmp_path, declared, real):
    """What the page says of its charset is not believed against its bytes."""
    file = tmp_path / "page.html"
    file.write_bytes(page().replace('charset="utf-8"', f'charset="{declared}"').encode(real))
    [article] = lines(shuzhi("extract", "--jsonl", file).stdout)
    assert "数字经济增加值达1.6万亿元" in article["body"]


def test_folder_is_taken_in_order(shuzhi, tmp_path):
    """Files of a folder by name, however deep; ids are their paths within it."""
    folder = tmp_path / "saved"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "x.html").write_text(page(), encoding="utf-8")
    (folder / "a.html").write_text(page(), encoding="utf-8")
    (folder / "notes.pdf").write_bytes(b"%PDF")
    found = lines(shuzhi("extract", "--jsonl", folder).stdout)
    assert [article["id"] for article in found] == ["a", "b/x"]
    assert found[0]["title"] == "北京数字经济增加值占比超四成"
    assert found[0]["outlet"] == "晨光日报"


def test_date_in_the_future_does_not_stop(shuzhi, tmp_path):
    """A record from the year 2199 is read like any other."""
    done = shuzhi("ingest", write(tmp_path / "in.jsonl", record("a", published="2199-01-01")))
    assert done.returncode == 0


def test_article_without_a_date_is_of_its_arrival(shuzhi, tmp_path):
    """Where nothing tells the day, it is the day on which it came."""
    source = write(tmp_path / "in.jsonl", record("a", "全市共有5G基站7.5万个。", published=None))
    shuzhi("ingest", source)
    [found] = lines(shuzhi("series", "5G基站", "--json").stdout)
    assert found["published"] in {found["seen_at"][:10], _next_day(found["seen_at"])}


def _next_day(moment: str) -> str:
    from datetime import date, timedelta

    return str(date.fromisoformat(moment[:10]) + timedelta(days=1))


def test_unusable_database_is_told(shuzhi, tmp_path):
    """A file in the way, or a server that is not there: one line, exit code 3."""
    (tmp_path / "home").write_text("in the way")
    done = shuzhi("ingest", write(tmp_path / "in.jsonl", record("a")))
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    away = shuzhi("events", SHUZHI_DATABASE="postgresql://nobody:secret@127.0.0.1:1/x")
    assert (away.returncode, "secret" in away.stderr) == (3, False)


def test_postgres_by_environment(shuzhi, tmp_path, postgres_url):
    """SHUZHI_DATABASE puts everything onto PostgreSQL, with the same events as SQLite."""
    source = write(tmp_path / "in.jsonl", record("one"), record("two", SECOND, "2023-02-13"))
    shuzhi("ingest", source)
    here = shuzhi("events", "--jsonl").stdout
    assert shuzhi("ingest", source, SHUZHI_DATABASE=postgres_url).returncode == 0
    assert shuzhi("events", "--jsonl", SHUZHI_DATABASE=postgres_url).stdout == here != ""


def test_crawl_is_a_command_of_its_own(tmp_path):
    """`crawl` is `shuzhi crawl`, and takes the same options."""
    import tomllib

    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, function = scripts["crawl"].split(":")
    words = [sys.executable, "-c", f"import {module}; {module}.{function}()", "--source", "none", "--plan"]
    done = subprocess.run(words, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert (done.returncode, "none" in done.stderr) == (2, True)
