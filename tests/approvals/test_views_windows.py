"""The pages of the declaration windows."""

import pytest
from django.urls import reverse

from approvals.models import DeclarationWindow
from tests.approvals import makers
from tests.factories import client_of

LIST, EDIT = reverse("approvals:window-list"), reverse("approvals:window-edit", args=[2027, 1])
SENT = {"version": 0, "opens_on": "2026-10-08", "closes_on": "2026-11-20", "note": "按通知"}


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(makers.NOW)


def lines(answer) -> dict[str, list[str]]:
    """The rows of the page by their list."""
    return {row["cells"][0].text: [cell.text for cell in row["cells"][1:]] for row in answer.context["rows"]}


@pytest.mark.parametrize(("who", "may"), [("officer", True), ("office_head", True), ("beijiao", False),
                                          ("owner", False), ("outsider", False)])  # fmt: skip
def test_everybody_reads_the_windows_and_the_office_sets_them(cast, who, may):
    client = client_of(getattr(cast, who))
    answer = client.get(LIST)
    assert (answer.status_code, answer.context["may_edit"], EDIT in answer.text) == (200, may, may)
    assert client.get(EDIT).status_code == (200 if may else 403)


def test_the_years_around_now_stand_with_their_customary_days(cast):
    found = lines(client_of(cast.beijiao).get(LIST))
    assert list(found) == [f"{year}年度 第 {batch} 批" for year in (2028, 2027, 2026) for batch in (1, 2)]
    assert found["2027年度 第 1 批"] == ["开放中", "2026-11-01", "2026-12-30", "默认", "—", "—"]
    assert [found[name][0] for name in ("2028年度 第 1 批", "2026年度 第 1 批")] == ["未开放", "已截止"]


def test_a_window_is_set_and_shown_with_who_set_it(cast):
    answer = client_of(cast.officer).post(EDIT, SENT, follow=True)
    assert (answer.redirect_chain, "今天没有开放的申报" in answer.text) == ([(LIST, 302)], True)
    shown = lines(answer)["2027年度 第 1 批"]
    assert shown == ["已截止", "2026-10-08", "2026-11-20", "已设置", "按通知", "吴经办　2026-11-24", "设置时间"]


def test_a_window_set_outside_the_usual_years_is_listed(cast):
    client_of(cast.officer).post(reverse("approvals:window-edit", args=[2024, 3]), SENT)
    assert "2024年度 第 3 批" in lines(client_of(cast.owner).get(LIST))


def test_a_window_set_by_nobody_in_particular_is_the_machines(cast):
    client_of(cast.officer).post(EDIT, SENT)
    DeclarationWindow.objects.update(set_by=None)
    assert lines(client_of(cast.owner).get(LIST))["2027年度 第 1 批"][-1] == "系统　2026-11-24"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"closes_on": "2026-10-07"}, "closes_on", "截止日期不能早于开放日期。"),
        ({"opens_on": ""}, "opens_on", "请填写开放日期。"),
        ({"opens_on": "10月8日"}, "opens_on", "日期写成 2026-11-02 这样。"),
        ({"note": "长" * 201}, "note", "说明最多 200 字。请缩短。"),
    ],
)
def test_bad_input_is_answered_at_its_field(cast, changes, field, words):
    answer = client_of(cast.officer).post(EDIT, SENT | changes)
    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [words])
    assert DeclarationWindow.objects.count() == 0


def test_a_stale_page_is_a_conflict(cast):
    client = client_of(cast.officer)
    assert [client.post(EDIT, SENT).status_code for _ in range(2)] == [302, 409]
    assert client.get(EDIT).context["form"].initial["version"] == 1


@pytest.mark.parametrize("place", [[1999, 1], [2027, 10], [2027, 0]])
def test_a_wild_list_has_no_window(cast, place):
    assert client_of(cast.officer).get(reverse("approvals:window-edit", args=place)).status_code == 404
