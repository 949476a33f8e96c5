"""Reading a workbook of people: header found by its words, every problem of every row at once, nothing written."""

from collections import Counter
from dataclasses import asdict, dataclass, fields, replace

from longting.accounts.models import Organisation, Post, User
from longting.accounts.roles import Role, may_be_held_at
from longting.accounts.unit_names import UnitName, resolve_unit
from longting.accounts.validators import clean_phone, clean_username, phone_problem, username_problem
from longting.common.columns import Column
from longting.common.errors import Refused
from longting.common.sheets.book import Sheet, Workbook
from longting.common.text import tidy

LABELS = {"name": "姓名", "username": "账号", "phone": "手机", "unit": "单位", "role": "角色", "title": "职务"}
REQUIRED = ("name", "username", "unit", "role")
HEADER_WITHIN, MOST_ROWS = 20, 200
_OTHER_WORDS = {"电话": "phone", "手机号": "phone", "手机号码": "phone", "联系电话": "phone", "单位名称": "unit"}
_WIDTHS = {"name": 12, "username": 20, "phone": 16, "unit": 36, "role": 16, "title": 18}


@dataclass(frozen=True)
class Person:
    """One row as written: where it stands (sheet, row number) and its six cells as text."""

    sheet: str
    row: int
    name: str = ""
    username: str = ""
    phone: str = ""
    unit: str = ""
    role: str = ""
    title: str = ""

    def plain(self) -> dict:
        """As a dict, for the signed form field between preview and confirmation."""
        return asdict(self)


@dataclass(frozen=True)
class Checked:
    """A row and what was found: its organisation and role when they are known, and its problems in Chinese."""

    person: Person
    organisation: Organisation | None
    role: Role | None
    problems: tuple[str, ...]


#: The same columns for the template people download and for the preview they read.
COLUMNS = tuple(
    Column(key, label, lambda person, key=key: getattr(person, key), width=_WIDTHS[key])
    for key, label in LABELS.items()
)


def read_people(book: Workbook) -> list[Person]:
    """The rows of every visible sheet with a header. Raises Refused when there is no header, nobody, or too many."""
    found = [person for sheet in book.sheets if not sheet.hidden for person in _read_sheet(sheet)]
    if not any(_header(sheet) for sheet in book.sheets if not sheet.hidden):
        raise Refused(f"没有找到表头。请用模板，表头须有：{'、'.join(LABELS[key] for key in REQUIRED)}。")
    if not found:
        raise Refused("表头下面没有人员。请填好再上传。")
    if len(found) > MOST_ROWS:
        raise Refused(f"一次最多导入 {MOST_ROWS} 人，这个文件有 {len(found)} 人。请分成几个文件。")
    return found


def check_people(people: list[Person]) -> list[Checked]:
    """Each row judged with all its problems: the same rules as the form, plus what only a batch can get wrong."""
    units = _units()
    times = Counter(person.username for person in people)
    taken = set(User.objects.filter(username__in=times).values_list("username", flat=True))
    return [_check(person, units, times, taken) for person in people]


def _read_sheet(sheet: Sheet) -> list[Person]:
    header = _header(sheet)
    if not header:
        return []
    number, columns = header
    people = []
    for row, _ in sheet.rows():
        values = {key: tidy(sheet.cell(row, column).text) for key, column in columns.items()}
        if row > number and any(values.values()):
            people.append(_cleaned(Person(sheet.name, row, **values)))
    return people


def _cleaned(person: Person) -> Person:
    return replace(person, username=clean_username(person.username), phone=clean_phone(person.phone))


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Row number of the header and the column of each key; None when no row names all that is required."""
    words = {label: key for key, label in LABELS.items()} | _OTHER_WORDS
    for number, cells in sheet.rows():
        if number > HEADER_WITHIN:
            break
        named = {words.get(tidy(cell.text).replace(" ", "")): column for column, cell in cells.items()}
        named.pop(None, None)
        if set(REQUIRED) <= set(named):
            return number, named
    return None


def _units() -> dict[int, Organisation]:
    return {unit.pk: unit for unit in Organisation.objects.active()}


def _check(person: Person, units: dict[int, Organisation], times: Counter, taken: set[str]) -> Checked:
    organisation, unit_problem = _find_unit(person.unit, units)
    role = next((role for role in Role if role.label == person.role), None)
    problems = [
        *_shape_problems(person),
        "这个文件里账号重复，每人只写一行。" if person.username and times[person.username] > 1 else "",
        f"账号“{person.username}”已有人使用。" if person.username in taken else "",
        unit_problem,
        _role_problem(person.role, role, organisation),
    ]
    return Checked(person, organisation, role, tuple(text for text in problems if text))


def _shape_problems(person: Person) -> list[str]:
    missing = [LABELS[key] for key in REQUIRED if not getattr(person, key)]
    limits = {"name": User._meta.get_field("name").max_length, "title": Post._meta.get_field("title").max_length}
    return [
        f"缺{'、'.join(missing)}。" if missing else "",
        username_problem(person.username) if person.username else "",
        phone_problem(person.phone),
        *(f"{LABELS[key]}超过 {most} 个字。" for key, most in limits.items() if len(getattr(person, key)) > most),
    ]


def _find_unit(name: str, units: dict[int, Organisation]) -> tuple[Organisation | None, str]:
    """By the same rules as a ledger: 住建局 is found where there is one unit it can mean."""
    if not name:
        return None, ""
    match = resolve_unit(name, [UnitName(one.pk, one.name, one.short, tuple(one.aliases)) for one in units.values()])
    if match.id:
        return units[match.id], ""
    if match.code in ("ambiguous_unit", "several_units"):
        return None, f"“{name}”对应几个单位：{'、'.join(unit.name for unit in match.candidates)}。请写全称。"
    return None, f"没有启用的单位叫“{name}”。请写全称，或先在“单位”里建立、启用。"


def _role_problem(label: str, role: Role | None, organisation: Organisation | None) -> str:
    if label and role is None:
        return f"没有“{label}”这个角色，可写：{'、'.join(role.label for role in Role)}。"
    if role is not None and organisation is not None and not may_be_held_at(role, organisation.kind):
        return f"“{role.label}”不能设在{organisation.name}。"
    return ""


def people_from(plain: list[dict]) -> list[Person]:
    """The rows back from the signed form field. Raises TypeError when the shape is another version's."""
    known = {field.name for field in fields(Person)}
    if any(set(row) != known for row in plain):
        raise TypeError("not the rows of this version")
    return [Person(**row) for row in plain]
