from datetime import date

import pytest

from longting.accounts.models import Organisation
from longting.accounts.services import organisations
from longting.audit.models import AuditEvent
from longting.common.errors import Conflict, Refused
from tests.factories import make_organisation, make_user, organisation

TODAY = date(2026, 11, 24)
REASON = "机构改革方案"


def values(**changes):
    usual = {"code": "SJJ", "name": "区审计局", "short": "区审计局", "kind": "bureau", "parent": None}
    return usual | {"aliases": ["审计局"], "uscc": "", "order": 240} | changes


def of(row, **changes):
    return {name: getattr(row, name) for name in organisations.FIELDS} | changes


def edit(row, actor, version=1, **changes):
    return organisations.edit_organisation(row, values=of(row, **changes), version=version, reason=REASON, actor=actor)


def close(row, actor, version=1):
    return organisations.deactivate_organisation(row, version=version, reason=REASON, today=TODAY, actor=actor)


def test_a_new_organisation_is_open_and_recorded(cast):
    made = organisations.create_organisation(values(), actor=cast.admin)
    assert (made.name, made.aliases, made.is_active) == ("区审计局", ["审计局"], True)
    event = AuditEvent.objects.get()
    assert (event.verb, event.target_kind, event.summary) == ("organisation_create", "organisation", "建立单位区审计局")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "区财政局"}, "name"),
        ({"short": "区文旅局"}, "short"),
        ({"short": "环保分局"}, "short"),
        ({"aliases": ["审计局", "区商务局"]}, "aliases"),
        ({"aliases": ["发改委"]}, "aliases"),
        ({"aliases": ["（区）财政局", "ＦＧＷ", "区财政局 "]}, "aliases"),
    ],
)
def test_a_name_leads_to_one_organisation_only(cast, change, field):
    with pytest.raises(Refused, match="的名称或别名") as refused:
        organisations.create_organisation(values(**change), actor=cast.admin)
    assert refused.value.field == field


def test_a_code_is_given_once(cast):
    with pytest.raises(Refused, match="代码已被别的单位使用") as refused:
        organisations.create_organisation(values(code="ZJJ"), actor=cast.admin)
    assert refused.value.field == "code"


def test_an_edit_keeps_before_and_after(cast):
    edit(organisation("区商务局"), cast.admin, aliases=["商务局", "招商局"], order=5)
    row = organisation("区商务局")
    assert (row.aliases, row.order, row.version) == (["商务局", "招商局"], 5, 2)
    assert AuditEvent.objects.get().changes == '{"别名":["—","商务局、招商局"],"排序":["200","5"]}'


def test_an_edit_that_changes_nothing_leaves_no_trace(cast):
    edit(organisation("区商务局"), cast.admin)
    assert not AuditEvent.objects.exists()


def test_an_organisation_keeps_its_own_names_in_an_edit(cast):
    assert edit(organisation("区发展和改革委员会"), cast.admin, aliases=["发改委", "区发改委"]).version == 2


def test_an_edit_cannot_take_a_code_in_use(cast):
    with pytest.raises(Refused, match="代码已被别的单位使用"):
        edit(organisation("区商务局"), cast.admin, code="ZJJ")
    assert organisation("区商务局").code == "SWJ"


def test_an_edit_from_an_old_page_is_a_conflict(cast):
    edit(organisation("区商务局"), cast.admin, order=5)
    with pytest.raises(Conflict):
        edit(organisation("区商务局"), cast.admin, order=6)


def test_the_loser_of_two_edits_at_once_gets_a_conflict(cast):
    stale = organisation("区商务局")
    edit(organisation("区商务局"), cast.admin, order=5)
    with pytest.raises(Conflict):
        edit(stale, cast.admin, order=6)
    assert organisation("区商务局").order == 5


def test_an_organisation_does_not_stand_below_itself(cast):
    above = organisation("区商务局")
    below = make_organisation("商务服务中心", "bureau", parent=above)
    lowest = make_organisation("商务服务站", "bureau", parent=below)
    with pytest.raises(Refused, match="上级单位不能是本单位自己或它的下级") as refused:
        edit(above, cast.admin, parent=lowest)
    assert refused.value.field == "parent"


def test_an_organisation_may_move_below_another(cast):
    assert edit(organisation("区商务局"), cast.admin, parent=organisation("区委区政府")).parent.code == "QWQZF"


def test_the_kind_of_an_organisation_with_posts_is_fixed(cast):
    with pytest.raises(Refused, match="类别不能改") as refused:
        edit(organisation("北郊乡人民政府"), cast.admin, kind="bureau")
    assert refused.value.field == "kind"


def test_the_kind_of_an_organisation_without_posts_may_change(cast):
    assert edit(organisation("区商务局"), cast.admin, kind="government").kind == "government"


def test_an_organisation_with_people_in_office_cannot_close(cast):
    with pytest.raises(Refused, match="北郊乡人民政府还有 2 个任职"):
        close(organisation("北郊乡人民政府"), cast.admin)


def test_posts_that_ended_or_belong_to_closed_accounts_do_not_keep_it_open(cast):
    place = organisation("区财政局")
    make_user("gone", "clerk", place).posts.update(ends=date(2026, 11, 23))
    make_user("closed", "clerk", place, is_active=False)
    assert not close(place, cast.admin).is_active


def test_a_post_that_ends_today_keeps_it_open(cast):
    place = organisation("区财政局")
    make_user("leaving", "clerk", place).posts.update(ends=TODAY)
    with pytest.raises(Refused, match="还有 1 个任职"):
        close(place, cast.admin)


def test_an_organisation_with_open_units_below_cannot_close(cast):
    place = organisation("区财政局")
    make_organisation("财政服务中心", "bureau", parent=place)
    with pytest.raises(Refused, match="还有启用的下级单位"):
        close(place, cast.admin)


def test_closing_and_opening_are_recorded(cast):
    place = close(organisation("区财政局"), cast.admin)
    organisations.activate_organisation(place, version=2, reason=REASON, actor=cast.admin)
    words = [event.summary for event in AuditEvent.objects.order_by("seq")]
    assert words == ["停用单位区财政局", "启用单位区财政局"]
    assert organisation("区财政局").is_active


def test_an_open_organisation_cannot_be_opened(cast):
    with pytest.raises(Refused, match="区财政局已经启用"):
        organisations.activate_organisation(organisation("区财政局"), version=1, reason=REASON, actor=cast.admin)


def test_a_closed_organisation_cannot_be_closed(cast):
    close(organisation("区财政局"), cast.admin)
    with pytest.raises(Refused, match="区财政局已经停用"):
        close(organisation("区财政局"), cast.admin, version=2)


def test_the_missing_towns_come_in_closed_with_their_codes(cast):
    made = organisations.import_towns(actor=cast.admin)
    found = [(row.code, row.name, row.kind, row.is_active) for row in made]
    assert found[0] == ("410202006", "城西街道办事处", "subdistrict", False)
    assert ("410202100", "杏花营镇人民政府", "township", False) in found
    assert ("410202204", "水稻乡人民政府", "township", False) in found
    assert ("410202400", "杏花营农场", "township", False) in found
    assert Organisation.objects.filter(name__startswith="北郊乡").count() == 1


def test_towns_are_recorded_one_by_one(cast):
    made = organisations.import_towns(actor=cast.admin)
    summaries = [event.summary for event in AuditEvent.objects.order_by("seq")]
    assert summaries == [f"按区划代码导入{row.name}（未启用）" for row in made]


def test_importing_towns_again_adds_nothing(cast):
    organisations.import_towns(actor=cast.admin)
    assert organisations.import_towns(actor=cast.admin) == []


def test_a_town_the_office_entered_by_hand_is_not_doubled(cast):
    make_organisation("城西街道办事处", "subdistrict", code="CX")
    assert "城西街道办事处" not in [row.name for row in organisations.import_towns(actor=cast.admin)]
