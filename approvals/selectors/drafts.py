"""Reads of a yearly list on its way: what its guards look at, who drafted it, where each entry comes from (来由)."""

from collections.abc import Callable, Mapping

from django.db.models import F

from approvals.enums import Action, Conclusion, ListAction, ResolutionKind
from approvals.models import Declaration, Step, Verification
from approvals.selectors.attachments import RESOLUTION
from approvals.workflow import LISTS, ListCase
from longting.common.workflow import Refusal
from longting.documents.models import Attachment, IssuedDocument
from projects.differences import Difference, difference
from projects.enums import EntryDecision, ListState
from projects.issued import as_kept, freeze, issued_of, key_of, read, standing_rows
from projects.models import AnnualList, ListEntry

DRAFT_KIND = "annual_list_draft"
#: Acts that put their name to what others prepared (SECURITY D-16: never the one who prepared it).
SIGNED = (ListAction.SUBMIT, ListAction.ISSUE)
OWN_DRAFT = "名单由您草拟，不能由您签发。请由区项目办另一位负责人办理。"


def list_case(row: AnnualList, action: ListAction) -> ListCase:
    """Everything the guards of the list ask for `action`."""
    entries = row.entries.standing()
    undecided = entries.filter(decision=EntryDecision.PENDING).count()
    return ListCase(entries.count(), undecided, tuple(_lacking(row, action)))


def reason_against_list(row: AnnualList, action: ListAction, user) -> str:
    """Why `user` cannot do `action` on the list now, besides permission; "" when nothing speaks against it."""
    try:
        way = LISTS.find(action, ListState(row.state))
    except Refusal as refusal:
        return str(refusal)
    if action in SIGNED and prepared_by(row, user):
        return OWN_DRAFT
    return (way.guard(list_case(row, action)) or "") if way.guard else ""


def prepared_by(row: AnnualList, user) -> bool:
    """Whether this person put any entry on the draft."""
    steps = Step.objects.filter(action=Action.SHORTLIST.value, actor=user, declaration__entry__annual_list=row)
    return steps.exists()


def drafters_of(row: AnnualList) -> list[str]:
    """The names of those who put the declarations on the draft that stand on it, the first first."""
    steps = Step.objects.filter(action=Action.SHORTLIST.value, declaration__entry__annual_list=row).order_by("pk")
    return list(dict.fromkeys(steps.values_list("actor_name", flat=True)))


def _lacking(row: AnnualList, action: ListAction) -> list[str]:
    found = {resolution.kind: resolution for resolution in row.resolutions.standing()}
    if action is ListAction.ENDORSE and ResolutionKind.COMMITTEE not in found:
        return ["还没有登记委员会审定的会议日期和意见。"]
    if action in (ListAction.APPROVE, ListAction.ISSUE):
        district = found.get(ResolutionKind.DISTRICT)
        if district is None:
            return ["还没有登记区委区政府批准的文号和日期。"]
        if not Attachment.objects.of(RESOLUTION, district.pk).kept().exists():
            return ["还没有上传批准文件扫描件。"]
    return []


def declared_of(row: AnnualList) -> dict[int, Declaration]:
    """The declarations behind the entries of a list by entry, with units and override at hand."""
    found = Declaration.objects.filter(entry__annual_list=row).select_related(
        "applicant", "unit", "override", "override__decided_by"
    )
    return {declaration.entry_id: declaration for declaration in found}


def conclusions_of(row: AnnualList) -> dict[int, Conclusion]:
    """What the office found on the version that stands, by declaration."""
    found = Verification.objects.filter(declaration__entry__annual_list=row, on_version=F("declaration__submissions"))
    return {record.declaration_id: Conclusion(record.conclusion) for record in found.exclude(conclusion="")}


def provenance_of(row: AnnualList) -> Callable[[ListEntry], Mapping[str, object]]:
    """A function from an entry to its provenance: the declaration with its version, the limb relied on, the rule, the
    override with its signer, what the verification found; an entry without a declaration came from a workbook or was
    kept by the office."""
    declared, conclusions = declared_of(row), conclusions_of(row)

    def told(entry: ListEntry) -> Mapping[str, object]:
        found = declared.get(entry.pk)
        if found is None:
            return {"source": "名单导入或办公室列入"}
        return {
            "source": "申报",
            "declaration": found.number,
            "version": found.submissions,
            "applicant": found.applicant.name,
            "unit": found.unit.name,
            "limb": found.limb,
            "rule": found.rule_label,
            "override": found.override.decided_by.name if found.override else "",
            "verification": conclusions[found.pk].label if found.pk in conclusions else "",
        }

    return told


def handed_up(row: AnnualList) -> IssuedDocument | None:
    """The draft as it was last handed to the committee; None before that."""
    return IssuedDocument.objects.versions(DRAFT_KIND, key_of(row)).first()


def difference_to(draft: IssuedDocument, row: AnnualList, today) -> Difference:
    """What became of the handed-up draft: against the issued list, or against what stands on the list now."""
    issued = issued_of(row) if row.state == ListState.ISSUED else None
    if issued:
        return difference(read(draft), read(issued))
    now = freeze(row, standing_rows(row, today), more=lambda entry: {})
    return difference(read(draft), as_kept(now))
