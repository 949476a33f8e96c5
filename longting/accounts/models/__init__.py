from longting.accounts.enums import OrganisationKind
from longting.accounts.models.device import KnownDevice
from longting.accounts.models.organisation import Organisation
from longting.accounts.models.post import Post
from longting.accounts.models.session import UserSession
from longting.accounts.models.user import User

__all__ = ["KnownDevice", "Organisation", "OrganisationKind", "Post", "User", "UserSession"]
