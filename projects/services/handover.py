"""Hand-over (交接): whoever takes over a desk takes over its part in projects. Named in settings.HANDOVER_TASKS."""

from datetime import timedelta

from django.db import transaction

from longting.audit.services import Entry, record_many
from projects.enums import Act, Part
from projects.models import Participant


@transaction.atomic
def hand_over(*, leaver, taker, day, actor) -> list[str]:
    """Move what `leaver` takes part in on `day` to `taker`: the leaver's last day is the day before, the old rows keep
    his or her name. Returns one sentence for each project moved."""
    rows = (
        Participant.objects.active(day).filter(user=leaver).select_related("project").order_by("project__number", "pk")
    )
    moved, entries = [], []
    for row in list(rows):
        part, project = Part.label_of(row.part), row.project
        _move(row, taker, day)
        moved.append(f"{project.name}：{part}由{row.name}交给{taker.name}")
        changes = {part: [row.name, taker.name]}
        text = f"交接{project.name}的{part}"
        entries.append(Entry(Act.HANDOVER, "project", project.pk, project.name, text, changes, "岗位交接", project.pk))
    record_many(entries, actor=actor)
    return moved


def _move(row: Participant, taker, day) -> None:
    """End the old participation before beginning the new one: the table allows one leader at a time."""
    project, part, until = row.project, row.part, row.until
    if row.since >= day:
        row.delete()
    else:
        row.until = day - timedelta(days=1)
        row.save(update_fields=["until"])
    same = project.participants.active(day).filter(part=part, user=taker)
    if not same.exists():
        Participant.objects.create(
            project=project, part=part, user=taker, name=taker.name, title=_title(taker), since=day, until=until
        )


def _title(user) -> str:
    """The title of the taker's post; a leaver's title stays with the leaver."""
    return user.post.title if user.post else ""
