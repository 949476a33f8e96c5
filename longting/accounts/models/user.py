"""Users. They are deactivated, never deleted; what they may do comes from their posts in force."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from longting.accounts.enums import AccountState
from longting.accounts.models.organisation import Organisation
from longting.accounts.roles import GRANTS, SECOND_FACTOR_ROLES, Permission, Role
from longting.common import clock


class UserQuerySet(models.QuerySet):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Creation goes through accounts.services.users; this manager only knows how to find people."""


class User(AbstractBaseUser):
    """A person with one account. Two-person rules compare people, so nobody gets a second account."""

    username = models.CharField("账号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=30)
    phone = models.CharField("手机", max_length=20, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须修改密码", default=True)
    temporary_until = models.DateTimeField("临时密码有效至", null=True, blank=True)
    password_changed_at = models.DateTimeField("密码修改时间", null=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "人员"
        ordering = ["username"]

    def __str__(self):
        return self.name

    @cached_property
    def posts_in_force(self) -> list:
        """Today's posts with their organisations: one SQL query, once per request (a fresh user object per request)."""
        if not self.is_active:
            return []
        return list(self.posts.in_force(clock.today()).select_related("organisation").order_by("starts", "id"))

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Every permission of today's posts."""
        return frozenset().union(*(GRANTS[Role(post.role)] for post in self.posts_in_force))

    def may(self, permission: Permission | str) -> bool:
        """Whether this person may do this kind of act today. Which rows it reaches: `visible_to`."""
        return permission in self.permissions

    @cached_property
    def organisation_ids(self) -> list[int]:
        """Ids of the organisations of today's posts and of the units directly under them (parent = subordination)."""
        own = [post.organisation_id for post in self.posts_in_force]
        return sorted({*own, *Organisation.objects.filter(parent__in=own).values_list("pk", flat=True)})

    @property
    def state(self) -> AccountState:
        """Open or closed, with its word and colour."""
        return AccountState.OPEN if self.is_active else AccountState.CLOSED

    @property
    def post(self):
        """The post shown in the page head, or None for a person without one."""
        return self.posts_in_force[0] if self.posts_in_force else None

    @property
    def role_label(self) -> str:
        """Chinese names of today's roles, for audit and page head."""
        return "、".join(Role.label_of(post.role) for post in self.posts_in_force)

    @property
    def organisation_name(self) -> str:
        """Full name of the first post's organisation, empty without a post."""
        return self.post.organisation.name if self.post else ""

    @property
    def needs_second_factor(self) -> bool:
        """True for roles whose signature binds the district (office head, committee) and for the administrator."""
        return any(Role(post.role) in SECOND_FACTOR_ROLES for post in self.posts_in_force)
