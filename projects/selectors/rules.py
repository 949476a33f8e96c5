"""What a new version of the rules would change: the preview of a rule page."""

from dataclasses import dataclass

from django.db.models import F

from projects.eligibility import Rules
from projects.enums import Eligibility, RuleState
from projects.models import Project, RuleSet
from projects.selectors.standing import with_standing

MOST_SHOWN = 50
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Version:
    """One version and where it stands."""

    rule: RuleSet
    state: RuleState


@dataclass(frozen=True)
class Moved:
    """One project whose answer changes."""

    project: Project
    before: Eligibility
    after: Eligibility


@dataclass(frozen=True)
class Preview:
    """The projects that change (at most 50) and how many there are; `capped` when there are more than were counted."""

    moved: list[Moved]
    count: int
    capped: bool


def preview_rules(now: Rules, then: Rules, user) -> Preview:
    """Which projects in sight of `user` would be judged otherwise by `then` than by `now`. Two SQL queries."""
    both = with_standing(Project.objects.visible_to(user), now, "standing_now")
    both = with_standing(both, then, "standing_then").exclude(standing_now=F("standing_then"))
    count = both.order_by()[: MOST_COUNTED + 1].count()
    rows = both.select_related("responsible").order_by("number")[:MOST_SHOWN]
    moved = [Moved(row, Eligibility(row.standing_now), Eligibility(row.standing_then)) for row in rows]
    return Preview(moved, min(count, MOST_COUNTED), count > MOST_COUNTED)


def rule_versions(today) -> list[Version]:
    """Every version, the newest first; the one in force is the latest whose day has come."""
    rules = list(RuleSet.objects.select_related("created_by"))
    current = next((rule.pk for rule in rules if rule.effective_from <= today), None)

    def state(rule: RuleSet) -> RuleState:
        if rule.pk == current:
            return RuleState.CURRENT
        return RuleState.COMING if rule.effective_from > today else RuleState.PAST

    return [Version(rule, state(rule)) for rule in rules]
