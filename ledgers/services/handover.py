"""Hand-over (交接): imports stay with the unit; views shared with it get a new keeper. Named in settings."""

from django.db import transaction

from ledgers.enums import Act
from ledgers.models import ImportBatch, SavedView
from longting.accounts.models import Post
from longting.audit.services import Entry, record


@transaction.atomic
def hand_over(*, leaver, taker, day, actor) -> list[str]:
    """From `day` on, what `leaver` left open is the taker's to finish; returns one sentence for each thing.

    Imports belong to the organisation, so nothing moves there: the sentence tells that they wait. A shared view could
    otherwise be changed by nobody; one whose name the taker already uses stays with the leaver.
    """
    units = set(Post.objects.in_force(day).filter(user=taker).values_list("organisation_id", flat=True))
    waiting = ImportBatch.objects.unfinished().filter(created_by=leaver, organisation__in=units).order_by("pk")
    words = [f"导入《{batch.filename}》：尚未写入，由{taker.name}接着办" for batch in waiting]
    return words + _move_views(leaver, taker, units, actor)


def _move_views(leaver, taker, units, actor) -> list[str]:
    taken = set(SavedView.objects.filter(user=taker).values_list("list_key", "label"))
    shared = SavedView.objects.filter(user=leaver, shared_with__in=units)
    moved = [view for view in shared if (view.list_key, view.label) not in taken]
    if not moved:
        return []
    SavedView.objects.filter(pk__in=[view.pk for view in moved]).update(user=taker)
    names = "、".join(view.label for view in moved)
    text = f"把{leaver.name}共享的视图交给{taker.name}：{names}"
    record(Entry(Act.HANDOVER, "user", taker.pk, taker.name, text), actor=actor)
    return [f"共享视图“{view.label}”改由{taker.name}保管" for view in moved]
