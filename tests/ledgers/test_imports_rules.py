"""What holds when one project is changed holds when an import changes it: signatures, decisions, lists, names."""

from decimal import Decimal

import pytest

from ledgers.services import imports
from longting.audit.models import AuditEvent
from longting.common import clock
from longting.common.errors import Refused
from longting.notices.models import Notice
from projects.enums import EntryDecision, ListState
from projects.models import AnnualList, EligibilityOverride, ListEntry, Participant, Project
from projects.services.overrides import request_override, sign_override
from projects.services.projects import change_project
from tests.ledgers.books import HEADINGS, PLAIN, TODAY, book, brought, committed, row
from tests.projects.makers import REASON

pytestmark = pytest.mark.django_db
SMALL = row(total=4000, plan=3000)


def signed(cast, project) -> EligibilityOverride:
    """A signed override of a project that the rule judges ineligible."""
    sure = {"fits_plan": True, "content": "建设厂房"}
    change_project(project, values=sure, version=project.version, reason="核对备案证", actor=cast.officer, today=TODAY)
    asked = request_override(project, eligible=True, reason=REASON, actor=cast.officer, today=TODAY)
    return sign_override(asked, version=1, actor=cast.office_head, today=TODAY)


def test_an_import_ends_the_overrides_of_the_projects_whose_facts_it_changes(cast, django_capture_on_commit_callbacks):
    names = ("园区1号厂房", "园区2号厂房")
    committed(book(*((name, *SMALL[1:]) for name in names)), cast.officer)
    ended, kept = (signed(cast, Project.objects.get(name=name)) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        committed(book(row(name=names[0], total=3500, plan=3000), row(name=names[1], total=4000)), cast.officer)
    states = dict(EligibilityOverride.objects.values_list("pk", "state"))
    assert states == {ended.pk: "lapsed", kept.pk: "signed"}
    event = AuditEvent.objects.get(verb="override_lapse")
    assert event.summary == "园区1号厂房的资格改判失效：总投资由“4,000.00 万元”改为“3,500.00 万元”"
    told = Notice.objects.filter(text__contains="改判失效").values_list("user__username", flat=True)
    assert (event.actor_name, sorted(told)) == (cast.officer.name, ["office_head", "officer"])


@pytest.mark.parametrize("changed", [row(plan=6000), row(total=30000)])
@pytest.mark.parametrize("decision", [EntryDecision.STRUCK, EntryDecision.RETURNED])
def test_what_the_committee_took_off_stands_for_decision_again(cast, changed, decision):
    committed(book(PLAIN), cast.officer)
    ListEntry.objects.update(
        decision=decision.value, decision_note="缺少用地手续", decided_by=cast.committee, decided_at=clock.now()
    )
    committed(book(changed), cast.officer)
    entry = ListEntry.objects.get()
    assert (entry.decision, entry.decision_note, entry.decided_by, entry.decided_at) == ("pending", "", None, None)


def test_what_the_committee_decided_stays_where_the_import_writes_nothing(cast):
    committed(book(PLAIN), cast.officer)
    ListEntry.objects.update(decision=EntryDecision.STRUCK.value)
    committed(book(PLAIN, row(name="北区净水厂")), cast.officer)
    assert list(ListEntry.objects.order_by("serial").values_list("decision", flat=True)) == ["struck", "pending"]


def test_a_list_that_lies_with_the_committee_takes_no_import(cast):
    committed(book(PLAIN), cast.officer)
    batch = brought(book(row(plan=6000)), cast.officer)
    AnnualList.objects.update(state=ListState.SUBMITTED.value)
    with pytest.raises(Refused, match="第 3 行没有写入.*不能再改"):
        imports.commit_batch(batch, version=batch.version, actor=cast.officer, today=TODAY)
    assert ListEntry.objects.get().annual_plan == Decimal(5000)


def test_two_names_of_one_part_are_not_written(cast):
    headings = (*HEADINGS, "分包区领导")
    batch = brought(book((*PLAIN, "陈区长"), headings=headings), cast.officer)
    one = batch.rows.get()
    one.facts["leader"] = "陈区长 李区长"
    one.save(update_fields=["facts"])
    with pytest.raises(Refused, match="第 3 行没有写入.*只能有一名"):
        imports.commit_batch(batch, version=batch.version, actor=cast.officer, today=TODAY)
    assert not Participant.objects.exists()
