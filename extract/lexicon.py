"""What words do in a clause of statistics: roles, by closed lists in data/lexicon.txt.

link       stands between a subject and its number        达 为 超过 约 增至 稳定在
make       brings its object about; the object is what is counted (建成5G基站7.5万个)
keep       does something to its object; the verb belongs to the name (汇聚政务数据347亿条)
change     moves a number                                 增长 下降 提高
adverb     says how or when and nothing about what         累计 已 目前
prep       leads in a place, receiver or basis             在 为 对 按
compare    leads in what a number is compared with         比 较 高于
frequency  dropped before a verb of growth, part of the name elsewhere (日均租借量)
"""

from __future__ import annotations

from importlib.resources import files

SHARE = "占"


def _read() -> dict[str, frozenset[str]]:
    lists: dict[str, list[str]] = {}
    name = ""
    for line in files("extract").joinpath("data/lexicon.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            lists.setdefault(name, []).extend(line.split())
    return {name: frozenset(words) for name, words in lists.items()}


_LISTS = _read()
LINK = _LISTS["link"]
MAKE = _LISTS["make"]
KEEP = _LISTS["keep"]
CHANGE = _LISTS["change"]
ADVERB = _LISTS["adverb"]
PREP = _LISTS["prep"]
CONJ = _LISTS["conj"]
COMPARE = _LISTS["compare"]
FREQUENCY = _LISTS["frequency"]
SOFT = _LISTS["soft"]
"""Verbs that bring about only where they open the phrase; within it they are part of a name (智慧城市建设水平)."""
PASSING = _LISTS["passing"]
"""Words of time and degree that stand inside a name without being part of it."""
DOMAIN = _LISTS["domain"]
"""Words of the field that no dictionary has, or that begin with a verb or preposition."""
ASPECT = _LISTS["aspect"]
"""Nouns that name an aspect of something named before: 总量稳居世界第二, 增速达18%."""
OF_ACTOR = _LISTS["of_actor"]
"""Aspects of what acts (an exchange's 交易额), not of what was counted last."""
ACTORS = tuple(sorted(_LISTS["actors"]))
"""Endings of bodies and people who speak or act, and so are not what is counted."""
PREDICATE = _LISTS["predicate"]
"""Words that end the noun phrase behind a number: 7万家企业|实现上云."""
GENERIC = _LISTS["generic"]
"""Words that open a clause and name nothing: 我们, 全市."""
FOREIGN = _LISTS["foreign"]
"""Countries and their unions."""
UNIT_NOUN = {
    "户": "涉及户数", "人": "涉及人数", "元": "金额", "平方公里": "面积", "亩": "面积", "平方米": "面积",
    "公里": "里程", "次": "次数",
}  # fmt: skip
