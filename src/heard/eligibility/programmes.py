"""Defines the programmes that ship with Heard."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from heard.core.screening.stops import EMAIL
from heard.core.timing import london_date
from heard.core.wording import compose_email, compose_invitation
from heard.eligibility.models import ParallelRun, Period, Programme
from heard.journal.write import SYSTEM, write
from heard.questionnaires.models import Questionnaire

SHIPPED = Path(__file__).with_name("programmes.toml")
HOST = "survey.a-force.police.uk"  # as long as a force's own domain may well be
LINK = f"https://{HOST}/s/{22 * 'x'}"


def running(*also: Programme.Route) -> list[Programme]:
    """Give the programmes that ask by themselves, with their periods and parallel runs, by id.

    `also` are other routes than by a letter.
    """
    asking = Programme.objects.filter(route__in=(Programme.Route.AUTOMATIC, *also))
    programmes = list(asking.select_related("questionnaire").order_by("id"))
    periods: dict[int, list[Period]] = {programme.id: [] for programme in programmes}
    for period in Period.objects.filter(programme__in=programmes).order_by("opens_on", "id"):
        periods[period.programme_id].append(period)
    runs: dict[int, list[ParallelRun]] = {programme.id: [] for programme in programmes}
    for run in ParallelRun.objects.filter(programme__in=programmes).order_by("opens_on", "id"):
        runs[run.programme_id].append(run)
    for programme in programmes:
        programme.periods = periods[programme.id]
        programme.parallel_runs = runs[programme.id]
    return programmes


def in_shadow(programme: Programme, *, now: datetime) -> bool:
    """Say whether the programme does everything but the sending at this instant."""
    today = london_date(now)
    return any(p.mode == Period.Mode.SHADOW and p.holds(today) for p in programme.periods)


def words(programme: Programme, link: str, *, channel: str) -> tuple[str, str]:
    """Give the title, empty for a text, and the body of an invitation; WordingError if unfit."""
    host, is_first = urlsplit(link).netloc, channel == programme.channel
    title = programme.title if is_first else programme.fallback_title
    wording = programme.wording if is_first else programme.fallback_wording
    if channel == EMAIL:
        return compose_email(title, wording, link, host=host)
    return "", compose_invitation(wording, link, host=host)


def install(*, now: datetime) -> None:
    """Define the shipped programmes; one that exists is left as it is."""
    shipped: dict[str, dict[str, Any]] = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    for slug, told in shipped.items():
        if Programme.objects.filter(slug=slug).exists():
            continue
        periods = told.pop("periods", [])
        programme = Programme.objects.create(slug=slug, **columns(told))
        if programme.route == Programme.Route.AUTOMATIC:
            for channel in programme.channels:
                words(programme, LINK, channel=channel)
        for period in periods:
            Period.objects.create(programme=programme, **period)
        write(
            "eligibility.define_programme",
            subject=f"programme:{slug}",
            actor=SYSTEM,
            now=now,
            reason=periods[-1]["opened_because"] if periods else "",
        )


def columns(words: Mapping[str, Any]) -> dict[str, Any]:
    """Give the columns of a programme: what ends in a unit of time becomes a length of time."""
    found: dict[str, Any] = {}
    for name, value in words.items():
        stem, _, unit = name.rpartition("_")
        if unit in {"minutes", "hours", "days"}:
            found[stem] = timedelta(**{unit: value})
        elif name == "questionnaire":
            found[name] = Questionnaire.objects.get(slug=value)
        else:
            found[name] = value
    return found
