"""What proves beside a password who somebody is: an app's codes, passkeys, codes on paper."""

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.admission.models import Authenticator, Passkey, RecoveryCode
from heard.core.one_time_codes import SECRET_BYTES, matching
from heard.journal.models import Entry
from heard.journal.write import SYSTEM, write
from heard.vault.ring import fingerprint

CODES = 10
CODE_BYTES = 10  # 80 bits: nobody tries so many, and Base32 makes 16 letters of them
WINDOW, MOST = timedelta(minutes=5), 10  # wrong codes, as for passwords
DAY, MOST_A_DAY = timedelta(days=1), 30
# Those who see figures of the whole force alone; everybody else sees what people wrote, what
# became of one person, or who did what.
WITHOUT = frozenset({User.Role.VIEWER, User.Role.ADVISER})
Draw = Callable[[int], bytes]


class TooMany(Exception):
    """Too many wrong codes lately: no code is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """What somebody has: an app, passkeys, and so many codes on paper that are still good."""

    app: bool
    passkeys: list[Passkey]
    codes: int

    @property
    def has_any(self) -> bool:
        """Whether a second proof can be asked for; codes on paper are only there for one."""
        return self.app or bool(self.passkeys)


def factors(user: User) -> Factors:
    return Factors(
        app=Authenticator.objects.filter(user=user, confirmed_at__isnull=False).exists(),
        passkeys=list(Passkey.objects.filter(user=user).order_by("added_at", "id")),
        codes=RecoveryCode.objects.filter(user=user, used_at=None).count(),
    )


def needs_second(user: User, *, now: datetime) -> bool:
    """Tell whether somebody has to have a second proof for a role that they hold."""
    return bool(user.roles(now=now) - WITHOUT)


def begin_app(user: User, *, draw: Draw = secrets.token_bytes) -> bytes:
    """Give the secret of an app that is being set up, a new one if there is none."""
    found = Authenticator.objects.filter(user=user, confirmed_at=None).first()
    if found is None:
        found = Authenticator(user=user, secret=base64.b64encode(draw(SECRET_BYTES)).decode())
        found.save(force_insert=True)
    return base64.b64decode(found.secret)


@transaction.atomic
def confirm_app(user: User, given: str, *, moment: datetime, now: datetime) -> bool:
    """Let an app count once it has shown a right code; `moment` is the machine's time."""
    found = Authenticator.objects.select_for_update().filter(user=user, confirmed_at=None).first()
    if found is None or not _used(found, given, moment=moment):
        return False
    Authenticator.objects.filter(pk=found.pk).update(confirmed_at=now)
    note("admission.add_factor", user, now=now, reason="app")
    return True


@transaction.atomic
def remove_app(user: User, *, now: datetime) -> None:
    """Let an app's codes count no more."""
    if Authenticator.objects.filter(user=user).delete()[0]:
        note("admission.remove_factor", user, now=now, reason="app")
        _drop_codes_without_reason(user)


@transaction.atomic
def remove_passkey(user: User, number: int, *, now: datetime) -> None:
    """Let a passkey of somebody's own count no more."""
    if Passkey.objects.filter(user=user, pk=number).delete()[0]:
        note("admission.remove_factor", user, now=now, reason="passkey")
        _drop_codes_without_reason(user)


@transaction.atomic
def remove_all(user: User, *, now: datetime) -> None:
    """Take away whatever somebody has, since it was lost: an administrator does this."""
    for model in (Authenticator, Passkey, RecoveryCode):
        model.objects.filter(user=user).delete()
    subject = f"user:{user.pk}"
    write("admission.remove_factor", subject=subject, actor=SYSTEM, now=now, reason="lost")


@transaction.atomic
def write_codes(user: User, *, now: datetime, draw: Draw = secrets.token_bytes) -> list[str]:
    """Give new codes for paper, to be shown once; those before are worth nothing any more."""
    RecoveryCode.objects.filter(user=user).delete()
    made = [base64.b32encode(draw(CODE_BYTES)).decode().lower() for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=_hash(user, code)) for code in made
    )
    note("admission.add_factor", user, now=now, reason="recovery codes")
    return ["-".join(code[n : n + 4] for n in range(0, len(code), 4)) for code in made]


def check_code(user: User, given: str, *, moment: datetime, now: datetime) -> str | None:
    """Give by what a code is right, `app` or `recovery code`; None if it is wrong. TooMany.

    Wrong ones are counted in the journal. Only one code of a person is looked at at a time, so
    that the limit holds for many at the same moment.
    """
    word = "".join(given.lower().replace("-", "").split())
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if _are_too_many(user, now=now):
            raise TooMany
        how = _right(user, word, moment=moment, now=now)
        if how is None:
            note("admission.refuse_code", user, now=now)
    return how


def note(act: str, user: User, *, now: datetime, reason: str = "") -> None:
    """Enter in the journal what somebody did about their own account."""
    write(act, subject=f"user:{user.pk}", actor=actor(user), now=now, reason=reason)


def _are_too_many(user: User, *, now: datetime) -> bool:
    wrong = Entry.objects.filter(actor_id=actor(user).id, act="admission.refuse_code", at__lte=now)
    lately, today = (wrong.filter(at__gt=now - span).count() for span in (WINDOW, DAY))
    return lately >= MOST or today >= MOST_A_DAY


def _right(user: User, word: str, *, moment: datetime, now: datetime) -> str | None:
    app = Authenticator.objects.filter(user=user, confirmed_at__isnull=False).first()
    if app is not None and _used(app, word, moment=moment):
        return "app"
    unused = RecoveryCode.objects.filter(user=user, code_hash=_hash(user, word), used_at=None)
    return "recovery code" if unused.update(used_at=now) else None


def _used(app: Authenticator, given: str, *, moment: datetime) -> bool:
    secret = base64.b64decode(app.secret)
    step = matching(secret, given.replace(" ", ""), moment=moment, after=app.last_step)
    if step is None:
        return False
    Authenticator.objects.filter(pk=app.pk).update(last_step=step)
    return True


def _drop_codes_without_reason(user: User) -> None:
    """Codes on paper stand in for something: without it they go too."""
    if not factors(user).has_any:
        RecoveryCode.objects.filter(user=user).delete()


def _hash(user: User, code: str) -> bytes:
    return bytes.fromhex(fingerprint(f"{user.pk} {code}", of="recovery code"))
