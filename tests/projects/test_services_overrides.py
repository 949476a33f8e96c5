"""Overrides: two people, a reason, and whoever decides first."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from longting.accounts.roles import Role
from longting.audit.models import AuditEvent
from longting.common.errors import Conflict, Refused
from longting.notices.models import Notice
from projects.enums import OverrideState
from projects.models import EligibilityOverride, RuleSet
from projects.services.overrides import refuse_override, request_override, sign_override
from projects.workflow import OVERRIDES
from tests import factories
from tests.projects.makers import REASON, TODAY, make_override, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    """A project that the rule judges ineligible."""
    return make_project(total_investment=Decimal("4999.9999"))


def ask(project, actor, **values) -> EligibilityOverride:
    usual = {"eligible": True, "reason": REASON, "actor": actor, "today": TODAY}
    return request_override(project, **(usual | values))


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("-seq").first()


def test_asking_keeps_what_the_rule_said_and_tells_the_heads(cast, small, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask(small, cast.officer)
    assert (asked.state, asked.eligible, asked.computed, asked.rule_label) == ("requested", True, False, "2022-1")
    assert list(Notice.objects.values_list("user__username", "text")) == [
        ("office_head", f"{small.name}：请签批资格改判（改判为符合）")
    ]
    event = last_event()
    assert (event.verb, event.summary, event.reason) == (
        "override_request",
        f"提出把{small.name}的资格改判为符合",
        REASON,
    )
    assert event.changes == '{"规则版本":["—","2022-1"],"资格":["不符合","符合"]}'


@pytest.mark.parametrize("reason", ["", "因" * 19, f"{'因' * 19} \n"])
def test_a_reason_has_twenty_characters(cast, small, reason):
    with pytest.raises(ValidationError) as caught:
        ask(small, cast.officer, reason=reason)
    assert list(caught.value.message_dict) == ["reason"]


def test_missing_facts_are_filled_not_overridden(cast):
    with pytest.raises(Refused) as caught:
        ask(make_project(total_investment=None), cast.officer)
    assert caught.value.message == "资格还是待核实，不能改判。请先补齐：还没有填写总投资。"


def test_what_counts_already_is_not_asked_for(cast, small):
    with pytest.raises(Refused) as caught:
        ask(small, cast.officer, eligible=False)
    assert caught.value.message == "现在的结论已经是不符合，不需要改判。"


def test_there_is_one_open_request(cast, small):
    ask(small, cast.officer)
    with pytest.raises(Conflict):
        ask(small, cast.officer)


def test_without_a_rule_nothing_can_be_judged(cast, small):
    RuleSet.objects.all().delete()
    with pytest.raises(Refused):
        ask(small, cast.officer)


def test_the_signature_counts_and_the_asker_hears_of_it(cast, small, django_capture_on_commit_callbacks):
    asked = ask(small, cast.officer)
    with django_capture_on_commit_callbacks(execute=True):
        signed = sign_override(asked, version=1, note=" 同意 ", actor=cast.office_head, today=TODAY)
    signed.refresh_from_db()
    assert (signed.state, signed.decided_by, signed.note, signed.version) == ("signed", cast.office_head, "同意", 2)
    assert list(Notice.objects.values_list("user__username", "text")) == [("officer", f"{small.name}：资格改判已签批")]
    assert last_event().changes == '{"状态":["待签批","已签批"],"资格":["不符合","符合"]}'


def test_a_refusal_leaves_the_result_as_it_was(cast, small, django_capture_on_commit_callbacks):
    asked = ask(small, cast.officer)
    with django_capture_on_commit_callbacks(execute=True):
        refused = refuse_override(asked, version=1, note="依据不足", actor=cast.office_head, today=TODAY)
    assert (refused.state, last_event().summary) == ("refused", f"没有同意{small.name}的资格改判")
    assert Notice.objects.get().text == f"{small.name}：资格改判未获同意"


def test_a_refusal_says_why(cast, small):
    asked = ask(small, cast.officer)
    with pytest.raises(ValidationError) as caught:
        refuse_override(asked, version=1, note=" ", actor=cast.office_head, today=TODAY)
    assert list(caught.value.message_dict) == ["note"]


@pytest.mark.parametrize("decide", [sign_override, refuse_override])
def test_whoever_asked_never_decides(cast, small, decide):
    asked = ask(small, cast.officer)
    with pytest.raises(Refused) as caught:
        decide(asked, version=1, note="同意", actor=cast.officer, today=TODAY)
    assert caught.value.message == "提出人不能签批自己的改判。请由区项目办另一位负责人签批。"
    asked.refresh_from_db()
    assert asked.state == "requested"


def test_the_second_of_two_heads_is_told(cast, small):
    second = factories.make_user("head2", Role.OFFICE_HEAD, factories.organisation("区委重大项目推进工作委员会办公室"))
    asked = ask(small, cast.officer)
    sign_override(asked, version=1, actor=cast.office_head, today=TODAY)
    with pytest.raises(Conflict):
        refuse_override(asked, version=1, note="不同意", actor=second, today=TODAY)
    asked.refresh_from_db()
    assert asked.decided_by == cast.office_head


def test_a_page_that_is_out_of_date_decides_nothing(cast, small):
    asked = ask(small, cast.officer)
    with pytest.raises(Conflict):
        sign_override(asked, version=7, actor=cast.office_head, today=TODAY)


def test_after_a_decision_one_may_ask_again(cast, small):
    sign_override(ask(small, cast.officer), version=1, actor=cast.office_head, today=TODAY)
    back = ask(small, cast.officer, eligible=False)
    assert (back.eligible, back.computed) == (False, False)


def test_the_table_refuses_the_askers_own_signature(cast, small):
    asked = make_override(small, cast.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        EligibilityOverride.objects.filter(pk=asked.pk).update(
            state="signed", decided_by=cast.officer, decided_at=timezone.now()
        )


@pytest.mark.parametrize("values", [{"state": "signed"}, {"decided_at": timezone.now()}])
def test_the_table_refuses_a_decision_without_its_person(cast, small, values):
    asked = make_override(small, cast.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        EligibilityOverride.objects.filter(pk=asked.pk).update(**values)


def test_the_table_refuses_two_open_requests(cast, small):
    make_override(small, cast.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_override(small, cast.officer)


ACTS = {sign_override: "signed", refuse_override: "refused"}
PEOPLE = [name for name in factories.CAST if name != "office_head"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_but_the_head_decides_whatever_leads_to_the_service(cast, small, act, person):
    asked, before = make_override(small, factories.make_user()), AuditEvent.objects.count()
    with pytest.raises(PermissionDenied):
        act(asked, version=1, note="同意", actor=getattr(cast, person), today=TODAY)
    asked.refresh_from_db()
    assert (asked.state, asked.version, AuditEvent.objects.count()) == ("requested", 1, before)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", ["requested", "signed", "refused"])
def test_the_head_decides_what_waits_and_nothing_else(cast, small, act, state):
    asked = make_override(small, cast.officer)
    if state != "requested":
        decided = {"state": state, "decided_by": cast.leader, "decided_at": timezone.now()}
        EligibilityOverride.objects.filter(pk=asked.pk).update(**decided)
        with pytest.raises(Conflict):
            act(asked, version=1, note="同意", actor=cast.office_head, today=TODAY)
    else:
        act(asked, version=1, note="同意", actor=cast.office_head, today=TODAY)
    asked.refresh_from_db()
    assert asked.state == (state if state != "requested" else ACTS[act])


def test_every_state_is_reached_and_every_decision_named():
    assert set(OVERRIDES.states) == set(OverrideState)
    assert [action.label for action in OVERRIDES.actions] == ["签批资格改判", "不同意资格改判", "资格改判失效"]
