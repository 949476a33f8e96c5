"""The right column of a declaration and the walk through a desk: each part for those who should see it."""

import pytest

from approvals.enums import Action
from tests.approvals import makers
from tests.approvals.mending import NOTES, come_back, moment, returned
from tests.factories import client_of

pytestmark = pytest.mark.django_db

DETAIL_QUERIES = 26


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(moment(24))


def page(user, row, **query) -> dict:
    return client_of(user).get(f"/declarations/{row.public_id}/", query).context


def test_a_checklist_being_filled_is_not_the_applicants_business(cast):
    row = makers.checked(makers.submitted(cast), cast)
    seen = {name: bool(page(getattr(cast, name), row)["checklist"]) for name in ("owner", "beijiao", "officer")}
    assert seen == {"owner": False, "beijiao": True, "officer": True}


def test_a_finished_checklist_is_shown_to_all_with_its_opinion(cast):
    card = page(cast.owner, makers.screened(cast))["checklist"]
    assert (card["opinion"], card["unit"], len(card["rows"])) == ("同意上报", "北郊乡", 9)
    assert {row["cells"][1]["text"] for row in card["rows"]} == {"符合"}


def test_the_offices_record_is_for_those_who_see_the_district(cast):
    row = makers.verified(makers.verifying(cast), cast)
    seen = {name: bool(page(getattr(cast, name), row)["verification"]) for name in ("owner", "beijiao", "committee")}
    assert seen == {"owner": False, "beijiao": False, "committee": True}
    card = page(cast.officer, row)["verification"]
    assert (card["tags"][0].label, card["small"], card["facts"][0]["text"]) == (
        "属实",
        "针对第 1 版",
        "2026-11-24　吴经办",
    )


def test_near_projects_are_shown_to_unit_and_office(cast):
    first, second = makers.submitted(cast), makers.submitted(cast, name="龙亭区测试装备制造基地建设项目")
    near = {name: page(getattr(cast, name), second)["near"] for name in ("beijiao", "officer", "owner")}
    assert near["owner"] is None
    assert [row["name"] for row in near["officer"]["rows"]] == [first.project.name]
    assert near["beijiao"]["any"] is True


def test_the_history_tells_the_newest_first_with_its_words(cast):
    log = page(cast.owner, returned(cast))["log"]
    assert [entry["text"] for entry in log] == ["退回补正：三处要补正", "提交申请：测试意见", "起草申报"]
    assert (log[0]["now"], log[0]["who"], log[1]["note"]) == (True, "北郊乡人民政府　李北郊", "第 1 版　待初审")


def test_attachments_are_served_by_their_permitted_address(cast):
    row = makers.submitted(cast)
    files = [file for slot in page(cast.officer, row)["slots"] for file in slot["files"]]
    assert len(files) == 2
    taken = client_of(cast.officer).get(files[0]["url"])
    assert b"".join(taken.streaming_content) == makers.PDF  # read to its end, the file is closed
    assert client_of(cast.outsider).get(files[0]["url"]).status_code == 404


def test_a_desk_is_walked_by_number(cast):
    rows = [makers.submitted(cast, name=f"第{number}号地块") for number in range(3)]
    walk = page(cast.beijiao, rows[1], desk="screening")["walk"]
    addresses = [f"/declarations/{row.public_id}/?desk=screening" for row in rows]
    assert (walk["prev_url"], walk["next_url"], walk["desk_url"]) == (
        addresses[0],
        addresses[2],
        "/declarations/screening/",
    )
    assert page(cast.beijiao, rows[0], desk="screening")["walk"]["prev_url"] == ""


def test_the_offices_desk_holds_what_was_reported_and_what_is_verified(cast):
    first, second = makers.verifying(cast, name="甲地块"), makers.reported(cast, name="乙厂房")
    makers.submitted(cast, name="丙水厂")
    walk = page(cast.officer, first, desk="vetting")["walk"]
    assert (walk["next_url"], walk["prev_url"]) == (f"/declarations/{second.public_id}/?desk=vetting", "")


@pytest.mark.parametrize(("person", "desk"), [("owner", "screening"), ("beijiao", "vetting"), ("officer", "x")])
def test_nobody_walks_through_anothers_desk(cast, person, desk):
    assert page(getattr(cast, person), makers.reported(cast), desk=desk)["walk"] is None


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_history(cast, rounds, django_assert_num_queries):
    row = come_back(cast)
    for _ in range(rounds - 1):
        row = makers.act(row, Action.RETURN, cast.beijiao, notes=NOTES)
        row = makers.act(row, Action.SUBMIT, cast.owner)
    client = client_of(cast.beijiao)
    client.get(f"/declarations/{row.public_id}/")
    with django_assert_num_queries(DETAIL_QUERIES):
        context = client.get(f"/declarations/{row.public_id}/").context
    assert len(context["log"]) == 2 + 2 * rounds
