"""What was issued stays what it was (PB-01): whatever happens to projects, people, units, rules and the list itself
afterwards, the snapshot, the page, the workbook and the paper are the same."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random

from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from approvals.models import Declaration, Resolution, Verification
from longting.accounts.models import Organisation, User
from longting.documents.models import IssuedDocument
from longting.documents.services import verify_document
from projects.models import AnnualList, ListEntry, Participant, Project, RuleSet
from tests.approvals import makers
from tests.factories import client_of

PLACE = [makers.YEAR, 1]
EDITS = 60
OTHERS = ({"name": "北郊乡装配式建筑构件厂", "address": "北郊乡辛堤头村", "owner_name": "开封另一家公司"},
          {"name": "东京大道提升改造", "address": "东京大道", "owner_name": "开封第三家公司"})  # fmt: skip


def _update(model, **values):
    return lambda draw: model.objects.update(**{name: value(draw) for name, value in values.items()})


def _words(draw: Random) -> str:
    return "改" * draw.randint(1, 9)


def _money(draw: Random) -> Decimal:
    return Decimal(draw.randint(1, 10**7)) / 100


#: Edits past every service, as a careless migration or a hand in the database would make them.
HANDS = (
    _update(Project, name=_words, owner_name=_words, address=_words, content=_words, field=_words),
    _update(Project, total_investment=_money, is_city=lambda draw: draw.random() < 0.5),
    _update(Project, responsible=lambda draw: Organisation.objects.order_by("pk")[draw.randint(0, 9)]),
    _update(ListEntry, annual_plan=_money, done_before=_money, goal=_words, remark=_words),
    _update(ListEntry, decision=lambda draw: draw.choice(["struck", "returned", "pending"])),
    lambda draw: [ListEntry.objects.filter(pk=row.pk).update(serial=draw.randint(1, 99)) for row in
                  ListEntry.objects.all()],
    _update(Participant, name=_words),
    lambda draw: [Organisation.objects.filter(pk=row.pk).update(name=f"{row.pk}{_words(draw)}") for row in
                  Organisation.objects.all()],
    _update(User, name=_words),
    _update(RuleSet, basis=_words, effective_from=lambda draw: date(2020, 1, 1) + timedelta(draw.randint(0, 900))),
    _update(AnnualList, title=_words, document_number=_words),
    _update(Resolution, note=_words),
    _update(Verification, findings=_words, conclusion=lambda draw: "false"),
    _update(Declaration, name=_words, limb=lambda draw: "改", rule_label=_words, facts=lambda draw: {}),
)  # fmt: skip


def seen(client) -> tuple:
    """Everything a reader can take: seal, rows of the page, cells of the workbook, text of the paper."""
    document = IssuedDocument.objects.get(kind="annual_list")
    page = client.get(reverse("approvals:issued-detail", args=PLACE), {"columns": "all"}).context
    sheet = load_workbook(BytesIO(fetched(client, "issued-workbook"))).active
    paper = Document(BytesIO(fetched(client, "issued-paper")))
    return (
        document.sha256,
        verify_document(document),
        [[cell.text for cell in row["cells"]] for row in page["rows"]],
        page["facts"],
        [[cell.value for cell in row] for row in sheet.iter_rows()],
        [paragraph.text for paragraph in paper.paragraphs],
        [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows],
    )


def fetched(client, name: str) -> bytes:
    return client.get(reverse(f"approvals:{name}", args=PLACE)).getvalue()


def test_nothing_that_happens_afterwards_changes_what_was_issued(cast):
    for values in OTHERS:
        makers.shortlisted(cast, **values)
    makers.issued(cast)
    client, draw = client_of(cast.department), Random(20261124)
    first = seen(client)
    assert (first[1], len(first[2])) == (True, 3)
    for number in range(EDITS):
        edit = HANDS[number] if number < len(HANDS) else draw.choice(HANDS)
        edit(draw)
        assert seen(client) == first, f"edit {number} reached what was issued"
    assert Project.objects.filter(name=first[2][0][1]).count() == 0
