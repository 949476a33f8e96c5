"""A unit's report through its pages: put together, arranged, signed, and what the office sends back of it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from approvals.enums import Action, BatchState, State
from approvals.models import ScreeningBatch
from approvals.pages.batches import foot_of
from approvals.services.batches import open_batch
from longting.audit.models import AuditEvent
from tests.approvals import makers
from tests.factories import client_of, make_post, organisation

pytestmark = pytest.mark.django_db
LIST, NEW = "/declarations/batches/", "/declarations/batches/new/"
LIST_QUERIES, PAGE_QUERIES = 11, 13


@pytest.fixture(autouse=True)
def _within_the_window(time_machine):
    time_machine.move_to(makers.NOW)


def url(batch, act: str = "detail") -> str:
    return reverse(f"approvals:batch-{act}", args=[batch.public_id])


def send(user, batch, act: str, **sent):
    batch.refresh_from_db()
    return client_of(user).post(url(batch, act), {"version": batch.version} | sent)


def preparing(cast, *names: str) -> ScreeningBatch:
    """The unit's report with declarations of these names, in that order."""
    rows = [makers.screened(cast, name=name) for name in names or ("第一个项目",)]
    return open_batch(rows[0].unit, year=makers.YEAR, actor=cast.beijiao)


def placed(batch) -> list[str]:
    return [item.declaration.name for item in batch.items.select_related("declaration")]


def order_of(batch, *places: int) -> dict[str, str]:
    """The form with the rows on the report kept, at these places."""
    items = zip(batch.items.all(), places, strict=True)
    return {
        name: value
        for item, place in items
        for name, value in ((f"keep_{item.declaration_id}", "on"), (f"order_{item.declaration_id}", str(place)))
    }


def said(response) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages]


def outcomes(user, batch) -> list[str]:
    return [row["cells"][-1]["text"] for row in client_of(user).get(url(batch)).context["rows"]]


def test_what_was_passed_is_put_together(cast):
    makers.screened(cast)
    response = client_of(cast.beijiao).post(NEW, {"year": makers.YEAR, "batch": 1})
    batch = ScreeningBatch.objects.get()
    assert (response.url, placed(batch)) == (url(batch), ["龙亭区测试装备制造基地项目"])
    assert said(response) == [f"{batch}，现有 1 个项目。排好次序、写好综合意见后送审签。"]


def test_a_person_of_two_units_says_for_which(cast):
    unit = organisation("柳园口乡人民政府")
    make_post(cast.beijiao, "clerk", unit)
    makers.screened(cast)
    sent = {"year": makers.YEAR, "batch": 1, "unit": unit.pk}
    response = client_of(cast.beijiao).post(NEW, sent)
    assert said(response) == ["2027年度第 1 批没有初审通过、等待上报的项目。"]


@pytest.mark.parametrize("sent", [{}, {"year": "x", "batch": 1}, {"year": 2027, "batch": 0}])
def test_a_report_for_no_list_is_no_request_of_ours(sent, cast):
    assert client_of(cast.beijiao).post(NEW, sent).status_code == 400


def test_a_report_of_another_unit_is_no_request_of_ours(cast):
    sent = {"year": 2027, "batch": 1, "unit": organisation("柳园口乡人民政府").pk}
    assert client_of(cast.beijiao).post(NEW, sent).status_code == 400


def test_the_order_rows_and_opinion_are_kept(cast):
    batch = preparing(cast, "甲项目", "乙项目", "丙项目")
    sent = order_of(batch, 3, 1, 2)
    dropped = batch.items.get(declaration__name="丙项目").declaration_id
    sent.pop(f"keep_{dropped}")
    response = send(cast.beijiao, batch, "arrange", **sent, opinion="同意上报")
    batch.refresh_from_db()
    assert (response.url, placed(batch), batch.opinion) == (url(batch), ["乙项目", "甲项目"], "同意上报")
    rows = client_of(cast.beijiao).get(url(batch, "arrange")).context["rows"]
    assert [(row["name"], row["is_new"]) for row in rows] == [("乙项目", False), ("甲项目", False), ("丙项目", True)]


@pytest.mark.parametrize(("value", "words"), [("0", "次序从 1 开始。"), ("一", "次序写成 1、2、3 这样的数字。"),
                                              ("1000", "次序最大到 999。")])  # fmt: skip
def test_a_place_that_is_none_is_said_at_its_row(value, words, cast):
    batch = preparing(cast)
    pk = batch.items.get().declaration_id
    response = send(cast.beijiao, batch, "arrange", **order_of(batch, 1) | {f"order_{pk}": value})
    assert (response.status_code, dict(response.context["form"].errors)) == (422, {f"order_{pk}": [words]})


def test_a_stale_order_keeps_what_came_meanwhile(cast):
    batch = preparing(cast, "甲项目")
    sent = order_of(batch, 1) | {"version": batch.version}
    preparing(cast, "乙项目")
    response = send(cast.beijiao, batch, "arrange", **sent, opinion="我的意见")
    form = response.context["form"]
    assert (response.status_code, form["opinion"].value(), form["version"].value()) == (409, "我的意见", batch.version)
    assert [row["keep"].value() for row in response.context["rows"]] == [True, True]
    again = send(cast.beijiao, batch, "arrange", **order_of(batch, 2, 1), opinion="我的意见")
    assert (again.status_code, placed(batch)) == (302, ["乙项目", "甲项目"])


def test_from_the_clerk_to_the_head_to_the_office(cast):
    batch = preparing(cast)
    assert said(send(cast.beijiao, batch, "submit")) == [f"{batch}：已送审签，等负责人签发。"]
    assert client_of(cast.officer).get(url(batch)).status_code == 404
    signed = send(cast.beijiao_head, batch, "sign")
    assert (signed.url, said(signed)) == (url(batch), [f"{batch}：已签发，1 个项目报区项目办。"])
    page = client_of(cast.officer).get(url(batch)).context
    assert (page["acts"], page["summary"], page["sheet"]["signed_by"]) == ([], "1 个项目已上报。", "王北郊")


def test_the_head_may_sign_or_send_back_what_lies_before_him(cast):
    batch = makers.signing(cast, makers.screened(cast))
    acts = client_of(cast.beijiao_head).get(url(batch)).context["acts"]
    assert [(act["label"], act["primary"], act.get("confirm", "")) for act in acts] == [
        ("签发上报", True, "再按一次签发"), ("退回经办", False, ""),
    ]  # fmt: skip
    assert client_of(cast.beijiao).get(url(batch)).context["acts"] == []


def test_the_head_sends_it_back_with_a_reason(cast):
    batch = makers.signing(cast, makers.screened(cast))
    page = client_of(cast.beijiao_head).get(url(batch, "return"))
    assert page.context["told"] == ["北郊乡人民政府经办人：李北郊"]
    empty = send(cast.beijiao_head, batch, "return", comment="")
    assert (empty.status_code, dict(empty.context["form"].errors)) == (422, {"comment": ["请填写退回理由。"]})
    response = send(cast.beijiao_head, batch, "return", comment="次序不对")
    batch.refresh_from_db()
    assert (response.url, batch.state, batch.returned_note) == (url(batch), BatchState.PREPARING, "次序不对")


def test_the_page_says_before_which_rows_will_not_go_up(cast):
    batch = preparing(cast, "甲项目", "乙项目")
    lost = batch.items.get(declaration__name="乙项目").declaration
    makers.act(lost, Action.UNPASS, cast.beijiao)
    page = client_of(cast.beijiao).get(url(batch)).context
    assert page["summary"] == "签发后 1 个项目上报；1 个不能上报，须先移出，见表中标出的项目。"
    assert outcomes(cast.beijiao, batch) == ["上报", "不能上报"]
    assert page["acts"][0]["blocked"] == "这些项目已不是初审通过：乙项目。请移出后再办。"
    assert said(send(cast.beijiao, batch, "submit")) == [page["acts"][0]["blocked"]]
    rows = client_of(cast.beijiao).get(url(batch, "arrange")).context["rows"]
    assert rows[1]["words"] == "现在是“待初审”，不能上报。去掉勾选即移出。"


def test_one_that_the_office_sends_back_does_not_hold_the_others(cast):
    batch = preparing(cast, "甲项目", "乙项目")
    send(cast.beijiao, batch, "submit")
    send(cast.beijiao_head, batch, "sign")
    first, second = (item.declaration for item in batch.items.all())
    makers.act(first, Action.RETURN, cast.officer, comment="补用地预审")
    makers.act(second, Action.RECEIVE, cast.officer)
    rows = client_of(cast.beijiao).get(url(batch)).context["rows"]
    cells = [row["cells"][-1] for row in rows]
    assert [cell["text"] for cell in cells] == ["已退回", "核实遴选"]
    words = "2026年11月24日 区委重大项目推进工作委员会办公室退回：补用地预审"
    assert cells[0]["more"] == {"message": words, "note": ""}
    summary = client_of(cast.beijiao).get(url(batch)).context["summary"]
    assert summary == "2 个项目已上报，其中 1 个被退回，其余照常办理。"
    makers.resubmitted(first, cast)
    assert client_of(cast.beijiao).get(url(batch)).context["rows"][0]["cells"][-1]["more"]["note"] == "现在是“待初审”。"


def test_the_signed_sheet_does_not_change_with_its_declarations(cast):
    row = makers.screened(cast)
    batch = makers.signing(cast, row)
    send(cast.beijiao_head, batch, "sign")
    before = client_of(cast.officer).get(url(batch)).context["sheet"]
    makers.act(row, Action.RETURN, cast.officer)
    makers.resubmitted(row, cast, total_investment=Decimal("9000"), annual_plan=Decimal("3000"))
    after = client_of(cast.officer).get(url(batch)).context["sheet"]
    assert (after, after["totals"]["total_investment"]) == (before, Decimal("5000"))


def test_the_totals_are_the_sums_of_the_rows(cast):
    batch = preparing(cast, "甲项目", "乙项目")
    foot = client_of(cast.beijiao).get(url(batch)).context["foot"][0]["cells"]
    assert [cell["text"] for cell in foot[:3]] == ["合计　2 个项目", "10,000.00", "4,000.00"]


def test_the_paper_has_a_place_for_the_seal_and_no_sum_of_what_nobody_gave(cast):
    batch = preparing(cast)
    page = client_of(cast.beijiao).get(url(batch)).context
    assert page["cover"][0] == {"label": "上报单位（盖章）", "text": "北郊乡人民政府"}
    line = {"total_investment": None, "annual_plan": None}
    foot = foot_of({"rows": [line], "totals": {"total_investment": Decimal(0), "annual_plan": Decimal(0)}})
    assert [cell["text"] for cell in foot["cells"][1:3]] == ["—", "—"]


@pytest.mark.parametrize(("act", "who", "status"), [
    ("detail", "outsider", 404), ("detail", "officer", 404), ("detail", "owner", 403), ("arrange", "outsider", 404),
    ("arrange", "auditor", 403), ("return", "zhujian_head", 404), ("return", "beijiao", 403),
])  # fmt: skip
def test_the_pages_are_for_the_unit(act, who, status, cast):
    batch = makers.signing(cast, makers.screened(cast))
    assert client_of(getattr(cast, who)).get(url(batch, act)).status_code == status


@pytest.mark.parametrize(("act", "who"), [("submit", "beijiao_head"), ("sign", "beijiao"), ("sign", "officer")])
def test_the_wrong_role_does_not_move_it(act, who, cast):
    batch = makers.signing(cast, makers.screened(cast))
    assert send(getattr(cast, who), batch, act).status_code == 403


@pytest.mark.parametrize(("act", "who"), [("arrange", "beijiao"), ("return", "beijiao_head")])
def test_at_the_wrong_time_the_page_leads_back(act, who, cast):
    batch = makers.signing(cast, makers.screened(cast))
    if act == "return":
        send(cast.beijiao_head, batch, "sign")
    response = client_of(getattr(cast, who)).get(url(batch, act))
    assert (response.url, len(said(response))) == (url(batch), 1)


def test_another_unit_of_the_head_of_a_reported_one_may_do_nothing(cast):
    batch = makers.signing(cast, makers.screened(cast))
    send(cast.beijiao_head, batch, "sign")
    make_post(cast.zhujian_head, "leader", organisation("区委区政府"))
    make_post(cast.zhujian, "leader", organisation("区委区政府"))
    assert client_of(cast.zhujian_head).get(url(batch, "return")).status_code == 403
    assert client_of(cast.zhujian).get(url(batch, "arrange")).status_code == 403


@pytest.mark.parametrize(("act", "who"), [("submit", "beijiao"), ("return", "beijiao_head"), ("sign", "beijiao_head")])
def test_a_stale_act_moves_nothing(act, who, cast):
    batch = preparing(cast) if act == "submit" else makers.signing(cast, makers.screened(cast))
    response = send(getattr(cast, who), batch, act, version=batch.version - 1, comment="次序不对")
    before = batch.state
    batch.refresh_from_db()
    assert (response.status_code, batch.state) == (409, before)


@pytest.mark.parametrize("act", ["submit", "arrange"])
def test_without_its_version_it_is_no_request_of_ours(act, cast):
    batch = preparing(cast)
    assert send(cast.beijiao, batch, act, version="").status_code == 400


def test_an_empty_report_is_sent_to_nobody(cast):
    batch = preparing(cast)
    pk = batch.items.get().declaration_id
    send(cast.beijiao, batch, "arrange", **{f"order_{pk}": "1"})
    page = client_of(cast.beijiao).get(url(batch)).context
    assert (page["rows"], page["foot"]) == ([], [])
    assert page["acts"][0]["blocked"] == "这一批还没有项目。请先加入初审通过的项目。"


def test_the_unit_lists_its_own_and_the_office_what_was_sent_up(cast):
    batch = makers.signing(cast, makers.screened(cast))
    listed = {who: len(client_of(getattr(cast, who)).get(LIST).context["rows"]) for who in ("beijiao", "officer")}
    assert listed == {"beijiao": 1, "officer": 0}
    send(cast.beijiao_head, batch, "sign")
    assert len(client_of(cast.officer).get(LIST).context["rows"]) == 1
    assert client_of(cast.outsider).get(LIST).context["empty"]["title"] == "还没有上报批次"


def test_the_export_of_the_list_is_recorded(cast):
    preparing(cast)
    response = client_of(cast.beijiao).get(LIST, {"export": "xlsx"})
    b"".join(response.streaming_content)
    assert AuditEvent.objects.order_by("-seq").first().summary == "导出上报批次清单，1 批"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(cast, rows, django_assert_num_queries):
    client = client_of(cast.beijiao)
    for number in range(rows):
        batch = preparing(cast, *(f"第{number}批{place}号" for place in range(rows)))
        send(cast.beijiao, batch, "submit")
    client.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(client.get(LIST).context["rows"]) == rows
    with django_assert_num_queries(PAGE_QUERIES):
        assert len(client.get(url(batch)).context["rows"]) == rows
    assert State(batch.items.first().declaration.state) is State.SCREENED
