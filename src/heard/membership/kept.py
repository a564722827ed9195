"""All that is kept of a member, as they may have it."""

from collections.abc import Mapping
from datetime import datetime

from heard.equality.models import Profile
from heard.membership.models import Access, Asked, Copy, Member, Movement, Reply

_OF_THEMSELVES = (
    "birth_year",
    "condition",
    "reduces",
    "ethnic_group",
    "ethnic_code",
    "religion",
    "sex",
    "gender",
    "orientation",
    "words",
)


def of(member: Member) -> Mapping[str, object]:
    """Give it by names that say what it is; times are in UTC, as ISO 8601 has them."""
    profile = Profile.objects.filter(pk=member.apart).first() if member.apart else None
    about = {name: getattr(profile, name) for name in _OF_THEMSELVES} if profile else {}
    history = Movement.objects.filter(person=member.key).order_by("at", "id")
    sent = Access.objects.filter(member=member).order_by("sent_at")
    copies = Copy.objects.filter(member=member).select_related("message").order_by("at", "id")
    asked = Asked.objects.filter(member=member).select_related("wave").order_by("wave", "id")
    written = Reply.objects.filter(copy__member=member).order_by("at", "id")
    return {
        "email": member.email,
        "mobile": member.phone,
        "postcode": member.postcode,
        "area": member.area,
        "area_by_sector_of_postcode": member.by_sector,
        "ward": member.ward,
        "impact_area": member.impact_area,
        "language": member.language,
        "interests": member.interests,
        "channels": member.channels,
        "frequency": member.frequency,
        "registered": {"by": member.how, "source": member.source, "proof": member.proof},
        "asked_at": _said(member.asked_at),
        "joined_at": _said(member.joined_at),
        "paused_until": _said(member.paused_until),
        "unreachable_since": _said(member.bounced_at),
        "last_seen_at": _said(member.seen_at),
        "about_you": about,
        "history": [
            {"what": one.kind, "at": _said(one.at), "from": one.from_area, "to": one.to_area}
            for one in history
        ],
        "links_sent": [
            {"purpose": one.purpose, "by": one.channel, "at": _said(one.sent_at)} for one in sent
        ],
        "messages": [
            {
                "title": one.message.title,
                "by": one.channel,
                "at": _said(one.at),
                "useful": one.useful,
            }
            for one in copies
        ],
        "surveys": [
            {
                "quarter": one.wave.quarter.isoformat(),
                "by": one.channel,
                "at": _said(one.at),
                "reminded_at": _said(one.reminded_at),
                "answered": one.answered,
            }
            for one in asked
        ],
        "written": [
            {"by": "team" if one.by_team else "you", "words": one.words, "at": _said(one.at)}
            for one in written
        ],
    }


def _said(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
