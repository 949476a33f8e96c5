"""Many accounts at once, from rows that the administrator has seen and confirmed: all of them or none."""

from datetime import date, datetime, timedelta

from django.db import transaction

from longting.accounts import passwords
from longting.accounts.intake import Checked, Person, check_people
from longting.accounts.models import User
from longting.accounts.services.posts import appoint
from longting.accounts.services.users import Issued, add_account
from longting.common.errors import Conflict


def import_users(people: list[Person], *, starts: date, now: datetime, actor) -> list[Issued]:
    """Accounts with one post each for `people`, who were all without problem when the administrator confirmed them.

    Raises Conflict when one of them no longer is (an account was taken meanwhile): then nobody is written.
    """
    temporary = [passwords.make_temporary() for _ in people]
    hashes = [passwords.hash_temporary(password) for password in temporary]  # slow: before the database is locked
    with transaction.atomic():
        rows = check_people(people)
        if any(row.problems for row in rows):
            raise Conflict("预览之后情况有了变化，没有写入。请重新上传，核对后再导入。")
        users = [
            _add(row, password, starts=starts, now=now, actor=actor) for row, password in zip(rows, hashes, strict=True)
        ]
    return [Issued(user, password) for user, password in zip(users, temporary, strict=True)]


def _add(row: Checked, password: str, *, starts: date, now: datetime, actor) -> User:
    person = row.person
    user = User(username=person.username, name=person.name, phone=person.phone, password=password)
    user.temporary_until = now + timedelta(hours=passwords.TEMPORARY_HOURS)
    add_account(user, actor=actor)
    place = {"organisation": row.organisation, "role": row.role, "title": person.title}
    appoint(user, **place, starts=starts, reason=f"人员名册导入：{person.sheet}第{person.row}行", actor=actor)
    return user
