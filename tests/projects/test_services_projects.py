"""Registering and changing the 主档."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from longting.audit.models import AuditEvent
from longting.audit.services import SYSTEM
from longting.common.errors import Conflict
from longting.common.periods import Month
from projects.models import NumberSeries, Project
from projects.services.projects import register_project, settle_doubts, write_facts
from tests.projects.makers import CODE, TODAY, USCC, change, facts, make_project, unit

pytestmark = pytest.mark.django_db


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("-seq").first()


def messages_of(caught) -> dict:
    return caught.value.message_dict


def test_numbers_of_a_year_follow_each_other_and_begin_anew_in_the_next():
    days = (TODAY, TODAY, date(2027, 1, 4))
    assert [make_project(today=day).number for day in days] == ["LT-2026-0001", "LT-2026-0002", "LT-2027-0001"]
    assert NumberSeries.objects.get(prefix="LT-2026-").last == 2


def test_a_project_is_stored_tidied_and_findable():
    project = make_project(
        name=" 世合节能系统门窗\n生产基地（杞县）项目 ", uscc=USCC.lower(), project_code=CODE.replace("-", "")
    )
    project.refresh_from_db()
    assert (project.name, project.uscc, project.project_code) == ("世合节能系统门窗生产基地(杞县)项目", USCC, CODE)
    assert project.name_key == "世合节能系统门窗生产基地杞县"
    assert project.name_tail == project.name_key[::-1]
    for word in ("门窗", "lt-2026-0001", "shjnxtmcscjd", CODE, CODE.replace("-", ""), USCC.lower()):
        assert word in project.search_text


def test_search_knows_the_initials_of_the_owner():
    project = make_project(owner_name="开封新城建设有限公司")
    assert "kfxcjsyxgs" in project.search_text


def test_search_text_fits_its_column():
    project = make_project(name="长" * 200, owner_name="公" * 100)
    assert len(project.search_text) == 600


def test_registering_is_recorded_with_what_was_said(cast):
    project = make_project(cast.officer, name="黄河路改造", total_investment=Decimal("8000"), fits_plan=False)
    event = last_event()
    assert (event.verb, event.project_id, event.actor_name) == ("project_register", str(project.pk), "吴经办")
    assert event.summary == f"登记项目黄河路改造（{project.number}），责任单位北郊乡人民政府"
    assert '"总投资":["—","8,000.00 万元"]' in event.changes
    assert '"符合区产业规划":["—","否"]' in event.changes


def test_demo_rows_are_marked():
    assert register_project(values=facts(), actor=SYSTEM, today=TODAY, is_demo=True).is_demo is True


def test_a_fact_that_does_not_exist_is_a_slip_of_the_caller():
    with pytest.raises(TypeError):
        make_project(score=1)


def test_a_refused_project_leaves_nothing_behind():
    with pytest.raises(ValidationError):
        make_project(uscc="1")
    assert (Project.objects.count(), NumberSeries.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"name": " \n"}, "name", "请填写项目名称。"),
        ({"name": "长" * 201}, "name", "项目名称最多 200 字，现在 201 字。请缩短。"),
        ({"content": "长" * 2001}, "content", "建设规模及主要内容最多 2000 字，现在 2001 字。请缩短。"),
        ({"responsible": None}, "responsible", "请选择责任单位。"),
        ({"uscc": "91410202MA9K8T32XD"}, "uscc", "统一社会信用代码校验不符，有一位写错。请对照营业执照逐位核对。"),
        (
            {"total_investment": Decimal("-0.0001")},
            "total_investment",
            "总投资不能小于 0 或超过上限。请核对单位是不是万元。",
        ),
        (
            {"total_investment": Decimal("1e308")},
            "total_investment",
            "总投资不能小于 0 或超过上限。请核对单位是不是万元。",
        ),
        ({"land_mu": Decimal(-1)}, "land_mu", "用地需求不能小于 0。"),
        ({"end_month": Month(2026, 2)}, "end_month", "建设终止早于起始的 2026年3月。请核对起止年月。"),
        ({"industry": "99"}, "industry", "行业代码“99”不在国民经济行业分类中。请从列表中选择。"),
        ({"town": "410203001"}, "town", "所在乡办不在本区区划中。请从列表中选择。"),
        (
            {"town": "410202001", "village": "410202002011"},
            "village",
            "所在村（社区）不属于所选乡办。请重新选择。",
        ),
        ({"village": "410202002011"}, "village", "所在村（社区）不属于所选乡办。请重新选择。"),
    ],
)
def test_each_wrong_fact_is_refused_at_its_field(values, field, message):
    with pytest.raises(ValidationError) as caught:
        make_project(**values)
    assert messages_of(caught) == {field: [message]}


def test_a_code_without_the_right_shape_is_refused_at_its_field():
    with pytest.raises(ValidationError) as caught:
        make_project(project_code="2309-1", former_code="abc")
    assert list(messages_of(caught)) == ["project_code", "former_code"]


def test_a_word_that_is_no_choice_is_refused():
    with pytest.raises(ValidationError) as caught:
        make_project(stage="done")
    assert list(messages_of(caught)) == ["stage"]


@pytest.mark.parametrize(
    ("started", "completed", "produced", "field"),
    [
        (date(2026, 5, 1), date(2026, 4, 30), None, "completed_on"),
        (None, date(2026, 5, 2), date(2026, 5, 1), "in_production_on"),
        (date(2026, 5, 1), None, date(2026, 4, 1), "in_production_on"),
    ],
)
def test_dates_follow_the_life_of_a_project(started, completed, produced, field):
    with pytest.raises(ValidationError) as caught:
        make_project(started_on=started, completed_on=completed, in_production_on=produced)
    assert list(messages_of(caught)) == [field]


def test_dates_in_their_order_are_accepted():
    day = date(2026, 5, 1)
    assert make_project(started_on=day, completed_on=day, in_production_on=day).completed_on == day


def test_a_field_of_another_year_is_refused_with_the_known_ones():
    with pytest.raises(ValidationError) as caught:
        make_project(field="九大领域")
    assert messages_of(caught)["field"][0].startswith("“九大领域”不在规则 2022-1 的领域表里。请从创新驱动能力提升、")


def test_a_field_of_the_rule_in_force_is_accepted():
    assert make_project(field="基础设施建设").field == "基础设施建设"


def test_without_a_rule_any_field_is_taken():
    assert make_project(field="民生", today=date(2020, 1, 1)).field == "民生"


def test_one_code_is_one_project():
    make_project(project_code=CODE)
    with pytest.raises(ValidationError) as caught:
        make_project(project_code=CODE)
    assert messages_of(caught) == {"project_code": ["这个项目代码已登记在另一个项目上。请核对代码，或到原项目上修改。"]}


def test_a_township_registers_for_itself_only(cast):
    with pytest.raises(ValidationError) as caught:
        make_project(cast.beijiao, responsible=unit("柳园口乡人民政府"))
    assert list(messages_of(caught)) == ["responsible"]
    assert make_project(cast.beijiao).responsible == unit()


def test_levels_are_the_offices_to_say(cast):
    with pytest.raises(ValidationError) as caught:
        make_project(cast.beijiao, is_province=True, is_major=True)
    assert list(messages_of(caught)) == ["is_province", "is_major"]
    assert make_project(cast.officer, is_province=True).is_province is True


def test_doubts_of_a_workbook_are_kept_until_the_fact_is_known():
    doubts = {"total_investment": "近百亿元", "period": "2026.1—2027.6", "annual_plan": "待定"}
    project = make_project(total_investment=None, start_month=None, end_month=None, pending=doubts)
    assert project.pending == doubts
    project = change(project, values={"total_investment": Decimal(900000), "end_month": Month(2027, 6)})
    assert project.pending == {"annual_plan": "待定"}
    assert (
        '"待核实":["总投资“近百亿元”；建设起止年限“2026.1—2027.6”；计划投资“待定”","计划投资“待定”"]'
        in last_event().changes
    )


def test_a_doubt_about_a_known_fact_is_no_doubt():
    assert make_project(pending={"total_investment": "约五千万"}).pending == {}


def test_a_change_is_written_once_with_both_values_and_the_reason(cast):
    project = make_project(total_investment=Decimal(5000), stage="new")
    changed = change(project, actor=cast.officer, values={"total_investment": Decimal("6000.5"), "stage": "continued"})
    event = last_event()
    assert (changed.version, event.verb, event.reason) == (2, "project_change", "核对备案证")
    assert event.changes == '{"总投资":["5,000.00 万元","6,000.50 万元"],"阶段":["新开工","续建"]}'
    assert event.summary == f"修改项目{project.name}的阶段、总投资"
    project.refresh_from_db()
    assert (project.total_investment, project.version) == (Decimal("6000.5"), 2)


def test_the_same_again_writes_nothing():
    project = make_project(people=[{"part": "leader", "name": "陈区长"}])
    events = AuditEvent.objects.count()
    same = {"values": {"name": project.name, "total_investment": project.total_investment}, "contacts": [], "funds": []}
    unchanged = change(project, people=[{"part": "leader", "name": "陈区长"}], reason="", **same)
    assert (unchanged.version, AuditEvent.objects.count()) == (1, events)


def test_a_change_needs_a_reason():
    project = make_project()
    with pytest.raises(ValidationError) as caught:
        change(project, values={"remark": "新"}, reason=" ")
    assert messages_of(caught) == {"reason": ["请写明修改理由，审计记录和项目的修改记录里会显示。"]}
    project.refresh_from_db()
    assert (project.remark, project.version) == ("", 1)


def test_the_second_of_two_officers_is_told_and_overwrites_nothing(cast):
    project = make_project()
    change(project, actor=cast.officer, values={"remark": "先"})
    with pytest.raises(Conflict):
        change(project, values={"remark": "后"}, version=1)
    project.refresh_from_db()
    assert project.remark == "先"


def test_a_row_changed_between_reading_and_writing_is_a_conflict():
    project = make_project()
    Project.objects.filter(pk=project.pk).update(version=2, remark="先")
    project.remark = "后"
    with pytest.raises(Conflict):
        write_facts(project, ["remark"], version=1)
    project.refresh_from_db()
    assert project.remark == "先"


def test_renaming_makes_the_search_keys_anew():
    project = change(make_project(name="旧名字厂房"), values={"name": "新名字厂房"})
    project.refresh_from_db()
    assert (project.name_key, project.name_tail) == ("新名字厂房", "房厂字名新")
    assert "xmzcf" in project.search_text


def test_a_code_may_stay_on_its_own_project():
    project = make_project(project_code=CODE)
    assert change(project, values={"project_code": CODE, "remark": "核对"}).version == 2


def test_a_clerk_may_change_facts_of_a_project_the_office_raised(cast):
    project = make_project(is_city=True)
    changed = change(project, actor=cast.beijiao, values={"is_city": True, "remark": "补充"})
    assert (changed.is_city, changed.remark) == (True, "补充")


def test_a_doubt_settled_on_the_list_entry_disappears(cast):
    project = make_project(pending={"annual_plan": "待定", "goal": "不详"})
    settled = settle_doubts(project, keys=["annual_plan"], reason="名单已填", actor=cast.officer)
    assert (settled.pending, settled.version) == ({"goal": "不详"}, 2)
    assert last_event().summary == f"核实项目{project.name}的计划投资"


def test_settling_what_is_no_doubt_writes_nothing(cast):
    project = make_project()
    settled = settle_doubts(project, keys=["annual_plan"], reason="名单已填", actor=cast.officer)
    assert (settled.version, AuditEvent.objects.count()) == (1, 1)
