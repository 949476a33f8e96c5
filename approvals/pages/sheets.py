"""申报表 on A4: the declared facts, who stands for them, and the opinions of all four stages."""

from datetime import datetime

from django.http import Http404
from django.utils import timezone

from approvals.declared import unpack
from approvals.enums import Action, Conclusion, ResolutionKind, State
from approvals.models import Declaration, DeclarationVersion, Resolution, Step
from approvals.pages.form import form_rows
from approvals.pages.shown import Shown, content_of, shown_to
from approvals.selectors.attachments import KIND
from approvals.selectors.judging import standing_of
from approvals.windows import day_words
from longting.accounts.roles import Permission
from longting.documents.selectors import attachments_of
from projects.models import RuleSet

PLEDGE = "本单位对申报内容和附件的真实性负责。"
BASIS = "依据龙项目办〔2022〕3号"


def paper_page(row: Declaration, user, now: datetime, asked: str) -> dict:
    """The context of declaration_paper.html: version `asked`, by default the one this person sees. Raises Http404 for
    a version that does not exist."""
    shown = _shown(row, user, asked)
    version = shown.version
    papers = content_of(version)["papers"] if version else _papers_now(row)
    steps = [step for step in row.steps.all() if version and step.on_version == version.number]
    line = f"第 {version.number} 版" if version else "未提交"
    code = f"校验码 {version.check_code}" if version else "未提交，没有校验码"
    return {
        "declaration": row,
        "is_draft": version is None,
        "number": f"{row.number}　{line}",
        "rows": form_rows(row, shown.values, papers, _limb_words(row, shown, now)),
        "opinions": _opinions(row, version, steps, user),
        "foot": [BASIS, code, f"打印时间 {timezone.localtime(now):%Y-%m-%d %H:%M}"],
    }


def _shown(row: Declaration, user, asked: str) -> Shown:
    versions = list(row.versions.all())
    if not asked:
        return shown_to(row, versions, user)
    found = next((version for version in versions if str(version.number) == asked), None)
    if found is None:
        raise Http404
    facts = content_of(found)["facts"]
    return Shown(facts, unpack(facts), None, None, None, f"第 {found.number} 版", "", found)


def _papers_now(row: Declaration) -> list[dict]:
    return [{"slot": found.slot, "name": found.name} for found in attachments_of(KIND, row.public_id)]


def _limb_words(row: Declaration, shown: Shown, now: datetime) -> str:
    """Limb and rule relied on: as the last act kept them, for another version as the rule of that day says."""
    if shown.version and shown.version.number == row.submissions and row.rule_label:
        limb, label, override = row.limb, row.rule_label, row.override
    else:
        day = timezone.localdate(shown.version.submitted_at if shown.version else now)
        rule = RuleSet.objects.in_force(day)
        if rule is None:
            return "没有生效的认定规则，不能判定"
        seen = Declaration(project=row.project, facts=shown.stored)
        standing = standing_of(seen, rule)
        limb, label, override = standing.verdict.limb or "", rule.label, standing.override
    words = f"第八条情形{limb}" if limb else "按申报事实不符合第八条，或还缺事实"
    signed = f"；{override.decided_by.name}签批改判，理由：{override.reason}" if override else ""
    return f"{words}（认定规则 {label}）{signed}"


def _opinions(row: Declaration, version: DeclarationVersion | None, steps: list[Step], user) -> list[dict]:
    """Opinions of the unit, the office, the committee and the district, each with name and day."""
    return [
        {
            "label": "申请单位",
            "text": PLEDGE,
            "sign": _signed(row.applicant.name, _submission(version)),
        },
        {"label": "初审单位\n意见", **_unit_opinion(row, version, steps)},
        {"label": "区项目办\n核实意见", **_office_opinion(row, version, user)},
        {"label": "委员会\n审定", **_resolution(row, ResolutionKind.COMMITTEE, user)},
        {"label": "区委区政府\n批准", **_resolution(row, ResolutionKind.DISTRICT, user)},
    ]


def _submission(version: DeclarationVersion | None) -> str:
    return f"{version.submitted_by.name}　{_day(version.submitted_at)}" if version else ""


def _unit_opinion(row: Declaration, version: DeclarationVersion | None, steps: list[Step]) -> dict:
    passed = _last(steps, Action.PASS, Action.UNPASS, Action.REJECT)
    reported = _last(steps, Action.REPORT)
    if passed is None or passed.action == Action.UNPASS:
        return {"text": "", "sign": _signed(row.unit.name, "")}
    is_last = version is not None and version.number == row.submissions
    words = [Action.label_of(passed.action), row.screening_note if is_last else "", passed.comment]
    names = [f"经办 {passed.actor_name}"] if passed.action == Action.PASS else [f"负责人 {passed.actor_name}"]
    names += [f"负责人 {reported.actor_name}"] if reported else []
    return {
        "text": "。".join(word.rstrip("。") for word in words if word) + "。",
        "sign": _signed(row.unit.name, "　".join([*names, _day((reported or passed).at)])),
    }


def _office_opinion(row: Declaration, version: DeclarationVersion | None, user) -> dict:
    """The office's finding on this version, for those who see the whole district; for others a line to be filled."""
    records = row.verifications.all() if version and user.may(Permission.VIEW_ALL) else ()
    record = next((found for found in records if found.on_version == version.number and found.conclusion), None)
    if record is None:
        return {"text": "", "sign": _signed("区项目办", "")}
    text = f"核实结论：{Conclusion.label_of(record.conclusion)}。{record.findings}"
    return {"text": text, "sign": _signed("区项目办", f"{record.written_by.name}　{_day(record.written_at)}")}


def _resolution(row: Declaration, kind: ResolutionKind, user) -> dict:
    """The standing decision on the list, as far as the list is in this person's sight."""
    found = None
    if row.entry_id and State(row.state) in (State.ENDORSED, State.APPROVED, State.ISSUED):
        rows = Resolution.objects.visible_to(user).standing()
        found = rows.filter(annual_list=row.entry.annual_list_id, kind=kind.value).first()
    if found is None:
        return {"text": "", "sign": "年　　月　　日"}
    number = f"文号：{found.number}。" if found.number else ""
    return {"text": f"{number}{found.note}", "sign": day_words(found.decided_on)}


def _last(steps: list[Step], *actions: Action) -> Step | None:
    return next((step for step in reversed(steps) if step.action in actions), None)


def _signed(unit: str, words: str) -> str:
    return f"{unit}（盖章）　{words or '　　　　年　　月　　日'}"


def _day(moment: datetime) -> str:
    return day_words(timezone.localdate(moment))
