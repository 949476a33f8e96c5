"""The audit pages."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from longting.audit.models import AuditEvent, Job
from longting.audit.services import Entry, proof, record
from tests.factories import client_of

LIST = "/audit/"
NOON = datetime.fromisoformat("2026-11-24T12:00:00+08:00")


@pytest.fixture
def auditor(cast):
    return client_of(cast.auditor)


def write(actor, text, *, at=NOON, verb="project_change", kind="project", pk=7, name="示范项目"):
    with time_machine.travel(at, tick=False), transaction.atomic():
        record(Entry(verb, kind, pk, name, text, {"总投资": ["5,000.00", "6,000.00"]}, "核对备案证", 7), actor=actor)
    return AuditEvent.objects.order_by("-seq").first()


@pytest.fixture
def records(cast):
    """Five acts of three people on three days."""
    return [
        write(cast.officer, "修改示范项目的总投资", at=NOON - timedelta(days=1)),
        write(cast.beijiao, "登记神艺服饰项目", verb="project_register", pk=8, name="神艺服饰"),
        write(cast.officer, "列入2026年名单", verb="list_enter", kind="list_entry", pk=3),
        write(cast.admin, "建立账号 liming", verb="user_create", kind="user", pk=9, name="李明"),
        write(cast.officer, "再次修改示范项目", at=NOON + timedelta(hours=12, minutes=-1)),
    ]


def shown(client, **query) -> list[int]:
    page = client.get(LIST, query)
    assert page.status_code == 200
    return [int(row["cells"][1].text) for row in page.context["rows"]]


def test_all_records_are_shown_the_newest_first(auditor, records):
    assert shown(auditor) == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "神艺"}, [2]),
        ({"q": "示范 总投资"}, [1]),
        ({"q": "LIMING"}, [4]),
        ({"since": "2026-11-24"}, [5, 4, 3, 2]),
        ({"until": "2026-11-23"}, [1]),
        ({"since": "2026-11-24", "until": "2026-11-24"}, [5, 4, 3, 2]),
        ({"actor": "经办"}, [5, 3, 1]),
        ({"organisation": "北郊"}, [2]),
        ({"verb": "user_create"}, [4]),
        ({"kind": "project"}, [5, 2, 1]),
        ({"kind": "project", "object": "7"}, [5, 1]),
        ({"q": "没有这样的"}, []),
    ],
)
def test_a_filter_narrows_the_records(auditor, records, query, expected):
    assert shown(auditor, **query) == expected


def test_a_filter_that_cannot_be_read_shows_nothing_and_says_why(auditor, records):
    page = auditor.get(LIST, {"since": "11月"})
    assert page.context["empty"]["title"] == "条件有误"


def test_the_list_takes_the_same_queries_for_one_record_and_for_three(auditor, cast):
    counts = []
    for text in ("第一次", "第二次", "第三次"):
        write(cast.officer, text)
        with CaptureQueriesContext(connection) as queries:
            auditor.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_export_is_what_is_seen_and_is_recorded(auditor, records, cast):
    answer = auditor.get(LIST, {"export": "xlsx", "kind": "project"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("时间", "序号", "人员")
    assert [row[1] for row in rows[1:]] == [5, 2, 1]
    last = AuditEvent.objects.first()
    assert (last.verb, last.actor_name) == ("export_audit", "卫审计")
    assert last.summary == "导出审计记录 3 条，条件：export=xlsx&kind=project"


def test_one_record_shows_everything_it_holds(auditor, records):
    page = auditor.get(reverse("audit:event-detail", args=[1]))
    text = page.content.decode()
    row = AuditEvent.objects.get(seq=1)
    for words in ("吴经办", "项目办经办", "修改项目", "示范项目", "核对备案证", "5,000.00", "6,000.00", row.hash[:8]):
        assert words in text, words
    assert [entry.summary for entry in page.context["history"]] == ["再次修改示范项目", "修改示范项目的总投资"]


def test_a_record_that_does_not_exist_is_404(auditor, records):
    assert auditor.get(reverse("audit:event-detail", args=[99])).status_code == 404


@pytest.mark.parametrize("name", ["officer", "office_head", "admin", "beijiao", "leader"])
def test_nobody_else_reads_the_trail(cast, records, name):
    client = client_of(getattr(cast, name))
    answers = [client.get(LIST), client.get(reverse("audit:event-detail", args=[1])), client.post("/audit/verify/")]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_markup_in_a_record_is_shown_as_typed(auditor, cast):
    payload = "<img src=x onerror=alert(1)>"
    with transaction.atomic():
        entry = Entry("project_change", "project", 7, payload, payload, {payload: [payload, payload]}, payload, 7)
        record(entry, actor=cast.officer)
    for url in (LIST, reverse("audit:event-detail", args=[1])):
        page = auditor.get(url).content.decode()
        assert (payload in page, "&lt;img src=x onerror=alert(1)&gt;" in page) == (False, True)


def verify(client, seen="") -> str:
    page = client.post("/audit/verify/", {"seen": seen}, follow=True)
    assert page.redirect_chain == [(LIST, 302)]
    return "".join(str(message) for message in page.context["messages"])


def test_the_button_proves_the_chain(auditor, records):
    assert verify(auditor) == f"5 条审计记录完好，链尾校验码 5:{records[-1].hash[:12]}。"


def test_the_button_names_the_first_bad_record(auditor, records, sql):
    sql("UPDATE audit_auditevent SET summary = '改' WHERE seq = 2")
    assert verify(auditor).startswith("第 2 条起有问题：这一条的内容被改动")


def test_the_button_compares_a_code_noted_before(auditor, records):
    assert verify(auditor, f"2：{records[1].hash[:12].upper()}").startswith("5 条审计记录完好")
    assert verify(auditor, "2:000000000000").startswith("第 2 条起有问题")


def test_a_code_that_cannot_be_read_is_told(auditor, records):
    assert verify(auditor, "abc") == "“abc”看不懂。写成“序号:校验码”，如 128:0f3a9c21d4e7，多个用空格隔开。"


def test_a_long_chain_is_proved_by_the_worker(auditor, records, monkeypatch):
    monkeypatch.setattr(proof, "AT_ONCE", 4)
    assert verify(auditor, f"2:{records[1].hash[:12]}").startswith("记录较多，已交后台核对")
    job = Job.objects.get()
    assert proof.prove_job(job, lambda *words: None) == {
        "message": f"5 条审计记录完好，链尾校验码 5:{records[-1].hash[:12]}。",
        "holds": True,
        "bad_seq": 0,
    }
