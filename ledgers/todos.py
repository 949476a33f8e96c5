"""What waits for people in this part (see longting.notices.todos): one query each, permissions first."""

from django.urls import reverse

from ledgers.models import ImportBatch
from longting.accounts.roles import Permission
from longting.notices.todos import Todo

MOST = 10


def imports_to_finish(user, today) -> list[Todo]:
    """For those who import: each workbook of the unit that was checked and is neither written nor given up."""
    if not user.may(Permission.IMPORT_LEDGER):
        return []
    return [
        Todo(
            title="办完导入的工作簿",
            subject=batch.filename,
            what=_what(batch.counts),
            due=None,
            url=reverse("ledgers:import-detail", args=[batch.public_id]),
            act="核对并导入",
        )
        for batch in ImportBatch.objects.visible_to(user).unfinished()[:MOST]
    ]


def _what(counts: dict) -> str:
    """What the check found, in words: 可以导入 39 行，须选择 3 行，有错误 4 行."""
    found = {
        "可以导入": counts.get("new", 0) + counts.get("changed", 0),
        "须选择": counts.get("flag", 0),
        "有错误": counts.get("error", 0),
    }
    return "，".join(f"{label} {number} 行" for label, number in found.items() if number) or "没有要写入的行"
