"""The usual Chinese and English headings of the columns a list may have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

__all__ = [
    "HEADINGS",
    "KNOWN",
    "PARTIAL",
    "PLAIN",
    "STEMS",
    "datum_named",
    "fields_of",
    "looks_like_headings",
    "plain",
]

_HEADINGS: dict[str, str] = {
    "id": (
        "id firm_id site_id fid_id uid code 编号 编码 代码 企业编号 单位编号 工会编号 "
        "场地编号 点位编号 站点编号 唯一标识 企业id 单位id"
    ),
    "serial": "序号 no num number serial index #",
    "credit_code": "统一社会信用代码 社会信用代码 信用代码 uscc credit_code 组织机构代码",
    "name": (
        "企业名称 单位名称 公司名称 名称 name 企业 单位 公司 工会名称 基层工会名称 "
        "法人单位名称 场地名称 场馆名称 场地 职工之家名称 职工之家 驿站名称 驿站 点位名称 "
        "点位 站点名称 firm company firm_name company_name site_name venue_name home_name "
        "venue home title 单位全称 企业全称 公司全称 工会全称 企业名 单位名 公司名 单位简称 "
        "企业简称 用人单位 用人单位名称 建会单位 建会单位名称 会员单位 会员单位名称 "
        "工会组织名称 机构名称 市场主体名称 经营主体名称 主体名称 商户名称 商户 店铺名称 店名 "
        "入驻企业 入驻企业名称 阵地名称 服务点名称 网点名称"
    ),
    "lon": (
        "经度 lon lng longitude long x 经度坐标 坐标x x坐标 东经 lon_wgs84 wgs84_lng "
        "wgs84_lon gcj02_lng gcj02_lon bd09_lng bd09_lon easting 横坐标 point_x 经"
    ),
    "lat": (
        "纬度 lat latitude y 纬度坐标 坐标y y坐标 北纬 lat_wgs84 wgs84_lat gcj02_lat bd09_lat "
        "northing 纵坐标 point_y 纬"
    ),
    "place": (
        "坐标 经纬度 经纬度坐标 地理坐标 位置坐标 位置 location lonlat lnglat latlng latlon "
        "coordinates coordinate coords coord geometry wkt geom the_geom point geopoint "
        "经度纬度 纬度经度 经纬 gps 坐标点 坐标信息 经纬度信息 坐标位置 点位坐标 定位 "
        "定位坐标 地理位置 地图坐标 gps坐标 高德坐标 高德经纬度 腾讯坐标 腾讯经纬度 百度坐标 "
        "百度经纬度"
    ),
    "workers": (
        "职工数 职工人数 职工总数 职工总人数 人数 总人数 员工数 员工人数 员工总数 从业人员 "
        "从业人数 从业人员数 从业人员总数 从业人员期末人数 用工人数 在职人数 在职职工数 "
        "在岗职工数 职工 员工 workers employees employee_count headcount staff n n_workers "
        "worker jobs people population weight demand count 用工总数 用工总人数 用工数 "
        "员工总人数 员工数量 职工数量 现有职工数 现有人数 在册职工 在册职工数 在册人数 "
        "人员总数 人员数量 人员数 人员规模 参保人数 社保人数 社保缴纳人数 人数总数 人数合计"
    ),
    "members": (
        "会员数 会员人数 工会会员数 工会会员人数 会员 会员总数 members n_members membership "
        "工会会员 工会会员总数 会员数量 入会人数 入会职工数 已入会人数"
    ),
    "street": (
        "街道 乡镇 社区 街道乡镇 乡镇街道 所属街道 所在街道 所属乡镇 所属街乡 街乡 镇街 "
        "所属镇街 所属社区 street town township subdistrict neighbourhood neighborhood "
        "community 街道名称 乡镇名称 镇街名称 街镇 所属街镇 所属街道乡镇 所属乡镇街道 "
        "所在街道乡镇 所在乡镇 所属镇 所在镇 所在社区 属地 辖区 所属辖区 所属区域"
    ),
    "industry": (
        "行业 所属行业 行业类别 行业类型 行业门类 行业名称 国民经济行业 产业 industry trade sector"
    ),
    "is_unionised": (
        "已建会 建会 是否建会 是否已建会 建会情况 建会状态 是否建立工会 unionised unionized "
        "has_a_union is_unionised is_unionized union has_union 已建工会 是否建工会 "
        "是否组建工会 是否成立工会 建工会情况 工会组建情况"
    ),
    "status": "状态 点位状态 场地状态 status state 建设状态 建设情况",
    "capacity": "容量 可容纳人数 容纳人数 接待能力 服务能力 capacity places seats",
    "cost_yuan": (
        "费用 年费用 年租金 租金 成本 年成本 cost cost_yuan yearly_cost annual_cost rent price"
    ),
    "hours": "开放时间 营业时间 开放时段 服务时间 hours opening_hours open_hours",
    "host": (
        "依托单位 承办单位 共建单位 产权单位 管理单位 运营单位 主办单位 所属单位 host owner "
        "operator"
    ),
    "kind": "类型 类别 场地类型 场所类型 种类 企业类型 单位类型 kind type category",
    "area_m2": "面积 建筑面积 使用面积 场地面积 可用面积 area area_m2 floor_area",
    "entrances": (
        "入口 出入口 入口坐标 出入口坐标 入口位置 大门坐标 门口坐标 entrances entrance "
        "entrance_points doors gates"
    ),
    "address": (
        "地址 详细地址 单位地址 企业地址 注册地址 经营地址 办公地址 通讯地址 address addr "
        "所在地址 具体地址 地点 联系地址"
    ),
}

HEADINGS = {field: tuple(words.split()) for field, words in _HEADINGS.items()}
"""Canonical column -> headings in use, most usual first. A heading added here is understood."""

COMMON = (
    "id",
    "serial",
    "credit_code",
    "name",
    "lon",
    "lat",
    "place",
    "street",
    "industry",
    "kind",
    "address",
)
FIRM = (*COMMON, "workers", "members", "is_unionised")
PLACE = (*COMMON, "status", "capacity", "cost_yuan", "hours", "host", "area_m2", "entrances")

# A heading may carry more than the usual words (企业所在街道名称); these stems are long enough.
_STEMS: dict[str, str] = {
    "lon": "经度 longitude",
    "lat": "纬度 latitude",
    "workers": "职工人数 职工数 职工总数 员工人数 员工数 从业人员 从业人数 用工人数",
    "members": "会员人数 会员数 入会人数",
    "name": "企业名称 单位名称 公司名称 企业全称 单位全称",
    "credit_code": "信用代码",
    "street": "街道 乡镇",
    "industry": "行业",
    "area_m2": "面积",
    "capacity": "容纳",
}
STEMS = {field: tuple(words.split()) for field, words in _STEMS.items()}
# ... unless it counts only some of the people.
PARTIAL = (
    *("女", "男", "农民工", "外来", "劳务", "派遣", "退休", "困难", "党员", "新就业"),
    *("women", "female", "male", "retired"),
)


_DATUMS = {
    "gcj02": ("gcj02", "高德", "腾讯", "火星", "amap"),
    "bd09": ("bd09", "百度", "baidu"),
    "wgs84": ("wgs84", "wgs1984"),
    "cgcs2000": ("cgcs2000", "国家2000", "大地2000", "2000坐标"),
}


def datum_named(heading: str) -> str | None:
    """Return the datum that a heading of coordinates names, 坐标(高德) or gcj02_lng, or None.

    Examples
    --------
    >>> datum_named("坐标（百度）"), datum_named("WGS84经度"), datum_named("经度")
    ('bd09', 'wgs84', None)
    """
    text = re.sub(r"[\s_\-]+", "", unicodedata.normalize("NFKC", heading).lower())
    named = {d for d, words in _DATUMS.items() if any(word in text for word in words)}
    return named.pop() if len(named) == 1 else None


def fields_of(kind: str) -> tuple[str, ...]:
    """Return the canonical columns that a layer of ``kind`` may have."""
    return FIRM if kind == "firms" else PLACE


def plain(heading: object) -> str:
    """Return a heading without what does not matter: case, width, brackets, spaces, underscores."""
    text = unicodedata.normalize("NFKC", str(heading)).lower()
    text = re.sub(r"[(\[{【].*?[)\]}】]", "", text)
    return re.sub(r"[\s_\-·.:：*/、,，]+", "", text)


def looks_like_headings(cells: Sequence[object], kind: str) -> bool:
    """Say whether a row of cells is the row of headings: two known headings, or one of a pair."""
    known = {h for field in fields_of(kind) for h in PLAIN[field]}
    short = [p for c in cells if isinstance(c, str) and len(c) <= 60 and (p := plain(c))]
    sure = sum(p in known for p in short)
    stems = [s for some in STEMS.values() for s in some]
    likely = sum(len(p) <= 20 and any(s in p for s in stems) for p in short)
    return max(sure, likely) >= 2 or (sure == 1 and len(short) == 2)


PLAIN = {field: tuple(map(plain, headings)) for field, headings in HEADINGS.items()}
KNOWN = frozenset(h for headings in PLAIN.values() for h in headings)
