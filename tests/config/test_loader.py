"""The configuration's one door: mistakes are told all at once, each with file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.loader import load
from models.errors import ConfigError
from models.metric import Measure, Nature

SOURCE = 'name = "示例市经信局"\nkind = "listing"\nurls = ["https://jxj.example.cn/list/"]\n'
METRIC = 'name = "数字经济增加值"\nunit = "元"\nmeasures = ["level"]\nnature = "cumulative"\n'


def write(root: Path, **files: str) -> Path:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_toml", ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def problems(root: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(root)
    return [str(problem) for problem in caught.value.problems]


def test_shipped_configuration_is_right() -> None:
    """What comes with Shuzhi loads without a mistake."""
    assert load().settings.general.timezone == "Asia/Shanghai"


def test_an_empty_folder_is_a_configuration_of_defaults(tmp_path: Path) -> None:
    """Nothing declared means nothing watched, with every setting at its default."""
    config = load(tmp_path)
    assert (config.sources, config.metrics, config.topics) == ((), (), ())
    assert config.settings.crawl.obey_robots is True


def test_declarations_become_models(tmp_path: Path) -> None:
    """A file's name is the id; keys are the model's fields."""
    root = write(tmp_path, sources__a_toml=SOURCE, metrics__b_toml=METRIC + '[[examples]]\ntext = "增加值1亿元"\n')
    config = load(root)
    assert [source.id for source in config.sources] == ["a"]
    (metric,) = config.metrics
    assert (metric.id, metric.measures, metric.nature) == ("b", (Measure.LEVEL,), Nature.CUMULATIVE)
    assert metric.examples[0].text == "增加值1亿元"


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    """One run names a mistake in each file, so that nobody mends them one by one."""
    root = write(
        tmp_path,
        settings_toml="[crawl]\ncontcat = 'x'\n[general]\ntimezone = 'Mars/North'\n",
        sources__a_toml=SOURCE.replace("listing", "telepathy"),
        metrics__b_toml=METRIC + "colour = 1\n",
        topics_toml="[t]\nname = '主题'\n",
    )
    told = problems(root)
    for part in (
        "settings.toml: crawl.contcat: unknown key",
        "settings.toml: general.timezone: no such time zone: 'Mars/North'",
        "sources/a.toml: kind: Input should be 'feed', 'sitemap'",
        "metrics/b.toml: colour: unknown key",
        "topics.toml: t.words: is required",
    ):
        assert any(line.startswith(part) for line in told), (part, told)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("sources__a_toml", SOURCE + "intrval = 3\n", "sources/a.toml: intrval: unknown key"),
        ("sources__a_toml", SOURCE + 'articles = "("\n', "sources/a.toml: articles: is no regular expression"),
        ("sources__a_toml", SOURCE + 'links = "a[["\n', "sources/a.toml: links: is no CSS selector"),
        ("sources__a_toml", SOURCE.replace("https", "ftp"), "sources/a.toml: urls: must be http or https"),
        ("sources__a_toml", SOURCE + 'id = "b"\n', "sources/a.toml: id: must be the file's name"),
        ("sources__a_toml", "name = \n", "sources/a.toml: cannot be read as TOML"),
        ("sources__a_toml", SOURCE + "delay = -5\n", "sources/a.toml: delay: must not be negative"),
        ("sources__a_toml", SOURCE.replace("/list/", "/?q={keyword}"), "sources/a.toml: urls: {keyword} belongs to"),
        ("sources__a_toml", SOURCE.replace("[", "").replace("]", ""), "sources/a.toml: urls: must be a list"),
        (
            "sources__a_toml",
            SOURCE + 'pages = "index_{n}.html"\n',
            "sources/a.toml: pages: knows no {n}; there are {page}, {last}, {keyword}",
        ),
        ("sources__a_toml", SOURCE + 'pages = "more.html"\n', "sources/a.toml: pages: must hold {page}"),
        (
            "sources__a_toml",
            SOURCE.replace("/list/", "/x_{pagee}.html"),
            "sources/a.toml: urls: knows no {pagee}; did you mean {page}?",
        ),
        ("sources__a_toml", SOURCE + 'body = \'{"p": {pgae}, "q": {}}\'\n', "sources/a.toml: body: knows no {pgae}"),
        ("sources__a_toml", SOURCE.replace("listing", "search"), "sources/a.toml: keywords: is required for the kind"),
        (
            "sources__a_toml",
            SOURCE.replace("listing", "search") + 'keywords = ["算力"]\n',
            "sources/a.toml: urls: the kind search needs {keyword} in urls or body",
        ),
        ("sources__a_toml", SOURCE + 'keywords = ["算力"]\n', "sources/a.toml: keywords: belongs to the kind search"),
        (
            "sources__a_toml",
            SOURCE.replace("listing", "api") + 'item_link = "/article.html"\n',
            "sources/a.toml: item_link: must hold a field of the item",
        ),
        ("sources__a_toml", SOURCE + "page_step = 0\n", "sources/a.toml: page_step: must be 1 or more"),
        (
            "sources__a_toml",
            SOURCE.replace('list/"]', 'list/", "https://jxj.example.cn/list/"]'),
            "sources/a.toml: urls: names 'https://jxj.example.cn/list/' twice",
        ),
        ("metrics__b_toml", METRIC + 'rising = "yes"\n', "metrics/b.toml: rising: must be true or false"),
        ("metrics__b_toml", METRIC.replace('["level"]', "[]"), "metrics/b.toml: measures: names no measure"),
        ("metrics__b_toml", METRIC + 'topics = ["nowhere"]\n', "metrics/b.toml: topics: no topic 'nowhere'"),
        (
            "metrics__b_toml",
            METRIC + '[[examples]]\ntext = "甲"\nsurface = "乙"\n',
            "metrics/b.toml: examples.0.surface: '乙' does not stand",
        ),
        ("topics_toml", "t = 3\n", "topics.toml: t: must be a table"),
    ],
)
def test_a_mistake_names_file_and_key(tmp_path: Path, name: str, text: str, told: str) -> None:
    """Whatever is wrong, the operator is told where."""
    assert any(line.startswith(told) for line in problems(write(tmp_path, **{name: text}))), told


def test_two_metrics_of_one_name(tmp_path: Path) -> None:
    """A figure must not belong to two series by accident."""
    told = problems(write(tmp_path, metrics__b_toml=METRIC, metrics__c_toml=METRIC))
    assert told == ["metrics/c.toml: aliases: '数字经济增加值' is a level of metric 'b' already"]


def test_one_list_in_two_sources(tmp_path: Path) -> None:
    """Only one of them would get its articles; a source that is switched off takes nothing away, nor other POSTs."""
    told = problems(write(tmp_path, sources__a_toml=SOURCE, sources__b_toml=SOURCE))
    assert told == ["sources/b.toml: urls: 'https://jxj.example.cn/list/' is a list of source 'a' already"]
    write(tmp_path, sources__a_toml=SOURCE + "enabled = false\n", sources__c_toml=SOURCE + 'body = "column=2"\n')
    assert len(load(tmp_path).sources) == 3


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A mistyped --config is told as such."""
    assert "nowhere" in problems(tmp_path / "nowhere")[0]


def test_rules_of_alerts_are_part_of_the_configuration(tmp_path: Path) -> None:
    """`alerts.toml` is read with the rest, and a rule may only name what is declared."""
    root = write(tmp_path, metrics__b_toml=METRIC, alerts_toml='[mine]\nmetrics = ["b"]\npercent = 5\n')
    assert [rule.id for rule in load(root).rules] == ["mine"]
    write(tmp_path, alerts_toml='[mine]\nmetrics = ["c"]\n[other]\nloud = true\n')
    told = problems(root)
    assert any(line.startswith("alerts.toml: mine.metrics") for line in told), told
    assert any(line.startswith("alerts.toml: other.loud") for line in told), told


def test_one_mistake_does_not_hide_the_next(tmp_path: Path) -> None:
    """A file with a wrong kind, key, expression and address tells all four."""
    text = 'name = "甲"\nkind = "telepathy"\nregoin = "北京市"\narticles = "([a-z"\nurls = ["ftp://x.example/"]\n'
    told = problems(write(tmp_path, sources__a_toml=text))
    assert {line.split(": ")[1] for line in told} == {"kind", "regoin", "articles", "urls"}
