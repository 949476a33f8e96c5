"""What the page of a project says of overrides (资格改判): the one that counts, one that lapsed, one that waits."""

from longting.accounts.roles import Permission
from longting.common.templatetags.ui import day
from projects.eligibility import outcome_of
from projects.enums import OverrideState
from projects.models import EligibilityOverride, Project
from projects.selectors.standing import Standing
from projects.spoken_of import digest_of, moved

OWN = "提出人不能签批自己的改判，请另一位负责人签批。"
MOVED = "提出以后主档有改动：{moved}。这份改判说的是改动前的项目，不能签批；请退回，按现在的内容重新提出。"


def signed_words(override: EligibilityOverride | None) -> str:
    """Who signed what and why, "" when no override counts."""
    if override is None:
        return ""
    words, decided = outcome_of(override.eligible).label, day(override.decided_at)
    computed = f"当时系统按规则 {override.rule_label} 判定为{outcome_of(override.computed).label}"
    return f"{override.decided_by.name} {decided} 签批改判为{words}，理由：{override.reason}（{computed}）"


def lapsed_words(project: Project, counting: EligibilityOverride | None) -> str:
    """That an override was signed and counts no more; "" when another one counts or none ever lapsed."""
    lapsed = [row for row in project.overrides.all() if row.state == OverrideState.LAPSED]
    latest = max(lapsed, key=lambda row: (row.lapsed_at, row.pk), default=None)
    if counting is not None or latest is None:
        return ""
    words = outcome_of(latest.eligible).label
    signed = f"{latest.decided_by.name} {day(latest.decided_at)} 签批改判为{words}"
    return f"{signed}，{day(latest.lapsed_at)} 起失效：主档有改动，{latest.lapsed_for}。现在按规则判定。"


def waiting_request(override: EligibilityOverride, project: Project, user) -> dict:
    """The request that waits: who asks for what and why, and whether this person may decide on it."""
    may_decide = user.may(Permission.SIGN_OVERRIDE)
    own = override.requested_by_id == user.pk
    holds = override.facts_digest == digest_of(project)
    return {
        "pk": override.pk,
        "version": override.version,
        "target": outcome_of(override.eligible).label,
        "computed": outcome_of(override.computed).label,
        "rule_label": override.rule_label,
        "reason": override.reason,
        "who": override.requested_by.name,
        "at": override.requested_at,
        "may_decide": may_decide and not own,
        "may_sign": may_decide and not own and holds,
        "blocked": OWN if may_decide and own else "",
        "moved": "" if holds else MOVED.format(moved=moved(override.facts, project)),
    }


def may_request(user, standing: Standing | None, waiting: EligibilityOverride | None) -> bool:
    """An override is asked for when there is a result to be judged otherwise and nobody has asked yet."""
    known = standing is not None and standing.verdict.eligible is not None
    return user.may(Permission.REQUEST_OVERRIDE) and known and waiting is None
