"""Passkeys: a key pair of a device that proves its owner, for our address alone (WebAuthn 2)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from heard.accounts.models import User
from heard.admission.factors import note
from heard.admission.models import Passkey

MOST = 10  # of one person
LONGEST = 60  # characters of a name
State = dict[str, Any]
VERIFIED = UserVerificationRequirement.REQUIRED  # by finger, face or PIN: so it is two proofs


class NotProven(Exception):
    """What a browser sent proves nothing; the message says so to its owner."""


def begin_new(user: User, *, site: str, host: str) -> tuple[str, State]:
    """Give what a browser needs to make a passkey, as JSON, and what to keep until it answers.

    `site` is the name of the force, `host` that of our address.
    """
    owner = PublicKeyCredentialUserEntity(
        name=user.email, id=f"user:{user.pk}".encode(), display_name=user.name
    )
    options, state = _server(site, host).register_begin(
        owner,
        credentials=[_data(one) for one in Passkey.objects.filter(user=user)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=VERIFIED,
    )
    return json.dumps(dict(options.public_key)), dict(state)


@transaction.atomic
def add(
    user: User, state: State, answer: str, *, server: tuple[str, str], name: str, now: datetime
) -> None:
    """Keep the passkey that a browser made; `server` is site and host. NotProven."""
    if Passkey.objects.filter(user=user).count() >= MOST:
        raise NotProven(f"Nobody may have more than {MOST} passkeys. Remove one first.")
    try:
        response = RegistrationResponse.from_dict(_read(answer))
        made = _server(*server).register_complete(state, response)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotProven("The passkey could not be made. Try again.") from None
    data = made.credential_data
    if data is None or Passkey.objects.filter(credential_id=data.credential_id).exists():
        raise NotProven("This passkey is known already.")
    Passkey.objects.create(
        user=user,
        credential_id=data.credential_id,
        credential=bytes(data),
        sign_count=made.counter,
        name=" ".join(name.split())[:LONGEST] or "Passkey",
        added_at=now,
    )
    note("admission.add_factor", user, now=now, reason="passkey")


def begin_proof(*, site: str, host: str) -> tuple[str, State]:
    """Give what a browser needs to prove somebody by a passkey, whoever they are."""
    options, state = _server(site, host).authenticate_begin(user_verification=VERIFIED)
    return json.dumps(dict(options.public_key)), dict(state)


@transaction.atomic
def prove(state: State, answer: str, *, site: str, host: str, now: datetime) -> User:
    """Give whose passkey it was that answered. NotProven."""
    wrong = NotProven("This passkey is not known here, or was not confirmed. Try again.")
    try:
        response = AuthenticationResponse.from_dict(_read(answer))
        known = (
            Passkey.objects.select_for_update()
            .select_related("user")
            .get(credential_id=response.raw_id, user__is_active=True)
        )
        _server(site, host).authenticate_complete(state, [_data(known)], response)
    except (ValueError, KeyError, TypeError, AttributeError, Passkey.DoesNotExist):
        raise wrong from None
    counter = response.response.authenticator_data.counter
    if counter <= known.sign_count and (counter or known.sign_count):
        raise wrong  # a copy of the key has been used (WebAuthn 2, 6.1.1)
    Passkey.objects.filter(pk=known.pk).update(sign_count=counter, used_at=now)
    return known.user


def _server(site: str, host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(name=site, id=host))


def _data(one: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(one.credential))


def _read(answer: str) -> Mapping[str, Any]:
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise TypeError("an answer is a JSON object")
    return found
