"""Months, 双月 and quarters as values, and the reading of periods as people write them."""

from longting.common.periods.reading import MonthText, PeriodText, parse_month, parse_period
from longting.common.periods.spans import Bimonth, Month, PeriodError, Quarter

__all__ = [
    "Bimonth",
    "Month",
    "MonthText",
    "PeriodError",
    "PeriodText",
    "Quarter",
    "parse_month",
    "parse_period",
]
