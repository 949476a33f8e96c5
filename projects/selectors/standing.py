"""Where a project stands under Article 8: the computed result, and the office head's override when one is signed."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BooleanField, Case, CharField, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Length, Trim

from longting.common.errors import Refused
from projects.eligibility import Finding, Rules, Verdict, judge, outcome_of
from projects.enums import Eligibility, OverrideState, Source
from projects.major import MajorFacts, major_criteria
from projects.models import EligibilityOverride, Project, RuleSet

#: Money of city level or above (第十条).
HIGHER_SOURCES = (Source.CENTRAL, Source.PROVINCE, Source.CITY)


@dataclass(frozen=True)
class Standing:
    """The answer that counts (`eligible`), what the rules alone say (`verdict`), and the override between them."""

    verdict: Verdict
    override: EligibilityOverride | None

    @property
    def eligible(self) -> bool | None:
        """None while facts are missing and nobody has signed otherwise."""
        return self.override.eligible if self.override else self.verdict.eligible

    @property
    def outcome(self) -> Eligibility:
        """The word and light of the answer that counts."""
        return outcome_of(self.eligible)

    @property
    def basis(self) -> str:
        """What the answer rests on, in words for the page."""
        if self.override:
            return "经区项目办负责人签批改判"
        return f"第八条　情形{self.verdict.limb}" if self.verdict.limb else "第八条"


def rule_in_force(today) -> RuleSet:
    """The version that judges on `today`. Raises Refused when there is none."""
    rule = RuleSet.objects.in_force(today)
    if rule is None:
        raise Refused("今天没有生效的认定规则，不能判定资格。请区项目办负责人先发布规则版本。")
    return rule


def verdict_of(project: Project, rule: RuleSet) -> Standing:
    """The standing of one project under `rule`. Reads the prefetch of `with_overrides` when there is one. An override
    counts while it is SIGNED: the services lapse it as soon as the facts it was signed for change."""
    return Standing(judge(project.facts, rule.rules), _signed(project))


def with_overrides(projects: QuerySet) -> QuerySet:
    """The projects with their overrides at hand: one query for a page of them."""
    rows = EligibilityOverride.objects.select_related("requested_by", "decided_by")
    return projects.prefetch_related(Prefetch("overrides", rows))


def with_standing(projects: QuerySet, rule: RuleSet | Rules, name: str = "standing") -> QuerySet:
    """Annotates `name` with a value of Eligibility in the database, for filters; the same answer as `verdict_of`."""
    signed = EligibilityOverride.objects.filter(project=OuterRef("pk"), state=OverrideState.SIGNED)
    latest = Subquery(signed.order_by("-decided_at", "-pk").values("eligible")[:1], output_field=BooleanField())
    written = Length(Trim(F("limb_reason")))
    kinds = Q(is_livelihood=True) | Q(is_infrastructure=True) | Q(is_government=True)
    one = Q(fits_plan=True, total_investment__gte=rule.threshold)
    not_one = Q(fits_plan=False) | Q(total_investment__lt=rule.threshold)
    two = kinds & Q(written__gte=rule.reason_min)
    not_two = ~kinds | Q(written__gt=0, written__lt=rule.reason_min)
    answer = Case(
        When(overridden=True, then=Value(Eligibility.ELIGIBLE.value)),
        When(overridden=False, then=Value(Eligibility.INELIGIBLE.value)),
        When(one | two, then=Value(Eligibility.ELIGIBLE.value)),
        When(not_one & not_two, then=Value(Eligibility.INELIGIBLE.value)),
        default=Value(Eligibility.UNKNOWN.value),
        output_field=CharField(),
    )
    return projects.annotate(written=written, overridden=latest).annotate(**{name: answer})


def major_criteria_of(project: Project, rule: RuleSet) -> tuple[Finding, ...]:
    """The criteria a–d of Article 10 for one project; an industry project is one that fits the industry plan."""
    funds = list(project.funds.all())
    higher = sum((row.amount for row in funds if row.source in HIGHER_SOURCES), Decimal(0))
    facts = MajorFacts(
        on_city_list=project.is_city,
        is_industrial=project.fits_plan,
        total_investment=project.total_investment,
        significance=project.significance,
        is_livelihood=project.is_livelihood,
        is_infrastructure=project.is_infrastructure,
        reason=project.limb_reason,
        is_government=project.is_government,
        higher_funds=higher if funds else None,
    )
    return major_criteria(facts, rule.rules)


def _signed(project: Project) -> EligibilityOverride | None:
    signed = [row for row in project.overrides.all() if row.state == OverrideState.SIGNED]
    return max(signed, key=lambda row: (row.decided_at, row.pk), default=None)
