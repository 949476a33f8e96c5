"""Publishing a version of the rules (认定规则). Versions are only added; what one judged stays as it was judged."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from longting.audit.services import Entry, record
from longting.common import clock
from longting.common.money import format_wan
from longting.common.text import tidy
from projects.enums import Act
from projects.models import RuleSet


@transaction.atomic
def create_rule_set(
    *,
    label: str,
    effective_from: date,
    threshold: Decimal,
    major_threshold: Decimal,
    reason_min: int,
    fields: Sequence[dict],
    basis: str,
    actor,
    today: date,
) -> RuleSet:
    """A new version, in force from `effective_from` (today or later) until the next. Thresholds in 万元, inclusive;
    `fields` [{"label", "aliases"}]. Raises ValidationError with messages at their fields."""
    rule = RuleSet(
        label=tidy(label),
        effective_from=effective_from,
        threshold=threshold,
        major_threshold=major_threshold,
        reason_min=reason_min,
        fields=list(fields),
        basis=tidy(basis),
        created_by=actor,
        created_at=clock.now(),
    )
    _check(rule, today)
    changes = _changes(RuleSet.objects.in_force(effective_from), rule)
    rule.save(force_insert=True)
    _record(rule, changes, actor)
    return rule


def _record(rule: RuleSet, changes: dict[str, list[str]], actor) -> None:
    text = f"发布认定规则 {rule.label}，{rule.effective_from:%Y-%m-%d} 起生效"
    record(Entry(Act.RULE_CREATE, "rule", rule.pk, rule.label, text, changes, rule.basis), actor=actor)


def _check(rule: RuleSet, today: date) -> None:
    wrong = {}
    if rule.effective_from < today:
        wrong["effective_from"] = "生效日期不能早于今天：已经判定过的结论不追溯。"
    elif RuleSet.objects.filter(effective_from=rule.effective_from).exists():
        wrong["effective_from"] = "这一天已有一个版本生效。请换一天，或改在该版本之后发布。"
    if RuleSet.objects.filter(label=rule.label).exists():
        wrong["label"] = f"版本 {rule.label} 已经有了。请换一个版本号。"
    if rule.threshold <= 0:
        wrong["threshold"] = "门槛必须大于 0。"
    if rule.major_threshold < rule.threshold:
        wrong["major_threshold"] = "重大项目门槛不能低于重点项目门槛。"
    names = [field["label"] for field in rule.fields]
    if not names or len(set(names)) < len(names):
        wrong["fields"] = "请至少写一个领域，名称不要重复。"
    if wrong:
        raise ValidationError(wrong)
    rule.clean_fields(exclude=["created_by"])


def _changes(before: RuleSet | None, rule: RuleSet) -> dict[str, list[str]]:
    old, new = _printed(before), _printed(rule)
    return {label: [old.get(label, "—"), words] for label, words in new.items() if old.get(label) != words}


def _printed(rule: RuleSet | None) -> dict[str, str]:
    if rule is None:
        return {}
    return {
        "版本": rule.label,
        "重点项目投资门槛": f"{format_wan(rule.threshold)} 万元",
        "重大产业项目投资门槛": f"{format_wan(rule.major_threshold)} 万元",
        "情形二理由最少字数": str(rule.reason_min),
        "领域": "、".join(rule.field_labels),
    }
