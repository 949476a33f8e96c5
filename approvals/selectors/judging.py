"""What the guards of the workflow look at, gathered from the database: eligibility as declared, checklist, opinions."""

from copy import copy

from approvals.checklist import SCREENING, failed, unanswered
from approvals.declared import PROJECT_FACTS, SECTIONS, article_8_facts, label_of, missing, unpack
from approvals.enums import ENDED, BatchState, Conclusion, State
from approvals.models import BatchItem, Declaration
from approvals.selectors.attachments import missing_papers
from approvals.selectors.windows import window_of
from approvals.windows import MOST_BATCHES
from approvals.workflow import Case
from projects.eligibility import judge
from projects.enums import LIST_OPEN, ListState
from projects.models import AnnualList, Project, RuleSet
from projects.selectors.standing import Standing, rule_in_force, verdict_of
from projects.spoken_of import digest_of


def standing_of(declaration: Declaration, rule: RuleSet) -> Standing:
    """Article 8 on what was declared; a signed override of the project counts when it was signed for these facts."""
    values = unpack(declaration.facts)
    override = verdict_of(declaration.project, rule).override
    if override and override.facts_digest != digest_of(as_declared(declaration.project, values)):
        override = None
    return Standing(judge(article_8_facts(values), rule.rules), override)


def as_declared(project: Project, values: dict) -> Project:
    """The project as it would be with the declared facts; nothing is stored."""
    trial = copy(project)
    for key in PROJECT_FACTS:
        setattr(trial, key, values[key])
    return trial


def case_of(declaration: Declaration, today, *, through: str = "") -> Case:
    """Everything the guards of `approvals.workflow` ask about a declaration."""
    values = unpack(declaration.facts)
    annual_list = AnnualList.objects.filter(year=declaration.year, batch=declaration.batch).first()
    list_words = _list_words(annual_list)
    return Case(
        through=through,
        window_words=window_of(declaration.year, declaration.batch).against(today),
        needs_window=declaration.state == State.DRAFT,
        lacking=tuple(lacking_words(declaration, values)),
        eligible=standing_of(declaration, rule_in_force(today)).eligible,
        unsettled_notes=_unsettled(declaration),
        unchecked_items=unanswered(SCREENING, declaration.checklist),
        failed_items=failed(SCREENING, declaration.checklist),
        batch_words=_batch_words(declaration),
        is_verified=_is_verified(declaration),
        list_words=list_words,
        next_words=_next_words(declaration) if list_words else "",
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


def _unsettled(declaration: Declaration) -> int:
    """Opinions still open; the unit settles its own, those of the office wait for the office."""
    rows = declaration.notes.filter(settled_at__isnull=True)
    return rows.filter(from_office=False).count() if declaration.state == State.SUBMITTED else rows.count()


def next_batch(declaration: Declaration) -> int | None:
    """The first later batch of the year whose list still takes entries; None when the year has no more."""
    later = range(declaration.batch + 1, MOST_BATCHES + 1)
    closed = AnnualList.objects.filter(year=declaration.year, batch__in=later)
    closed = set(closed.exclude(state__in=[state.value for state in LIST_OPEN]).values_list("batch", flat=True))
    return next((batch for batch in later if batch not in closed), None)


def _next_words(declaration: Declaration) -> str:
    """Why it cannot go on with a later batch of the year."""
    year, batch = declaration.year, next_batch(declaration)
    if batch is None:
        return f"{year}年度没有还能转入的批次，请按下一年度重新申报。"
    same = declaration.project.declarations.filter(year=year, batch=batch).exclude(state__in=[s.value for s in ENDED])
    return f"这个项目在第 {batch} 批已有一份申报。" if same.exists() else ""


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
    return f"{annual_list.title}现在是“{ListState.label_of(annual_list.state)}”，不再接受申报、列入。可以转入下一批。"


def _clash(project: Project, values: dict) -> str:
    code = values.get("project_code")
    if code and Project.objects.filter(project_code=code).exclude(pk=project.pk).exists():
        return "项目代码已登记在另一个项目上。请核对代码，或到原项目上申报。"
    return ""
