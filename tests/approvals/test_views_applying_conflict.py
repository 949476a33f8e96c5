"""Two windows, one application: both texts side by side, nothing typed lost, nothing saved overwritten unseen."""

from decimal import Decimal

import pytest

from approvals.services.drafting import save_declaration
from longting.documents.models import FormDraft
from tests.approvals import makers
from tests.approvals.typed import edit, sent
from tests.factories import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(f"{makers.TODAY}T02:00:00+00:00")


def elsewhere(row, cast, **values):
    """Saved meanwhile in another window."""
    row.refresh_from_db()
    return save_declaration(row, values=values, version=row.version, actor=cast.owner, today=makers.TODAY)


def told(response) -> dict[str, tuple]:
    """label → (saved, typed, taken) of the page."""
    rows = [[cell["text"] for cell in row["cells"]] for row in response.context["rows"]]
    return {label: tuple(rest) for label, *rest in rows}


def go_on(client, row, response):
    """Press 带着两边的内容继续填写."""
    pairs: dict[str, list] = {}
    for name, value in response.context["pairs"]:
        pairs.setdefault(name, []).append(value)
    return client.post(edit(row), pairs | {"review": "on"})


def test_both_texts_stand_side_by_side(cast):
    row = makers.make_draft(cast)
    typed = sent(row, content="第一个窗口", land_mu="12")
    elsewhere(row, cast, content="第二个窗口", address="新地址")
    response = client_of(cast.owner).post(edit(row), typed)
    assert (response.status_code, told(response)) == (
        409,
        {
            "建设地点": ("新地址", "没有改过", "已保存的"),
            "建设规模及主要内容": ("第二个窗口", "第一个窗口", "您填的，请核对"),
            "用地需求（亩）": ("—", "12", "您填的"),
        },
    )
    row.refresh_from_db()
    assert row.facts["content"] == "第二个窗口"


def test_going_on_keeps_both_and_saves(cast):
    row, client = makers.make_draft(cast), client_of(cast.owner)
    typed = sent(row, content="第一个窗口", is_livelihood="on")
    elsewhere(row, cast, address="新地址", town="410202001", fits_plan=False, is_government=True)
    again = go_on(client, row, client.post(edit(row), typed))
    form = again.context["form"]
    shown = {name: form[name].value() for name in ("content", "address", "place", "fits_plan", "is_government")}
    assert (again.status_code, shown) == (
        200,
        {"content": "第一个窗口", "address": "新地址", "place": "410202001", "fits_plan": "no", "is_government": True},
    )
    pairs = {name: "on" if value is True else value for name in form.fields if (value := form[name].value())}
    assert client.post(edit(row), pairs).status_code == 302
    row.refresh_from_db()
    assert (row.facts["content"], row.facts["address"], row.facts["is_livelihood"]) == ("第一个窗口", "新地址", True)


def test_contacts_and_funds_the_other_changed_stand(cast):
    row, client = makers.make_draft(cast), client_of(cast.owner)
    typed = sent(row, content="第一个窗口")
    contacts = [{"duty": "owner_contact", "name": "新人", "phone": "13900009999"}]
    elsewhere(row, cast, contacts=contacts, funds=[{"source": "city", "amount": Decimal(1)}])
    response = client.post(edit(row), typed)
    assert told(response)["联系人"] == ("建设单位联系人 新人 139****9999", "没有改过", "已保存的")
    form = go_on(client, row, response).context["form"]
    assert (form["contact_1_name"].value(), form["contact_1_phone"].value(), form["fund_city"].value()) == (
        "新人", "139****9999", "1",
    )  # fmt: skip


def test_own_contacts_are_kept_beside_those_of_the_other(cast):
    row, client = makers.make_draft(cast), client_of(cast.owner)
    extra = {"contact_6_duty": "contact", "contact_6_name": "戊", "contact_6_phone": "13800000006"}
    typed = sent(row, **extra)
    elsewhere(row, cast, contacts=[])
    response = client.post(edit(row), typed)
    assert told(response)["联系人"][2] == "您填的，请核对"
    assert go_on(client, row, response).context["form"]["contact_6_name"].value() == "戊"


def test_what_could_not_be_read_is_shown_and_kept_as_typed(cast):
    row, client = makers.make_draft(cast), client_of(cast.owner)
    typed = sent(row, total_investment="很多")
    elsewhere(row, cast, goal="新目标")
    response = client.post(edit(row), typed)
    assert told(response)["总投资"] == ("5,000.00 万元", "很多", "您填的")
    again = go_on(client, row, response)
    assert (again.status_code, again.context["form"]["total_investment"].value()) == (422, "很多")


@pytest.mark.parametrize("marks", ["", "x", "[]", '{"content": 7}'])
def test_without_knowing_what_was_seen_everything_different_is_shown(cast, marks):
    row = makers.make_draft(cast)
    typed = sent(row, seen=marks, address="我的")
    elsewhere(row, cast, content="第二个窗口")
    assert told(client_of(cast.owner).post(edit(row), typed)) == {
        "建设地点": ("北郊乡复兴大道北", "我的", "您填的，请核对"),
        "建设规模及主要内容": (
            "第二个窗口", makers.facts()["content"], "您填的，请核对",
        ),
    }  # fmt: skip


def test_the_same_text_in_both_is_no_difference(cast):
    row = makers.make_draft(cast)
    typed = sent(row, content="一样的\r\n两行\r\n")
    elsewhere(row, cast, content="一样的\n两行")
    assert told(client_of(cast.owner).post(edit(row), typed)) == {}


def test_one_faster_between_the_look_and_the_save_is_met_as_well(cast, monkeypatch):
    row = makers.make_draft(cast)
    typed = sent(row, content="第一个窗口")
    monkeypatch.setattr("approvals.forms.declaring.DeclarationForm.is_stale", lambda form, version: False)
    elsewhere(row, cast, goal="新目标")
    response = client_of(cast.owner).post(edit(row), typed)
    assert (response.status_code, told(response)["形象进度目标"][2]) == (409, "已保存的")


def test_not_wanting_the_own_text_leads_to_what_is_saved(cast):
    row, client = makers.make_draft(cast), client_of(cast.owner)
    client.post(f"/files/drafts/declaration/{row.public_id}/save/", sent(row, content="第一个窗口"))
    elsewhere(row, cast, goal="新目标")
    response = client.post(edit(row), sent(row, version="1"))
    back = client.post(response.context["discard_url"], headers={"referer": f"http://testserver{edit(row)}"})
    assert (back.url, FormDraft.objects.count()) == (f"http://testserver{edit(row)}", 0)
