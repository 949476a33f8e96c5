"""Who may be chosen as 区重大项目 (第十条, read with 第三条): criteria a–d, one function each. Pure; amounts in 万元.

“选取部分项目”: meeting a criterion makes a project eligible to be chosen. The choice is a decision, recorded elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from projects.eligibility import Finding, Rules, all_hold, amount, public_kinds

ARTICLE_10 = "第十条"


@dataclass(frozen=True)
class MajorFacts:
    """What 第十条 asks. `higher_funds` = 中央、省、市级 money of the project in 万元, None while no source is known."""

    on_city_list: bool = False
    is_industrial: bool | None = None
    total_investment: Decimal | None = None
    significance: str = ""
    is_livelihood: bool = False
    is_infrastructure: bool = False
    reason: str = ""
    is_government: bool = False
    higher_funds: Decimal | None = None


def on_city_list(facts: MajorFacts, rules: Rules) -> Finding:
    """(a) 列入开封市年度重点项目库 (第三条、第十条)."""
    text = "已列入市年度重点项目库。" if facts.on_city_list else "没有列入市年度重点项目库。"
    value = "市重点" if facts.on_city_list else "未列入"
    return _major("a", "列入市年度重点项目库", text, facts.on_city_list, value, "主档：市重点")


def is_major_industry(facts: MajorFacts, rules: Rules) -> Finding:
    """(b) 产业项目, 具有全局意义、带动作用突出 as stated in words, and at least 1 亿元 inclusive."""
    total, least = facts.total_investment, amount(rules.major_threshold)
    enough = None if total is None else total >= rules.major_threshold
    stated = bool(facts.significance.strip())
    holds = all_hold((facts.is_industrial, enough, stated or None))
    lacks = [
        words
        for words, answer in (("不是产业项目", facts.is_industrial), (f"总投资低于 {least}", enough))
        if answer is False
    ]
    lacks += [] if stated else ["没有写明全局意义和带动作用"]
    text = "产业项目，投资额度够，全局意义和带动作用已写明。" if holds else f"{'；'.join(lacks) or '事实不全'}。"
    value = "未填写" if total is None else amount(total)
    return _major("b", f"产业项目，具有全局意义，总投资 ≥ {least}（含）", text, holds, value, "主档：总投资、全局意义")


def is_major_public(facts: MajorFacts, rules: Rules) -> Finding:
    """(c) 具有重大影响的民生项目、重要基础设施项目, with the reason written."""
    kinds = public_kinds(facts.is_livelihood, facts.is_infrastructure, False)
    written = len(facts.reason.strip()) >= rules.reason_min
    holds = all_hold((bool(kinds), written or None))
    named = "、".join(kinds)
    text = {
        True: f"{named}，理由已写明。",
        False: "不是民生或重要基础设施项目。",
        None: f"{named}，理由还没有写够 {rules.reason_min} 字。",
    }[holds]
    rule = "重大影响的民生项目、重要基础设施项目"
    return _major("c", rule, text, holds, named or "未认定", "主档：情形二认定")


def uses_higher_funds(facts: MajorFacts, rules: Rules) -> Finding:
    """(d) 使用市本级以上的政府投资项目: money of the city, the province or the state."""
    funds = facts.higher_funds
    holds = all_hold((facts.is_government, None if funds is None else funds > 0))
    text = {
        True: "政府投资项目，使用市本级以上资金。",
        False: "不是政府投资项目。" if not facts.is_government else "没有使用市本级以上资金。",
        None: "政府投资项目，还没有填写资金来源。",
    }[holds]
    value = "未填写" if funds is None else amount(funds)
    return _major("d", "使用市本级以上政府投资", text, holds, value, "主档：资金来源")


#: The criteria a–d of 第十条, in its order. Any one makes a project eligible to be chosen; the choice is a decision.
MAJOR_RULES: tuple[Callable[[MajorFacts, Rules], Finding], ...] = (
    on_city_list,
    is_major_industry,
    is_major_public,
    uses_higher_funds,
)


def major_criteria(facts: MajorFacts, rules: Rules) -> tuple[Finding, ...]:
    """Which criteria of 第十条 the project meets. “选取部分项目”: meeting one is eligibility, never the decision."""
    return tuple(rule(facts, rules) for rule in MAJOR_RULES)


def _major(key: str, rule: str, text: str, holds: bool | None, value: str, source: str) -> Finding:
    return Finding(key, key, ARTICLE_10, rule, text, holds, value, source)
