"""Issued papers are frozen."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from longting.audit import triggers
from longting.audit.models import AuditEvent
from longting.audit.models.frozen import ImmutableRow
from longting.common.errors import Conflict, Refused
from longting.common.periods import Month
from longting.documents.models import IssuedDocument
from longting.documents.services import issue_document, verify_document

CONTENT = {"title": "重点项目名单", "rows": [{"name": "示范项目", "plan": Decimal("5000.00"), "start": Month(2026, 3)}]}
TEXT = '{"rows":[{"name":"示范项目","plan":"5000","start":"2026-03"}],"title":"重点项目名单"}'

AT = datetime(2026, 11, 24, 8, 30, 0, 125, tzinfo=UTC)
PINNED = "c72a6892466ac8732c24555c3bda317e4a1523b5bea84bd9329a02d0e7154b03"


def issue(actor, content=None, **changes) -> IssuedDocument:
    facts = {"kind": "annual_list", "key": "2026", "title": "2026年度区重点项目名单", "number": "龙项目办〔2026〕3号"}
    return issue_document(content or CONTENT, **facts | changes, actor=actor)


def test_a_paper_is_stored_as_text_with_its_hash(cast):
    paper = issue(cast.office_head)
    assert (paper.snapshot, paper.revision, str(paper)) == (TEXT, 1, "2026年度区重点项目名单")
    assert (paper.issued_by_id, paper.issued_by_name) == (str(cast.office_head.pk), "郑主任")
    assert (len(paper.sha256), paper.check_code) == (64, paper.sha256[:12])
    assert verify_document(IssuedDocument.objects.get())


def test_issuing_is_recorded_with_number_and_check_code(cast):
    paper = issue(cast.office_head)
    event = AuditEvent.objects.get()
    words = f"印发《2026年度区重点项目名单》龙项目办〔2026〕3号第 1 版，校验码 {paper.check_code}"
    assert (event.verb, event.summary) == ("issue_document", words)


def test_a_correction_is_a_further_revision_with_its_reason(cast):
    first = issue(cast.office_head)
    second = issue(cast.office_head, {"title": "更正"}, reason=" 漏列一个项目 ")
    assert [paper.revision for paper in IssuedDocument.objects.versions("annual_list", "2026")] == [2, 1]
    assert (second.reason, second.sha256 == first.sha256) == ("漏列一个项目", False)
    assert AuditEvent.objects.first().verb == "correct_document"
    assert IssuedDocument.objects.get(revision=1).snapshot == TEXT


def test_a_correction_without_a_reason_is_refused(cast):
    issue(cast.office_head)
    with pytest.raises(Refused) as found:
        issue(cast.office_head, reason=" ")
    assert (found.value.field, IssuedDocument.objects.count()) == ("reason", 1)


def test_papers_of_another_year_or_kind_count_their_own_revisions(cast):
    papers = [issue(cast.office_head), issue(cast.office_head, key="2027"), issue(cast.office_head, kind="ranking")]
    assert [paper.revision for paper in papers] == [1, 1, 1]


def test_two_who_issue_the_same_revision_at_once_cannot_both(cast):
    def meanwhile(execute, sql, params, many, context):
        if sql.startswith("INSERT") and "issueddocument" in sql and not meanwhile.done:
            meanwhile.done = True
            issue(cast.officer)
        return execute(sql, params, many, context)

    meanwhile.done = False
    with connection.execute_wrapper(meanwhile), pytest.raises(Conflict, match="刚刚印发了同一份文件"):
        issue(cast.office_head)


def test_content_without_a_canonical_form_is_not_issued(cast):
    with pytest.raises(TypeError):
        issue(cast.office_head, {"rate": 0.1})
    assert (IssuedDocument.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_the_house_does_not_change_or_delete_papers(cast):
    paper = issue(cast.office_head)
    for act in (
        paper.save,
        paper.delete,
        IssuedDocument.objects.all().delete,
        lambda: IssuedDocument.objects.update(title="改"),
        lambda: IssuedDocument.objects.bulk_update([paper], ["title"]),
    ):
        with pytest.raises(ImmutableRow, match="更正请另发新版"):
            act()


@pytest.mark.parametrize(
    "statement", ["UPDATE documents_issueddocument SET title = '改'", "DELETE FROM documents_issueddocument"]
)
def test_the_database_refuses_it_too(cast, statement):
    issue(cast.office_head)
    with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify_document(IssuedDocument.objects.get())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "ranking"), ("key", "2027"), ("revision", 2), ("number", "龙项目办〔2026〕4号"), ("title", "改"),
        ("snapshot", TEXT.replace("5000", "6000")), ("reason", "改"), ("issued_by_id", "9"), ("issued_by_name", "他人"),
        ("issued_at", "2020-01-01 00:00:00+00:00"),
    ],
)  # fmt: skip
def test_a_fact_changed_by_the_owner_of_the_database_is_found(cast, column, value):
    issue(cast.office_head)
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE documents_issueddocument SET {column} = %s", [value])
    assert not verify_document(IssuedDocument.objects.get())


def test_the_check_code_of_a_known_paper_never_changes(cast):
    paper = IssuedDocument(
        kind="annual_list", key="2026", revision=1, number="龙项目办〔2026〕3号", title="名单", snapshot=TEXT,
        issued_by_id="12", issued_by_name="郑主任", issued_at=AT, sha256=PINNED,
    )  # fmt: skip
    assert verify_document(paper)
