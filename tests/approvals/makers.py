"""Declarations for tests of this part, brought to the state a test needs by the acts that lead there."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from approvals.checklist import SCREENING, VERIFICATION
from approvals.declared import unpack
from approvals.enums import Action, BatchAction, Conclusion, ListAction, ResolutionKind, State
from approvals.models import Declaration, ScreeningBatch
from approvals.selectors.attachments import declaration_subject, resolution_subject
from approvals.services.acts import perform
from approvals.services.batches import move_batch, open_batch
from approvals.services.drafting import begin_declaration, save_declaration
from approvals.services.lists import keep_rest, move_list, record_resolution
from approvals.services.screening import fill_checklist
from approvals.services.verifying import save_verification
from longting.accounts.models import Organisation
from longting.common.periods import Month
from longting.documents.services import upload_attachment
from projects.enums import Nature, Source, Stage
from projects.models import AnnualList

#: Within the window of the list of 2027.
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # ten o'clock in the office
YEAR = 2027
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"
NUMBER = "龙项目办〔2027〕1号"


def facts(**values) -> dict:
    """Declared facts that are complete and eligible by limb 一 at the threshold."""
    usual = {
        "name": "龙亭区测试装备制造基地项目",
        "field": "产业转型发展",
        "nature": Nature.NEW_BUILD.value,
        "stage": Stage.NEW.value,
        "owner_name": "开封龙亭示范建设有限公司",
        "address": "北郊乡复兴大道北",
        "content": "建设标准化厂房 3 栋及配套设施，建筑面积 4.2 万平方米。",
        "total_investment": Decimal("5000"),
        "funds": [{"source": Source.OWN.value, "amount": Decimal("5000")}],
        "progress": "已完成备案，正在办理用地手续。",
        "start_month": Month(2027, 3),
        "end_month": Month(2028, 12),
        "annual_plan": Decimal("2000"),
        "goal": "完成主体工程",
        "plan_start": Month(2027, 3),
        "fits_plan": True,
        "contacts": [{"duty": "owner_contact", "name": "周联系", "phone": "13800001234"}],
    }
    return usual | values


def yes(items) -> dict:
    """A checklist with every item answered 符合."""
    return {item.key: {"answer": "yes", "note": ""} for item in items}


def attach(subject, kind: str, slot: str, actor, name: str = "材料.pdf") -> None:
    """A paper in a slot."""
    upload_attachment(subject, kind=kind, slot=slot, file=SimpleUploadedFile(name, PDF), actor=actor)


def make_draft(cast, *, today: date = TODAY, **values) -> Declaration:
    """A complete application of the demo company for 北郊乡, with its papers, not yet submitted."""
    given = facts(**values)
    unit = Organisation.objects.get(name="北郊乡人民政府")
    row = begin_declaration(None, name=given["name"], unit=unit, year=YEAR, actor=cast.owner, today=today)
    row = save_declaration(row, values=given, version=row.version, actor=cast.owner, today=today)
    for slot in ("application", "filing"):
        attach(declaration_subject(cast.owner, str(row.public_id)), "declaration", slot, cast.owner)
    return row


def act(row: Declaration, action: Action, actor, **more) -> Declaration:
    """Do an act on the row as it is."""
    row.refresh_from_db()
    usual = {"comment": "测试意见", "today": TODAY}
    return perform(row, action, version=row.version, actor=actor, **(usual | more))


def submitted(cast, **values) -> Declaration:
    return act(make_draft(cast, **values), Action.SUBMIT, cast.owner)


def resubmitted(row: Declaration, cast, **values) -> Declaration:
    """Mended (`values` changed) and submitted again after a return."""
    row.refresh_from_db()
    given = unpack(row.facts) | values
    save_declaration(row, values=given, version=row.version, actor=cast.owner, today=TODAY)
    return act(row, Action.SUBMIT, cast.owner)


def checked(row: Declaration, cast) -> Declaration:
    """With a full screening checklist."""
    row.refresh_from_db()
    return fill_checklist(row, answers=yes(SCREENING), note="同意上报", version=row.version, actor=cast.beijiao)


def screened(cast, **values) -> Declaration:
    return act(checked(submitted(cast, **values), cast), Action.PASS, cast.beijiao)


def signing(cast, row: Declaration) -> ScreeningBatch:
    """The unit's report with `row` on it, sent to the head."""
    batch = open_batch(row.unit, year=row.year, actor=cast.beijiao)
    return move_batch(batch, BatchAction.SUBMIT, version=batch.version, actor=cast.beijiao, today=TODAY)


def reported(cast, **values) -> Declaration:
    row = screened(cast, **values)
    batch = signing(cast, row)
    move_batch(batch, BatchAction.SIGN, version=batch.version, actor=cast.beijiao_head, today=TODAY)
    row.refresh_from_db()
    return row


def verifying(cast, **values) -> Declaration:
    return act(reported(cast, **values), Action.RECEIVE, cast.officer)


def verified(row: Declaration, cast, conclusion: str = Conclusion.TRUE) -> Declaration:
    """With a finished verification record."""
    values = {
        "answers": yes(VERIFICATION), "visited_on": TODAY, "visitors": "吴经办", "findings": "与申报一致",
        "conclusion": conclusion,
    }  # fmt: skip
    save_verification(row, values=values, version=0, actor=cast.officer, today=TODAY)
    return row


def shortlisted(cast, **values) -> Declaration:
    return act(verified(verifying(cast, **values), cast), Action.SHORTLIST, cast.officer)


def the_list() -> AnnualList:
    return AnnualList.objects.get(year=YEAR, batch=1)


def move(action: ListAction, actor, **more) -> AnnualList:
    """Do an act on the list as it is."""
    row = the_list()
    return move_list(row, action, version=row.version, actor=actor, today=TODAY, **more)


def before_committee(cast, **values) -> Declaration:
    """On a draft that lies before the committee."""
    row = shortlisted(cast, **values)
    move(ListAction.SUBMIT, cast.office_head)
    return row


def late(cast, row: Declaration) -> Declaration:
    """`row` while the list of its year lies before the committee without it."""
    shortlisted(cast, name="先列入草案的项目")
    move(ListAction.SUBMIT, cast.office_head)
    row.refresh_from_db()
    return row


def decided(kind: ResolutionKind, actor, number: str = "", **more):
    """The decision of the committee or the district noted, with its scan."""
    row = the_list()
    usual = {"decided_on": TODAY, "note": "会议同意", "version": row.version, "today": TODAY}
    found = record_resolution(row, kind, number=number, actor=actor, **(usual | more))
    slot = "scan" if kind is ResolutionKind.DISTRICT else "minutes"
    attach(resolution_subject(actor, str(found.pk)), "resolution", slot, actor)
    return found


def endorsed(cast, **values) -> Declaration:
    row = before_committee(cast, **values)
    keep_rest(the_list(), version=the_list().version, actor=cast.committee)
    decided(ResolutionKind.COMMITTEE, cast.committee)
    move(ListAction.ENDORSE, cast.committee)
    row.refresh_from_db()
    return row


def approved(cast, **values) -> Declaration:
    row = endorsed(cast, **values)
    decided(ResolutionKind.DISTRICT, cast.committee, number="龙文〔2027〕5号")
    move(ListAction.APPROVE, cast.committee)
    row.refresh_from_db()
    return row


def issued(cast, **values) -> Declaration:
    row = approved(cast, **values)
    move(ListAction.ISSUE, cast.office_head, number=NUMBER, issued_on=TODAY)
    row.refresh_from_db()
    return row


def in_state(state: State, cast) -> Declaration:
    """A declaration brought to `state` by the acts that lead there."""
    return _MAKERS[state](cast)


_MAKERS = {
    State.DRAFT: make_draft,
    State.SUBMITTED: submitted,
    State.RETURNED: lambda cast: act(submitted(cast), Action.RETURN, cast.beijiao),
    State.SCREENED: screened,
    State.REPORTED: reported,
    State.VERIFYING: verifying,
    State.SHORTLISTED: shortlisted,
    State.ENDORSED: endorsed,
    State.APPROVED: approved,
    State.ISSUED: issued,
    State.REJECTED: lambda cast: act(submitted(cast), Action.REJECT, cast.beijiao_head),
    State.DECLINED: lambda cast: act(verifying(cast), Action.DECLINE, cast.officer),
    State.WITHDRAWN: lambda cast: act(submitted(cast), Action.WITHDRAW, cast.owner),
}
