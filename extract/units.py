"""Measure words and currencies, to the canonical unit of a figure.

A unit is kept as an analyst would write it: 亿元 is 元 (the scale is part of the number), 用户 is 户, % is never
个百分点, and a currency other than yuan keeps its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_COUNTS = (
    "个 家 户 人 次 条 项 位 名 件 辆 台 套 部 所 座 处 起 种 类 场 只 头 篇 笔 单 宗 艘 架 张 份 支 款 艘 栋 幢 间 "
    "册 本 列 班 架次 人次 车次 航班 班列 标准箱 群 批 组 对 双 片 块 枚 颗 株 棵 尾 口 眼 根 段 孔 面 "
    "届 期 级 层 轮 度 章 节 款 课时 学时 门 科 院 校 户次 例 盒 瓶 箱 包 袋 桶 罐 幅 首 出 集 卷 期 篇次 词 字 页 帧 "
    "床 间次 席 票 股 手 站 点 路 号 码 机架 卡 核 线 环 圈 道 车 船 船次 剂次 剂 针 人份 滴 代 倍 岁 "
    "省 市 县 区 镇 乡 村 州 旗 国 街道 社区 园区 乡镇 行政村 城市 省份 地市 区县 县区 县市 国家 部门 单位 企业 机构 产业 行业 领域 "
    "场次 站次 家次 件次 份次 条次 亩次 台次 辆次 单次"
).split()
_MEASURES = (
    "平方公里 平方千米 平方米 立方米 公里 千米 海里 米 厘米 毫米 微米 纳米 公顷 亩 英亩 吨 万吨 公斤 千克 克 毫克 微克 斤 "
    "吨标准煤 吨标煤 吨公里 人公里 载重吨 总吨 千瓦时 千瓦 兆瓦 瓦 度 升 毫升 桶 加仑 立方 千伏 千伏安 伏 安 焦 卡 千卡 大卡 "
    "摄氏度 分贝 比特 字节 赫兹 皮 皮秒 比特位 核时 卡时 机时 人时 帕 兆帕 节 航时 车公里 换算吨公里"
).split()
_DURATIONS = (
    "年 个月 月 季度 个季度 周 星期 天 日 小时 个小时 个工作日 工作日 分钟 秒 毫秒 秒钟 刻钟 周年 年代 世纪 昼夜 周岁 学年 个年头 个学期 学期 "
    "点钟 时 个交易日 交易日 个自然日 个星期 个昼夜 代 个世纪 点 分 旬 载 号 夜 晚"
).split()
_CURRENCIES = {
    "元人民币": "元", "元": "元", "块钱": "元", "块": "元", "圆": "元", "人民币": "元", "角": "角", "美元": "美元", "美金": "美元",
    "元美元": "美元", "欧元": "欧元", "元欧元": "欧元", "港元": "港元", "港币": "港元", "元港币": "港元", "日元": "日元", "日币": "日元",
    "元日币": "日元", "英镑": "英镑", "韩元": "韩元", "泰铢": "泰铢", "卢布": "卢布", "新台币": "新台币", "台币": "新台币", "元新台币": "新台币",
    "瑞士法郎": "瑞士法郎", "法郎": "法郎", "瑞郎": "瑞士法郎", "加元": "加元", "澳元": "澳元", "新加坡元": "新加坡元", "新元": "新加坡元",
    "澳门元": "澳门元", "澳币": "澳元", "林吉特": "林吉特", "卢比": "卢比", "越南盾": "越南盾", "比索": "比索", "雷亚尔": "雷亚尔", "兰特": "兰特",
    "里拉": "里拉", "迪拉姆": "迪拉姆", "里亚尔": "里亚尔", "瑞典克朗": "瑞典克朗", "克朗": "克朗", "加币": "加元", "蚊": "元",
    "元(人民币)": "元", "特别提款权": "特别提款权", "比特币": "比特币",
}  # fmt: skip
_OTHER = {
    "%": "%", "个百分点": "个百分点", "百分点": "个百分点", "个点": "个百分点", "‰": "‰", "个千分点": "个千分点", "个基点": "个基点",
    "基点": "个基点", "BP": "个基点", "bp": "个基点", "℃": "℃", "°C": "℃", "成": "成",
    "平方": "平方米", "平米": "平方米", "㎡": "平方米", "m²": "平方米", "m2": "平方米", "平方千米": "平方公里", "km²": "平方公里", "km2": "平方公里",
    "立方": "立方米", "m³": "立方米", "m3": "立方米", "方": "立方米", "千米": "公里", "km": "公里", "公里": "公里", "华里": "里",
    "千克": "公斤", "kg": "公斤", "t": "吨", "m": "米", "cm": "厘米", "mm": "毫米", "nm": "纳米", "μm": "微米", "um": "微米",
    "kWh": "千瓦时", "KWh": "千瓦时", "kwh": "千瓦时", "kW": "千瓦", "KW": "千瓦", "MW": "兆瓦", "GW": "吉瓦", "TW": "太瓦", "MWh": "兆瓦时",
    "GWh": "吉瓦时", "TWh": "太瓦时", "吉瓦": "吉瓦", "吉瓦时": "吉瓦时", "兆瓦时": "兆瓦时", "kV": "千伏", "KV": "千伏", "MVA": "兆伏安", "W": "瓦", "V": "伏",
    "TEU": "标准箱", "标箱": "标准箱", "个标准箱": "标准箱", "个标箱": "标准箱", "箱次": "箱次",
    "TB": "TB", "PB": "PB", "EB": "EB", "ZB": "ZB", "GB": "GB", "MB": "MB", "KB": "KB", "TFLOPS": "TFLOPS", "PFLOPS": "PFLOPS", "EFLOPS": "EFLOPS",
    "PFlops": "PFLOPS", "EFlops": "EFLOPS", "TOPS": "TOPS", "POPS": "POPS", "EOPS": "EOPS", "P算力": "PFLOPS", "Gbps": "Gbps", "Mbps": "Mbps",
    "Tbps": "Tbps", "Kbps": "Kbps", "kbps": "Kbps", "MHz": "MHz", "GHz": "GHz", "Hz": "Hz", "Mb/s": "Mbps", "Gb/s": "Gbps", "MB/s": "MB/s",
    "用户": "户", "客户": "户", "住户": "户", "农户": "户", "户家庭": "户", "家庭": "户", "居民": "人", "人口": "人", "学生": "人", "职工": "人", "员工": "人",
    "人民": "人", "人员": "人", "群众": "人", "网民": "人", "游客": "人", "市民": "人", "师生": "人", "观众": "人", "党员": "人", "学子": "人", "农民": "人",
    "消费者": "人", "从业者": "人", "从业人员": "人", "贫困人口": "人", "农民工": "人", "毕业生": "人", "专业人才": "人", "人才": "人", "粉丝": "人",
    "户用户": "户", "万户": "户", "人次": "人次", "人(次)": "人次", "人/次": "人次", "辆(次)": "辆次", "件(套)": "件", "个(次)": "个", "台(套)": "台",
    "台套": "台", "台(架)": "台", "户(次)": "户次", "家(次)": "家次", "所(个)": "所", "倍": "倍", "余个": "个",
    "吨标准煤": "吨标准煤", "吨标煤": "吨标准煤", "tce": "吨标准煤", "有效发明专利": "件", "专利": "件", "字节": "字节", "比特": "比特", "英里": "英里", "英尺": "英尺",
    "英寸": "英寸", "寸": "寸", "里": "里", "分": "分", "站点": "个", "基站": "个", "网点": "个", "终端": "个", "商户": "户", "企业": "家", "公司": "家",
    "高校": "所", "学校": "所", "医院": "家", "项目": "个", "专家": "人", "学者": "人", "军人": "人", "代表": "人", "嘉宾": "人", "志愿者": "人", "干部": "人",
    "老人": "人", "儿童": "人", "患者": "人", "选手": "人", "参赛者": "人", "教师": "人", "医生": "人", "个人": "人", "国": "个", "省份": "个", "城市": "个",
    "乡镇": "个", "行政村": "个", "社区": "个", "街道": "个", "园区": "个", "地市": "个", "区县": "个", "县区": "个", "县市": "个", "部门": "个", "单位": "个",
    "机构": "家", "国家": "个", "产业": "个", "行业": "个", "领域": "个", "机架": "架", "标准机架": "架", "架机架": "架", "个机架": "架", "个标准机架": "架",
}  # fmt: skip

DURATIONS = frozenset(_DURATIONS)
CURRENCIES = frozenset(_CURRENCIES.values()) - {"角"}
UNITS: dict[str, str] = (
    {word: word for word in (*_COUNTS, *_MEASURES, *_DURATIONS)} | _CURRENCIES | _OTHER
)
# 双, 环, 线, 代, 号 ... are names more often than counts: they are read, and `extract.nonfigures` refuses the names.

_WORDS = "|".join(re.escape(word) for word in sorted(UNITS, key=len, reverse=True))
_PER = r"(?:/(?:平方公里|平方米|立方米|公里|万人|千人|百人|人次|人|户|家|亩|公顷|吨|年|月|日|天|小时|秒|分钟|升|千瓦时|度|kWh|件|次|个|台|辆|桶|斤|公斤|千克|克|标准箱|晚|夜|股|㎡|[Lh]))"
_UNIT = re.compile(rf" {{0,2}}(?P<word>{_WORDS})(?P<per>{_PER}?)(?![A-Za-z])")
# The measure word is not one where these follow it. After a numeral that is rare (100家电商 are 家, not 家电), so only
# words that stand directly behind a bare number are listed.
_NOT_UNIT = re.compile(
    r" ?(?:人(?:工智能|民币|均|类|工成本)|元(?:宇宙|旦|器件)|户(?:均|外|籍)|台(?:湾|州)|国(?:际|内|有)|(?:省|市|县|村)级|市(?:场|值|民)|"
    r"分(?:别|布|为|之)|股(?:份|权)|点(?:击|赞)|年均|月均|日均|次(?:年|日|月)|本(?:市|省|报|年|月|科)|条件|环(?:境|比|节)|层级|类别)"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word as written: `end` its offset, `name` the canonical unit, `duration` for spans of time."""

    end: int
    word: str
    name: str

    @property
    def duration(self) -> bool:
        """Whether it measures time: 天, 个工作日, 小时."""
        return self.word in DURATIONS


def read_unit(text: str, at: int) -> Unit | None:
    """The measure word that begins at `at` of a folded text (a space or two may stand before it), or None.

    Example: `read_unit("129.6万用户", 6)` is 户, ending after 用户.
    """
    match = _UNIT.match(text, at)
    if not match:
        return None
    word, per = match.group("word"), match.group("per")
    if len(word) == 1 and _NOT_UNIT.match(text, at):
        return None
    return Unit(match.end(), word, UNITS[word] + per)


# What one of a unit is in another, for comparing figures that were stated differently.
CONVERSIONS: dict[str, tuple[str, Decimal]] = {
    "亩": ("公顷", Decimal(1) / Decimal(15)),
    "平方米": ("平方公里", Decimal("0.000001")),
    "公顷": ("平方公里", Decimal("0.01")),
    "公斤": ("吨", Decimal("0.001")),
    "斤": ("吨", Decimal("0.0005")),
    "米": ("公里", Decimal("0.001")),
    "兆瓦": ("千瓦", Decimal(1000)),
    "吉瓦": ("千瓦", Decimal(1_000_000)),
    "度": ("千瓦时", Decimal(1)),
    "‰": ("%", Decimal("0.1")),
    "TB": ("PB", Decimal(1) / Decimal(1024)),
    "EB": ("PB", Decimal(1024)),
}
