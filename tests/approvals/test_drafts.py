"""Where entries come from, what became of the draft that was handed up, what counts as an override."""

import json
from decimal import Decimal

import pytest

from approvals.enums import Conclusion, ListAction
from approvals.models import Declaration
from approvals.selectors.drafts import difference_to, handed_up, provenance_of, reason_against_list
from approvals.selectors.judging import standing_of
from approvals.services.drafting import save_declaration
from approvals.services.lists import decide_entry
from longting.common.errors import Refused
from projects.differences import Change
from projects.enums import EntryDecision
from projects.issued import standing_rows
from projects.models import EligibilityOverride, ListEntry, Project
from projects.selectors.standing import rule_in_force
from projects.services.lists import put_entry
from projects.services.overrides import request_override, sign_override
from tests.approvals import makers
from tests.projects.makers import make_project

SMALL = {"total_investment": Decimal("4000"), "funds": [{"source": "own", "amount": Decimal("4000")}]}
REASON = "属区重大专项配套，经联席会议研究同意按重点项目申报。"


def provenance() -> list[dict]:
    row = makers.the_list()
    told = provenance_of(row)
    return [told(entry) for entry in standing_rows(row, makers.TODAY)]


def difference():
    row = makers.the_list()
    return difference_to(handed_up(row), row, makers.TODAY)


def names(rows) -> list[str]:
    return [row["name"] for row in rows]


def test_the_provenance_names_declaration_unit_limb_rule_and_verification(cast):
    row = makers.shortlisted(cast)
    assert provenance() == [{
        "source": "申报", "declaration": row.number, "version": 1, "applicant": "开封龙亭示范建设有限公司",
        "unit": "北郊乡人民政府", "limb": "一", "rule": "2022-1", "override": "", "verification": "属实",
    }]  # fmt: skip


def test_an_entry_without_a_declaration_says_so(cast):
    makers.shortlisted(cast)
    put_entry(makers.the_list(), make_project(), values={}, actor=cast.officer)
    assert provenance()[1] == {"source": "名单导入或办公室列入"}


def test_a_record_of_another_version_or_without_conclusion_is_no_verification(cast):
    row = makers.shortlisted(cast)
    row.verifications.update(conclusion="")
    assert provenance()[0]["verification"] == ""
    row.verifications.update(conclusion=Conclusion.TRUE.value, on_version=7)
    assert provenance()[0]["verification"] == ""


def request(row: Declaration, cast) -> EligibilityOverride:
    project = Project.objects.get(pk=row.project_id)
    return request_override(project, eligible=True, reason=REASON, actor=cast.officer, today=makers.TODAY)


def test_an_override_without_signature_counts_for_nothing(cast):
    row = makers.checked(makers.submitted(cast, **SMALL), cast)
    request(row, cast)
    with pytest.raises(Refused, match="不符合第八条的申报条件"):
        makers.act(row, makers.Action.PASS, cast.beijiao)


def test_a_signed_override_counts_and_is_told_with_its_signer(cast):
    row = makers.checked(makers.submitted(cast, **SMALL), cast)
    asked = request(row, cast)
    sign_override(asked, version=asked.version, note="同意", actor=cast.office_head, today=makers.TODAY)
    makers.act(row, makers.Action.PASS, cast.beijiao)
    row.refresh_from_db()
    assert (row.override, row.limb) == (EligibilityOverride.objects.get(), "")


def test_an_override_signed_for_other_figures_counts_for_nothing(cast):
    row = makers.submitted(cast, **SMALL)
    asked = request(row, cast)
    sign_override(asked, version=asked.version, note="同意", actor=cast.office_head, today=makers.TODAY)
    makers.act(row, makers.Action.RECALL, cast.owner)
    row.refresh_from_db()
    save_declaration(
        row, values={"total_investment": Decimal(3000), "funds": [], "annual_plan": Decimal(1000)}, version=row.version,
        actor=cast.owner, today=makers.TODAY,
    )  # fmt: skip
    row.refresh_from_db()
    assert standing_of(row, rule_in_force(makers.TODAY)).eligible is False


def test_the_handed_up_draft_is_frozen_with_its_provenance(cast):
    assert makers.shortlisted(cast) and handed_up(makers.the_list()) is None
    makers.move(ListAction.SUBMIT, cast.office_head)
    kept = json.loads(handed_up(makers.the_list()).snapshot)["rows"][0]
    entry = ListEntry.objects.get()
    assert (kept["provenance"]["entry"], kept["provenance"]["project"]) == (entry.pk, entry.project_id)
    assert kept["total_investment"] == "5000"


def test_nothing_changed_is_no_difference(cast):
    makers.before_committee(cast)
    assert bool(difference()) is False


def test_what_was_struck_added_and_changed_since_is_told(cast):
    makers.before_committee(cast)
    entry = ListEntry.objects.get()
    decide_entry(entry, EntryDecision.STRUCK, note="重复", version=entry.version, actor=cast.committee,
                 today=makers.TODAY)  # fmt: skip
    makers.move(ListAction.RETURN, cast.committee, comment="补充项目")
    put_entry(makers.the_list(), make_project(name="北区净水厂"), values={}, actor=cast.officer)
    found = difference()
    assert (names(found.gone), names(found.added), found.changed) == (
        ["龙亭区测试装备制造基地项目"], ["北区净水厂"], []
    )  # fmt: skip


def test_a_changed_plan_is_told_with_both_values(cast):
    makers.before_committee(cast)
    makers.move(ListAction.RETURN, cast.committee, comment="核减计划")
    entry = ListEntry.objects.get()
    put_entry(makers.the_list(), entry.project, values={"annual_plan": Decimal(1500)}, actor=cast.officer)
    ((row, changes),) = difference().changed
    assert (row["name"], changes) == (
        "龙亭区测试装备制造基地项目", [Change("计划投资(万元)", "2,000.00", "1,500.00")]
    )  # fmt: skip


def test_an_issued_list_is_compared_as_it_was_issued(cast):
    makers.issued(cast)
    Project.objects.update(name="改过的名字")
    assert bool(difference()) is False


@pytest.mark.parametrize(
    ("maker", "action", "words"),
    [
        ("shortlisted", ListAction.SUBMIT, ""),
        ("shortlisted", ListAction.ISSUE, "现在是“起草”，不能印发"),
        ("before_committee", ListAction.RETURN, ""),
        ("before_committee", ListAction.ENDORSE, "还有 1 个项目没有逐项决定"),
    ],
)
def test_the_page_knows_why_an_act_cannot_be_done(cast, maker, action, words):
    getattr(makers, maker)(cast)
    found = reason_against_list(makers.the_list(), action, cast.committee)
    assert (words in found, bool(found)) == (True, bool(words))


def test_who_drafted_is_told_that_another_signs(cast):
    makers.shortlisted(cast)
    assert "由您草拟" in reason_against_list(makers.the_list(), ListAction.SUBMIT, cast.officer)
