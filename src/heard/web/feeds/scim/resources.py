"""What a directory may tell of people and teams, by the models of RFC 7643; the rest is left alone.

These are the attributes that Heard keeps: `/scim/v2/Schemas` says so, and what else is sent is
dropped. Among them is no role: who may see what is decided in Heard alone.
"""

from typing import Annotated, Any

from django.conf import settings
from django.urls import reverse
from pydantic import Field
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Filter,
    Meta,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

MOST = 100  # resources in a list, and operations in a patch
LONGEST = 200  # characters of a value
# Entra ID tells more than it was asked for, and removes by a value instead of a filter.
POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)


class User(Resource[Any]):
    """Somebody who may sign in."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    external_id: Annotated[str | None, CaseExact.true] = Field(
        None, max_length=LONGEST, description="The pseudonym that events have for them"
    )
    user_name: Annotated[str | None, Required.true, Uniqueness.server] = Field(
        None, max_length=LONGEST, description="Their e-mail address, by which they sign in"
    )
    display_name: str | None = Field(None, max_length=LONGEST, description="Their name")
    active: bool | None = Field(None, description="Whether they may sign in")


class Member(ComplexAttribute):
    """Somebody in a team."""

    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = Field(
        None, description="The id of a user, who has an externalId"
    )
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(
        None, serialization_alias="$ref", validation_alias="$ref", description="Their address"
    )


class Group(Resource[Any]):
    """A team of the force."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    external_id: Annotated[str | None, CaseExact.true, Mutability.immutable] = Field(
        None, max_length=LONGEST, description="The name that events have for it"
    )
    display_name: Annotated[str | None, Required.true] = Field(
        None, max_length=LONGEST, description="Its name"
    )
    members: list[Member] | None = Field(None, description="Who is in it today")


def location(kind: str, key: object) -> str:
    """Give the address of a resource; `kind` is `user` or `group`."""
    return f"{settings.SITE_URL}{reverse(f'scim:{kind}', args=[key])}"


def meta(kind: str, key: object) -> Meta:
    """Give what is said of a resource itself."""
    return Meta(resource_type=kind.capitalize(), location=location(kind, key))


SERVICE = ScimProvider(
    models=[User, Group],
    policy=POLICY,
    config=ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MOST),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=False),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="A key of a feed",
                description="Of kind scim",
            )
        ],
    ),
)
