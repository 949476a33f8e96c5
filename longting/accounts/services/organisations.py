"""Organisations: made, changed, closed. A name or alias leads to one organisation only, or imports would guess."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from longting.accounts.enums import Act, OrganisationKind
from longting.accounts.models import Organisation
from longting.accounts.services.changes import apply_changes, require_reason
from longting.audit.services import Entry, record, record_many
from longting.common.areas import towns
from longting.common.errors import Refused
from longting.common.text import tidy

TAKEN = "代码已被别的单位使用，请核对。"
FIELDS = ("code", "name", "short", "kind", "parent", "aliases", "uscc", "order")
#: Kind of a town → (what the full name of its government ends in, kind of organisation).
_TOWN_NAMES = {
    "街道": ("街道办事处", OrganisationKind.SUBDISTRICT),
    "镇": ("镇人民政府", OrganisationKind.TOWNSHIP),
    "乡": ("乡人民政府", OrganisationKind.TOWNSHIP),
}


@transaction.atomic
def create_organisation(values: dict, *, actor) -> Organisation:
    """A new organisation from the `values` of FIELDS. Raises Refused when a code, name or alias is taken."""
    organisation = Organisation(**{name: values[name] for name in FIELDS})
    _check_names(organisation, values)
    _save(organisation)
    _record(organisation, Act.ORGANISATION_CREATE, f"建立单位{organisation.name}", actor)
    return organisation


@transaction.atomic
def edit_organisation(organisation: Organisation, *, values: dict, version: int, reason: str, actor) -> Organisation:
    """Change the `values` of FIELDS. Raises Refused when a name is taken, the parent lies below it, or the new kind
    does not fit the posts held there; Conflict when somebody changed it meanwhile."""
    reason = require_reason(reason)
    values = {name: values[name] for name in FIELDS}
    _check_names(organisation, values)
    _check_parent(organisation, values["parent"])
    if values["kind"] != organisation.kind and organisation.posts.exists():
        raise Refused("这个单位有过任职，类别不能改。请停用后另建。", field="kind")
    try:
        with transaction.atomic():
            changes = apply_changes(organisation, values, version=version)
    except IntegrityError as error:
        raise Refused(TAKEN, field="code") from error
    if changes:
        words = f"修改{organisation.name}的{'、'.join(changes)}"
        _record(organisation, Act.ORGANISATION_EDIT, words, actor, changes, reason)
    return organisation


@transaction.atomic
def deactivate_organisation(
    organisation: Organisation, *, version: int, reason: str, today: date, actor
) -> Organisation:
    """Close an organisation. Raises Refused while people hold posts there or units under it are open."""
    reason = require_reason(reason)
    held = organisation.posts.filter(Q(ends__isnull=True) | Q(ends__gte=today), user__is_active=True).count()
    if held:
        raise Refused(f"{organisation.name}还有 {held} 个任职。请先结束任职或办理交接，再停用。")
    if organisation.children.active().exists():
        raise Refused(f"{organisation.name}还有启用的下级单位。请先停用或改挂，再停用。")
    return _switch(organisation, False, Act.ORGANISATION_DEACTIVATE, version, reason, actor)


@transaction.atomic
def activate_organisation(organisation: Organisation, *, version: int, reason: str, actor) -> Organisation:
    """Open an organisation (an imported town, or one closed before)."""
    reason = require_reason(reason)
    return _switch(organisation, True, Act.ORGANISATION_ACTIVATE, version, reason, actor)


@transaction.atomic
def import_towns(*, actor) -> list[Organisation]:
    """The towns and streets of the district that are no organisations yet, inactive until the office opens them: some
    are run by the 示范区. Returns the new ones; a second run adds nothing."""
    _lock_names()
    known = set(Organisation.objects.values_list("code", flat=True)) | set(_owners(None))
    made = []
    for town in towns():
        ending, kind = _TOWN_NAMES.get(town.kind, ("", OrganisationKind.TOWNSHIP))
        name = f"{town.short}{ending}" if ending else town.name  # 杏花营农场 has no other name
        if {town.code, name} & known:
            continue
        short = town.short if kind is OrganisationKind.SUBDISTRICT else town.name
        made.append(Organisation.objects.create(code=town.code, name=name, short=short, kind=kind, is_active=False))
    record_many(
        [
            Entry(Act.ORGANISATION_CREATE, "organisation", row.pk, row.name, f"按区划代码导入{row.name}（未启用）")
            for row in made
        ],
        actor=actor,
    )
    return made


def _switch(organisation: Organisation, active: bool, act: Act, version: int, reason: str, actor) -> Organisation:
    changes = apply_changes(organisation, {"is_active": active}, version=version)
    if not changes:
        raise Refused(f"{organisation.name}已经{'启用' if active else '停用'}。")
    _record(organisation, act, f"{'启用' if active else '停用'}单位{organisation.name}", actor, changes, reason)
    return organisation


def _check_names(organisation: Organisation, values: dict) -> None:
    """One name, one organisation. Every name of every organisation is locked meanwhile: aliases stand in a list, which
    no unique index can guard."""
    _lock_names()
    owners = _owners(organisation.pk)
    for field in ("name", "short", "aliases"):
        names = values[field] if field == "aliases" else [values[field]]
        for name in names:
            if owner := owners.get(tidy(name)):
                raise Refused(f"“{name}”已经是{owner}的名称或别名，请换一个或先从那边去掉。", field=field)


def _lock_names() -> None:
    list(Organisation.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _owners(own_pk: int | None) -> dict[str, str]:
    """Every name, short name and alias in use by others → the full name of its organisation."""
    return {
        tidy(name): row.name
        for row in Organisation.objects.exclude(pk=own_pk)
        for name in (row.name, row.short, *row.aliases)
    }


def _check_parent(organisation: Organisation, parent: Organisation | None) -> None:
    above = parent
    while above is not None:
        if above.pk == organisation.pk:
            raise Refused("上级单位不能是本单位自己或它的下级。", field="parent")
        above = above.parent


def _save(organisation: Organisation) -> None:
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(TAKEN, field="code") from error


def _record(organisation, act: Act, summary: str, actor, changes: dict | None = None, reason: str = "") -> None:
    entry = Entry(act, "organisation", organisation.pk, organisation.name, summary, changes or {}, reason)
    record(entry, actor=actor)
