"""The base of every form that ends in a service: what the service refuses is written beside the field it is about."""

from django import forms
from django.core.exceptions import ValidationError

from longting.common.errors import Conflict, Refused
from longting.common.form_words import put_words


class ActForm(forms.Form):
    """Validates shape; the service decides. `status` is the HTTP status of the page that shows the form again."""

    status = 200
    #: Where a ValidationError of the service belongs (the validators of a new password); None = the whole form.
    validated_field: str | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        put_words(self.fields.values())

    @classmethod
    def of(cls, request, **kwargs):
        """The form as sent, or an empty one when the page is only opened."""
        if request.method != "POST":
            return cls(**kwargs)
        return cls(request.POST, request.FILES, **kwargs)

    @property
    def ready(self) -> bool:
        """Sent, and in good shape: the service may be asked."""
        return self.is_bound and self.is_valid()

    def full_clean(self):
        put_words(self.fields.values())  # also of fields that a form adds when it is made
        super().full_clean()
        if self.is_bound and self._errors:
            self.status = 422

    def run(self, service, *subject, **arguments):
        """The result of `service`, or None when it refused; then the words stand on the form."""
        try:
            return service(*subject, **arguments)
        except Refused as refusal:
            self.refuse(refusal.field if refusal.field in self.fields else None, refusal.message)
            self.status = 409 if isinstance(refusal, Conflict) else 422
        except ValidationError as error:
            self.refuse(self.validated_field, error)
        return None

    def refuse(self, field: str | None, words) -> None:
        """Write `words` beside `field` (None = above the form); the page answers 422."""
        self.add_error(field, words)
        self.status = 422


class ReasonField(forms.CharField):
    """Why something is changed: the audit trail keeps it."""

    def __init__(self, **kwargs):
        defaults = {
            "label": "理由",
            "min_length": 4,
            "max_length": 200,
            "help_text": "写入审计记录，至少 4 个字。",
            "error_messages": dict.fromkeys(("min_length", "required"), "请写明理由，至少 4 个字。"),
        }
        super().__init__(**(defaults | kwargs))


class ReasonForm(ActForm):
    """A change that only needs its reason; `version` is that of the row when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ReasonField()
