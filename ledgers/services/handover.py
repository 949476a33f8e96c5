"""Hand-over (交接): imports and views that would be left without anybody. Named in settings.HANDOVER_TASKS."""

from django.db import transaction
from django.db.models import F

from ledgers.enums import Act, BatchState
from ledgers.models import ImportBatch, SavedView
from longting.accounts.models import Post
from longting.audit.services import Entry, record, record_many
from longting.common import clock

OPEN = (BatchState.WAITING.value, BatchState.CHECKED.value)


@transaction.atomic
def hand_over(*, leaver, taker, day, actor) -> list[str]:
    """From `day` on, what `leaver` left open is the taker's to finish; returns one sentence for each thing.

    Imports under way go over where the taker holds a post of their organisation. Of the views, those shared with such
    an organisation go over, since otherwise nobody could remove them, and private ones are copied; one whose name the
    taker already uses on that list stays where it is.
    """
    units = set(Post.objects.in_force(day).filter(user=taker).values_list("organisation_id", flat=True))
    words = _move_imports(leaver, taker, units, actor)
    return [*words, *_move_shared_views(leaver, taker, units, actor), *_copy_own_views(leaver, taker)]


def _move_imports(leaver, taker, units, actor) -> list[str]:
    waiting = ImportBatch.objects.filter(created_by=leaver, state__in=OPEN, organisation__in=units)
    batches = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    ImportBatch.objects.filter(pk__in=[batch.pk for batch in batches]).update(
        created_by=taker, version=F("version") + 1
    )
    changes = {"经办人": [leaver.name, taker.name]}
    entries = [
        Entry(
            Act.HANDOVER, "import_batch", batch.pk, batch.filename, f"交接导入《{batch.filename}》", changes, "岗位交接"
        )
        for batch in batches
    ]
    record_many(entries, actor=actor)
    return [f"导入《{batch.filename}》：尚未写入，由{taker.name}接着办" for batch in batches]


def _move_shared_views(leaver, taker, units, actor) -> list[str]:
    moved = _new_to(taker, SavedView.objects.filter(user=leaver, shared_with__in=units))
    if not moved:
        return []
    SavedView.objects.filter(pk__in=[view.pk for view in moved]).update(user=taker)
    names = "、".join(view.label for view in moved)
    text = f"把{leaver.name}共享的视图交给{taker.name}：{names}"
    record(Entry(Act.HANDOVER, "user", taker.pk, taker.name, text, reason="岗位交接"), actor=actor)
    return [f"共享视图“{view.label}”改由{taker.name}保管" for view in moved]


def _copy_own_views(leaver, taker) -> list[str]:
    """A preference, so it is copied without a record, and the leaver keeps his or her own."""
    copied = _new_to(taker, SavedView.objects.filter(user=leaver, shared_with=None))
    now = clock.now()
    copies = [
        SavedView(user=taker, list_key=view.list_key, label=view.label, query=view.query, created_at=now)
        for view in copied
    ]
    SavedView.objects.bulk_create(copies)
    return [f"视图“{view.label}”已复制给{taker.name}" for view in copied]


def _new_to(taker, views) -> list[SavedView]:
    taken = set(SavedView.objects.filter(user=taker).values_list("list_key", "label"))
    return [view for view in views if (view.list_key, view.label) not in taken]
