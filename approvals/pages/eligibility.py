"""The Article-8 card of what is declared: the same card as that of the 主档, from the applicant's own figures."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from approvals.declared import unpack
from approvals.models import Declaration
from projects.eligibility import Finding
from projects.major import MajorFacts, major_criteria
from projects.models import Project, RuleSet
from projects.pages import card_of
from projects.selectors.standing import HIGHER_SOURCES, Standing

_OF_PROJECT, _OF_DECLARATION = "主档：", "申报："


def eligibility_card_of(declaration: Declaration, rule: RuleSet | None, standing: Standing | None) -> dict | None:
    """The card for templates/projects/_eligibility.html; None while no rule is in force. `standing`: see
    selectors.judging.standing_of."""
    return card_of_values(declaration.project, unpack(declaration.facts), rule, standing)


def card_of_values(
    project: Project, values: dict[str, Any], rule: RuleSet | None, standing: Standing | None
) -> dict | None:
    """The same for declared facts that are not stored yet."""
    if rule is None or standing is None:
        return None
    told = replace(standing.verdict, findings=tuple(map(_declared, standing.verdict.findings)))
    major = major_criteria(_major_facts(project, values), rule.rules)
    return card_of(replace(standing, verdict=told), rule, tuple(map(_declared, major)))


def _declared(finding: Finding) -> Finding:
    """What was looked at stands in the declaration, not in the 主档."""
    return replace(finding, source=finding.source.replace(_OF_PROJECT, _OF_DECLARATION, 1))


def _major_facts(project: Project, values: dict[str, Any]) -> MajorFacts:
    """What Article 10 asks; that a project stands on the city's list is the office's word, so it comes from the 主档."""
    funds = values.get("funds") or []
    higher = sum((row["amount"] for row in funds if row["source"] in HIGHER_SOURCES), Decimal(0))
    return MajorFacts(
        on_city_list=project.is_city,
        is_industrial=values.get("fits_plan"),
        total_investment=values.get("total_investment"),
        significance=values.get("significance") or "",
        is_livelihood=bool(values.get("is_livelihood")),
        is_infrastructure=bool(values.get("is_infrastructure")),
        reason=values.get("limb_reason") or "",
        is_government=bool(values.get("is_government")),
        higher_funds=higher if funds else None,
    )
