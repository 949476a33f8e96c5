import pytest

from longting.accounts.models import Post
from longting.common import clock
from tests.factories import client_of, make_user

CREATE, PREVIEW = "/account/handover/", "/account/handover/preview/"


@pytest.fixture
def admin(cast, settings):
    settings.HANDOVER_TASKS = ["tests.accounts.test_services_handover.move_phone"]
    return client_of(cast.admin)


@pytest.fixture
def words(cast):
    taker = make_user("newcomer", name="新来者")
    post = cast.beijiao.posts.get()
    return {"taker": taker.pk, "posts": [post.pk], "day": clock.today().isoformat(), "reason": "岗位调整，发文任命"}


def test_first_it_asks_whose_hand_over_it_is(cast, admin):
    assert admin.get(CREATE).templates[0].name == "accounts/handover_leaver.html"


def test_the_form_proposes_all_posts_of_today(cast, admin):
    form = admin.get(f"{CREATE}?leaver={cast.beijiao.pk}").context["form"]
    assert form.initial["posts"] == [cast.beijiao.posts.get().pk]
    assert cast.beijiao not in form.fields["taker"].queryset


@pytest.mark.parametrize("leaver", ["", "0", "abc"])
def test_nobodys_hand_over_is_not_found(cast, admin, leaver):
    assert admin.get(f"{CREATE}?leaver={leaver}").status_code == 404


def test_the_preview_shows_what_will_move_and_writes_nothing(cast, admin, words):
    answer = admin.post(f"{PREVIEW}?leaver={cast.beijiao.pk}", words)
    assert answer.context["moved"].posts == ["北郊乡人民政府填报"]
    assert answer.context["moved"].things[0].endswith("起转给新来者，经办蒋管理。")
    assert Post.objects.filter(user__username="newcomer").count() == 0


def test_the_confirmed_preview_hands_over(cast, admin, words):
    preview = admin.post(f"{PREVIEW}?leaver={cast.beijiao.pk}", words).context["form"]
    data = {field.html_name: field.value() for field in preview}
    answer = admin.post(f"{CREATE}?leaver={cast.beijiao.pk}", data)
    assert answer.url == f"/account/users/{cast.beijiao.pk}/"
    assert Post.objects.get(user__username="newcomer").role == "clerk"


def test_the_preview_carries_every_field_as_hidden_input(cast, admin, words):
    text = admin.post(f"{PREVIEW}?leaver={cast.beijiao.pk}", words).content.decode()
    for name in ("taker", "posts", "day", "reason"):
        assert f'<input type="hidden" name="{name}"' in text


@pytest.mark.parametrize("address", [CREATE, PREVIEW])
def test_a_hand_over_that_cannot_be_is_explained_with_the_words_kept(cast, admin, words, address):
    answer = admin.post(f"{address}?leaver={cast.beijiao.pk}", words | {"day": "2019-01-01"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["day"] == ["交接日期须晚于原到任日期。"]
    assert answer.context["form"]["reason"].value() == "岗位调整，发文任命"


@pytest.mark.parametrize("address", [CREATE, PREVIEW])
def test_a_post_of_another_person_cannot_be_slipped_in(cast, admin, words, address):
    foreign = cast.zhujian.posts.get()
    answer = admin.post(f"{address}?leaver={cast.beijiao.pk}", words | {"posts": [foreign.pk]})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["posts"])


def test_the_same_hand_over_sent_twice_moves_once(cast, admin, words):
    admin.post(f"{CREATE}?leaver={cast.beijiao.pk}", words)
    assert admin.post(f"{CREATE}?leaver={cast.beijiao.pk}", words).status_code == 422
    assert Post.objects.filter(user__username="newcomer").count() == 1
