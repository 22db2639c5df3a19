"""Figures as a person reads them: numbers, shares, amounts and dates, by the language in use.

Sentences of the catalogues write plain whole numbers themselves (``{n:,}`` is the same in both
languages); whatever differs from one language to the other is written here, once.
"""

from __future__ import annotations

from datetime import date, datetime

from geo.words import language

__all__ = ["day", "number", "share", "yuan"]

_LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
_TEN_THOUSAND = 10_000


def number(value: float) -> str:
    """Write a whole number, or one with the decimals it has (two at most).

    Examples
    --------
    >>> number(1234567), number(0.5)
    ('1,234,567', '0.5')
    """
    from babel.numbers import format_decimal  # noqa: PLC0415 - half a second that few need

    return str(format_decimal(value, format="#,##0.##", locale=_LOCALES[language()]))


def share(value: float) -> str:
    """Write a share, 0..1, as a percentage with one decimal.

    Examples
    --------
    >>> share(0.57159)
    '57.2%'
    """
    return f"{value:.1%}"


def yuan(value: int) -> str:
    """Write an amount of money; in Chinese in units of ten thousand from there on.

    Examples
    --------
    >>> yuan(125_000)
    '125,000 yuan'
    """
    if language() == "en":
        return f"{number(value)} yuan"
    if abs(value) < _TEN_THOUSAND:
        return f"{number(value)} 元"
    return f"{number(value / _TEN_THOUSAND)} 万元"


def day(value: date | datetime) -> str:
    """Write a date in full.

    Examples
    --------
    >>> day(date(2026, 5, 1))
    '1 May 2026'
    """
    from babel.dates import format_date  # noqa: PLC0415 - the same

    return str(format_date(value, format="long", locale=_LOCALES[language()]))
