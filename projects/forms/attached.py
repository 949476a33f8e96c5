"""The parts of the project form around the facts: sources of funds, contacts, people. Fixed rows, no script needed."""

from typing import Any

from django import forms

from longting.accounts.models import User
from longting.accounts.roles import Role
from longting.accounts.selectors import users_holding
from longting.common.fields import MoneyFormField
from longting.common.text import mask_phone, tidy
from projects.enums import Duty, Part, Source
from projects.forms.inputs import PersonChoice, choice_input, long_input, text_input
from projects.models import Project
from projects.services.attached import WITH_PHONE, has_phone, wrong_person

#: How many contacts the form has room for beyond those there are; never fewer than four rows.
SPARE, FEWEST = 2, 4
_PARTS = ((Part.LEADER, Role.LEADER), (Part.SERVICE_OFFICER, Role.SERVICE_OFFICER))


class FundsPart:
    """One amount for each source."""

    names = [f"fund_{source}" for source in Source]

    @staticmethod
    def fields() -> dict[str, forms.Field]:
        return {f"fund_{source}": MoneyFormField(label=source.label, required=False) for source in Source}

    @staticmethod
    def initial(project: Project) -> dict[str, Any]:
        return {f"fund_{row.source}": row.amount for row in project.funds.all()}

    @staticmethod
    def rows(data: dict[str, Any]) -> list[dict]:
        return [{"source": source.value, "amount": data.get(f"fund_{source}")} for source in Source]


class ContactsPart:
    """Rows of duty, name and telephone. Known numbers stand masked; a mask sent back unchanged keeps its number."""

    heads = ("身份", "姓名", "电话")

    def __init__(self, project: Project | None):
        self.known = list(project.contacts.all()) if project else []
        self.numbers = range(1, max(FEWEST, len(self.known) + SPARE) + 1)

    def fields(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for number in self.numbers:
            fields[f"contact_{number}_duty"] = choice_input(f"联系人{number} 身份", Duty.choices(), empty="不填")
            fields[f"contact_{number}_name"] = text_input(f"联系人{number} 姓名", 40)
            fields[f"contact_{number}_phone"] = text_input(f"联系人{number} 电话", 40)
        return _named(fields)

    def initial(self) -> dict[str, Any]:
        values = {}
        for number, row in enumerate(self.known, start=1):
            values |= {f"contact_{number}_duty": row.duty, f"contact_{number}_name": row.name}
            values[f"contact_{number}_phone"] = mask_phone(row.phone)
        return values

    def rows_of_inputs(self) -> list[tuple[str, list[str]]]:
        """(heading, names of the inputs) row by row."""
        return [("", [f"contact_{number}_{part}" for part in ("duty", "name", "phone")]) for number in self.numbers]

    def problems(self, data: dict[str, Any]) -> dict[str, str]:
        """What is wrong with a row, by field name."""
        wrong = {}
        for number in self.numbers:
            duty, name, phone = self._row(data, number)
            if (name or phone) and not duty:
                wrong[f"contact_{number}_duty"] = "请选择这个联系人的身份。"
            if has_phone(name):
                wrong[f"contact_{number}_name"] = WITH_PHONE
            if phone and "*" in phone:
                wrong[f"contact_{number}_phone"] = "号码里有星号。要改号码请填写完整的新号码，不改请保持原样。"
            elif phone and sum(char.isdigit() for char in phone) < 7:
                wrong[f"contact_{number}_phone"] = f"“{phone}”看不出电话号码。请填写手机号或带区号的座机号。"
        return wrong

    def rows(self, data: dict[str, Any]) -> list[dict]:
        """What the services take; a duty that nobody holds any more is named, so that its contacts go."""
        given = [dict(zip(("duty", "name", "phone"), self._row(data, number), strict=True)) for number in self.numbers]
        given = [row for row in given if row["duty"]]
        gone = {row.duty for row in self.known} - {row["duty"] for row in given}
        return given + [{"duty": duty, "name": "", "phone": ""} for duty in sorted(gone)]

    def _row(self, data: dict[str, Any], number: int) -> tuple[str, str, str]:
        duty, name, phone = (tidy(data.get(f"contact_{number}_{part}")) for part in ("duty", "name", "phone"))
        if number <= len(self.known) and phone == mask_phone(self.known[number - 1].phone):
            phone = self.known[number - 1].phone
        return duty, name, phone


class PeoplePart:
    """分包领导 (named by the office), 首席服务官, 班子成员: with an account, or by name alone."""

    heads = ("分工", "账号（选了账号，姓名不必填）", "姓名", "职务")

    def __init__(self, project: Project | None, *, names_leader: bool, today):
        self.holders = list(project.participants.active(today)) if project else []
        self.today = today
        self.parts = _PARTS if names_leader else _PARTS[1:]

    def fields(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        known = User.objects.filter(pk__in=[row.user_id for row in self.holders if row.user_id])
        for part, role in self.parts:
            people = (users_holding(role, self.today) | known).order_by("username")
            fields[f"{part}_user"] = PersonChoice(people, f"{part.label}账号")
            fields[f"{part}_name"] = text_input(f"{part.label}姓名", 40)
            fields[f"{part}_title"] = text_input(f"{part.label}职务", 60)
        fields = _named(fields)
        fields["members"] = long_input("班子成员", help_text="每行一人：姓名，空一格写职务。")
        return fields

    def initial(self) -> dict[str, Any]:
        values = {}
        for row in self.holders:
            values |= {f"{row.part}_user": row.user_id, f"{row.part}_name": row.name, f"{row.part}_title": row.title}
        members = [row for row in self.holders if row.part == Part.MEMBER]
        members = [f"{row.name} {row.title}".strip() for row in sorted(members, key=lambda row: (row.since, row.pk))]
        return values | {"members": "\n".join(members)}

    def rows_of_inputs(self) -> list[tuple[str, list[str]]]:
        """(heading, names of the inputs) row by row."""
        return [(part.label, [f"{part}_{what}" for what in ("user", "name", "title")]) for part, _ in self.parts]

    def problems(self, data: dict[str, Any]) -> dict[str, str]:
        """Names that are not the name of one person, and lines that are no person."""
        wrong = {}
        for part, _ in self.parts:
            row = self._holder(part, data)
            if row["user"] is None and (words := wrong_person(part, row["name"])):
                wrong[f"{part}_name"] = words
        if any(has_phone(f"{name} {title}") for name, title in self._members(data)):
            wrong["members"] = WITH_PHONE
        long = [name for name, title in self._members(data) if len(name) > 40 or len(title) > 60]
        if long:
            wrong["members"] = f"“{long[0][:20]}”太长。每行写一个人：姓名，空一格写职务。"
        return wrong

    def rows(self, data: dict[str, Any]) -> list[dict]:
        """What the services take."""
        given = [self._holder(part, data) for part, _ in self.parts]
        members = [{"part": Part.MEMBER.value, "name": name, "title": title} for name, title in self._members(data)]
        return given + (members or [{"part": Part.MEMBER.value, "name": ""}])

    def _holder(self, part: Part, data: dict[str, Any]) -> dict:
        """The name of an account is taken when it is newly chosen; a holder keeps the name he or she was entered by."""
        user, name = data.get(f"{part}_user"), data.get(f"{part}_name", "")
        same = any(row.part == part and row.user_id == user.pk and row.name == name for row in self.holders if user)
        if user and not same:
            name = user.name
        return {"part": part.value, "name": name, "title": data.get(f"{part}_title", ""), "user": user}

    def _members(self, data: dict[str, Any]) -> list[tuple[str, str]]:
        lines = (tidy(line).partition(" ") for line in data.get("members", "").splitlines())
        return [(name, title) for name, _, title in lines if name]


def _named(fields: dict[str, forms.Field]) -> dict[str, forms.Field]:
    """Inputs in a row of a table have no label of their own beside them, so each says its name itself."""
    for field in fields.values():
        field.widget.attrs["aria-label"] = field.label
    return fields
