"""What the guards of the workflow look at, gathered from the database: eligibility as declared, checklist, opinions."""

from approvals.checklist import SCREENING, failed, unanswered
from approvals.declared import SECTIONS, article_8_facts, label_of, missing, unpack
from approvals.enums import BatchState, Conclusion, State
from approvals.models import BatchItem, Declaration
from approvals.selectors.attachments import missing_papers
from approvals.selectors.windows import window_of
from approvals.workflow import Case
from projects.eligibility import judge
from projects.enums import LIST_OPEN, ListState
from projects.models import AnnualList, Project, RuleSet
from projects.selectors.standing import Standing, rule_in_force, verdict_of


def standing_of(declaration: Declaration, rule: RuleSet) -> Standing:
    """Article 8 on what was declared; a signed override of the project counts here as well."""
    override = verdict_of(declaration.project, rule).override
    return Standing(judge(article_8_facts(unpack(declaration.facts)), rule.rules), override)


def case_of(declaration: Declaration, today, *, through: str = "") -> Case:
    """Everything the guards of `approvals.workflow` ask about a declaration."""
    values = unpack(declaration.facts)
    annual_list = AnnualList.objects.filter(year=declaration.year, batch=declaration.batch).first()
    return Case(
        through=through,
        window_words=window_of(declaration.year, declaration.batch).against(today),
        needs_window=declaration.state == State.DRAFT,
        lacking=tuple(lacking_words(declaration, values)),
        eligible=standing_of(declaration, rule_in_force(today)).eligible,
        unsettled_notes=declaration.notes.filter(settled_at__isnull=True).count(),
        unchecked_items=unanswered(SCREENING, declaration.checklist),
        failed_items=failed(SCREENING, declaration.checklist),
        batch_words=_batch_words(declaration),
        is_verified=_is_verified(declaration),
        list_words=_list_words(annual_list),
        list_state=ListState(annual_list.state) if annual_list else None,
        clash_words=_clash(declaration.project, values),
    )


def lacking_words(declaration: Declaration, values: dict) -> list[str]:
    """A sentence per section that lacks something, and one for the papers."""
    gaps = missing(values)
    words = []
    for section in SECTIONS:
        names = [label_of(key) for found, key in gaps if found == section.key]
        if names:
            words.append(f"{section.title}缺{'、'.join(names)}。")
    papers = missing_papers(declaration)
    return words + ([f"七、附件缺{'、'.join(papers)}。"] if papers else [])


def _batch_words(declaration: Declaration) -> str:
    """Why it cannot leave the unit's report singly; "" when it stands in none that is being signed."""
    item = BatchItem.objects.filter(declaration=declaration, batch__state=BatchState.SIGNING).first()
    return f"已列入待签发的第 {item.batch.serial} 次上报。请先由负责人退回该批次。" if item else ""


def _is_verified(declaration: Declaration) -> bool:
    record = declaration.verifications.filter(on_version=declaration.submissions).first()
    return bool(record and record.conclusion and record.conclusion != Conclusion.FALSE)


def _list_words(annual_list: AnnualList | None) -> str:
    """Why the draft takes no entry now; a list that does not exist yet is opened by the act."""
    if annual_list is None or annual_list.state in LIST_OPEN:
        return ""
    return f"{annual_list.title}现在是“{ListState.label_of(annual_list.state)}”，不能再列入。可转入下一批次。"


def _clash(project: Project, values: dict) -> str:
    code = values.get("project_code")
    if code and Project.objects.filter(project_code=code).exclude(pk=project.pk).exists():
        return "项目代码已登记在另一个项目上。请核对代码，或到原项目上申报。"
    return ""
