"""The form of a new version of the rules."""

from hashlib import sha256

from django import forms

from longting.common.canonical import canonical_json
from longting.common.fields import MoneyFormField
from longting.common.text import tidy
from projects.eligibility import Rules
from projects.forms.act import FactsForm
from projects.forms.inputs import DAY_WORDS, text_input
from projects.models import RuleSet

_SEPARATORS = str.maketrans("：；，,;", ":、、、、")


class RuleForm(FactsForm):
    """Values of a version. `seen` is the mark of the values whose preview was on the page."""

    homes = {"fields": "fields_text"}

    label = text_input("版本", 20, required=True, help_text="如 2027-1。")
    effective_from = forms.DateField(
        label="生效日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="今天或以后；已经判定的结论不追溯。",
        error_messages=DAY_WORDS | {"required": "请填写生效日期。"},
    )  # fmt: skip
    threshold = MoneyFormField(label="重点项目投资门槛（含）", error_messages={"required": "请填写门槛。"})
    major_threshold = MoneyFormField(label="重大产业项目投资门槛（含）", error_messages={"required": "请填写门槛。"})
    reason_min = forms.IntegerField(
        label="情形二理由最少字数", min_value=1, max_value=500, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "请填写字数。", "invalid": "请填写整数。",
            "min_value": "至少 1 字。", "max_value": "最多 500 字。",
        },
    )  # fmt: skip
    basis = text_input("依据文件", 200, required=True, help_text="文号或会议。")
    fields_text = forms.CharField(
        label="领域", max_length=4000, widget=forms.Textarea(attrs={"rows": 7}),
        help_text="每行一个：名称：别名、别名。名单工作簿里的别名会换成名称。",
        error_messages={"required": "请至少写一个领域。"},
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_fields_text(self):
        lines = [tidy(line).translate(_SEPARATORS) for line in self.cleaned_data["fields_text"].splitlines()]
        parsed = [_field(line) for line in lines if line]
        if long := [row["label"] for row in parsed if not row["label"] or len(row["label"]) > 40]:
            raise forms.ValidationError(f"“{long[0][:20]}”不像领域名称。每行写“名称：别名、别名”，名称最多 40 字。")
        return parsed

    @property
    def values(self) -> dict:
        """What the service takes."""
        data = self.cleaned_data
        keys = ("label", "effective_from", "threshold", "major_threshold", "reason_min", "basis")
        return {key: data[key] for key in keys} | {"fields": data["fields_text"]}

    @property
    def rules(self) -> Rules:
        """The thresholds, for the preview."""
        data = self.cleaned_data
        return Rules(data["label"], data["threshold"], data["major_threshold"], data["reason_min"])

    @property
    def mark(self) -> str:
        """A mark of the typed values: a preview counts only for the values it was made of."""
        plain = {key: value if key == "fields" else str(value) for key, value in self.values.items()}
        return sha256(canonical_json(plain)).hexdigest()[:32]

    @staticmethod
    def initial_of(rule: RuleSet | None) -> dict:
        """The version in force as the beginning of the next."""
        if rule is None:
            return {}
        lines = [f"{row['label']}：{'、'.join(row['aliases'])}".rstrip("：") for row in rule.fields]
        return {
            "threshold": rule.threshold,
            "major_threshold": rule.major_threshold,
            "reason_min": rule.reason_min,
            "basis": rule.basis,
            "fields_text": "\n".join(lines),
        }


def _field(line: str) -> dict:
    label, _, aliases = line.partition(":")
    return {"label": label.strip(), "aliases": [alias.strip() for alias in aliases.split("、") if alias.strip()]}
