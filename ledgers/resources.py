"""Rows of a workbook against the database: new, the same, changed or wrong, and writing those that were chosen.

django-import-export walks the rows, converts and validates; the 主档 and the list are written by their own services,
never by `model.save()`, so that every row is checked and audited like one typed on a page. The walk writes nothing.
Only what a row says is compared: an empty cell and a missing column leave what the database has.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from import_export import fields, resources
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import Result, RowResult

from ledgers import compare
from ledgers.compare import FOLLOWING, PROJECT_FACTS
from ledgers.facts import HEADERS
from ledgers.matching import SAME, Found, Known, Wanted
from ledgers.scope import projects_of, units_of
from ledgers.widgets import AmountWidget, MonthWidget, UnitWidget
from longting.accounts.models import Organisation
from longting.common.errors import Conflict
from projects.models import AnnualList, Project, RuleSet
from projects.services.bulk import Draft, draft_change, draft_project
from projects.services.facts import check, cleaned, settle
from projects.services.lists import check_open

SAME_PROJECT = "与{place}是库里的同一个项目“{name}”。请核对，或删除重复的一行。"
UNKNOWN_FIELD = "“{text}”不在规则 {rule} 的领域表里，这一项先不导入，原文记为待核实。可选：{labels}。"
CODE_TWICE = "这个项目代码在同一张表里写了两次。请核对代码。"
STALE = "检查之后库里的数据有了变化，没有写入任何一行。请按“重新检查”看过新的结果再导入。"


class LedgerRowResult(RowResult):
    """What the walk found of one row: its project, notes by the way (field, code, words), what writing changes."""

    def __init__(self):
        super().__init__()
        self.found = Found()
        self.notes: list[tuple[str, str, str]] = []
        self.changes: dict[str, list[str]] = {}


def _fact(name: str, attribute: str = "", widget=None) -> fields.Field:
    return fields.Field(attribute or name, name, widget, saves_null_values=False)


class AnnualListResource(resources.Resource):
    """Rows of a 年度重点项目名单 (see `facts.HEADERS`), for the reach of `actor` and the list of `year`.

    `places` says of each row where it stands (第 9 行), `source` is the name of the file; both are for words to people.
    """

    name, project_code, category = _fact("name"), _fact("project_code"), _fact("category")
    field, industry, nature = _fact("field"), _fact("industry"), _fact("nature")
    owner_name, uscc, address, content = _fact("owner_name"), _fact("uscc"), _fact("address"), _fact("content")
    is_province, is_city = _fact("is_province"), _fact("is_city")
    start_month = _fact("start_month", widget=MonthWidget())
    end_month = _fact("end_month", widget=MonthWidget())
    total_investment = _fact("total_investment", widget=AmountWidget())
    land_mu = _fact("land_mu", widget=AmountWidget())
    responsible = _fact("responsible", widget=UnitWidget(Organisation))
    stage, is_major = _fact("stage", "entry__stage"), _fact("is_major", "entry__is_major")
    goal, remark = _fact("goal", "entry__goal"), _fact("remark", "entry__remark")
    done_before = _fact("done_before", "entry__done_before", AmountWidget())
    annual_plan = _fact("annual_plan", "entry__annual_plan", AmountWidget())
    plan_start = _fact("plan_start", "entry__plan_start", MonthWidget())
    plan_finish = _fact("plan_finish", "entry__plan_finish", MonthWidget())

    class Meta:
        model = Project
        import_id_fields = ()
        instance_loader_class = BaseInstanceLoader
        # Nothing is written by the walk itself; "bulk" only means that no row has a savepoint of its own.
        use_bulk = True
        skip_diff = True
        report_skipped = True

    def __init__(self, *, actor, today, year: int | None, places: Sequence[str], source: str):
        super().__init__()
        self.actor, self.today, self.year, self.places, self.source = actor, today, year, places, source
        self.annual_list = AnnualList.objects.filter(year=year, batch=1).first() if year else None
        self.rule = RuleSet.objects.in_force(today)
        self.units = list(units_of(actor))
        self.fields["responsible"].widget.units = {unit.pk: unit for unit in self.units}
        self.expected: Sequence[tuple[int | None, dict]] = ()
        self.drafts: list[Draft] = []
        self.codes: set[str] = set()
        self.columns = super().get_import_fields()

    @classmethod
    def get_row_result_class(cls):
        return LedgerRowResult

    def check(self, rows: Sequence[Mapping[str, Any]]) -> list[LedgerRowResult]:
        """What each row would do. Writes nothing and takes no lock."""
        result = self._walk(rows, strict=False)
        for row in result.error_rows:
            raise row.errors[0].error  # a slip of ours, not the workbook's: never to be taken for a good row
        return result.rows

    def draft(self, rows: Sequence[Mapping[str, Any]], *, expected: Sequence[tuple[int | None, dict]]) -> list[Draft]:
        """The rows judged in full, ready for `write_drafts`. Writes nothing and takes no lock. `expected`: what the
        person saw of each row: the project it meets (None = a new one) and its changes.

        Raises import_export.exceptions.ImportError for the first row that does not go, with its cause and number.
        """
        self.expected, self.drafts, self.codes = expected, [], set()
        self._walk(rows, strict=True)
        return self.drafts

    def _walk(self, rows: Sequence[Mapping[str, Any]], *, strict: bool) -> Result:
        self._look_up(rows)
        dataset = tablib.Dataset(*(tuple(row[key] for key in HEADERS) for row in rows), headers=HEADERS)
        return self.import_data_inner(dataset, True, strict, using_transactions=False, collect_failed_rows=False)

    def _look_up(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Find all rows at once, so that the number of SQL queries does not grow with them."""
        wanted = [Wanted.of(row) for row in rows]
        known = Known(projects_of(self.actor), self.annual_list.pk if self.annual_list else None)
        known.load(wanted)
        found = [known.find(one) for one in wanted]
        self.known = compare.load({one.pk for one in found if one.pk}, self.annual_list, self.today)
        self.found = self._each_once(found)

    def _each_once(self, found: list[Found]) -> list[Found]:
        """Two rows cannot be one project: the second is told of the first."""
        first: dict[int, int] = {}
        for number, one in enumerate(found):
            if one.pk and first.setdefault(one.pk, number) != number:
                words = SAME_PROJECT.format(place=self.places[first[one.pk]], name=self.known[one.pk].name)
                found[number] = Found(field="name", code=SAME, level="error", message=words)
        return found

    def import_row(self, row, instance_loader, **kwargs):
        self.number = kwargs["row_number"] - 1
        self.notes, self.changes = [], {}
        self._read_field(row)
        result = super().import_row(row, instance_loader, **kwargs)
        result.found, result.notes = self.found[self.number], self.notes
        result.changes = self.changes
        return result

    def _read_field(self, row) -> None:
        """领域 by the names and aliases of the rule in force; other words are kept as a doubt of the project."""
        text, row["pending"] = row["field"], dict(row["pending"])
        row["field"] = (self.rule.field_for(text) if self.rule and text else "") or None
        if text and not row["field"]:
            row["pending"]["field"] = text
            rule, labels = (self.rule.label, "、".join(self.rule.field_labels)) if self.rule else ("（未发布）", "—")
            self.notes.append(("field", "unknown_field", UNKNOWN_FIELD.format(text=text, rule=rule, labels=labels)))

    def get_import_fields(self):
        return self.columns  # the same for every row

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        """An empty cell says nothing about its fact."""
        if row[field.column_name] is not None:
            field.save(instance, row)

    def get_instance(self, instance_loader, row):
        return self.known.get(self.found[self.number].pk)

    def init_instance(self, row=None):
        return compare.begin(Project())

    def import_instance(self, instance, row, **kwargs):
        """Take over what the row says, as the 主档 will store it."""
        super().import_instance(instance, row, **kwargs)
        said = {key: getattr(instance, key) for key in PROJECT_FACTS if row[key] is not None}
        for key, value in cleaned(said).items():
            setattr(instance, key, value)
        self._follow(instance, row)
        doubts = {key: words for key, words in instance.before.pending.items() if row.get(key) is None}
        instance.pending = settle(doubts | row["pending"], instance)

    def _follow(self, instance, row) -> None:
        """What the row implies: 领域 by 项目类型 where nobody has said it; stage and 重大 of the 主档 follow the list,
        unless the list is of a past year."""
        if self.rule and row["category"] and not instance.field and "field" not in row["pending"]:
            instance.field = self.rule.field_for(row["category"])
        was, current = instance.before.entry or {}, self.year is None or self.year >= self.today.year
        for key in FOLLOWING:
            if row[key] is not None and was.get(key) != row[key] and (current or not getattr(instance, key)):
                setattr(instance, key, row[key])

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """A row that says nothing new is not written."""
        self.changes = compare.differences(instance, row) if instance.pk else {}
        same = bool(instance.pk) and not self.changes and not import_validation_errors
        if same and self.expected:
            raise Conflict(STALE)
        return same

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Everything the services would refuse, without asking the database: all messages of a row at once."""
        wrong = dict(import_validation_errors or {})
        changed = set(compare.changed_facts(instance)) - {"field", "project_code"}  # looked up for all rows together
        try:
            check(instance, changed=changed, actor=self.actor, today=self.today)
        except ValidationError as refused:
            wrong = refused.update_error_dict(wrong)
        for key, words in compare.wrong_amounts(instance).items():
            wrong.setdefault(key, [ValidationError(words)])
        if wrong:
            raise ValidationError(wrong)

    def save_instance(self, instance, is_create, row, **kwargs):
        """Nothing is stored here: when rows are to be written, what the services will store is drafted."""
        if self.expected:
            self.drafts.append(self._draft(instance, row))

    def _draft(self, project: Project, row) -> Draft:
        """By the rules of the services, if the row still does what the person saw it do."""
        if self.found[self.number].code or self.expected[self.number] != (project.pk, self.changes):
            raise Conflict(STALE)
        if self.annual_list:
            check_open(self.annual_list)
        values = compare.values_to_write(project)
        self._refuse_code_twice(values.get("project_code"))
        contacts, people = compare.given_contacts(row), compare.given_people(row)
        words = {
            "values": values, "plan": compare.entry_to_write(project), "actor": self.actor, "today": self.today,
            "reason": f"导入《{self.source}》{self.places[self.number]}",
        }  # fmt: skip
        if project.pk:
            return draft_change(project.before.stored, contacts=contacts, people=people, **words)
        return draft_project(contacts=contacts or (), people=people or (), **words)

    def _refuse_code_twice(self, code: str | None) -> None:
        """Two rows of one workbook cannot bring the same code: the database would refuse it without a place."""
        if code and code in self.codes:
            raise ValidationError({"project_code": CODE_TWICE})
        self.codes |= {code} if code else set()
