"""What became of a list between two of its snapshots: which projects went, came, or changed.

Rows are told apart by the project they stand for; the number in the list is left out, because it moves with the rows
above it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from longting.common.columns import cells
from projects.issued import columns_from

SERIAL = "serial"


@dataclass(frozen=True)
class Change:
    """One value that differs: its label, before and after, as printed."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """`gone` and `added` are rows of the snapshots, `changed` pairs of a new row and its changes."""

    gone: list[Mapping[str, Any]]
    added: list[Mapping[str, Any]]
    changed: list[tuple[Mapping[str, Any], list[Change]]]

    def __bool__(self) -> bool:
        return bool(self.gone or self.added or self.changed)


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> Difference:
    """From the snapshot `old` to `new`."""
    before, after = _by_project(old), _by_project(new)
    both = [(after[key], _changes(old, before[key], new, after[key])) for key in after if key in before]
    return Difference(
        gone=[row for key, row in before.items() if key not in after],
        added=[row for key, row in after.items() if key not in before],
        changed=[(row, changes) for row, changes in both if changes],
    )


def _by_project(snapshot: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    return {row["provenance"]["project"]: row for row in snapshot["rows"]}


def _changes(old, before, new, after) -> list[Change]:
    """Compared as printed, so that a column that was added later counts as empty before."""
    printed = [
        {cell.label: cell.text for cell in _printed(snapshot, row)} for snapshot, row in ((old, before), (new, after))
    ]
    return [
        Change(label, printed[0].get(label, "—"), text)
        for label, text in printed[1].items()
        if printed[0].get(label, "—") != text
    ]


def _printed(snapshot, row):
    return cells([column for column in columns_from(snapshot) if column.key != SERIAL], row)
