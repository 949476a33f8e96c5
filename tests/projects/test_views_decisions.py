"""Pages of overrides and rules: who may, what is shown, what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from projects.models import EligibilityOverride, RuleSet
from tests.factories import client_of
from tests.projects.makers import REASON, make_override, make_project, unit

pytestmark = pytest.mark.django_db

RULES, NEW_RULE = "/projects/rules/", "/projects/rules/new/"


@pytest.fixture
def small():
    return make_project(total_investment=Decimal(1))


def ask_url(project) -> str:
    return f"/projects/{project.public_id}/override/"


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def rule(**values) -> dict:
    usual = {
        "label": "2027-1", "effective_from": "2099-01-01", "threshold": "6000", "major_threshold": "2亿元",
        "reason_min": "60", "basis": "龙项目办〔2027〕1号", "fields_text": "产业转型发展：工业、农业\n\n民生",
    }  # fmt: skip
    return usual | values


def test_the_page_shows_what_counts_and_what_is_asked_for(cast, small):
    shown = client_of(cast.officer).get(ask_url(small)).context
    assert (shown["card"]["headline"], shown["target"], shown["form"].initial["eligible"]) == (
        "不符合申报条件", "符合", "yes",
    )  # fmt: skip


def test_asking_leads_back_to_the_project(cast, small):
    response = client_of(cast.officer).post(ask_url(small), {"eligible": "yes", "reason": REASON}, follow=True)
    assert response.redirect_chain == [(f"/projects/{small.public_id}/", 302)]
    assert said(response) == ["已提交改判，等区项目办负责人签批。"]
    assert EligibilityOverride.objects.values_list("eligible", "requested_by__username").get() == (True, "officer")


@pytest.mark.parametrize(
    ("sent", "status", "field"),
    [
        ({"eligible": "yes", "reason": "短"}, 422, "reason"),
        ({"eligible": "no", "reason": REASON}, 422, "__all__"),
        ({"eligible": "maybe", "reason": REASON}, 422, "eligible"),
    ],
)
def test_a_bad_request_is_shown_again_with_what_was_typed(cast, small, sent, status, field):
    response = client_of(cast.officer).post(ask_url(small), sent)
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form["reason"].value()) == (status, [field], sent["reason"])


def test_a_second_request_is_a_conflict(cast, small):
    make_override(small, cast.officer)
    assert client_of(cast.officer).post(ask_url(small), {"eligible": "yes", "reason": REASON}).status_code == 409


def test_without_a_rule_one_is_sent_back_with_the_reason(cast, small):
    RuleSet.objects.all().delete()
    response = client_of(cast.officer).get(ask_url(small))
    assert response.status_code == 302


@pytest.mark.parametrize("act", ["sign", "refuse"])
@pytest.mark.parametrize(("person", "status"), [("officer", 403), ("beijiao", 403), ("committee", 403)])
def test_only_the_head_decides(cast, small, act, person, status):
    override = make_override(small, cast.officer)
    response = client_of(getattr(cast, person)).post(f"/projects/overrides/{override.pk}/{act}/", {"version": 1})
    override.refresh_from_db()
    assert (response.status_code, override.state) == (status, "requested")


@pytest.mark.parametrize(
    ("act", "state", "words"),
    [("sign", "signed", "已签批改判。"), ("refuse", "refused", "已退回改判，系统判定不变。")],
)
def test_the_head_decides_and_is_told(cast, small, act, state, words):
    override = make_override(small, cast.officer)
    sent = {"version": 1, "note": "依据不足"}
    response = client_of(cast.office_head).post(f"/projects/overrides/{override.pk}/{act}/", sent, follow=True)
    override.refresh_from_db()
    assert (override.state, said(response)) == (state, [words])


def test_two_heads_at_once_are_told_of_each_other(cast, small):
    override = make_override(small, cast.officer)
    client = client_of(cast.office_head)
    answers = [client.post(f"/projects/overrides/{override.pk}/sign/", {"version": 1}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]


@pytest.mark.parametrize("version", ["", "x"])
def test_a_decision_without_its_version_is_no_request_of_ours(cast, small, version):
    override = make_override(small, cast.officer)
    response = client_of(cast.office_head).post(f"/projects/overrides/{override.pk}/sign/", {"version": version})
    assert response.status_code == 400


def test_an_override_that_does_not_exist_is_not_found(cast):
    assert client_of(cast.office_head).post("/projects/overrides/7/sign/", {"version": 1}).status_code == 404


@pytest.mark.parametrize(("person", "may"), [("office_head", True), ("officer", False), ("beijiao", False)])
def test_everybody_reads_the_rules_and_the_head_changes_them(cast, person, may):
    client = client_of(getattr(cast, person))
    shown = client.get(RULES).context
    assert ([row["cells"][0].text for row in shown["rows"]], shown["may_change"]) == (["2022-1"], may)
    assert client.get(NEW_RULE).status_code == (200 if may else 403)


def test_without_any_rule_the_page_says_so(cast):
    RuleSet.objects.all().delete()
    shown = client_of(cast.office_head)
    assert "今天没有生效的版本" in shown.get(RULES).content.decode()
    assert shown.get(NEW_RULE).context["form"].initial == {}


def test_a_new_version_begins_with_the_values_in_force(cast):
    form = client_of(cast.office_head).get(NEW_RULE).context["form"]
    assert (form["threshold"].value(), form["fields_text"].value().splitlines()[0]) == (
        "5000", "创新驱动能力提升：创新驱动、创新驱动及新基建、科技创新",
    )  # fmt: skip


def test_a_preview_lists_the_projects_and_writes_nothing(cast):
    falls = make_project(total_investment=Decimal(5500))
    make_project(total_investment=Decimal(6000), responsible=unit("柳园口乡人民政府"))
    shown = client_of(cast.office_head).post(NEW_RULE, rule()).context
    assert shown["preview"]["words"] == "1 个项目的结论会改变"
    assert [row["cells"][0].text for row in shown["preview"]["rows"]] == [falls.number]
    assert RuleSet.objects.count() == 1


def test_what_was_previewed_is_published(cast):
    client = client_of(cast.office_head)
    seen = client.post(NEW_RULE, rule()).context["seen"]
    response = client.post(NEW_RULE, rule(seen=seen), follow=True)
    assert said(response) == ["已发布认定规则 2027-1，2099-01-01 起生效。"]
    published = RuleSet.objects.get(label="2027-1")
    assert (published.effective_from, published.major_threshold) == (date(2099, 1, 1), Decimal(20000))
    assert published.fields == [
        {"label": "产业转型发展", "aliases": ["工业", "农业"]},
        {"label": "民生", "aliases": []},
    ]


def test_other_values_than_the_previewed_are_previewed_again(cast):
    client = client_of(cast.office_head)
    seen = client.post(NEW_RULE, rule()).context["seen"]
    assert client.post(NEW_RULE, rule(seen=seen, threshold="7000")).context["preview"] is not None
    assert RuleSet.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"label": ""}, "label"),
        ({"threshold": "0"}, "threshold"),
        ({"threshold": "1e308"}, "threshold"),
        ({"major_threshold": "100"}, "major_threshold"),
        ({"reason_min": "0"}, "reason_min"),
        ({"reason_min": "五十"}, "reason_min"),
        ({"effective_from": "2020-01-01"}, "effective_from"),
        ({"effective_from": "明天"}, "effective_from"),
        ({"fields_text": ""}, "fields_text"),
        ({"fields_text": "：别名"}, "fields_text"),
        ({"fields_text": "长" * 41}, "fields_text"),
        ({"fields_text": "民生\n民生"}, "fields_text"),
    ],
)
def test_bad_values_are_refused_at_their_field(cast, values, field):
    client = client_of(cast.office_head)
    first = client.post(NEW_RULE, rule(**values))
    response = client.post(NEW_RULE, rule(**values, seen=first.context["seen"])) if first.context["seen"] else first
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert RuleSet.objects.count() == 1


def test_a_preview_without_any_version_compares_with_itself(cast):
    make_project()
    RuleSet.objects.all().delete()
    shown = client_of(cast.office_head).post(NEW_RULE, rule()).context
    assert (shown["preview"]["words"], shown["preview"]["rest"]) == ("没有项目的结论会改变", "")


def test_an_endless_note_is_refused_in_words_and_nothing_is_decided(cast, small):
    override = make_override(small, cast.officer)
    sent = {"version": override.version, "note": "意" * 1001}
    response = client_of(cast.office_head).post(f"/projects/overrides/{override.pk}/sign/", sent, follow=True)
    assert said(response) == ["签批意见最多 1000 字，没有签批。请缩短后再签。"]
    assert EligibilityOverride.objects.get().state == "requested"
