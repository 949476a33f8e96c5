"""Who may be declared as 区重点项目 (第八条): one function per condition, each with its sentence.

Pure: facts and thresholds in, findings out. Three answers are possible, because a missing fact is neither a yes nor a
no. Amounts are Decimal 万元. Nothing is decided here: a person declares, the office vets, the committee decides.
Article 10 (重大项目) stands in `projects.major`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from longting.common.money import format_wan
from projects.enums import Eligibility, Outcome

ARTICLE_8 = "第八条"
ONE, TWO = "一", "二"


@dataclass(frozen=True)
class Facts:
    """What 第八条 asks of a project. None = nobody has said yet; the three kinds are claims, so unclaimed is False."""

    total_investment: Decimal | None = None
    fits_plan: bool | None = None
    is_livelihood: bool = False
    is_infrastructure: bool = False
    is_government: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Rules:
    """One dated version: thresholds in 万元 (both inclusive), and how many characters a written reason needs."""

    label: str
    threshold: Decimal
    major_threshold: Decimal
    reason_min: int


@dataclass(frozen=True)
class Finding:
    """One condition judged: `rule` the condition, `text` what it says of this project, `holds` None for a missing
    fact, `value` and `source` what was looked at, `remedy` what would make it hold, `undo` what would end it."""

    key: str
    limb: str
    article: str
    rule: str
    text: str
    holds: bool | None
    value: str
    source: str
    remedy: str = ""
    undo: str = ""
    used: bool = True

    @property
    def outcome(self) -> Outcome:
        """The word and light of this condition."""
        if not self.used:
            return Outcome.UNUSED
        return {True: Outcome.MET, False: Outcome.UNMET, None: Outcome.MISSING}[self.holds]


@dataclass(frozen=True)
class Verdict:
    """The result: `eligible` None while facts are missing, `limb` the one relied on (一 before 二)."""

    eligible: bool | None
    limb: str | None
    findings: tuple[Finding, ...]
    what_would_change: list[str]
    rule_label: str

    @property
    def outcome(self) -> Eligibility:
        """The word and light of the result."""
        return outcome_of(self.eligible)

    @property
    def missing(self) -> list[str]:
        """The sentences that say which fact is missing."""
        return [finding.text for finding in self.findings if finding.outcome is Outcome.MISSING]


def outcome_of(eligible: bool | None) -> Eligibility:
    """The word for yes, no and not known."""
    return {True: Eligibility.ELIGIBLE, False: Eligibility.INELIGIBLE, None: Eligibility.UNKNOWN}[eligible]


def fits_industry_plan(facts: Facts, rules: Rules) -> Finding:
    """情形一, first half: 符合我区产业规划."""
    text = {
        True: "符合区产业规划。",
        False: "不符合区产业规划。",
        None: "还没有说明是否符合区产业规划。",
    }[facts.fits_plan]
    return Finding(
        "fits_plan", ONE, ARTICLE_8, "符合我区产业规划", text, facts.fits_plan,
        {True: "符合", False: "不符合", None: "未说明"}[facts.fits_plan], "主档：符合区产业规划",
        remedy="对照区产业规划说明项目符合与否" if facts.fits_plan is None else "调整建设内容，使项目符合区产业规划",
        undo="不再符合区产业规划",
    )  # fmt: skip


def reaches_threshold(facts: Facts, rules: Rules) -> Finding:
    """情形一, second half: 投资额度在 5000 万元以上（包含 5000 万元）; the threshold of the version, inclusive."""
    total, least = facts.total_investment, amount(rules.threshold)
    holds = None if total is None else total >= rules.threshold
    text = {
        True: f"总投资达到 {least}。",
        False: f"总投资低于 {least}，差 {amount(rules.threshold - (total or 0))}。",
        None: "还没有填写总投资。",
    }[holds]
    return Finding(
        "total_investment", ONE, ARTICLE_8, f"总投资 ≥ {least}（含）", text, holds,
        "未填写" if total is None else amount(total), "主档：总投资",
        remedy="填写总投资" if total is None else f"总投资核定到 {least}以上",
        undo=f"总投资核减到 {least}以下",
    )  # fmt: skip


def is_public_interest(facts: Facts, rules: Rules) -> Finding:
    """情形二, the kind: 具有较大影响的民生项目、重要基础设施项目、政府投资项目. No amount is asked (the semicolon)."""
    kinds = public_kinds(facts.is_livelihood, facts.is_infrastructure, facts.is_government)
    return Finding(
        "public_interest", TWO, ARTICLE_8, "属于较大影响民生、重要基础设施或政府投资项目",
        f"认定为{'、'.join(kinds)}。" if kinds else "没有认定为民生、重要基础设施或政府投资项目。",
        bool(kinds), "、".join(kinds) or "未认定", "主档：情形二认定",
        remedy="认定为具有较大影响的民生、重要基础设施或政府投资项目",
        undo="不再认定为民生、重要基础设施或政府投资项目", used=bool(kinds),
    )  # fmt: skip


def reason_is_written(facts: Facts, rules: Rules) -> Finding:
    """情形二, the reason: without an amount the claim needs words, at least `reason_min` characters."""
    written = len(facts.reason.strip())
    claimed = any((facts.is_livelihood, facts.is_infrastructure, facts.is_government))
    holds = written >= rules.reason_min if written else None
    text = {
        True: f"认定理由 {written} 字。",
        False: f"认定理由只有 {written} 字，不足 {rules.reason_min} 字。",
        None: "还没有写认定理由。",
    }[holds]
    return Finding(
        "reason", TWO, ARTICLE_8, f"写明认定理由（不少于 {rules.reason_min} 字）", text, holds,
        f"{written} 字" if written else "未填写", "主档：认定理由",
        remedy=f"写明认定理由，不少于 {rules.reason_min} 字", undo="删去认定理由", used=claimed,
    )  # fmt: skip


#: The conditions of 第八条 in the order of the article; a limb holds when all of its conditions hold.
RULES: tuple[Callable[[Facts, Rules], Finding], ...] = (
    fits_industry_plan,
    reaches_threshold,
    is_public_interest,
    reason_is_written,
)


def judge(facts: Facts, rules: Rules) -> Verdict:
    """Whether the project may be declared as 区重点项目 (第八条): one limb suffices; unknown while one still could."""
    findings = tuple(rule(facts, rules) for rule in RULES)
    limbs = {limb: all_hold(f.holds for f in findings if f.limb == limb) for limb in (ONE, TWO)}
    holding = [limb for limb, holds in limbs.items() if holds]
    eligible = True if holding else None if None in limbs.values() else False
    changes = _ways_out(findings, holding) if holding else _ways_in(findings)
    return Verdict(eligible, holding[0] if holding else None, findings, changes, rules.label)


def all_hold(answers: Iterable[bool | None]) -> bool | None:
    """And with three values: one no decides, else one unknown leaves it open."""
    given = list(answers)
    return False if False in given else None if None in given else True


def amount(wan: Decimal) -> str:
    """An amount in 万元 with every digit it has beyond two places: 4,999.9999 must not read 5,000.00."""
    shown = format_wan(wan)
    exact = shown if Decimal(shown.replace(",", "")) == wan else f"{wan.normalize():,f}"
    return f"{exact} 万元"


def public_kinds(livelihood: bool, infrastructure: bool, government: bool) -> list[str]:
    """Names of the claimed kinds of 情形二."""
    named = (("民生项目", livelihood), ("重要基础设施项目", infrastructure), ("政府投资项目", government))
    return [name for name, claimed in named if claimed]


def _ways_out(findings: tuple[Finding, ...], holding: list[str]) -> list[str]:
    if len(holding) > 1:
        return ["情形一、情形二都成立；两种情形都不再成立，结论才会改变。"]
    return [f"{f.undo}，结论不再是符合。" for f in findings if f.limb == holding[0]]


def _ways_in(findings: tuple[Finding, ...]) -> list[str]:
    ways = []
    for limb in (ONE, TWO):
        steps = [f.remedy for f in findings if f.limb == limb and not f.holds]
        ways.append(f"按情形{limb}：{'；'.join(steps)}。")
    return ways
