"""The committee's page and the acts on the list: who sees, who may, what is said when it is refused."""

import pytest
from django.urls import reverse

from approvals.enums import Action, ListAction, ResolutionKind
from approvals.models import Declaration, Resolution
from projects.enums import EntryDecision, ListState
from projects.models import ListEntry
from projects.services.lists import put_entry
from tests.approvals import makers
from tests.factories import client_of
from tests.projects.makers import make_project

PLACE = [makers.YEAR, 1]
OTHER = {"name": "北郊乡装配式建筑构件厂", "address": "北郊乡辛堤头村", "owner_name": "开封另一家公司"}


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(makers.NOW)


def url(name, args=None):
    return reverse(f"approvals:{name}", args=PLACE if args is None else args)


def get(user, name="draft-detail", args=None):
    return client_of(user).get(url(name, args))


def post(user, name, args=None, **sent):
    return client_of(user).post(url(name, args), {"version": makers.the_list().version} | sent, follow=True)


def acts(user) -> list[tuple[str, bool]]:
    """(label, blocked) of the buttons on the page."""
    return [(act["label"], bool(act.get("blocked"))) for act in get(user).context["acts"]]


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("office_head", 200), ("committee", 200), ("leader", 200), ("auditor", 200),
     ("beijiao", 403), ("outsider", 403), ("owner", 403), ("admin", 403)],
)  # fmt: skip
def test_the_draft_is_seen_by_those_who_see_all(cast, who, status):
    makers.before_committee(cast)
    assert get(getattr(cast, who)).status_code == status


@pytest.mark.parametrize("name", ["draft-detail", "list-submit", "list-return", "list-issue", "resolution-committee"])
def test_a_list_that_does_not_exist_is_not_found(cast, name):
    person = {"list-submit": cast.office_head, "list-issue": cast.office_head}.get(name, cast.committee)
    assert get(person, name, [2031, 1]).status_code == 404


@pytest.mark.parametrize(
    ("maker", "who", "expected"),
    [
        ("shortlisted", "office_head", [("上报委员会", False)]),
        ("shortlisted", "committee", []),
        ("before_committee", "committee", [("其余 1 个全部同意", False), ("登记委员会审定", False), ("退回重拟", False),
                                           ("整体审定", True)]),
        ("endorsed", "committee", [("登记区委区政府批准", False), ("重新审定", False), ("确认批准", True)]),
        ("approved", "office_head", [("印发名单", False)]),
        ("approved", "officer", []),
        ("issued", "office_head", []),
    ],
)  # fmt: skip
def test_each_sees_the_acts_that_are_his_and_why_one_is_blocked(cast, maker, who, expected):
    getattr(makers, maker)(cast)
    assert sorted(acts(getattr(cast, who))) == sorted(expected)


def test_the_page_tells_where_an_entry_comes_from_and_who_has_the_list(cast):
    row = makers.before_committee(cast)
    answer = get(cast.committee)
    assert f"申报 {row.number} 第 1 版" in answer.text
    assert "示范建设申请，北郊乡初审上报；第八条情形一，规则 2022-1；核实：属实" in answer.text
    assert answer.context["holder"] == "委员会，11月24日起，已 0 个工作日"
    assert [stage["now"] for stage in answer.context["stages"]] == [False, False, True, False, False]


def test_an_entry_of_a_workbook_and_one_without_a_field_are_told(cast):
    makers.shortlisted(cast)
    project = make_project(field="")
    put_entry(makers.the_list(), project, values={}, actor=cast.officer)
    page = get(cast.officer)
    assert [group["name"] for group in page.context["groups"]] == ["产业转型发展", "没有填写领域"]
    assert ("名单导入或办公室列入" in page.text, "未填阶段" in page.text) == (True, True)


def test_an_empty_draft_says_so(cast):
    row = makers.shortlisted(cast)
    makers.act(row, Action.REMOVE, cast.officer)
    assert "名单里还没有项目" in get(cast.officer).text


@pytest.mark.parametrize("state", ["shortlisted", "issued"])
def test_more_entries_ask_no_more_queries(cast, django_assert_max_num_queries, state, django_assert_num_queries):
    getattr(makers, state)(cast)
    client = client_of(cast.auditor)
    client.get(url("draft-detail"))
    with django_assert_max_num_queries(60) as first:
        client.get(url("draft-detail"))
    for number in range(2):
        project, row = make_project(), makers.the_list()
        ListEntry.objects.create(annual_list=row, project=project, serial=7 + number, updated_at=row.updated_at)
    with django_assert_num_queries(len(first)):
        client.get(url("draft-detail"))


@pytest.mark.parametrize(
    ("maker", "name", "who", "sent", "state"),
    [
        ("shortlisted", "list-submit", "office_head", {}, ListState.SUBMITTED),
        ("before_committee", "list-return", "committee", {"comment": "补充项目"}, ListState.DRAFTING),
        ("endorsed", "list-reopen", "committee", {"comment": "漏了意见"}, ListState.SUBMITTED),
        ("approved", "list-issue", "office_head", {"number": makers.NUMBER, "issued_on": "2026-11-24"},
         ListState.ISSUED),
    ],
)  # fmt: skip
def test_an_act_is_asked_first_then_done(cast, maker, name, who, sent, state):
    getattr(makers, maker)(cast)
    asked = get(getattr(cast, who), name)
    assert (asked.status_code, asked.context["blocked"]) == (200, "")
    answer = post(getattr(cast, who), name, **sent)
    assert (answer.redirect_chain, makers.the_list().state) == ([(url("draft-detail"), 302)], state)


@pytest.mark.parametrize("name", ["list-submit", "list-issue"])
@pytest.mark.parametrize("who", ["officer", "committee", "beijiao", "auditor"])
def test_a_wrong_role_is_refused(cast, name, who):
    makers.shortlisted(cast)
    assert post(getattr(cast, who), name).status_code == 403
    assert makers.the_list().state == ListState.DRAFTING


@pytest.mark.parametrize(
    ("maker", "name", "who", "sent", "field", "words"),
    [
        ("before_committee", "list-return", "committee", {"comment": ""}, "comment", "退回重拟需要写明理由"),
        ("approved", "list-issue", "office_head", {"number": "", "issued_on": "2026-11-24"}, "number", "印发文号"),
        ("approved", "list-issue", "office_head", {"number": "x", "issued_on": "11月"}, "issued_on", "2026-11-02"),
        ("before_committee", "list-endorse", "committee", {}, "__all__", "还有 1 个项目没有逐项决定"),
        ("before_committee", "list-submit", "office_head", {}, "__all__", "现在是“已上报”"),
        ("before_committee", "resolution-committee", "committee", {"decided_on": ""}, "decided_on", "请填写会议"),
        ("endorsed", "resolution-district", "committee", {"decided_on": "2026-11-24"}, "number", "文号或会议纪要号"),
    ],
)  # fmt: skip
def test_bad_input_is_answered_at_its_field(cast, maker, name, who, sent, field, words):
    getattr(makers, maker)(cast)
    answer = post(getattr(cast, who), name, **sent)
    assert answer.status_code == 422
    assert words in "".join(answer.context["form"].errors[field])


@pytest.mark.parametrize("name", ["list-submit", "list-keep-rest", "resolution-committee"])
def test_a_stale_page_is_a_conflict(cast, name):
    makers.before_committee(cast)
    person = cast.office_head if name == "list-submit" else cast.committee
    answer = post(person, name, version=1, decided_on="2026-11-24")
    assert answer.status_code == 409


def test_an_act_that_cannot_be_done_says_why_before(cast):
    makers.before_committee(cast)
    asked = get(cast.committee, "list-endorse")
    assert "现在不能办理。" in asked.text and "没有逐项决定" in asked.context["blocked"]


def test_the_rest_is_kept_with_one_press(cast):
    makers.before_committee(cast)
    assert "其余 1 个项目已全部同意列入。" in post(cast.committee, "list-keep-rest").text
    assert ListEntry.objects.get().decision == EntryDecision.KEPT
    assert post(cast.committee, "list-keep-rest", version="x").status_code == 400


def test_a_resolution_is_recorded_and_its_scan_asked_for(cast):
    makers.before_committee(cast)
    answer = post(cast.committee, "resolution-committee", decided_on="2026-11-23", note="原则同意")
    found = Resolution.objects.get()
    assert (found.kind, f"{found.decided_on}", found.note) == (ResolutionKind.COMMITTEE, "2026-11-23", "原则同意")
    upload = reverse("documents:attachment-upload", args=["resolution", found.pk, "minutes"])
    assert (upload in answer.text, upload in get(cast.auditor).text) == (True, False)
    assert "已经登记过" in get(cast.committee, "resolution-committee").text


def test_the_whole_way_from_draft_to_issue_by_the_pages(cast):
    makers.shortlisted(cast)
    post(cast.office_head, "list-submit")
    post(cast.committee, "list-keep-rest")
    post(cast.committee, "resolution-committee", decided_on="2026-11-24")
    post(cast.committee, "list-endorse")
    post(cast.committee, "resolution-district", number="龙文〔2026〕45号", decided_on="2026-11-24")
    found = Resolution.objects.get(kind=ResolutionKind.DISTRICT)
    makers.attach(makers.resolution_subject(cast.committee, str(found.pk)), "resolution", "scan", cast.committee)
    post(cast.committee, "list-approve")
    assert makers.the_list().state == ListState.APPROVED
    post(cast.office_head, "list-issue", number=makers.NUMBER, issued_on="2026-11-24")
    assert "查看印发件" in get(cast.officer).text
    assert ListAction.ISSUE.label in get(cast.officer).context["log"][0]["text"]


def test_who_put_the_entries_on_the_list_drafted_it(cast):
    makers.before_committee(cast)
    page = get(cast.committee)
    done = [[line["text"] for line in stage["lines"]] for stage in page.context["stages"][:2]]
    assert done == [["已完成　11月24日", cast.officer.name], ["已完成　11月24日", cast.office_head.name]]


def test_a_list_without_declarations_was_drafted_by_nobody_named(cast):
    row = makers.before_committee(cast)
    Declaration.objects.filter(pk=row.pk).update(entry=None)
    assert get(cast.committee).context["stages"][0]["lines"][1]["text"] == "名单导入或办公室列入"
