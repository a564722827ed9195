"""Defines the programmes that ship with Heard."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from heard.core.wording import compose_invitation
from heard.eligibility.models import Programme
from heard.journal.write import SYSTEM, write
from heard.questionnaires.models import Questionnaire

SHIPPED = Path(__file__).with_name("programmes.toml")
HOST = "survey.a-force.police.uk"  # as long as a force's own domain may well be
LINK = f"https://{HOST}/s/{22 * 'x'}"


def install(*, now: datetime) -> None:
    """Define the shipped programmes; one that exists is left as it is."""
    shipped: dict[str, dict[str, Any]] = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    shared = shipped.pop("pilot")
    for slug, own in shipped.items():
        words = shared | own
        compose_invitation(words["wording"], LINK, host=HOST)
        _, new = Programme.objects.get_or_create(
            slug=slug,
            defaults={
                "name": words["name"],
                "stage": words["stage"],
                "questionnaire": Questionnaire.objects.get(slug=words["questionnaire"]),
                "contact_channels": words["contact_channels"],
                "channel": words["channel"],
                "by_turns": words["by_turns"],
                "wording": words["wording"],
                "opens_on": words["opens_on"],
                "closes_on": words["closes_on"],
                "opened_because": words["opened_because"],
                "closes_because": words["closes_because"],
                "delay": timedelta(minutes=words["delay_minutes"]),
                "fresh_for": timedelta(hours=words["fresh_for_hours"]),
                "link_life": timedelta(days=words["link_life_days"]),
                "cap": timedelta(days=words["cap_days"]),
                "cap_spares_stages": words["cap_spares_stages"],
            },
        )
        if new:
            write(
                "eligibility.define_programme",
                subject=f"programme:{slug}",
                actor=SYSTEM,
                now=now,
                reason=words["opened_because"],
            )
