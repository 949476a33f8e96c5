"""What the auditor may hand in when the chain is proved."""

import re

from django import forms
from django.core.exceptions import ValidationError

#: `128:0f3a9c21d4e7`, several separated by blanks or commas.
_NOTED = re.compile(r"(\d{1,18})[:：]([0-9a-f]{6,64})")
HOW = "写成“序号:校验码”，如 128:0f3a9c21d4e7，多个用空格隔开。"


def read_noted(text: str) -> dict[int, str]:
    """Numbers and hashes somebody noted earlier, as typed. Raises ValidationError."""
    noted = {}
    for part in re.split(r"[\s,，、;；]+", text.strip().lower()):
        if not part:
            continue
        found = _NOTED.fullmatch(part)
        if not found:
            raise ValidationError(f"“{part}”看不懂。{HOW}")
        noted[int(found[1])] = found[2]
    return noted


class ProofForm(forms.Form):
    """Check codes noted earlier; without them the chain is proved in itself only."""

    seen = forms.CharField(label="以前抄下的校验码", required=False, max_length=2000, help_text=HOW)

    def clean_seen(self) -> dict[int, str]:
        return read_noted(self.cleaned_data["seen"])
