"""Writing an application: begun once, filled from the 主档, saved as often as one likes by whose turn it is."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from approvals.declared import unpack
from approvals.enums import Action
from approvals.models import Declaration
from approvals.services.drafting import begin_declaration, save_declaration
from longting.audit.models import AuditEvent
from longting.audit.services import SYSTEM
from longting.common.errors import Conflict, Refused
from projects.enums import ListState
from projects.models import AnnualList, Project
from projects.services.lists import open_list, put_entry
from tests.approvals import makers
from tests.approvals.makers import TODAY, YEAR, act, facts, make_draft
from tests.factories import make_organisation, make_user, organisation
from tests.projects.makers import CODE, USCC, make_project, unit

pytestmark = pytest.mark.django_db


def begin(project=None, *, actor, **values) -> Declaration:
    usual = {"name": "" if project else "新项目", "unit": None if project else unit(), "year": YEAR}
    return begin_declaration(project, **(usual | values), actor=actor, today=TODAY)


def save(row, actor, **values) -> Declaration:
    return save_declaration(row, values=values, version=row.version, actor=actor, today=TODAY)


def refused(row, actor, **values) -> dict[str, list[str]]:
    """What is said at which fact."""
    with pytest.raises(ValidationError) as problem:
        save(row, actor, **values)
    return problem.value.message_dict


def listed(project, year: int, **plan) -> None:
    """An entry on the list of a year."""
    put_entry(open_list(year, actor=SYSTEM), project, values=plan, actor=SYSTEM)


def test_a_company_begins_with_its_own_name_and_code_filled_in(cast):
    company = cast.owner.post.organisation
    company.uscc = USCC
    row = begin(actor=cast.owner)
    read = unpack(row.facts)
    assert (row.number, row.unit, row.applicant, row.project.responsible) == ("LT-S-2027-0001", unit(), company, unit())
    assert (row.project.owner, read["name"], read["owner_name"], read["uscc"]) == (
        company,
        "新项目",
        company.name,
        USCC,
    )


def test_beginning_is_recorded_with_its_reason_on_the_new_project(cast):
    row = begin(actor=cast.owner, reason="已核对")
    verbs = [(event.verb, event.reason) for event in AuditEvent.objects.order_by("seq")]
    assert verbs == [("project_register", "已核对"), ("declaration_create", "")]
    assert AuditEvent.objects.get(verb="declaration_create").summary == (
        "起草新项目的2027年度重点项目申报（LT-S-2027-0001），初审单位北郊乡人民政府"
    )
    assert row.search_text.startswith("新项目 lt-s-2027-0001")


def test_a_bureau_begins_for_itself_without_an_owner(cast):
    bureau = organisation("区住房和城乡建设局")
    row = begin(actor=cast.zhujian, unit=bureau)
    assert (row.unit, row.applicant, row.project.owner) == (bureau, bureau, None)


def test_a_unit_may_not_begin_for_another_unit(cast):
    with pytest.raises(ValidationError) as problem:
        begin(actor=cast.zhujian)
    assert list(problem.value.message_dict) == ["responsible"]
    assert Project.objects.count() == 0


def test_a_new_project_needs_a_unit_and_a_name(cast):
    with pytest.raises(ValidationError, match="请选择初审单位"):
        begin(actor=cast.owner, unit=None)
    with pytest.raises(ValidationError, match="请填写项目名称"):
        begin(actor=cast.owner, name=" ")


def test_who_may_not_apply_or_has_no_unit_is_refused(cast):
    for person in (cast.officer, cast.beijiao_head, cast.leader, make_user()):
        with pytest.raises(PermissionDenied):
            begin(actor=person)


def test_facts_of_the_project_are_carried_over(cast):
    project = make_project(
        owner=cast.owner.post.organisation, total_investment=Decimal(8000), content="厂房",
        funds=[{"source": "own", "amount": Decimal(8000)}],
        contacts=[{"duty": "contact", "name": "张三", "phone": "13800005678"}],
    )  # fmt: skip
    read = unpack(begin(project, actor=cast.owner).facts)
    assert (read["total_investment"], read["content"], read["done_before"]) == (Decimal(8000), "厂房", None)
    assert (read["funds"], read["contacts"]) == (
        [{"source": "own", "amount": Decimal(8000)}],
        [{"duty": "contact", "name": "张三", "phone": "13800005678"}],
    )


@pytest.mark.parametrize(
    ("total", "plan", "done"),
    [
        (Decimal(9000), {"done_before": Decimal(1000), "annual_plan": Decimal(2000)}, Decimal(3000)),
        (Decimal(2500), {"done_before": Decimal(1000), "annual_plan": Decimal(2000)}, Decimal(2500)),
        (None, {"annual_plan": Decimal(2000)}, Decimal(2000)),
        (Decimal(9000), {}, None),
    ],
)
def test_what_last_years_entry_planned_is_carried_forward_within_the_total(cast, total, plan, done):
    project = make_project(owner=cast.owner.post.organisation, total_investment=total)
    listed(project, YEAR - 1, **plan)
    assert unpack(begin(project, actor=cast.owner).facts)["done_before"] == done


def test_a_project_is_applied_for_once_per_list(cast):
    project = make_project(owner=cast.owner.post.organisation, name="甲项目")
    first = begin(project, actor=cast.owner)
    with pytest.raises(Refused, match=f"甲项目的2027年度第 1 批申报已经有了（{first.number}）。"):
        begin(project, actor=cast.owner)
    act(first, Action.WITHDRAW, cast.owner)
    assert begin(project, actor=cast.owner).pk != first.pk


def test_a_project_of_somebody_else_is_refused(cast):
    project = make_project(responsible=unit("柳园口乡人民政府"))
    with pytest.raises(Refused, match="不由本单位申报"):
        begin(project, actor=cast.owner)


def test_a_unit_does_not_apply_for_a_company(cast):
    project = make_project(owner=cast.owner.post.organisation)
    with pytest.raises(Refused, match="建设单位有账号的由建设单位申报"):
        begin(project, actor=cast.beijiao)


@pytest.mark.parametrize("state", [ListState.SUBMITTED, ListState.ISSUED])
def test_nothing_is_begun_for_a_list_that_takes_no_more(cast, state):
    made = open_list(YEAR, actor=cast.officer)
    AnnualList.objects.filter(pk=made.pk).update(state=state.value)
    with pytest.raises(Refused, match="不再接受申报。请选择下一批。"):
        begin(make_project(owner=cast.owner.post.organisation), actor=cast.owner)


def test_a_project_on_the_list_of_the_year_is_not_applied_for_again(cast):
    project = make_project(owner=cast.owner.post.organisation, name="甲项目")
    listed(project, YEAR)
    with pytest.raises(Refused, match="甲项目已在2027年度名单上，不需要再申报。"):
        begin(project, actor=cast.owner, batch=2)


def test_saving_keeps_the_rest_and_leaves_no_trace_before_the_first_version(cast):
    row = make_draft(cast)
    count = AuditEvent.objects.count()
    saved = save(row, cast.owner, name="改了名", goal="封顶")
    assert (saved.name, saved.facts["goal"], saved.facts["progress"], saved.version) == (
        "改了名", "封顶", facts()["progress"], row.version + 1,
    )  # fmt: skip
    assert (AuditEvent.objects.count(), saved.search_text.split()[0]) == (count, "改了名")


def test_saving_the_same_writes_nothing(cast):
    row = make_draft(cast)
    assert save(row, cast.owner, **facts()).version == row.version


def test_mending_is_recorded_with_both_texts(cast):
    row = act(makers.submitted(cast), Action.RETURN, cast.beijiao)
    save(row, cast.owner, goal="封顶")
    event = AuditEvent.objects.order_by("-seq").first()
    assert (event.verb, event.summary) == ("declaration_save", f"补正{row.name}的申报：形象进度目标")
    assert event.changes == '{"形象进度目标":["完成主体工程","封顶"]}'


def test_two_who_save_one_version_meet(cast):
    row = make_draft(cast)
    save(row, cast.owner, goal="先")
    with pytest.raises(Conflict):
        save(row, cast.owner, goal="后")


def test_who_does_not_hold_it_is_refused(cast):
    row = make_draft(cast)
    other = make_user(role="owner", organisation=make_organisation())
    for person in (other, cast.beijiao, cast.officer):
        with pytest.raises(PermissionDenied):
            save(row, person, goal="x")
    act(row, Action.SUBMIT, cast.owner)
    row.refresh_from_db()
    with pytest.raises(Refused, match="申报现在是“待初审”，不能修改。"):
        save(row, cast.owner, goal="x")


def test_what_was_returned_is_the_applicants_to_mend(cast):
    row = act(makers.submitted(cast), Action.RETURN, cast.beijiao)
    assert save(row, cast.owner, goal="封顶").facts["goal"] == "封顶"
    with pytest.raises(PermissionDenied):
        save(row, cast.beijiao, goal="完工")


@pytest.mark.parametrize(
    ("values", "messages"),
    [
        ({"name": ""}, {"name": ["请填写项目名称。"]}),
        ({"uscc": "1", "annual_plan": Decimal(-1)}, {"uscc", "annual_plan"}),
        ({"annual_plan": Decimal("5000.0001")}, {"annual_plan": ["大于总投资。请核对单位或小数点。"]}),
        ({"done_before": Decimal(-1)}, {"done_before": ["金额不能小于 0。"]}),
        ({"goal": "长" * 301}, {"goal": ["形象进度目标最多 300 字。请缩短。"]}),
        (
            {"plan_finish": makers.Month(2027, 1)},
            {"plan_finish": ["计划竣工月早于计划开工的 2027年3月。请核对两个月份。"]},
        ),
        ({"end_month": makers.Month(2027, 1)}, {"end_month"}),
        ({"funds": [{"source": "own", "amount": Decimal(5001)}], "goal": "长" * 301}, {"funds", "goal"}),
        ({"field": "九大"}, {"field"}),
    ],
)
def test_what_cannot_be_true_is_refused_at_its_fact(cast, values, messages):
    found = refused(make_draft(cast), cast.owner, **values)
    assert (found if isinstance(messages, dict) else set(found)) == messages


def test_an_amount_without_a_total_is_not_judged_against_it(cast):
    row = save(make_draft(cast), cast.owner, total_investment=None, funds=[], annual_plan=Decimal(9999))
    assert row.facts["annual_plan"] == "9999"


def test_rows_that_say_nothing_are_left_out(cast):
    rows = [{"duty": "contact", "name": "", "phone": ""}, {"duty": "contact", "name": " 张三 ", "phone": ""}]
    row = save(make_draft(cast), cast.owner, contacts=rows, funds=[{"source": "own", "amount": None}])
    assert (row.facts["contacts"], row.facts["funds"]) == ([{"duty": "contact", "name": "张三", "phone": ""}], [])


def test_a_code_on_another_project_may_be_typed_and_is_said_when_it_is_sent(cast):
    make_project(project_code=CODE)
    row = save(make_draft(cast), cast.owner, project_code=CODE)
    with pytest.raises(Refused, match="项目代码已登记在另一个项目上。"):
        act(row, Action.SUBMIT, cast.owner)
