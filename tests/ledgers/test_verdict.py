"""A doubtful cell whose reading the database already holds asks nobody again."""

from types import SimpleNamespace

import pytest

from ledgers.verdict import _is_stored
from longting.common.periods import Month

KNOWN = {"plan_start": Month(2026, 10), "start_month": Month(2024, 1), "end_month": Month(2025, 12)}


@pytest.mark.parametrize(
    ("field", "said", "stored"),
    [
        ("plan_start", "2026-10", True),
        ("plan_start", "2026-01", False),
        ("period", "2024-01—2025-12", True),
        ("period", "2024-10—2025-12", False),
        ("name", "北区净水厂", False),
        ("plan_start", "@blank", False),
    ],
)
def test_a_reading_is_stored_only_when_it_is_the_very_fact(field, said, stored):
    project = SimpleNamespace(before=SimpleNamespace(entry={"plan_start": KNOWN["plan_start"]}, facts=KNOWN))
    assert _is_stored(project, field, said) == stored
