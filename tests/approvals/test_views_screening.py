"""The unit's desk and the checklist of one declaration."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from approvals.checklist import SCREENING
from approvals.enums import Action, BatchAction
from approvals.pages.screening import PICK
from approvals.services.batches import move_batch
from tests.approvals import makers
from tests.factories import client_of

pytestmark = pytest.mark.django_db
DESK = "/declarations/screening/"
DESK_QUERIES = 15


@pytest.fixture(autouse=True)
def _within_the_window(time_machine):
    time_machine.move_to(makers.NOW)


def url(row) -> str:
    return reverse("approvals:declaration-screen", args=[row.public_id])


def answers(**changed) -> dict[str, str]:
    """A full checklist as the form sends it."""
    usual = {f"answer_{item.key}": "yes" for item in SCREENING}
    return usual | {"note": "同意上报"} | changed


def send(user, row, **sent):
    row.refresh_from_db()
    return client_of(user).post(url(row), {"version": row.version} | sent)


def texts(block, key: str = "name") -> list[str]:
    """What stands in one column of a block."""
    place = [heading.key for heading in block["head"][0]].index(key)
    return [row["cells"][place].text for row in block["rows"]]


def desk(user) -> dict:
    response = client_of(user).get(DESK)
    assert response.status_code == 200
    return response.context


def said(response) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages]


def test_what_waits_longest_stands_first_with_its_light(cast, time_machine):
    makers.submitted(cast, name="先来的项目")
    time_machine.move_to(datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
    makers.submitted(cast, name="后来的项目")
    time_machine.move_to(datetime(2026, 12, 2, 2, 0, tzinfo=UTC))
    waiting = desk(cast.beijiao)["waiting"]
    assert texts(waiting) == ["先来的项目", "后来的项目"]
    assert texts(waiting, "wait") == ["严重 6 / 5 个工作日", "正常 2 / 5 个工作日"]


def test_near_the_limit_the_light_is_yellow(cast, time_machine):
    makers.submitted(cast)
    time_machine.move_to(datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
    assert texts(desk(cast.beijiao)["waiting"], "wait") == ["预警 4 / 5 个工作日"]


def test_the_checklist_shows_how_far_it_is(cast):
    kinds = {"没动的": {}, "一半的": {"real": "yes"}, "有问题的": {"real": "no"}}
    for name, given in kinds.items():
        row = makers.submitted(cast, name=name)
        sent = {f"answer_{key}": value for key, value in given.items()}
        if sent:
            send(cast.beijiao, row, **sent, note_real="没有备案")
    makers.checked(makers.submitted(cast, name="填齐的"), cast)
    waiting = desk(cast.beijiao)["waiting"]
    marks = dict(zip(texts(waiting), texts(waiting, "checklist"), strict=True))
    assert marks == {"没动的": "未填", "一半的": "还差 8 项", "有问题的": "不符合 1 项", "填齐的": "已填齐"}


def test_the_boxes_lead_to_the_preview_of_passing(cast):
    makers.submitted(cast)
    waiting = desk(cast.beijiao)["waiting"]
    assert (waiting["pick"], waiting["acts"][0]["url"]) == (PICK, "/declarations/bulk/?action=pass")
    preview = client_of(cast.beijiao).post(waiting["acts"][0]["url"], {"pick": [row["pk"] for row in waiting["rows"]]})
    assert preview.status_code == 200


def test_the_head_sees_the_desk_without_boxes(cast):
    row = makers.submitted(cast)
    makers.screened(cast, name="通过的")
    page = desk(cast.beijiao_head)
    assert (page["waiting"]["pick"], page["passed"][0]["act"]) == ("", None)
    detail = reverse("approvals:declaration-detail", args=[row.public_id])
    assert page["waiting"]["rows"][0]["cells"][0].url == f"{detail}?desk=screening"


def test_what_is_out_says_who_sent_it_back_and_why(cast):
    makers.act(makers.submitted(cast), Action.RETURN, cast.beijiao, comment="补用地材料")
    out = desk(cast.beijiao)["out"]
    assert (texts(out, "by"), texts(out, "note"), texts(out, "days")) == (
        ["北郊乡人民政府 李北郊"], ["补用地材料"], ["0"],
    )  # fmt: skip


def test_what_is_passed_offers_to_be_put_together(cast):
    row = makers.screened(cast)
    block = desk(cast.beijiao)["passed"][0]
    assert block["act"]["hint"] == "把还没有列入的 1 个项目编成新的一次上报，再排次序、送审签"
    client = client_of(cast.beijiao)
    client.post(block["act"]["url"], dict(block["hidden"]))
    block = desk(cast.beijiao)["passed"][0]
    assert (texts(block, "report"), block["act"]["blocked"]) == (
        ["第 1 次上报（汇总中）"], "都已列入在办的上报批次，见页首“在办的上报”。",
    )  # fmt: skip
    makers.screened(cast, name="又通过的")
    hint = "把还没有列入的 1 个项目加入第 1 次上报，再排次序、送审签"
    assert desk(cast.beijiao)["passed"][0]["act"]["hint"] == hint
    assert row.batch_items.count() == 1


def test_reports_to_be_signed_stand_first(cast):
    assert desk(cast.beijiao_head)["reports"] is None
    batch = makers.signing(cast, makers.screened(cast))
    assert texts(desk(cast.beijiao_head)["reports"], "work") == ["审签"]
    assert texts(desk(cast.beijiao)["reports"], "work") == ["查看"]
    move_batch(
        batch, BatchAction.RETURN, version=batch.version, comment="次序不对", actor=cast.beijiao_head,
        today=makers.TODAY,
    )  # fmt: skip
    reports = desk(cast.beijiao)["reports"]
    assert (texts(reports, "work"), texts(reports, "note")) == (["继续汇总"], ["次序不对"])
    assert texts(desk(cast.beijiao_head)["reports"], "work") == ["查看"]


def test_another_unit_sees_an_empty_desk_and_others_none(cast):
    makers.submitted(cast)
    page = desk(cast.outsider)
    assert (page["waiting"]["rows"], page["passed"], page["out"]["rows"]) == ([], [], [])
    assert client_of(cast.officer).get(DESK).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(cast, rows, django_assert_num_queries):
    for number in range(rows):
        makers.submitted(cast, name=f"待审{number}号")
        makers.act(makers.submitted(cast, name=f"退回{number}号"), Action.RETURN, cast.beijiao)
        makers.screened(cast, name=f"通过{number}号")
    client = client_of(cast.beijiao)
    client.get(DESK)
    with django_assert_num_queries(DESK_QUERIES):
        assert len(client.get(DESK).context["waiting"]["rows"]) == rows


def test_more_than_a_block_holds_is_said(cast, monkeypatch):
    monkeypatch.setattr("approvals.pages.screening.MOST", 1)
    for name in ("甲", "乙"):
        makers.submitted(cast, name=f"{name}项目")
    waiting = desk(cast.beijiao)["waiting"]
    assert (len(waiting["rows"]), waiting["count"], waiting["small"]) == (
        1, "1 以上", "先列最早的 1 个，办完后其余的会接上",
    )  # fmt: skip
