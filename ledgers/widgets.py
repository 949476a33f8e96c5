"""How the plain facts of a row become values: amounts in 万元, months, organisations within somebody's reach.

Empty cells never come here: they say nothing (`AnnualListResource.import_field`).
"""

from decimal import Decimal

from import_export import widgets

from longting.common.periods import Month

OUT_OF_REACH = "责任单位不是本单位。其他单位的项目请由该单位或区项目办导入。"


class AmountWidget(widgets.Widget):
    """An exact decimal from plain text."""

    def clean(self, value, row=None, **kwargs):
        return Decimal(value)


class MonthWidget(widgets.Widget):
    """A month from `2026-03`."""

    def clean(self, value, row=None, **kwargs):
        return Month.parse(value)


class UnitWidget(widgets.ForeignKeyWidget):
    """A responsible unit by its id, out of `units`: those the importing person may write for. Scoping only the rows
    would stop changing another unit's project but not registering one in its name."""

    units: dict = {}

    def clean(self, value, row=None, **kwargs):
        if value not in self.units:
            raise ValueError(OUT_OF_REACH)
        return self.units[value]
