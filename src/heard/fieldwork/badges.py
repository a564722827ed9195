"""Who asked: what a device carries from its officer's sign-in, and nobody can make up."""

from django.core.signing import BadSignature, Signer

from heard.accounts.models import User

_SIGNER = Signer(salt="heard.fieldwork.badges")


def badge(user: User) -> str:
    """Give what shows that this person was signed in on the device."""
    return _SIGNER.sign(str(user.pk))


def holder(shown: str) -> User | None:
    """Give whose badge it is; None for one that is not ours."""
    try:
        return User.objects.filter(pk=int(_SIGNER.unsign(shown))).first()
    except (BadSignature, ValueError):
        return None
