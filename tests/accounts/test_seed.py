import json

from longting.accounts import seed
from longting.accounts.models import Organisation
from longting.common import areas


def test_the_seeded_organisations_are_exactly_those_of_the_file_in_its_order(db):
    rows = json.loads(seed.SOURCE.read_text(encoding="utf-8"))["organisations"]
    found = list(Organisation.objects.values_list("code", "name", "short", "kind", "is_active"))
    assert found == [(row["code"], row["name"], row["short"], row["kind"], True) for row in rows]


def test_aliases_come_along(db):
    assert Organisation.objects.get(code="HBJ").aliases == ["环保分局"]


def test_town_codes_are_those_of_the_statistics_bureau(db):
    codes = {town.code for town in areas.towns()}
    towns = Organisation.objects.filter(kind__in=("township", "subdistrict"))
    assert {town.code for town in towns} <= codes


def test_seeding_again_keeps_what_the_office_changed(db):
    Organisation.objects.filter(code="ZJJ").update(name="区住房城乡建设局", order=5)
    seed.organisations()
    changed = Organisation.objects.get(code="ZJJ")
    assert (changed.name, changed.order, Organisation.objects.count()) == ("区住房城乡建设局", 5, 23)


def test_a_parent_is_found_by_its_code(db, tmp_path, monkeypatch):
    row = {
        "code": "X1",
        "name": "区项目服务中心",
        "short": "服务中心",
        "kind": "bureau",
        "parent": "XMB",
        "aliases": [],
    }
    source = tmp_path / "organisations.json"
    source.write_text(json.dumps({"organisations": [row]}), encoding="utf-8")
    monkeypatch.setattr(seed, "SOURCE", source)
    seed.organisations()
    assert Organisation.objects.get(code="X1").parent.code == "XMB"
