"""`manage.py verify_audit`."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from longting.audit import triggers


def run(*options) -> str:
    out = io.StringIO()
    call_command("verify_audit", *options, stdout=out)
    return out.getvalue()


def test_an_untouched_trail_is_told_with_its_check_code(trail):
    assert run() == f"8 条审计记录完好，链尾校验码 8:{trail[-1].hash[:12]}。\n"


def test_a_tampered_trail_ends_with_the_first_bad_record(trail, sql):
    sql("UPDATE audit_auditevent SET summary = '改' WHERE seq = 4")
    with pytest.raises(CommandError, match="^第 4 条起有问题：这一条的内容被改动") as caught:
        run()
    assert caught.value.returncode == 1


def test_json_tells_the_same_to_machines(trail):
    assert json.loads(run("--json")) == {
        "ok": True,
        "count": 8,
        "head": f"8:{trail[-1].hash}",
        "fault": "",
        "bad_seq": 0,
        "words": f"8 条审计记录完好，链尾校验码 8:{trail[-1].hash[:12]}。",
        "unprotected": [],
    }


def test_json_of_a_tampered_trail_is_printed_before_the_command_fails(trail, sql):
    sql("DELETE FROM audit_auditevent WHERE seq = 4")
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["ok"], told["fault"], told["bad_seq"]) == (False, "deleted", 4)


def test_a_code_noted_before_is_compared(trail):
    assert run("--seen", f"6:{trail[5].hash[:12]}").startswith("8 条")
    with pytest.raises(CommandError, match="第 6 条起有问题"):
        run("--seen", "6:000000000000")


def test_a_code_that_cannot_be_read_is_told(trail):
    with pytest.raises(CommandError, match="“六:abc”看不懂"):
        run("--seen", "六:abc")


def test_missing_protection_fails_although_the_trail_holds(trail):
    triggers.remove(connection)
    with pytest.raises(CommandError, match="只追加保护缺失：audit_auditevent、documents_issueddocument"):
        run()
