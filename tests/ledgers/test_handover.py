"""Hand-over: imports and views that would be left without anybody."""

import pytest

from ledgers.enums import BatchState
from ledgers.models import ImportBatch, SavedView
from ledgers.services.handover import hand_over
from ledgers.services.saved_views import save_view
from longting.accounts.roles import Role
from longting.accounts.services import handover as whole
from longting.audit.models import AuditEvent
from longting.audit.services import SYSTEM
from longting.common import clock
from tests.factories import make_user
from tests.ledgers.batches import make_batch

TODAY = clock.today()


@pytest.fixture
def taker(cast):
    """A second officer of the office."""
    return make_user(role=Role.OFFICER, organisation=cast.officer.post.organisation, name="新经办")


def keep(person, label: str, *, share: bool = False) -> SavedView:
    return save_view("projects", label=label, query=f"q={label}", share=share, actor=person)


def moved(leaver, taker) -> list[str]:
    return hand_over(leaver=leaver, taker=taker, day=TODAY, actor=SYSTEM)


def events() -> list[str]:
    return list(AuditEvent.objects.filter(verb="ledger_handover").order_by("seq").values_list("summary", flat=True))


def test_imports_under_way_become_the_takers(cast, taker):
    waiting = make_batch(cast.officer, BatchState.WAITING, filename="甲.xlsx")
    checked = make_batch(cast.officer, BatchState.CHECKED, filename="乙.xlsx")
    assert moved(cast.officer, taker) == [
        "导入《甲.xlsx》：尚未写入，由新经办接着办",
        "导入《乙.xlsx》：尚未写入，由新经办接着办",
    ]
    rows = ImportBatch.objects.filter(pk__in=[waiting.pk, checked.pk])
    assert set(rows.values_list("created_by", "version")) == {(taker.pk, 2)}
    assert events() == ["交接导入《甲.xlsx》", "交接导入《乙.xlsx》"]
    assert AuditEvent.objects.latest("seq").changes == '{"经办人":["吴经办","新经办"]}'


@pytest.mark.parametrize("state", [BatchState.COMMITTED, BatchState.DISCARDED, BatchState.REFUSED])
def test_imports_that_ended_keep_their_name(cast, taker, state):
    batch = make_batch(cast.officer, state)
    assert (moved(cast.officer, taker), events()) == ([], [])
    batch.refresh_from_db()
    assert (batch.created_by, batch.version) == (cast.officer, 1)


def test_imports_of_a_unit_the_taker_does_not_belong_to_stay(cast):
    batch = make_batch(cast.officer)
    others = make_batch(cast.office_head)
    assert moved(cast.officer, cast.zhujian) == []
    assert moved(cast.officer, make_user()) == []
    assert set(ImportBatch.objects.values_list("pk", "created_by")) == {
        (batch.pk, cast.officer.pk), (others.pk, cast.office_head.pk),
    }  # fmt: skip


def test_a_shared_view_gets_a_new_keeper(cast, taker):
    view = keep(cast.officer, "在建", share=True)
    assert moved(cast.officer, taker) == ["共享视图“在建”改由新经办保管"]
    view.refresh_from_db()
    assert (view.user, events()) == (taker, ["把吴经办共享的视图交给新经办：在建"])


def test_a_private_view_is_copied_without_a_record(cast, taker):
    keep(cast.officer, "在建")
    assert moved(cast.officer, taker) == ["视图“在建”已复制给新经办"]
    kept = list(SavedView.objects.order_by("pk").values_list("user", "label", "query", "shared_with"))
    query = "q=%E5%9C%A8%E5%BB%BA"
    assert kept == [(cast.officer.pk, "在建", query, None), (taker.pk, "在建", query, None)]
    assert events() == []


@pytest.mark.parametrize("share", [True, False])
def test_a_view_whose_name_the_taker_uses_stays(cast, taker, share):
    keep(cast.officer, "在建", share=share)
    own = keep(taker, "在建")
    assert moved(cast.officer, taker) == []
    assert list(SavedView.objects.filter(user=taker)) == [own]


def test_a_shared_and_a_private_view_both_come(cast, taker):
    keep(cast.officer, "共享的", share=True)
    keep(cast.officer, "自己的")
    moved(cast.officer, taker)
    assert sorted(SavedView.objects.filter(user=taker).values_list("label", flat=True)) == ["共享的", "自己的"]


def test_the_whole_hand_over_tells_of_them_and_its_preview_moves_nothing(cast):
    batch, taker = make_batch(cast.officer, filename="甲.xlsx"), make_user(name="新经办")
    told = ["导入《甲.xlsx》：尚未写入，由新经办接着办"]
    assert whole_desk(whole.preview_handover, cast, taker) == told
    batch.refresh_from_db()
    assert (batch.created_by, events()) == (cast.officer, [])
    assert whole_desk(whole.hand_over, cast, taker) == told
    batch.refresh_from_db()
    assert (batch.created_by, events()) == (taker, ["交接导入《甲.xlsx》"])


def whole_desk(act, cast, taker) -> list[str]:
    """What the act of the administrator moves besides the posts."""
    posts = list(cast.officer.posts.select_related("organisation"))
    given = {"posts": posts, "day": TODAY, "today": TODAY, "reason": "岗位调整", "actor": cast.admin}
    return act(cast.officer, taker=taker, **given).things
