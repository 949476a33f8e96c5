"""What is sent with an act on several declarations: first the chosen ids, then each id with the version that was
shown."""

from typing import Any

from django import forms

from approvals.enums import Action
from approvals.services.bulk import BULK_ACTIONS, LIMIT, TOO_MANY

#: More digits than a key of any database has.
_LONGEST = 18
_STALE = "选择的内容已经失效。请回到列表重新选择。"


class ManyField(forms.Field):
    """Several hidden values of one name, each of `parts` whole numbers joined by "-"; repeated ones count once."""

    widget = forms.MultipleHiddenInput

    def __init__(self, parts: int = 1, **kwargs):
        self.parts = parts
        super().__init__(error_messages={"required": "请先勾选要办理的项目。"}, **kwargs)

    def to_python(self, value: Any) -> list[tuple[int, ...]]:
        found = [tuple(str(text).split("-")) for text in value or []]
        if len(found) > LIMIT:
            raise forms.ValidationError(TOO_MANY)
        if not all(len(numbers) == self.parts and all(map(_is_number, numbers)) for numbers in found):
            raise forms.ValidationError(_STALE)
        return list(dict.fromkeys(tuple(map(int, numbers)) for numbers in found))


class BulkForm(forms.Form):
    """Which act; the desks send it in the address of the button, the confirmation as a field."""

    action = forms.TypedChoiceField(
        choices=[(action.value, action.label) for action in BULK_ACTIONS],
        coerce=Action,
        error_messages={"required": _STALE, "invalid_choice": "这一项不能成批办理。请逐个办理。"},
    )

    @classmethod
    def of(cls, request):
        data = request.POST.copy()
        data.setdefault("action", request.GET.get("action", ""))
        return cls(data)

    @property
    def first_error(self) -> str:
        """One sentence for the page the choice was sent from."""
        return next(iter(self.errors.values()))[0]


class PickForm(BulkForm):
    """The boxes of templates/ui/bulk.html."""

    pick = ManyField()


class ConfirmForm(BulkForm):
    """The rows of the preview, each with its version."""

    row = ManyField(parts=2)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST
