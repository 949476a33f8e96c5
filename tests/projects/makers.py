"""Rows of this part for its tests; every argument has a harmless default."""

from datetime import date
from decimal import Decimal
from itertools import count

from longting.accounts.models import Organisation
from longting.audit.services import SYSTEM
from longting.common.periods import Month
from projects.models import EligibilityOverride, Project, RuleSet
from projects.seed import first_rule_set
from projects.services.projects import change_project, register_project
from projects.spoken_of import digest_of, words_of

TODAY = date(2026, 11, 24)
#: 统一社会信用代码 and 项目代码 that are sound.
USCC = "91410202MA9K8T32XC"
CODE = "2309-410202-04-01-118230"
REASON = "这是一条不少于二十个字的改判理由，依据是会议纪要第三号。"

_numbers = count(1)


def unit(name: str = "北郊乡人民政府") -> Organisation:
    """A seeded responsible unit."""
    return Organisation.objects.get(name=name)


def facts(**values) -> dict:
    """Facts of a project that may be registered; those of an industry project just at the threshold."""
    usual = {
        "name": f"测试装备制造项目{next(_numbers)}号厂房",
        "responsible": unit(),
        "total_investment": Decimal("5000"),
        "fits_plan": True,
        "start_month": Month(2026, 3),
        "end_month": Month(2028, 12),
    }
    return usual | values


def make_project(actor=SYSTEM, today: date = TODAY, contacts=(), funds=(), people=(), **values) -> Project:
    """A registered project."""
    return register_project(
        values=facts(**values), contacts=contacts, funds=funds, people=people, actor=actor, today=today
    )


def change(
    project: Project, *, actor=SYSTEM, version: int | None = None, reason: str = "核对备案证", **given
) -> Project:
    """Change a project; `values` and what hangs on it as keywords."""
    given = {"values": {}} | given
    version = project.version if version is None else version
    return change_project(project, version=version, reason=reason, actor=actor, today=TODAY, **given)


def rule_in_force() -> RuleSet:
    """The seeded version, also after a test that empties tables."""
    first_rule_set()
    return RuleSet.objects.in_force(TODAY)


def make_override(project: Project, asker, **values) -> EligibilityOverride:
    """A request waiting to be signed, made for the project as it is."""
    usual = {"eligible": True, "computed": False, "rule_label": "2022-1", "reason": REASON, "requested_by": asker}
    usual |= {"facts": words_of(project), "facts_digest": digest_of(project)}
    return EligibilityOverride.objects.create(project=project, requested_at=project.created_at, **(usual | values))
