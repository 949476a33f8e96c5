"""What people send to an import: the workbook, their choices at single cells, what they say of its columns."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings

from ledgers.intake.kinds import ANNUAL_LIST, KINDS, Kind
from ledgers.models import ImportBatch
from longting.accounts.forms.act import ActForm
from longting.common.money import Unit
from longting.common.text import tidy

UNITS = tuple(unit.value for unit in reversed(Unit))
ACCEPTED = ".xlsx,.xls,.et,.ods"
MEGABYTE = 1024 * 1024
#: A select (d) or a typed text (t) at one cell: `d-<pk of the row>-<key of the field>`.
_AT_CELL = re.compile(r"([dt])-([0-9]{1,15})-([a-z][a-z_]{0,39})")
_LONGEST = 300
_FOREIGN = "有的选择不属于这次导入，没有保存。请刷新本页，再选一次。"
_NO_COLUMN = "列对应里有本系统没有的字段或单位，没有保存。请刷新本页，再选一次。"
_YEAR = "请填写四位年份，如 2026；不填则按标题识别。"


class UploadForm(ActForm):
    """A workbook and what it is. Whether it can be read is decided later, by its content and not by its name."""

    kind = forms.ChoiceField(label="种类", choices=[(kind.key, kind.label) for kind in KINDS.values()])
    year = forms.IntegerField(
        label="年度",
        required=False,
        min_value=2000,
        max_value=2100,
        help_text="不填则按标题识别。",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _YEAR),
    )
    file = forms.FileField(
        label="工作簿",
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": "请选择要导入的工作簿。",
            "max_length": "文件名超过 200 个字。请改短文件名，再上传。",
        },
    )

    @classmethod
    def blank(cls) -> "UploadForm":
        """The form as the page opens."""
        return cls(initial={"kind": ANNUAL_LIST.key})

    def clean_file(self):
        file, limit = self.cleaned_data["file"], settings.MAX_UPLOAD_BYTES
        if file.size > limit:
            words = f"文件有 {file.size / MEGABYTE:,.1f} MB，最多 {limit // MEGABYTE} MB。"
            raise forms.ValidationError(f"{words}请删去图片和无关的工作表，再上传。")
        return file


class VersionForm(ActForm):
    """An act on the import as the page showed it."""

    version = forms.IntegerField()


class ResolveForm(VersionForm):
    """Choices at cells and columns, in cleaned_data as the service wants them: `decisions` and `mapping`.

    A row of another import is refused. A column left as it was is not sent on, so that a guess stays a guess.
    """

    show = forms.CharField(required=False, max_length=10)

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._batch, self._kind = batch, KINDS[batch.kind]

    def clean(self) -> dict[str, Any]:
        """The choices, read from the names of the inputs."""
        cleaned, sent = super().clean(), self.data.dict()
        return cleaned | {"decisions": self._decisions(sent), "mapping": self._mapping(sent)}

    def _decisions(self, sent: Mapping[str, str]) -> dict[int, dict[str, str]]:
        texts = _at_cells(sent)
        stored = dict(self._batch.rows.filter(pk__in={pk for pk, _ in texts}).values_list("pk", "decisions"))
        decisions: dict[int, dict[str, str]] = {}
        for (pk, field), text in texts.items():
            if pk not in stored:
                raise forms.ValidationError(_FOREIGN)
            if text or field in stored[pk]:
                decisions.setdefault(pk, {})[field] = text
        return decisions

    def _mapping(self, sent: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        changed, meant = {}, set()
        for index, column in enumerate(self._batch.layout):
            field = sent.get(f"m-{index}", column["field"])
            unit = sent.get(f"u-{index}", "") if _is_money(self._kind, field) else ""
            if unit and unit not in UNITS:
                raise forms.ValidationError(_NO_COLUMN)
            known = "" if column["unit_from"] == "assumed" else column["unit"]
            if field != column["field"] or (unit and unit != known):
                changed[f"{column['sheet']}!{column['column']}"] = (field, unit)
            meant.add(field)
        lacking = [one.label for one in self._kind.required if one.key not in meant]
        if lacking and meant:
            raise forms.ValidationError(f"列对应里没有{'、'.join(lacking)}。请为它选一列，再重新检查。")
        return changed


def _at_cells(sent: Mapping[str, str]) -> dict[tuple[int, str], str]:
    """(pk of the row, field) → text of the inputs at that cell; a typed text wins when it is not empty."""
    texts: dict[tuple[int, str], str] = {}
    for name in sorted(sent):  # selects before typed texts
        if not (found := _AT_CELL.fullmatch(name)):
            continue
        text, key = tidy(sent[name]), (int(found[2]), found[3])
        if found[1] == "t" and text.startswith("@"):
            raise forms.ValidationError(f"“{text[:20]}”不能以 @ 开头。请填写要改成的内容。")
        if len(text) > _LONGEST:
            raise forms.ValidationError(f"“{text[:20]}……”有 {len(text)} 个字，最多 {_LONGEST} 个字。请缩短。")
        if text or key not in texts:
            texts[key] = text
    return texts


def _is_money(kind: Kind, field: str) -> bool:
    """Whether a column of this field has a unit; "" is a column that is not imported. Refuses an unknown field."""
    try:
        return bool(field) and kind.field(field).kind == "money"
    except KeyError:
        raise forms.ValidationError(_NO_COLUMN) from None
