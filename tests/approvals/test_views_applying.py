"""The applicant in the browser: beginning an application and filling it in."""

from datetime import date
from decimal import Decimal

import pytest

from approvals.enums import Action, State
from approvals.models import Declaration
from approvals.services.windows import set_window
from longting.audit.models import AuditEvent
from longting.audit.services.once import new_token
from longting.documents.models import FormDraft
from projects.models import Project, RuleSet
from tests.approvals import makers
from tests.approvals.typed import begun, edit, sent, shown_again, words
from tests.factories import client_of, make_organisation, make_user, organisation
from tests.projects.makers import make_project, unit

pytestmark = pytest.mark.django_db

NEW = "/declarations/new/"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(f"{makers.TODAY}T02:00:00+00:00")


def test_a_company_begins_for_a_new_project_and_names_the_unit_that_screens(cast):
    response = client_of(cast.owner).post(NEW, begun(), follow=True)
    row = Declaration.objects.get()
    assert response.redirect_chain == [(edit(row), 302)]
    assert words(response) == [f"已起草{row.name}的申报，编号 {row.number}。填写后提交北郊乡人民政府初审。"]
    company = cast.owner.post.organisation
    assert (row.unit, row.applicant, row.project.owner, row.year) == (unit(), company, company, 2027)


def test_a_company_may_name_a_bureau(cast):
    bureau = organisation("区住房和城乡建设局")
    client_of(cast.owner).post(NEW, begun(unit=bureau.pk))
    assert Declaration.objects.get().unit == bureau


def test_a_bureau_applies_directly_and_only_for_itself(cast):
    client = client_of(cast.zhujian)
    form = client.get(NEW).context["form"]
    bureau = organisation("区住房和城乡建设局")
    assert ([*form.fields["unit"].queryset], form.initial["unit"]) == ([bureau], bureau.pk)
    assert shown_again(client.post(NEW, begun())) == {"unit": ["初审单位不在可选范围内。请从列表中选择。"]}
    client.post(NEW, begun(unit=bureau.pk))
    assert Declaration.objects.values_list("unit", "applicant").get() == (bureau.pk, bureau.pk)


def test_an_own_project_brings_its_facts(cast):
    project = make_project(total_investment=Decimal(7000), owner=cast.owner.post.organisation)
    client = client_of(cast.owner)
    form = client.get(f"{NEW}?project={project.public_id}").context["form"]
    assert form.initial["project"] == project.pk
    response = client.post(NEW, begun(name="", unit="", project=project.pk), follow=True)
    assert response.context["form"]["total_investment"].value() == "7000"
    assert Project.objects.count() == 1


@pytest.mark.parametrize("wanted", ["7", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_link_to_no_own_project_chooses_none(cast, wanted):
    assert "project" not in client_of(cast.owner).get(f"{NEW}?project={wanted}").context["form"].initial


def test_projects_of_others_and_those_applied_for_or_listed_are_no_choice(cast):
    mine = make_project(name="本单位项目", owner=cast.owner.post.organisation)
    make_project(name="别人的项目")
    client = client_of(cast.owner)
    assert [*client.get(NEW).context["form"].fields["project"].queryset] == [mine]
    client.post(NEW, begun(name="", project=mine.pk))
    assert [*client.get(NEW).context["form"].fields["project"].queryset] == []
    response = client.post(NEW, begun(name="", project=mine.pk))
    assert shown_again(response) == {"project": ["这个项目不在可选范围内：不属于本单位，或这一批已经申报。"]}


def test_a_project_for_any_list_that_is_offered_is_a_choice_and_the_service_says_for_which(cast):
    set_window(2027, 2, opens_on=date(2026, 11, 1), closes_on=date(2026, 12, 1), actor=cast.officer)
    mine = make_project(name="本单位项目", owner=cast.owner.post.organisation)
    client = client_of(cast.owner)
    client.post(NEW, begun(name="", project=mine.pk))
    assert [*client.get(NEW).context["form"].fields["project"].queryset] == [mine]
    refused = shown_again(client.post(NEW, begun(name="", project=mine.pk)))
    assert "本单位项目的2027年度第 1 批申报已经有了" in "".join(refused["__all__"])
    client.post(NEW, begun(name="", project=mine.pk, target="2027-2"))
    assert [row.batch for row in Declaration.objects.order_by("batch")] == [1, 2]


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"name": ""}, "name", "选择一个已有项目，或填写新项目的名称。"),
        ({"name": "长" * 201}, "name", "新项目名称最多 200 字。请缩短。"),
        ({"unit": ""}, "unit", "请选择初审单位：项目所在乡办，或行业主管的区直单位。"),
        ({"unit": "999999"}, "unit", "初审单位不在可选范围内。请从列表中选择。"),
        ({"target": "2020-1"}, "target", "这一批现在不能起草申报。请从列表中选择。"),
        ({"target": ""}, "target", "请选择申报批次。"),
    ],
)
def test_bad_input_is_refused_at_its_field(cast, values, field, message):
    assert shown_again(client_of(cast.owner).post(NEW, begun(**values))) == {field: [message]}
    assert Declaration.objects.count() == Project.objects.count() == 0


def test_a_name_beside_a_chosen_project_is_refused(cast):
    project = make_project(owner=cast.owner.post.organisation)
    response = client_of(cast.owner).post(NEW, begun(project=project.pk))
    assert shown_again(response) == {"name": ["已经选了已有项目。新项目名称留空，或改为不选已有项目。"]}


def test_near_projects_are_shown_first_and_beginning_anyway_is_said(cast):
    make_project(name="龙亭区测试装备制造基地")
    client = client_of(cast.owner)
    response = client.post(NEW, begun())
    assert (response.status_code, response.context["near"]["any"], Declaration.objects.count()) == (422, True, 0)
    client.post(NEW, begun(checked_near="on"))
    reasons = AuditEvent.objects.filter(verb="project_register").order_by("seq")
    assert reasons.last().reason == "起草重点项目申报；已提示相近项目，起草人核对后确认不是同一个项目。"


def test_a_double_click_begins_once(cast):
    client, token = client_of(cast.owner), new_token()
    first, second = (client.post(NEW, begun(once=token)) for _ in range(2))
    assert (first.url, Declaration.objects.count()) == (second.url, 1)


@pytest.mark.parametrize("person", ["beijiao_head", "officer", "committee", "auditor", "leader", "admin"])
def test_who_may_not_apply_is_refused(cast, person):
    client = client_of(getattr(cast, person))
    assert (client.get(NEW).status_code, client.post(NEW, begun()).status_code) == (403, 403)


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2026-10-31", "2027年度第 1 批申报 2026年11月1日开放，现在可以填写、保存，还不能提交。"),
        ("2026-11-01", ""),
        ("2026-12-30", ""),
        ("2026-12-31", "2027年度第 1 批申报已于 2026年12月30日截止，不能再提交。可以继续填写，留待下一批。"),
    ],
)
def test_the_window_is_told_before_one_begins(cast, time_machine, day, message):
    time_machine.move_to(f"{day}T02:00:00+00:00")
    client = client_of(cast.owner)
    assert client.get(NEW).context["window"] == message
    assert client.post(NEW, begun()).status_code == 302


def test_every_list_that_has_not_closed_may_be_chosen(cast):
    set_window(2027, 2, opens_on=makers.TODAY, closes_on=makers.TODAY, actor=cast.office_head)
    form = client_of(cast.owner).get(NEW).context["form"]
    assert [value for value, _ in form.fields["target"].choices] == ["2027-1", "2027-2"]


def test_what_is_typed_is_saved_complete_or_not(cast):
    row = makers.make_draft(cast)
    response = client_of(cast.owner).post(edit(row), sent(row, goal="", total_investment="1.2亿元"), follow=True)
    row.refresh_from_db()
    assert (response.redirect_chain, row.facts["goal"], row.facts["total_investment"]) == (
        [(edit(row), 302)],
        "",
        "12000",
    )
    assert words(response) == ["已保存。申报资格：符合。提交前还缺 1 项，各部分已标出。"]


def test_a_complete_one_is_led_to_the_page_that_sends_it(cast):
    row = makers.make_draft(cast)
    client = client_of(cast.owner)
    response = client.post(edit(row), sent(row, then="submit"), follow=True)
    assert response.redirect_chain == [(f"/declarations/{row.public_id}/submit/", 302)]
    assert words(client.post(edit(row), sent(row), follow=True)) == ["已保存。申报资格：符合。内容已齐，可以核对提交。"]


def test_opening_and_saving_unchanged_writes_nothing(cast):
    row = makers.make_draft(cast, town="410202001", village="410202001009", land_mu=Decimal("12.50"))
    before = (row.version, row.facts)
    client_of(cast.owner).post(edit(row), sent(row))
    row.refresh_from_db()
    assert (row.version, row.facts) == before


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"total_investment": "近百亿元"}, "total_investment"),
        ({"fund_own": "5000.0001"}, "total_investment"),
        ({"annual_plan": "6000"}, "annual_plan"),
        ({"done_before": "-1"}, "done_before"),
        ({"goal": "长" * 301}, "goal"),
        ({"end_month": "2026-01"}, "end_month"),
        ({"plan_finish": "2026-01"}, "plan_finish"),
        ({"uscc": "1"}, "uscc"),
        ({"field": "九大"}, "field"),
        ({"place": "410203001"}, "place"),
        ({"contact_2_name": "张三"}, "contact_2_duty"),
        ({"version": ""}, "version"),
        ({"version": "x"}, "version"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_kept(cast, values, field):
    row = makers.make_draft(cast)
    response = client_of(cast.owner).post(edit(row), sent(row, **values))
    assert list(shown_again(response)) == [field]
    name, value = next(iter(values.items()))
    assert response.context["form"][name].value() == value
    row.refresh_from_db()
    assert row.facts["goal"] == "完成主体工程"


def test_what_is_no_input_is_not_read(cast):
    row = makers.make_draft(cast)
    client_of(cast.owner).post(edit(row), sent(row, goal="新", number="X", state="issued", limb="二", unit="1"))
    fresh = Declaration.objects.get()
    assert (fresh.number, fresh.state, fresh.limb, fresh.unit_id) == (row.number, State.DRAFT, "", row.unit_id)


def test_typing_is_kept_as_a_draft_until_it_is_saved(cast):
    row, client = makers.make_draft(cast), client_of(cast.owner)
    client.post(f"/files/drafts/declaration/{row.public_id}/save/", sent(row, content="没写完", contact_9_name="丁"))
    page = client.get(edit(row)).context
    assert (page["form"]["content"].value(), page["form"]["contact_9_name"].value()) == ("没写完", "丁")
    assert page["draft_at"] is not None
    client.post(edit(row), sent(row))
    assert (FormDraft.objects.count(), client.get(edit(row)).context["draft_at"]) == (0, None)


def test_a_double_click_saves_once(cast):
    row, client = makers.make_draft(cast), client_of(cast.owner)
    typed = sent(row, goal="新", once=new_token())
    first, second = (client.post(edit(row), typed) for _ in range(2))
    assert (first.status_code, second.url, Declaration.objects.get().version) == (302, first.url, row.version + 1)


def test_an_applicant_of_another_company_sees_nothing(cast):
    row = makers.make_draft(cast)
    other = make_user(role="owner", organisation=make_organisation())
    for person in (other, cast.outsider, cast.beijiao):  # a draft is nobody's business but the applicant's
        assert client_of(person).get(edit(row)).status_code == 404
        assert client_of(person).post(edit(row), sent(row)).status_code == 404


def test_a_unit_never_writes_what_its_applicant_declares(cast):
    row = makers.submitted(cast)
    assert client_of(cast.beijiao).get(edit(row)).status_code == 403
    makers.act(row, Action.RETURN, cast.beijiao)
    assert client_of(cast.beijiao).get(edit(row)).status_code == 403


def test_without_a_rule_the_form_still_opens_and_saves(cast):
    row = makers.make_draft(cast)
    RuleSet.objects.all().delete()
    client = client_of(cast.owner)
    assert client.get(edit(row)).context["card"] is None
    response = client.post(edit(row), sent(row, goal="新"), follow=True)
    assert words(response) == ["已保存。内容已齐，可以核对提交。"]
