"""Declarations that were returned with opinions and came back mended."""

from datetime import date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from approvals.declared import unpack
from approvals.enums import Action
from approvals.models import Declaration
from approvals.selectors.attachments import declaration_subject
from approvals.services.drafting import save_declaration
from longting.documents.services import upload_attachment
from projects.enums import Source
from tests.approvals import makers

NOTES = (
    {"section": "money", "text": "自筹资金没有证明。"},
    {"section": "site", "text": "补充不动产权证。"},
    {"section": "papers", "text": "申请表没有盖章。"},
)
CONTENT = "建设标准化厂房 3 栋及配套设施，建筑面积 4.8 万平方米。"
DEED = b"%PDF-1.4\n1 0 obj\n<< /Title (deed) >>\nendobj\nstartxref\n0\n%%EOF\n"


def moment(day: int, hour: int = 10) -> datetime:
    """A moment of November 2026."""
    return timezone.make_aware(datetime(2026, 11, day, hour))


def returned(cast, **values) -> Declaration:
    """Sent back by the unit with three opinions."""
    return makers.act(makers.submitted(cast, **values), Action.RETURN, cast.beijiao, comment="三处要补正", notes=NOTES)


def mended(cast, row: Declaration, *, today: date = makers.TODAY, **values) -> Declaration:
    """With three facts changed and a further paper, not sent yet."""
    funds = [
        {"source": Source.OWN.value, "amount": Decimal(4000)},
        {"source": Source.LOAN.value, "amount": Decimal(1000)},
    ]
    changed = {"content": CONTENT, "funds": funds, "project_code": ""} | values
    facts = unpack(row.facts) | changed
    row = save_declaration(row, values=facts, version=row.version, actor=cast.owner, today=today)
    subject = declaration_subject(cast.owner, str(row.public_id))
    file = SimpleUploadedFile("不动产权证.pdf", DEED)
    upload_attachment(subject, kind="declaration", slot="land", file=file, actor=cast.owner)
    return row


def come_back(cast, **values) -> Declaration:
    """Version 2, with an answer to the first opinion."""
    row = mended(cast, returned(cast, **values))
    answers = {row.notes.first().pk: "已补充银行存款证明。"}
    return makers.act(row, Action.SUBMIT, cast.owner, answers=answers)
