"""The link is pinned: whoever changes how it is computed breaks every chain already written, and this test."""

import json
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

from longting.audit.chain import GENESIS, SEALED, instant, link

FACTS = {
    "seq": 1,
    "at": datetime(2026, 11, 24, 8, 30, 0, 125, tzinfo=UTC),
    "actor_id": "12",
    "actor_name": "吴经办",
    "actor_role": "项目办经办",
    "organisation": "区委重大项目推进工作委员会办公室",
    "ip": "10.1.2.3",
    "request_id": "0f3a",
    "verb": "project_change",
    "target_kind": "project",
    "target_id": "7",
    "target_name": "示范项目",
    "project_id": "7",
    "summary": "修改示范项目的总投资",
    "changes": '{"总投资":["5000","6000"]}',
    "reason": "核对备案证",
}
PINNED = "656507b0ba2a6f54e3575caf4638547a38fc882ce0b75fd3ca01570362d224d9"


def test_the_link_of_a_known_record_never_changes():
    assert link(GENESIS, FACTS) == PINNED


def test_the_link_can_be_proved_without_this_application():
    """Keys sorted, no spaces, UTF-8, the moment in UTC; the previous hash before it: anybody can compute it."""
    plain = FACTS | {"at": "2026-11-24T08:30:00.000125Z"}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sha256(f"{GENESIS}{text}".encode()).hexdigest() == PINNED


def test_a_moment_reads_the_same_whatever_its_zone():
    shanghai = timezone(timedelta(hours=8))
    assert instant(FACTS["at"].astimezone(shanghai)) == "2026-11-24T08:30:00.000125Z"


def test_every_sealed_fact_changes_the_link():
    links = {link(GENESIS, FACTS | {name: _other(FACTS[name])}) for name in SEALED}
    assert len(links | {link(GENESIS, FACTS)}) == len(SEALED) + 1


def test_the_link_depends_on_the_one_before():
    assert link("1" * 64, FACTS) != link(GENESIS, FACTS)


def test_facts_outside_the_seal_do_not_matter():
    assert link(GENESIS, FACTS | {"id": 99}) == link(GENESIS, FACTS)


def _other(value):
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    return value + 1 if isinstance(value, int) else f"{value}。"
