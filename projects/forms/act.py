"""Forms whose service answers with several messages at once, each at a fact of its own."""

from longting.accounts.forms.act import ActForm


class FactsForm(ActForm):
    """`homes`: where a message stands when the service's name for a fact is not the name of its input."""

    homes: dict[str, str] = {}

    def refuse(self, field: str | None, words) -> None:
        """What the service refuses stands at its input; what has none of its own stands above the form."""
        for key, errors in getattr(words, "error_dict", {field: words}).items():
            name = self.homes.get(key, key)
            super().refuse(name if name in self.fields else None, errors)
