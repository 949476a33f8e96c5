"""Two people change one 主档 at the same time: nobody overwrites anybody, nothing typed is lost."""

from decimal import Decimal

import pytest

from projects.models import Project
from tests.factories import client_of
from tests.projects.makers import change, make_project, unit

pytestmark = pytest.mark.django_db


def typed(project, **values) -> dict:
    """The form of `project` as it stood at version 1, with what was typed into it."""
    usual = {
        "name": project.name,
        "responsible": unit().pk,
        "total_investment": "5000",
        "fits_plan": "yes",
        "start_month": "2026-03",
        "end_month": "2028-12",
        "version": 1,
        "reason": "核对原件",
    }
    return usual | values


def send(user, project, **values):
    return client_of(user).post(f"/projects/{project.public_id}/edit/", typed(project, **values))


def go_on(user, project, response):
    """Press 带着我填的内容继续修改 on the page of the conflict."""
    pairs: dict[str, list] = {}
    for name, value in response.context["pairs"]:
        pairs.setdefault(name, []).append(value)
    return client_of(user).post(f"/projects/{project.public_id}/edit/", pairs | {"review": "on"})


def test_the_second_is_shown_what_the_first_changed_and_what_was_typed(cast):
    project = make_project(address="旧地址")
    change(project, actor=cast.beijiao, values={"remark": "先写的", "content": "厂房"}, reason="补充")
    response = send(cast.officer, project, address="新地址", remark="后写的")
    assert (response.status_code, response.context["who"]) == (409, "李北郊")
    assert response.context["theirs"] == [
        {"label": "建设规模及主要内容", "old": "", "new": "厂房"},
        {"label": "备注", "old": "", "new": "先写的"},
    ]
    assert response.context["mine"] == [
        {"label": "建设地点", "now": "旧地址", "typed": "新地址"},
        {"label": "备注", "now": "先写的", "typed": "后写的"},
    ]
    project.refresh_from_db()
    assert (project.remark, project.address) == ("先写的", "旧地址")


def test_line_ends_of_a_browser_are_no_difference(cast):
    project = make_project(content="厂房\n宿舍")
    change(project, actor=cast.beijiao, values={"remark": "先写的"})
    response = send(cast.officer, project, content="厂房\r\n宿舍\r\n", remark="先写的")
    assert response.context["mine"] == []


def test_several_changes_are_told_as_one(cast):
    project = make_project()
    once = change(project, actor=cast.beijiao, values={"remark": "一"})
    change(once, actor=cast.zhujian, values={"remark": "二"})
    response = send(cast.officer, project, address="新地址")
    assert response.context["theirs"] == [{"label": "备注", "old": "", "new": "二"}]
    assert response.context["who"] == "赵住建、李北郊"


def test_going_on_keeps_both_and_saves(cast):
    project = make_project(address="旧地址", is_livelihood=True)
    change(project, actor=cast.beijiao, values={"content": "厂房", "end_month": None, "is_livelihood": False})
    response = send(cast.officer, project, address="新地址", is_livelihood="on")
    again = go_on(cast.officer, project, response)
    form = again.context["form"]
    assert (again.status_code, form["address"].value(), form["content"].value()) == (200, "新地址", "厂房")
    assert (form["version"].value(), bool(form["is_livelihood"].value()), Project.objects.get().version) == (
        "2", False, 2,
    )  # fmt: skip
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, False, "")}
    assert client_of(cast.officer).post(again.wsgi_request.path, sent).status_code == 302
    saved = Project.objects.get()
    assert (saved.address, saved.content, saved.end_month, saved.is_livelihood, saved.version) == (
        "新地址", "厂房", None, False, 3,
    )  # fmt: skip


def test_money_and_people_the_first_changed_stand_when_going_on(cast):
    project = make_project()
    change(
        project,
        actor=cast.beijiao,
        funds=[{"source": "own", "amount": Decimal(3000)}],
        people=[{"part": "service_officer", "name": "褚首席"}],
    )
    response = send(cast.officer, project, fund_own="1", service_officer_name="别人", members="王五")
    form = go_on(cast.officer, project, response).context["form"]
    assert (form["fund_own"].value(), form["service_officer_name"].value(), form["members"].value()) == (
        "3000", "褚首席", "王五",
    )  # fmt: skip


def test_a_place_changed_by_the_first_only_stands(cast):
    project = make_project()
    change(project, actor=cast.beijiao, values={"town": "410202001", "village": "410202001009", "is_city": False})
    form = go_on(cast.officer, project, send(cast.officer, project)).context["form"]
    assert form["place"].value() == "410202001009"


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 30])
def test_without_a_version_nothing_is_written(cast, version):
    project = make_project()
    response = send(cast.officer, project, version=version, remark="新")
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["version"])


def test_a_double_click_on_a_change_is_one_change(cast):
    project = make_project()
    client, token = client_of(cast.officer), "0" * 32
    sent = typed(project, remark="新", once=token)
    first, second = (client.post(f"/projects/{project.public_id}/edit/", sent) for _ in range(2))
    assert (first.status_code, second.url, Project.objects.get().version) == (302, first.url, 2)
