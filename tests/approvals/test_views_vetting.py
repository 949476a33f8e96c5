"""The office's desk and its verification page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from approvals.checklist import VERIFICATION
from approvals.enums import Action, Conclusion
from approvals.models import Verification
from approvals.services.lists import decide_entry
from longting.documents.models import FormDraft
from projects.enums import EntryDecision
from projects.models import ListEntry, Project
from tests.approvals import makers
from tests.factories import client_of, organisation

pytestmark = pytest.mark.django_db

DESK = "/declarations/vetting/"
#: Session, person and posts; to-dos; the four blocks with what their rows need; the closed lists; the filter's choices.
DESK_QUERIES = 20


@pytest.fixture(autouse=True)
def _in_the_window(time_machine):
    time_machine.move_to("2026-11-24 10:00+08:00")


def url(row) -> str:
    return f"/declarations/{row.public_id}/verify/"


def desk(user, **query):
    response = client_of(user).get(DESK, query)
    assert response.status_code == 200
    return response.context


def named(block) -> list[str]:
    """Groups and names of the rows of a block."""
    return [row.get("group") or row["cells"][0].text for row in block["rows"]]


def told(block, label: str) -> list[str]:
    """What one column of a block says."""
    return [cell.text for row in block["rows"] for cell in row.get("cells", ()) if getattr(cell, "label", "") == label]


def record(**more) -> dict:
    """A finished record as the page sends it."""
    answers = {f"answer_{item.key}": "yes" for item in VERIFICATION}
    usual = {"version": 0, "visited_on": "2026-11-23", "visitors": "吴经办", "findings": "一致", "conclusion": "true"}
    return answers | usual | more


def sent(user, row, **more):
    return client_of(user).post(url(row), record(**more))


def errors(response) -> dict:
    return {name: list(words) for name, words in response.context["form"].errors.items()}


def test_the_desk_parts_what_waits_what_is_verified_and_what_is_on_a_draft(cast):
    makers.reported(cast, name="待核实的厂房")
    makers.verified(makers.verifying(cast, name="核实中的厂房"), cast)
    makers.shortlisted(cast, name="草案上的厂房")
    shown = desk(cast.officer)
    assert named(shown["waiting"]) == ["北郊乡 2027年度第 1 批 第 1 次上报", "待核实的厂房"]
    assert named(shown["verifying"]) == ["核实中的厂房"]
    assert (told(shown["verifying"], "核实记录"), told(shown["verifying"], "列入条件")) == (["属实"], ["可列入"])
    assert named(shown["outside"]) == []
    assert told(shown["lists"], "申报列入(个)") == ["1"]


def test_what_the_office_returned_is_outside_with_whoever_has_it(cast, time_machine):
    row = makers.act(makers.verifying(cast), Action.RETURN, cast.officer)
    makers.act(makers.submitted(cast, name="乡里退回的"), Action.RETURN, cast.beijiao)
    time_machine.move_to("2026-12-10 10:00+08:00")
    shown = desk(cast.officer)["outside"]
    assert (named(shown), told(shown, "退回已有")) == ([row.name], ["严重 12 / 10 个工作日"])
    assert told(shown, "现在由谁办") == ["申请单位 示范建设，已 12 个工作日"]
    makers.act(row, Action.SUBMIT, cast.owner)
    assert told(desk(cast.officer)["outside"], "现在由谁办") == ["初审单位 北郊乡，已 0 个工作日"]


def test_what_waits_too_long_is_red_and_stands_first(cast, time_machine):
    makers.reported(cast, name="先来的")
    time_machine.move_to("2026-12-10 10:00+08:00")
    makers.reported(cast, name="后来的")
    shown = desk(cast.officer)["waiting"]
    assert [name for name in named(shown) if "来的" in name] == ["先来的", "后来的"]
    assert told(shown, "已办") == ["严重 12 / 10 个工作日", "正常 0 / 10 个工作日"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 1),
        ({"year": "2027"}, 1),
        ({"year": "2026"}, 0),
        ({"batch": "2"}, 0),
        ({"year": "1"}, 0),
        ({"unit": "0"}, 0),
    ],
)
def test_the_desk_is_narrowed(cast, query, count):
    makers.verifying(cast)
    assert desk(cast.officer, **query)["verifying"]["count"] == count


def test_the_desk_is_narrowed_to_a_unit(cast):
    makers.verifying(cast)
    found = [
        desk(cast.officer, unit=organisation(name).pk)["verifying"]["count"]
        for name in ("北郊乡人民政府", "柳园口乡人民政府")
    ]
    assert found == [1, 0]


def test_what_came_in_one_report_stands_under_it_once(cast):
    rows = [makers.screened(cast, name=name) for name in ("甲厂房", "乙仓库")]
    batch = makers.signing(cast, rows[0])
    makers.move_batch(
        batch, makers.BatchAction.SIGN, version=batch.version, actor=cast.beijiao_head, today=makers.TODAY
    )
    assert named(desk(cast.officer)["waiting"]) == [str(batch), "甲厂房", "乙仓库"]
    batch.items.all().delete()
    assert named(desk(cast.officer)["waiting"]) == ["没有随批次上报", "甲厂房", "乙仓库"]


def test_the_head_of_the_office_reads_and_does_nothing_in_bulk(cast):
    makers.reported(cast)
    makers.verifying(cast, name="核实中的厂房")
    html = client_of(cast.office_head).get(DESK).content.decode()
    assert ("核实中的厂房" in html, "/declarations/bulk/" in html, "/verify/" in html) == (True, False, False)


@pytest.mark.parametrize("username", ["beijiao", "owner", "committee", "auditor", "outsider"])
def test_the_desk_and_the_record_are_the_offices(cast, username):
    client, row = client_of(getattr(cast, username)), makers.verifying(cast)
    assert [client.get(address).status_code for address in (DESK, url(row))] == [403, 403]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(cast, rows, django_assert_num_queries):
    for number in range(rows):
        makers.reported(cast, name=f"待核实{number}号")
        makers.verified(makers.verifying(cast, name=f"核实中{number}号"), cast)
        makers.act(makers.verifying(cast, name=f"退回{number}号"), Action.RETURN, cast.officer)
        makers.shortlisted(cast, name=f"草案{number}号")
    client = client_of(cast.officer)
    client.get(DESK)
    with django_assert_num_queries(DESK_QUERIES):
        assert client.get(DESK).context["verifying"]["count"] == rows


def test_a_list_whose_declarations_were_all_struck_is_no_draft_under_way(cast):
    makers.before_committee(cast)
    assert desk(cast.officer)["lists"]["count"] == 1
    entry = ListEntry.objects.get()
    way = {"note": "与上年重复", "version": entry.version, "actor": cast.committee, "today": makers.TODAY}
    decide_entry(entry, EntryDecision.STRUCK, **way)
    assert desk(cast.officer)["lists"]["count"] == 0


@pytest.mark.parametrize(("maker", "words"), [("before_committee", "名单已上报"), ("issued", "名单已印发")])
def test_a_declaration_for_a_list_that_takes_no_more_is_not_called_ready(cast, maker, words):
    makers.verified(makers.verifying(cast, name="迟到的厂房"), cast)
    getattr(makers, maker)(cast)
    assert told(desk(cast.officer)["verifying"], "列入条件") == [words]


def test_the_record_is_kept_and_the_draft_is_gone(cast):
    row = makers.verifying(cast)
    client = client_of(cast.officer)
    client.post(f"/files/drafts/verification/{row.public_id}/save/", {"findings": "写了一半"})
    assert client.get(url(row)).context["form"]["findings"].value() == "写了一半"
    response = client.post(url(row), record(note_place="影像核对"))
    assert (response.status_code, response.url) == (302, url(row))
    kept = Verification.objects.get(declaration=row)
    assert (kept.conclusion, kept.answers["place"]) == (Conclusion.TRUE, {"answer": "yes", "note": "影像核对"})
    assert FormDraft.objects.count() == 0


def test_an_unfinished_record_is_kept_as_it_is(cast):
    row = makers.verifying(cast)
    empty = {f"answer_{item.key}": "" for item in VERIFICATION}
    assert sent(cast.officer, row, conclusion="", **empty).status_code == 302
    assert Verification.objects.get(declaration=row).answers == {}


def test_what_is_wrong_stands_at_its_field(cast):
    response = sent(cast.officer, makers.verifying(cast), answer_amount="", answer_papers="no", findings="")
    assert (response.status_code, errors(response)) == (
        422,
        {
            "__all__": ["还有 2 项没有核实。请逐项填写后再下结论。"],
            "answer_papers": ["选了“不符合”，请写明哪里不符合。"],
            "answer_amount": ["请选择一项。"],
            "findings": ["请写明核实情况，再下结论。"],
        },
    )


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"visited_on": "11月"}, "visited_on", "日期写成 2026-11-02 这样。"),
        ({"visited_on": "2026-11-25"}, "visited_on", "现场核实日期不能晚于今天。"),
        ({"visitors": ""}, "visitors", "请写明到现场核实的人员。"),
        ({"conclusion": "perhaps"}, "conclusion", "核实结论没有“perhaps”这一项。请从列表中选择。"),
        ({"answer_papers": "unused"}, "answer_papers", "申报材料与原件一致没有“unused”这一项。请从列表中选择。"),
        ({"version": ""}, "version", "这张表单已经失效。请重新打开核实页再填。"),
    ],
)
def test_bad_input_is_refused_beside_its_field(cast, given, field, words):
    response = sent(cast.officer, makers.verifying(cast), **given)
    assert (response.status_code, errors(response)[field]) == (422, [words])
    assert Verification.objects.count() == 0


def test_a_record_kept_meanwhile_is_shown_beside_what_was_typed(cast):
    row = makers.verified(makers.verifying(cast), cast)
    response = sent(cast.officer, row, findings="另一位写的")
    assert response.status_code == 409
    assert response.context["theirs"]["facts"][1]["text"] == "与申报一致"
    assert response.context["form"]["findings"].value() == "另一位写的"
    assert sent(cast.officer, row, findings="核对后再存", version=response.context["form"]["version"].value()).url
    assert Verification.objects.get(declaration=row).findings == "核对后再存"


def test_what_was_sent_too_late_is_not_lost(cast):
    row = makers.act(makers.verifying(cast), Action.RETURN, cast.officer)
    response = sent(cast.officer, row, findings="写了很久")
    assert (response.status_code, "写了很久" in response.content.decode()) == (422, True)
    assert errors(response)["__all__"] == ["申报现在是“退回补正”，核实记录不能再改。"]


def test_before_it_is_received_there_is_nothing_to_write(cast):
    shown = client_of(cast.officer).get(url(makers.reported(cast))).context
    assert (shown["form"], shown["current"], [act["label"] for act in shown["acts"]]) == (
        None, None, ["开始核实", "退回补正"],
    )  # fmt: skip


def test_a_finished_record_opens_the_way_to_the_draft(cast):
    row = makers.verifying(cast)
    acts = client_of(cast.officer).get(url(row)).context["acts"]
    assert [(act["label"], bool(act["blocked"])) for act in acts] == [
        ("列入草案", True), ("退回补正", False), ("不予列入", False),
    ]  # fmt: skip
    makers.verified(row, cast)
    assert [bool(act["blocked"]) for act in client_of(cast.officer).get(url(row)).context["acts"]] == [False] * 3


def test_what_the_project_file_says_otherwise_is_shown(cast):
    row = makers.verifying(cast)
    assert client_of(cast.officer).get(url(row)).context["kept"] == []
    Project.objects.filter(pk=row.project_id).update(address="柳园口乡")
    kept = client_of(cast.officer).get(url(row)).context["kept"]
    assert [fact["label"] for fact in kept] == ["建设地点"]


def test_the_queue_is_walked_in_the_order_of_waiting(cast):
    first, second = makers.verifying(cast, name="甲厂房"), makers.verifying(cast, name="乙仓库")
    walks = [client_of(cast.officer).get(url(row)).context["walk"] for row in (first, second)]
    assert [(walk["prev_url"], walk["next_url"]) for walk in walks] == [("", url(second)), (url(first), "")]


def test_site_photos_are_added_here_and_only_pictures(cast):
    row, client = makers.verifying(cast), client_of(cast.officer)
    (slot,) = client.get(url(row)).context["slots"]
    file = SimpleUploadedFile("现场.pdf", makers.PDF)
    client.post(slot["upload_url"], {"file": file}, HTTP_REFERER=f"http://testserver{url(row)}")
    response = client.get(url(row))
    assert response.context["slots"][0]["files"] == []
    assert ".jpg、.png" in response.content.decode()


def test_a_draft_of_somebody_is_out_of_sight(cast):
    assert client_of(cast.officer).get(url(makers.make_draft(cast))).status_code == 404
