"""What hangs on a 主档 and changes with it: contacts, sources of funds, and the people who take part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError

from longting.common.money import format_wan
from longting.common.text import split_people, tidy
from projects.enums import Part, Source
from projects.models import FundSource, Participant, Project, ProjectContact
from projects.wording import NOTHING, shown_contacts, shown_funds

Contact = tuple[str, str, str]
Person = tuple[str, str, int | None]
WITH_PHONE = "姓名里有电话号码。这里只写姓名，电话请填在联系人的电话一栏。"
SEVERAL = "{label}只能有一名（第十六条），这里像是写了 {count} 名：{names}。只写一个姓名，中间不空格。"


def clean_contacts(rows: Sequence[dict]) -> list[Contact]:
    """(duty, name, phone) of each row; a row that says nothing stays, because it says that the duty has nobody."""
    return [(str(row["duty"]), tidy(row.get("name")), tidy(row.get("phone"))) for row in rows]


def clean_funds(rows: Sequence[dict], total: Decimal | None) -> dict[str, Decimal]:
    """Source → 万元. Raises ValidationError at `funds` for a source given twice, a negative amount, or a sum over the
    total investment."""
    given = [(row["source"], row["amount"]) for row in rows if row.get("amount") is not None]
    funds = dict(given)
    if len(funds) < len(given):
        raise ValidationError({"funds": "同一资金来源只写一行，金额请合并。"})
    if low := [source for source, amount in given if amount < 0]:
        raise ValidationError({"funds": f"{Source.label_of(low[0])}不能小于 0。"})
    summed = sum(funds.values(), Decimal(0))
    if total is not None and summed > total:
        words = f"资金来源合计 {format_wan(summed)} 万元，大于总投资 {format_wan(total)} 万元。请核对金额和单位。"
        raise ValidationError({"funds": words})
    return funds


def put_contacts(project: Project, rows: list[Contact]) -> dict[str, list[str]]:
    """Make the contacts of each duty that `rows` mention exactly those; other duties stay as they are. Returns the
    difference for the audit record, {} when there is none."""
    wanted, changes = judge_contacts([(row.duty, row.name, row.phone) for row in project.contacts.all()], rows)
    if changes:
        project.contacts.all().delete()
        ProjectContact.objects.bulk_create(contact_rows(project, wanted))
    return changes


def judge_contacts(now: list[Contact], rows: list[Contact]) -> tuple[list[Contact], dict[str, list[str]]]:
    """What `put_contacts` makes of `now`: all contacts as they shall be, and the difference. Writes nothing."""
    mentioned = {duty for duty, _, _ in rows}
    wanted = [row for row in now if row[0] not in mentioned] + [row for row in rows if row[1] or row[2]]
    if sorted(now) == sorted(wanted):
        return wanted, {}
    before, after = shown_contacts(now), shown_contacts(wanted)
    return wanted, {"联系人": [before, f"{after}（号码有改动）" if before == after else after]}


def contact_rows(project: Project, contacts: list[Contact]) -> list[ProjectContact]:
    """`contacts` as rows of the table, not stored."""
    return [ProjectContact(project=project, duty=duty, name=name, phone=phone) for duty, name, phone in contacts]


def put_funds(project: Project, wanted: dict[str, Decimal]) -> dict[str, list[str]]:
    """Make the sources of funds exactly `wanted`; returns the difference for the audit record."""
    now = {row.source: row.amount for row in project.funds.all()}
    if now == wanted:
        return {}
    project.funds.all().delete()
    FundSource.objects.bulk_create(
        FundSource(project=project, source=source, amount=amount) for source, amount in wanted.items()
    )
    return {"资金来源": [shown_funds(now), shown_funds(wanted)]}


def put_people(project: Project, rows: Sequence[dict], *, today) -> dict[str, list[str]]:
    """Make who takes part today what `rows` say ({part, name} and, when known, title and user), for each part that they
    mention. A row without a name says that nobody holds the part.

    Who leaves is dated, never deleted; there is one leader and one service officer at a time (第十六条二).
    """
    moves = judge_people(list(project.participants.active(today).order_by("since", "pk")), rows)
    for row in moves.leaving:
        end_part(row, today)
    Participant.objects.bulk_create(moves.rows(project, today))
    return moves.changes


@dataclass(frozen=True, slots=True)
class Moves:
    """Who leaves and who comes, by part, and the difference for the audit record."""

    leaving: list[Participant]
    coming: list[tuple[Part, Person]]
    changes: dict[str, list[str]]

    def rows(self, project: Project, today) -> list[Participant]:
        """Who comes, as rows of the table, not stored."""
        return [
            Participant(project=project, part=part, name=name, title=title, user_id=user, since=today)
            for part, (name, title, user) in self.coming
        ]


def judge_people(active: list[Participant], rows: Sequence[dict]) -> Moves:
    """What `put_people` does to those who take part now. Writes nothing."""
    moves = Moves([], [], {})
    for part in Part:
        mentioned = [row for row in rows if row["part"] == part]
        if mentioned:
            holders = [row for row in active if row.part == part]
            wanted = [_person(row, holders) for row in mentioned if tidy(row.get("name"))]
            _judge_part(moves, part, holders, wanted)
    return moves


def has_phone(name: str) -> bool:
    """Whether a name carries a telephone number, which would stand unmasked."""
    return any(phone for _, phone in split_people(name))


def wrong_person(part: Part, name: str) -> str:
    """What is wrong with the name of the one person of a part: workbooks and ledgers read it as one name and nothing
    else. "" when it is that, or empty."""
    if has_phone(name):
        return WITH_PHONE
    names = [found for found, _ in split_people(name) if found]
    if len(names) < 2:
        return ""
    return SEVERAL.format(label=part.label, count=len(names), names="、".join(names[:5]))


def _person(row: dict, holders: list[Participant]) -> Person:
    """What a row leaves unsaid (a workbook knows names only) stays what it is for a holder of that name."""
    name = tidy(row["name"])
    same = next((holder for holder in holders if holder.name == name), None)
    title = tidy(row["title"]) if "title" in row else same.title if same else ""
    if "user" in row:
        return name, title, row["user"].pk if row["user"] else None
    return name, title, same.user_id if same else None


def _judge_part(moves: Moves, part: Part, holders: list[Participant], wanted: list[Person]) -> None:
    if part != Part.MEMBER and len(wanted) > 1:
        raise ValidationError({part.value: f"{part.label}只能有一名（第十六条）。"})
    now = [(row.name, row.title, row.user_id) for row in holders]
    if set(now) == set(wanted):  # who comes first among the members is not kept
        return
    for name, _, user in wanted:  # an account names itself
        if part != Part.MEMBER and user is None and (words := wrong_person(part, name)):
            raise ValidationError({part.value: words})
    moves.leaving.extend(row for row, facts in zip(holders, now, strict=True) if facts not in wanted)
    moves.coming.extend((part, person) for person in wanted if person not in now)
    moves.changes[part.label] = [_names(now), _names(wanted)]


def end_part(row: Participant, today) -> None:
    """The last day was yesterday. Who was named only today never took part: the row goes, the audit record stays."""
    if row.since >= today:
        row.delete()
        return
    row.until = today - timedelta(days=1)
    row.save(update_fields=["until"])


def _names(people: list[Person]) -> str:
    return "、".join(name for name, _, _ in people) or NOTHING
