from django.urls import path

from longting.accounts.views import handover, lists, me, organisations, posts, sign_in, user_import, users

app_name = "accounts"

urlpatterns = [
    path("login/", sign_in.login, name="login"),
    path("second-factor/", sign_in.second_factor, name="second-factor"),
    path("logout/", sign_in.logout, name="logout"),
    path("me/", me.me, name="me"),
    path("me/password/", me.password_change, name="password-change"),
    path("me/factor/", me.factor_enrol, name="factor-enrol"),
    path("me/factor/remove/", me.factor_remove, name="factor-remove"),
    path("me/sessions/end/", me.sessions_end, name="sessions-end"),
    path("me/sessions/<int:pk>/end/", me.session_end, name="session-end"),
    path("users/", lists.user_list, name="user-list"),
    path("users/new/", users.user_create, name="user-create"),
    path("users/import/", user_import.user_import, name="user-import"),
    path("users/import/commit/", user_import.user_import_commit, name="user-import-commit"),
    path("users/import/template/", user_import.user_template, name="user-template"),
    path("users/<int:pk>/", users.user_detail, name="user-detail"),
    path("users/<int:pk>/edit/", users.user_edit, name="user-edit"),
    path("users/<int:pk>/deactivate/", users.user_deactivate, name="user-deactivate"),
    path("users/<int:pk>/activate/", users.user_activate, name="user-activate"),
    path("users/<int:pk>/reset/", users.user_reset, name="user-reset"),
    path("users/<int:pk>/posts/new/", posts.post_create, name="post-create"),
    path("posts/<int:pk>/end/", posts.post_end, name="post-end"),
    path("handover/", handover.handover_create, name="handover-create"),
    path("handover/preview/", handover.handover_preview, name="handover-preview"),
    path("organisations/", lists.organisation_list, name="organisation-list"),
    path("organisations/new/", organisations.organisation_create, name="organisation-create"),
    path("organisations/towns/", organisations.organisation_towns, name="organisation-towns"),
    path("organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation-edit"),
    path("organisations/<int:pk>/activate/", organisations.organisation_activate, name="organisation-activate"),
    path("organisations/<int:pk>/deactivate/", organisations.organisation_deactivate, name="organisation-deactivate"),
]
