"""The Article-8 card of what is declared: the same card as that of the 主档, from the applicant's own figures."""

from copy import copy
from dataclasses import replace
from decimal import Decimal
from typing import Any

from approvals.declared import pack, unpack
from approvals.models import Declaration
from approvals.selectors.judging import standing_of
from projects.eligibility import Finding
from projects.major import MajorFacts, major_criteria
from projects.models import RuleSet
from projects.pages import card_of
from projects.selectors.standing import HIGHER_SOURCES, Standing

_OF_PROJECT, _OF_DECLARATION = "主档：", "申报："
#: Criterion (a) of Article 10.
_CITY = "a"


def eligibility_card_of(declaration: Declaration, rule: RuleSet | None, standing: Standing | None) -> dict | None:
    """The card for templates/projects/_eligibility.html; None while no rule is in force. `standing`: see
    selectors.judging.standing_of."""
    if rule is None or standing is None:
        return None
    told = replace(standing.verdict, findings=tuple(map(_declared, standing.verdict.findings)))
    major = major_criteria(_major_facts(declaration), rule.rules)
    return card_of(replace(standing, verdict=told), rule, tuple(map(_declared, major)))


def stored_card(declaration: Declaration, rule: RuleSet | None) -> dict | None:
    """The card of what is stored."""
    return eligibility_card_of(declaration, rule, standing_of(declaration, rule) if rule else None)


def typed_card(declaration: Declaration, values: dict[str, Any], rule: RuleSet | None) -> dict | None:
    """The card of what is being typed; the declaration itself is not touched."""
    trial = copy(declaration)
    trial.facts = pack(values)
    return stored_card(trial, rule)


def _declared(finding: Finding) -> Finding:
    """What was looked at stands in the declaration, not in the 主档; only the city's list is the office's word."""
    if finding.key == _CITY:
        return finding
    return replace(finding, source=finding.source.replace(_OF_PROJECT, _OF_DECLARATION, 1))


def _major_facts(declaration: Declaration) -> MajorFacts:
    """What Article 10 asks of the declared facts, and of the 主档 what only the office may say."""
    values = unpack(declaration.facts)
    higher = sum((row["amount"] for row in values["funds"] if row["source"] in HIGHER_SOURCES), Decimal(0))
    return MajorFacts(
        on_city_list=declaration.project.is_city,
        is_industrial=values["fits_plan"],
        total_investment=values["total_investment"],
        significance=values["significance"],
        is_livelihood=values["is_livelihood"],
        is_infrastructure=values["is_infrastructure"],
        reason=values["limb_reason"],
        is_government=values["is_government"],
        higher_funds=higher if values["funds"] else None,
    )
