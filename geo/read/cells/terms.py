"""Terms: status words and yes/no words, Chinese and English."""

from __future__ import annotations

import unicodedata

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["TOTALS", "statuses", "yes_no"]

_STATUS = {
    "existing": (
        "existing",
        "open",
        "opened",
        "built",
        "已有",
        "现有",
        "已建",
        "已建成",
        "在用",
        "已开放",
        "已运营",
        "运营中",
    ),
    "required": (
        "required",
        "must",
        "mandatory",
        "fixed",
        "必选",
        "必建",
        "必须",
        "指定",
        "已确定",
        "确定",
    ),
    "candidate": (
        "candidate",
        "optional",
        "possible",
        "可选",
        "候选",
        "备选",
        "拟建",
        "待选",
        "意向",
        "",
    ),
    "forbidden": (
        "forbidden",
        "excluded",
        "closed",
        "no",
        "禁用",
        "禁选",
        "不可用",
        "不可选",
        "排除",
        "停用",
        "关闭",
        "已关闭",
        "停业",
        "撤销",
    ),
}
_YES = (
    "是",
    "有",
    "已",
    "已建",
    "已建会",
    "建会",
    "已建立",
    "√",
    "✓",
    "y",
    "yes",
    "true",
    "t",
    "1",
    "1.0",
    "on",
    "unionised",
)
_NO = (
    "否",
    "无",
    "未",
    "未建",
    "未建会",
    "没有",
    "未建立",
    "×",
    "✗",
    "x",
    "n",
    "no",
    "false",
    "f",
    "0",
    "0.0",
    "off",
    "",
)
_TOTALS = (
    "合计",
    "总计",
    "小计",
    "共计",
    "总数",
    "Total",
    "total",
    "TOTAL",
    "Sum",
    "sum",
    "Subtotal",
)
# Excel users spread the two signs over the cell: 合　计.
TOTALS = frozenset(
    word.replace("计", gap + "计") + colon
    for word in _TOTALS
    for gap in ("", " ", "  ", "   ", "    ", "\u3000", "\u3000\u3000")
    for colon in ("", ":", "：")
)
"""Words that make a row a sum of the others."""


def statuses(column: pd.Series) -> tuple[npt.NDArray[np.str_], list[int]]:
    """Return status words and the positions of words nobody knows (taken as candidates)."""
    table = {word: status for status, words in _STATUS.items() for word in words}
    said = [table.get(_plain(v)) for v in column]
    unknown = [k for k, s in enumerate(said) if s is None]
    return np.array([s or "candidate" for s in said], dtype="U9"), unknown


def yes_no(column: pd.Series) -> tuple[npt.NDArray[np.bool_], list[int]]:
    """Return yes (True) or no, empty cells meaning no, and the positions of words nobody knows."""
    table = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    said = [table.get(_plain(v)) for v in column]
    unknown = [k for k, s in enumerate(said) if s is None]
    return np.array([bool(s) for s in said], dtype=bool), unknown


def _plain(value: object) -> str:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN
        return ""
    return "".join(unicodedata.normalize("NFKC", str(value)[:50]).lower().split())
