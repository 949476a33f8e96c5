"""A signature holds for the facts it was given for: what changes them ends it, what changes others does not."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from longting.audit.models import AuditEvent
from longting.common.errors import Conflict
from longting.notices.models import Notice
from projects.models import EligibilityOverride, Project
from projects.selectors.life import life_of
from projects.selectors.standing import verdict_of, with_standing
from projects.services.overrides import refuse_override, request_override, sign_override
from projects.spoken_of import SPOKEN_OF, digest_of, words_of
from tests.factories import client_of
from tests.projects.makers import REASON, TODAY, change, make_override, make_project, rule_in_force, unit

pytestmark = pytest.mark.django_db

OTHER = {
    "name": "另一个项目", "owner_name": "另一家公司", "content": "另一些内容", "total_investment": Decimal(1),
    "fits_plan": False, "is_livelihood": True, "is_infrastructure": True, "is_government": True,
    "limb_reason": "另一个理由",
}  # fmt: skip


@pytest.fixture
def small():
    """A project that the rule judges ineligible."""
    return make_project(total_investment=Decimal(4000), content="建设厂房")


def asked(project, cast) -> EligibilityOverride:
    return request_override(project, eligible=True, reason=REASON, actor=cast.officer, today=TODAY)


def signed(project, cast) -> EligibilityOverride:
    return sign_override(asked(project, cast), version=1, actor=cast.office_head, today=TODAY)


def answers(project) -> tuple[str, str]:
    """The standing as the rule and as the database give it."""
    rule, fresh = rule_in_force(), Project.objects.get(pk=project.pk)
    annotated = with_standing(Project.objects.filter(pk=project.pk), rule).get()
    return verdict_of(fresh, rule).outcome.value, annotated.standing


def test_a_signature_given_for_other_facts_is_refused_by_name(cast, small):
    override = asked(small, cast)
    change(small, values={"total_investment": Decimal(1), "content": "只建围墙"})
    with pytest.raises(Conflict) as caught:
        sign_override(override, version=1, actor=cast.office_head, today=TODAY)
    assert "“4,000.00 万元”改为“1.00 万元”" in caught.value.message
    assert "建设规模及主要内容由“建设厂房”改为“只建围墙”" in caught.value.message
    override.refresh_from_db()
    assert (override.state, override.decided_by, answers(small)) == ("requested", None, ("ineligible",) * 2)


@pytest.mark.parametrize("key", SPOKEN_OF)
def test_each_fact_it_speaks_of_stops_the_signature(cast, small, key):
    override = asked(small, cast)
    change(small, values={key: OTHER[key]})
    with pytest.raises(Conflict):
        sign_override(override, version=1, actor=cast.office_head, today=TODAY)


def test_facts_that_came_back_may_be_signed(cast, small):
    override = asked(small, cast)
    changed = change(small, values={"content": "只建围墙"})
    change(changed, values={"content": "建设厂房"})
    assert sign_override(override, version=1, actor=cast.office_head, today=TODAY).state == "signed"


def test_a_request_for_other_facts_can_still_be_sent_back(cast, small):
    override = asked(small, cast)
    change(small, values={"content": "只建围墙"})
    assert refuse_override(override, version=1, note="已改", actor=cast.office_head, today=TODAY).state == "refused"


@pytest.mark.parametrize("key", SPOKEN_OF)
def test_each_fact_it_speaks_of_ends_a_signed_override(cast, small, key):
    override = signed(small, cast)
    change(small, values={key: OTHER[key]})
    override.refresh_from_db()
    rule = rule_in_force()
    assert (override.state, override.version, bool(override.lapsed_at)) == ("lapsed", 3, True)
    assert verdict_of(Project.objects.get(), rule).override is None
    assert len(set(answers(small))) == 1


def test_other_facts_leave_it_in_force(cast, small):
    override = signed(small, cast)
    change(small, values={"remark": "补充", "address": "北郊乡", "responsible": unit("柳园口乡人民政府")})
    override.refresh_from_db()
    assert (override.state, answers(small)) == ("signed", ("eligible", "eligible"))


def test_the_lapse_is_audited_and_told(cast, small, django_capture_on_commit_callbacks):
    signed(small, cast)
    with django_capture_on_commit_callbacks(execute=True):
        change(small, actor=cast.beijiao, values={"total_investment": Decimal(1)})
    event = AuditEvent.objects.order_by("-seq").first()
    assert (event.verb, event.actor_name) == ("override_lapse", cast.beijiao.name)
    assert event.summary == f"{small.name}的资格改判失效：总投资由“4,000.00 万元”改为“1.00 万元”"
    told = Notice.objects.filter(text__contains="改判失效").values_list("user__username", flat=True)
    assert sorted(told) == ["office_head", "officer"]


def test_a_lapsed_override_does_not_come_back_with_the_facts(cast, small):
    signed(small, cast)
    changed = change(small, values={"content": "只建围墙"})
    change(changed, values={"content": "建设厂房"})
    assert answers(small) == ("ineligible", "ineligible")
    assert asked(small, cast).state == "requested"


def test_the_timeline_keeps_what_was_signed_and_how_it_ended(cast, small):
    signed(small, cast)
    change(small, values={"content": "只建围墙"})
    texts = [event.text for event in life_of(Project.objects.get()).events if "改判" in event.text]
    assert texts == ["资格改判为符合：已失效", "资格改判为符合：已签批", "提出资格改判为符合"]


def test_the_page_says_that_it_ended_and_why(cast, small):
    signed(small, cast)
    change(small, values={"content": "只建围墙"})
    page = client_of(cast.officer).get(f"/projects/{small.public_id}/").content.decode("utf-8")
    assert "起失效：主档有改动，建设规模及主要内容由“建设厂房”改为“只建围墙”。现在按规则判定。" in page


def test_the_page_offers_no_signature_for_other_facts(cast, small):
    override, url = asked(small, cast), f"/projects/{small.public_id}/"
    client = client_of(cast.office_head)
    assert "签批改判</button>" in client.get(url).content.decode("utf-8")
    change(small, values={"content": "只建围墙"})
    page = client.get(url).content.decode("utf-8")
    assert ("签批改判</button>" in page, "不同意改判</button>" in page) == (False, True)
    assert "这份改判说的是改动前的项目，不能签批" in page
    sent = client.post(f"/projects/overrides/{override.pk}/sign/", {"version": 1})
    assert (sent.status_code, "只建围墙" in sent.content.decode("utf-8")) == (409, True)


def test_the_migration_takes_the_facts_of_today_for_older_rows(cast, small):
    override = make_override(small, cast.officer, facts={}, facts_digest="")
    import_module("projects.migrations.0005_override_facts").freeze(apps, None)
    override.refresh_from_db()
    assert (override.facts_digest, override.facts) == (digest_of(small), words_of(small))


@pytest.mark.parametrize("values", [{"state": "lapsed"}, {"lapsed_at": "2026-11-24T08:00+08:00"}])
def test_the_table_refuses_half_a_lapse(cast, small, values):
    override = signed(small, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        EligibilityOverride.objects.filter(pk=override.pk).update(**values)
