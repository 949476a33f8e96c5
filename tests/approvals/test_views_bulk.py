"""The pages of an act on several declarations."""

import pytest

from approvals.enums import Action, State
from approvals.forms import bulk as bulk_form
from approvals.models import Declaration
from tests.approvals import makers
from tests.factories import client_of

pytestmark = pytest.mark.django_db

PREVIEW, ACT = "/declarations/bulk/", "/declarations/bulk/act/"
DESK = "/declarations/vetting/"
FROM = f"http://testserver{DESK}"


@pytest.fixture(autouse=True)
def _in_the_window(time_machine):
    time_machine.move_to("2026-11-24 10:00+08:00")


@pytest.fixture
def two(cast) -> list[Declaration]:
    return [makers.reported(cast, name=name) for name in ("甲厂房项目", "乙仓储物流中心")]


def previewed(user, rows, action: str = "receive"):
    return client_of(user).post(f"{PREVIEW}?action={action}", {"pick": [row.pk for row in rows]})


def confirmed(user, rows, action: str = "receive", **more):
    data = {"action": action, "row": [f"{row.pk}-{row.version}" for row in rows]} | more
    return client_of(user).post(ACT, data, HTTP_REFERER=FROM)


def first_cells(rows) -> list[str]:
    return [row["cells"][0].text for row in rows]


def states(rows) -> list[str]:
    return [Declaration.objects.get(pk=row.pk).state for row in rows]


def said(response) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages]


def test_the_preview_parts_those_that_act_from_those_that_do_not(cast, two):
    makers.act(two[1], Action.RECEIVE, cast.officer)
    response = previewed(cast.officer, two)
    assert response.status_code == 200
    assert first_cells(response.context["acting"]) == ["甲厂房项目"]
    assert first_cells(response.context["left_out"]) == ["乙仓储物流中心"]
    assert response.context["hidden"] == [("action", "receive"), ("row", f"{two[0].pk}-{two[0].version}")]
    assert states(two) == [State.REPORTED, State.VERIFYING]


def test_when_none_can_act_there_is_nothing_to_confirm(cast, two):
    response = previewed(cast.officer, two, "shortlist")
    assert (response.context["acting"], 'action="/declarations/bulk/act/"' in response.content.decode()) == ([], False)


def test_rows_of_other_units_are_not_there(cast):
    row = makers.submitted(cast)
    response = previewed(cast.outsider, [row], "pass")
    assert (response.status_code, response.context["acting"], response.context["left_out"]) == (200, [], [])


def test_all_act_and_the_page_says_how_many(cast, two):
    response = confirmed(cast.officer, two)
    assert (response.status_code, response.url, said(response)) == (302, DESK, ["已开始核实 2 个项目。"])
    assert states(two) == [State.VERIFYING, State.VERIFYING]


def test_a_clerk_passes_several_and_comes_back_to_the_units_desk(cast):
    row = makers.checked(makers.submitted(cast), cast)
    response = confirmed(cast.beijiao, [row], "pass")
    assert (response.url, states([row])) == ("/declarations/screening/", [State.SCREENED])


def test_a_stale_row_is_named_and_nothing_is_done(cast, two):
    makers.act(Declaration.objects.get(pk=two[1].pk), Action.RECEIVE, cast.officer)
    response = confirmed(cast.officer, two)
    assert response.status_code == 409
    assert "“乙仓储物流中心”（LT-S-2027-0002）" in response.context["message"]
    assert states(two) == [State.REPORTED, State.VERIFYING]


def test_a_row_that_went_out_of_sight_is_a_conflict(cast):
    row = makers.checked(makers.submitted(cast), cast)
    makers.act(row, Action.RECALL, cast.owner)
    assert confirmed(cast.beijiao, [row], "pass").status_code == 409


def test_a_guard_shows_the_preview_again_with_the_reason(cast):
    row = makers.verifying(cast)
    response = confirmed(cast.officer, [row], "shortlist")
    assert (response.status_code, states([row])) == (422, [State.VERIFYING])
    assert response.context["error"].startswith(f"“{row.name}”（{row.number}）：还没有核实记录")


@pytest.mark.parametrize(
    ("user", "status"), [("office_head", 403), ("committee", 403), ("owner", 403), ("beijiao", 403)]
)
def test_the_wrong_role_does_nothing(cast, two, user, status):
    assert confirmed(getattr(cast, user), two).status_code == status
    assert states(two) == [State.REPORTED, State.REPORTED]


def test_the_unit_of_somebody_else_finds_nothing_to_act_on(cast):
    row = makers.checked(makers.submitted(cast), cast)
    assert confirmed(cast.outsider, [row], "pass").status_code == 409
    assert states([row]) == [State.SUBMITTED]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "请先勾选要办理的项目。"),
        ({"row": ["x-1"]}, "选择的内容已经失效。请回到列表重新选择。"),
        ({"row": ["1"]}, "选择的内容已经失效。请回到列表重新选择。"),
        ({"row": ["1-" + "9" * 19]}, "选择的内容已经失效。请回到列表重新选择。"),
        ({"row": ["1-1"], "action": "return"}, "这一项不能成批办理。请逐个办理。"),
        ({"row": ["1-1"], "action": ""}, "选择的内容已经失效。请回到列表重新选择。"),
    ],
)
def test_what_no_page_of_ours_sends_is_refused_in_words(cast, data, words):
    response = client_of(cast.officer).post(ACT, {"action": "receive"} | data, HTTP_REFERER=FROM)
    assert (response.status_code, response.url, said(response)) == (302, FROM, [words])


def test_nothing_chosen_leads_back_to_the_desk(cast):
    response = client_of(cast.officer).post(f"{PREVIEW}?action=receive", HTTP_REFERER=FROM)
    assert (response.url, said(response)) == (FROM, ["请先勾选要办理的项目。"])


def test_the_number_at_once_is_limited(cast, two, monkeypatch):
    monkeypatch.setattr(bulk_form, "LIMIT", 1)
    assert said(confirmed(cast.officer, two)) == ["一次最多办理 200 个项目。请分几次选择。"]


def test_sent_twice_it_is_done_once(cast, two):
    client = client_of(cast.officer)
    html = client.post(f"{PREVIEW}?action=receive", {"pick": [row.pk for row in two]}).content.decode()
    once = html.split('name="once" value="')[-1].split('"')[0]
    data = {"action": "receive", "row": [f"{row.pk}-{row.version}" for row in two], "once": once}
    assert [client.post(ACT, data).url for _ in range(2)] == [DESK, DESK]
    assert [row.version for row in Declaration.objects.order_by("pk")] == [row.version + 1 for row in two]
