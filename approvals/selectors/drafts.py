"""Reads of a yearly list on its way: what its guards look at, and where each entry comes from (来由)."""

from collections.abc import Callable, Mapping

from approvals.enums import ListAction, ResolutionKind
from approvals.models import Declaration
from approvals.selectors.attachments import RESOLUTION
from approvals.workflow import ListCase
from longting.documents.models import Attachment
from projects.enums import EntryDecision
from projects.models import AnnualList, ListEntry


def list_case(row: AnnualList, action: ListAction) -> ListCase:
    """Everything the guards of the list ask for `action`."""
    entries = row.entries.standing()
    undecided = entries.filter(decision=EntryDecision.PENDING).count()
    return ListCase(entries.count(), undecided, tuple(_lacking(row, action)))


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


def provenance_of(row: AnnualList) -> Callable[[ListEntry], Mapping[str, object]]:
    """A function from an entry to its provenance: the declaration with its version, the limb relied on, the rule, the
    override with its signer; an entry without a declaration came from a workbook or was kept by the office."""
    declared = {
        found.entry_id: found
        for found in Declaration.objects.filter(entry__annual_list=row).select_related(
            "applicant", "unit", "override", "override__decided_by"
        )
    }

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
        }

    return told
