"""Forms of the applicant as a browser sends them."""

from approvals.forms.declaring import DeclarationForm
from approvals.models import Declaration
from projects.models import RuleSet
from tests.approvals import makers
from tests.projects.makers import unit


def begun(**values) -> dict:
    """The form that begins an application for a new project of 北郊乡."""
    usual = {"target": "2027-1", "name": "龙亭区测试装备制造基地项目", "unit": unit().pk}
    return usual | values


def sent(row: Declaration, **values) -> dict:
    """The application form as it was opened on `row`, with `values` typed into it."""
    form = DeclarationForm(declaration=row, rule=RuleSet.objects.in_force(makers.TODAY))
    shown = {name: form[name].value() for name in form.fields}
    return {name: _text(value) for name, value in shown.items() if value not in (None, False)} | values


def _text(value) -> str:
    return "on" if value is True else str(value)


def edit(row: Declaration) -> str:
    """Address of the application form."""
    return f"/declarations/{row.public_id}/edit/"


def submit(row: Declaration) -> str:
    """Address of the page that sends it."""
    return f"/declarations/{row.public_id}/submit/"


def detail(row: Declaration) -> str:
    """Address of the declaration's own page."""
    return f"/declarations/{row.public_id}/"


def shown_again(response, status: int = 422) -> dict:
    """Errors of a form that was not accepted, by field."""
    assert response.status_code == status
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def words(response) -> list[str]:
    """The messages on the page."""
    return [str(message) for message in response.context["messages"]]
