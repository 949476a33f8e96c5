"""How a kind of workbook is declared: its fields, their headings, their limits."""

import re
from dataclasses import dataclass
from typing import Literal

FieldKind = Literal[
    "text",
    "lines",
    "money",
    "month",
    "period",
    "people",
    "unit",
    "stage",
    "nature",
    "level",
    "yesno",
    "int",
    "code",
    "uscc",
]


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of a row.

    `yearly`: belongs to the year of the list, so its heading may stand under a year or carry one.
    `longest`: characters the database keeps; a longer text is refused, never cut.
    """

    key: str
    label: str
    kind: FieldKind
    aliases: tuple[str, ...]
    pattern: re.Pattern[str] | None = None
    required: bool = False
    yearly: bool = False
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of workbook; a sheet is of this kind when it has all required columns."""

    key: str
    label: str
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field:
        """The field of this key; KeyError when the kind has none."""
        for one in self.fields:
            if one.key == key:
                return one
        raise KeyError(key)

    @property
    def words(self) -> frozenset[str]:
        """Every heading the kind knows by heart."""
        return frozenset(alias for one in self.fields for alias in one.aliases)

    @property
    def required(self) -> tuple[Field, ...]:
        """Fields without whose column a sheet is not of this kind."""
        return tuple(one for one in self.fields if one.required)
