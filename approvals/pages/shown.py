"""Which text of a declaration a person sees: the version before him, or what is being mended."""

import json
from dataclasses import dataclass
from typing import Any

from approvals.declared import unpack
from approvals.enums import EDITABLE, State
from approvals.models import Declaration, DeclarationVersion
from longting.accounts.roles import Permission


@dataclass(frozen=True)
class Shown:
    """`stored` and `values` are the facts, packed and unpacked; `before` those of the version before, None when there
    is none; `papers` the attachments of the version shown and `papers_before` those before, None for what hangs on
    the declaration now; `version` the frozen version shown, None for what is being written."""

    stored: dict[str, Any]
    values: dict[str, Any]
    before: dict[str, Any] | None
    papers: list[dict] | None
    papers_before: list[dict] | None
    words: str
    note: str = ""
    version: DeclarationVersion | None = None


def content_of(version: DeclarationVersion) -> dict[str, Any]:
    """What the frozen version holds: number, version, facts, papers."""
    return json.loads(version.snapshot)


def shown_to(row: Declaration, versions: list[DeclarationVersion], user) -> Shown:
    """What is being written is seen by those who write it; everybody else sees the version submitted last."""
    last, earlier = (versions[-1] if versions else None), (versions[-2] if len(versions) > 1 else None)
    if last is None:
        return Shown(row.facts, unpack(row.facts), None, None, None, "草稿，未提交")
    kept = content_of(last)
    if State(row.state) in EDITABLE and writes(row, user):
        words = f"第 {last.number + 1} 版，修改中"
        return Shown(row.facts, unpack(row.facts), unpack(kept["facts"]), None, kept["papers"], words)
    old = content_of(earlier) if earlier else None
    before, papers_before = (unpack(old["facts"]), old["papers"]) if old else (None, None)
    note = f"申请单位正在修改，这里是第 {last.number} 版。" if State(row.state) in EDITABLE else ""
    papers = kept["papers"] if note else None
    words = f"第 {last.number} 版"
    return Shown(kept["facts"], unpack(kept["facts"]), before, papers, papers_before, words, note, last)


def writes(row: Declaration, user) -> bool:
    """Whether this person is one of those who may write now (services.drafting.require_hold)."""
    return row.applicant_id in user.organisation_ids and user.may(Permission.APPLY)
