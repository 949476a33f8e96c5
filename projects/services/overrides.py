"""Override (资格改判): one person of the office asks with a reason, the office head decides; two people, always."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from longting.accounts.roles import Role
from longting.accounts.selectors import users_holding
from longting.audit.services import Entry, record
from longting.common import clock
from longting.common.errors import Conflict, Refused
from longting.common.workflow import Refusal
from longting.notices.services import notify
from projects.eligibility import outcome_of
from projects.enums import Act, OverrideState
from projects.models import EligibilityOverride, Project
from projects.selectors.standing import Standing, rule_in_force, verdict_of
from projects.spoken_of import digest_of, moved, words_of
from projects.workflow import OVERRIDES

KIND = "override"
REASON_MIN = 20
DECIDED = "这份改判已由他人签批。请核对最新结论。"
MOVED = "提出改判以后主档有改动：{moved}。没有签批。这份改判说的是改动前的项目，请退回，按现在的内容重新提出。"


@transaction.atomic
def request_override(project: Project, *, eligible: bool, reason: str, actor, today) -> EligibilityOverride:
    """Ask the office head to judge `project` against what counts now. Notifies the heads of the office.

    Raises ValidationError at `reason` (fewer than 20 characters), Refused when facts are missing, when it counts as
    that already, or when no rule is in force, Conflict when a request is already waiting.
    """
    locked = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    standing = _may_be_asked(locked, eligible, reason.strip(), today)
    asked = EligibilityOverride.objects.create(
        project=locked,
        eligible=eligible,
        computed=standing.verdict.eligible,
        rule_label=standing.verdict.rule_label,
        reason=reason.strip(),
        facts=words_of(locked),
        facts_digest=digest_of(locked),
        requested_by=actor,
        requested_at=clock.now(),
    )
    words = outcome_of(eligible).label
    changes = {"资格": [standing.outcome.label, words], "规则版本": ["—", asked.rule_label]}
    _record(Act.OVERRIDE_REQUEST, asked, f"提出把{locked.name}的资格改判为{words}", changes, reason, actor)
    heads = users_holding(Role.OFFICE_HEAD, today)
    notify(heads, text=f"{locked.name}：请签批资格改判（改判为{words}）", url=_page_of(locked))
    return asked


@transaction.atomic
def sign_override(override: EligibilityOverride, *, version: int, note: str = "", actor, today) -> EligibilityOverride:
    """The head's signature: from now on the override counts while the facts hold, and every page says so.

    Raises Conflict when it was decided already, and when the project is no longer the one the request speaks of.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=override.project_id)
    signed = _decide(override, Act.OVERRIDE_SIGN, version, note, actor)
    if signed.facts_digest != digest_of(project):
        raise Conflict(MOVED.format(moved=moved(signed.facts, project)))
    words = outcome_of(signed.eligible).label
    changes = {"资格": [outcome_of(signed.computed).label, words], "状态": _states(OverrideState.SIGNED)}
    _record(Act.OVERRIDE_SIGN, signed, f"签批{signed.project.name}的资格改判为{words}", changes, note, actor)
    _tell(signed, f"{signed.project.name}：资格改判已签批")
    return signed


@transaction.atomic
def refuse_override(override: EligibilityOverride, *, version: int, note: str, actor, today) -> EligibilityOverride:
    """The head does not agree; the computed result stands. Raises ValidationError at `note` when it says nothing."""
    refused = _decide(override, Act.OVERRIDE_REFUSE, version, note, actor)
    changes = {"状态": _states(OverrideState.REFUSED)}
    _record(Act.OVERRIDE_REFUSE, refused, f"没有同意{refused.project.name}的资格改判", changes, note, actor)
    _tell(refused, f"{refused.project.name}：资格改判未获同意")
    return refused


def _may_be_asked(project: Project, eligible: bool, reason: str, today) -> Standing:
    """What counts now, when there is cause to ask for the opposite."""
    if len(reason) < REASON_MIN:
        raise ValidationError({"reason": f"理由至少 {REASON_MIN} 字，现在 {len(reason)} 字。请写明改判的事实和依据。"})
    if project.overrides.filter(state=OverrideState.REQUESTED).exists():
        raise Conflict("这个项目已有一份待签批的改判。请先等区项目办负责人签批。")
    standing = verdict_of(project, rule_in_force(today))
    if standing.verdict.eligible is None:
        raise Refused(f"资格还是待核实，不能改判。请先补齐：{''.join(standing.verdict.missing)}")
    if standing.eligible == eligible:
        raise Refused(f"现在的结论已经是{standing.outcome.label}，不需要改判。")
    return standing


def _decide(override: EligibilityOverride, act: Act, version: int, note: str, actor) -> EligibilityOverride:
    """The one function that moves an override. Whoever asked never decides (the database refuses it as well); the
    table of transitions says who else may; compare and set, so that only one decision is made."""
    if override.requested_by_id == actor.pk:
        raise Refused("提出人不能签批自己的改判。请由区项目办另一位负责人签批。")
    found = EligibilityOverride.objects.select_for_update(of=("self",)).get(pk=override.pk)
    state = _target(act, OverrideState(found.state), note, actor)
    waiting = EligibilityOverride.objects.filter(pk=found.pk, version=version, state=found.state)
    done = waiting.update(
        state=state.value, note=note.strip(), decided_by=actor, decided_at=clock.now(), version=F("version") + 1
    )
    if done != 1:
        raise Conflict(DECIDED)
    return EligibilityOverride.objects.select_related("project", "requested_by").get(pk=found.pk)


def _target(act: Act, state: OverrideState, note: str, actor) -> OverrideState:
    """Where the act leads. Raises Conflict, PermissionDenied or ValidationError for what the table refuses."""
    try:
        return OVERRIDES.check(act, state, may=actor.may, comment=note).target
    except Refusal as refusal:
        reasons = {
            "state": Conflict(DECIDED),
            "permission": PermissionDenied(str(refusal)),
            "comment": ValidationError({"note": "请写明不同意的原因，提出人会看到。"}),
        }
        raise reasons[refusal.code] from None


def _states(after: OverrideState) -> list[str]:
    return [OverrideState.REQUESTED.label, after.label]


def _record(verb: Act, override: EligibilityOverride, text: str, changes: dict, reason: str, actor) -> None:
    project = override.project
    record(Entry(verb, KIND, override.pk, project.name, text, changes, reason.strip(), project.pk), actor=actor)


def _tell(override: EligibilityOverride, text: str) -> None:
    notify([override.requested_by], text=text, url=_page_of(override.project))


def _page_of(project: Project) -> str:
    return reverse("projects:project-detail", args=[project.public_id])
