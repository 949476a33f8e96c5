"""Setting the declaration window: who, which days, one at a time."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from approvals.enums import WindowState
from approvals.models import DeclarationWindow
from approvals.selectors.windows import window_of
from approvals.services.windows import set_window
from longting.audit.models import AuditEvent
from longting.common.errors import Conflict

OPENS, CLOSES = date(2026, 10, 8), date(2026, 11, 20)


def put(actor, **more):
    usual = {"opens_on": OPENS, "closes_on": CLOSES, "note": "按区项目办通知", "version": 0}
    return set_window(2027, 1, **(usual | more), actor=actor)


@pytest.mark.parametrize("name", ["officer", "office_head"])
def test_the_office_sets_the_days_and_it_is_recorded(cast, name):
    row = put(getattr(cast, name))
    assert (window_of(2027).words, row.version, row.note) == ("2026年10月8日—2026年11月20日", 1, "按区项目办通知")
    event = AuditEvent.objects.get(verb="window_set")
    assert "2026年11月1日—2026年12月30日" in event.changes


def test_set_anew_it_counts_its_versions(cast):
    put(cast.officer)
    row = put(cast.officer, closes_on=OPENS, version=1)
    assert (row.version, DeclarationWindow.objects.count()) == (2, 1)
    assert window_of(2027).state(OPENS) is WindowState.OPEN


@pytest.mark.parametrize("name", ["beijiao", "owner", "committee", "auditor", "admin"])
def test_nobody_else_does(cast, name):
    with pytest.raises(PermissionDenied):
        put(getattr(cast, name))


@pytest.mark.parametrize("version", [1, 7])
def test_a_stale_page_sets_nothing(cast, version):
    with pytest.raises(Conflict):
        put(cast.officer, version=version)


def test_days_in_the_wrong_order_are_refused(cast):
    with pytest.raises(ValidationError) as problem:
        put(cast.officer, closes_on=date(2026, 10, 7))
    assert problem.value.message_dict == {"closes_on": ["截止日期不能早于开放日期。"]}


@pytest.mark.parametrize(("year", "batch"), [(1999, 1), (2101, 1), (2027, 0), (2027, 10)])
def test_a_wild_list_has_no_window(cast, year, batch):
    with pytest.raises(ValidationError) as problem:
        set_window(year, batch, opens_on=OPENS, closes_on=CLOSES, actor=cast.officer)
    assert list(problem.value.message_dict) == ["year"]
