"""文号 and days of what is decided and issued: each number once in the district, the days in the order of Article 9."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from approvals.enums import ResolutionKind
from approvals.models import Resolution
from longting.common.errors import Conflict
from longting.documents.word import document_number
from projects.models import AnnualList

TAKEN = "这个文号已用在另一份名单或决定上。请核对文号。"


def checked_issue(row: AnnualList, number: str, issued_on: date | None, today: date) -> tuple[str, date]:
    """The 文号 and day under which the list is issued. Raises ValidationError at `number`, `issued_on`."""
    wrong = {}
    number = document_number(number)
    if not number:
        wrong["number"] = "请填写印发文号，如 龙项目办〔2027〕1号。"
    elif _is_taken(number, besides=row):
        wrong["number"] = TAKEN
    if issued_on is None:
        wrong["issued_on"] = "请填写印发日期。"
    elif issued_on > today:
        wrong["issued_on"] = "印发日期不能晚于今天。"
    elif before := _later_than(row, ResolutionKind.DISTRICT, issued_on):
        wrong["issued_on"] = f"印发日期早于区委区政府批准的 {before}。请核对日期。"
    if wrong:
        raise ValidationError(wrong)
    return number, issued_on


def check_resolution(row: AnnualList, kind: ResolutionKind, number: str, decided_on: date, today: date) -> None:
    """Raises ValidationError at `number` and `decided_on` for a decision that cannot be."""
    wrong = {}
    if kind is ResolutionKind.DISTRICT and not number:
        wrong["number"] = "请填写区委、区政府批准的文号或会议纪要号。"
    elif number and _is_taken(number, kind=kind, of=row):
        wrong["number"] = TAKEN
    if decided_on > today:
        wrong["decided_on"] = "日期不能晚于今天。"
    elif decided_on < date(row.year - 1, 1, 1):
        wrong["decided_on"] = f"日期早于 {row.year - 1} 年，不会是 {row.year} 年度名单的决定。请核对日期。"
    elif kind is ResolutionKind.DISTRICT and (before := _later_than(row, ResolutionKind.COMMITTEE, decided_on)):
        wrong["decided_on"] = f"批准日期早于委员会审定的 {before}。请核对日期。"
    if wrong:
        raise ValidationError(wrong)


@contextmanager
def one_number() -> Iterator[None]:
    """Two lists at the same moment under one 文号: the database lets one through, the other is told."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Conflict("这个文号刚刚用在另一份名单或决定上。请核对文号。") from None


def _is_taken(number: str, *, besides: AnnualList | None = None, kind=None, of: AnnualList | None = None) -> bool:
    """Whether a list was issued, or something decided, under this number already."""
    issued = AnnualList.objects.filter(document_number=number)
    decided = Resolution.objects.standing().filter(number=number)
    if besides:
        issued = issued.exclude(pk=besides.pk)
    if of:
        decided = decided.exclude(annual_list=of, kind=kind)
    return issued.exists() or decided.exists()


def _later_than(row: AnnualList, kind: ResolutionKind, day: date) -> date | None:
    """The day of a decision that came after `day`; None when there is none such."""
    return row.resolutions.standing().filter(kind=kind, decided_on__gt=day).values_list("decided_on", flat=True).first()
