"""The office's verification record (第九条三: 逐一核实): one per submitted version, written while it verifies."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from approvals.checklist import VERIFICATION, problems
from approvals.enums import Act, Conclusion, State
from approvals.models import Declaration, Verification
from longting.accounts.roles import Permission
from longting.audit.services import Entry, record
from longting.common import clock
from longting.common.errors import Conflict, Refused

#: What a record says where nothing was given.
_NOTHING: dict[str, Any] = {"answers": {}, "visited_on": None, "visitors": "", "findings": "", "conclusion": ""}


@transaction.atomic
def save_verification(
    declaration: Declaration, *, values: Mapping[str, Any], version: int, actor, today
) -> Verification:
    """Keep the record of the current version. `values`: answers {item: {answer, note}}, visited_on, visitors,
    findings, conclusion ("" = not finished). A conclusion needs every item answered and the findings in words.

    Raises PermissionDenied, Refused outside 核实遴选, Conflict (`version` 0 = the record did not exist),
    ValidationError at `answers`, `visited_on`, `visitors`, `findings`, `conclusion`.
    """
    row = Declaration.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    if not actor.may(Permission.VERIFY):
        raise PermissionDenied
    if row.state != State.VERIFYING:
        raise Refused(f"申报现在是“{State.label_of(row.state)}”，核实记录不能再改。")
    found = row.verifications.filter(on_version=row.submissions).first()
    if version != (found.version if found else 0):
        raise Conflict()
    _check(values, today)
    record_row = found or Verification(declaration=row, on_version=row.submissions, version=0)
    for key, nothing in _NOTHING.items():
        setattr(record_row, key, values.get(key) or nothing)
    record_row.written_by, record_row.written_at = actor, clock.now()
    record_row.version += 1
    record_row.save()
    _audit(row, record_row, actor)
    return record_row


def _audit(row: Declaration, kept: Verification, actor) -> None:
    words = Conclusion.label_of(kept.conclusion) or "未完成"
    text = f"填写{row.name}第 {row.submissions} 版的核实记录：{words}"
    entry = Entry(Act.VERIFICATION_SAVE, "declaration", row.pk, row.name, text, {}, kept.findings, row.project_id)
    record(entry, actor=actor)


def _check(values: Mapping[str, Any], today) -> None:
    wrong: dict[str, str] = {}
    if values.get("visited_on") and values["visited_on"] > today:
        wrong["visited_on"] = "现场核实日期不能晚于今天。"
    if values.get("visited_on") and not values.get("visitors", "").strip():
        wrong["visitors"] = "请写明到现场核实的人员。"
    if values.get("conclusion"):
        if unanswered := problems(VERIFICATION, values.get("answers") or {}):
            wrong["answers"] = f"还有 {len(unanswered)} 项没有核实。请逐项填写后再下结论。"
        if not values.get("findings", "").strip():
            wrong["findings"] = "请写明核实情况，再下结论。"
    if wrong:
        raise ValidationError(wrong)
