"""One pass down the flow: what happened is screened, who may be asked is asked, letters leave.

Every lane finds its own work in the rows, so it may stop at any point and start again, and any
number of workers on any number of hosts share what there is.
"""

import gc
import secrets
import sys
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from threading import Event, Thread

import structlog
from django.conf import settings

from heard import wake
from heard.admission import sessions
from heard.clock import read as clock
from heard.conversations import converse, popups, recording, told, transcript
from heard.conversations.erase import erase_words
from heard.conversations.tend import Patience
from heard.conversations.tend import tend as tend_chat
from heard.delivery import cancel, collect, deliver, gateways, inbound, parts, reconcile
from heard.delivery.guard import Guard
from heard.dialogues import alerts, clocks, enquiries
from heard.dialogues.chats import raise_for_chats
from heard.dialogues.guards import GUARDS as DIALOGUE_GUARDS
from heard.dialogues.read import read
from heard.eligibility import guard, screen
from heard.equality import give
from heard.events import receive
from heard.fieldwork import devices, rejected
from heard.insight.facts.refresh import Busy, refresh
from heard.invitations import bad_addresses, collectors, invite, remind, withdraw
from heard.journal.seal import seal
from heard.lanes import Lane, run
from heard.membership import asking, broadcast, requests
from heard.membership.guards import GUARDS as MEMBERSHIP_GUARDS
from heard.membership.tend import tend
from heard.responses import record
from heard.specialist.erase import erase
from heard.subscriptions import weekly
from heard.themes.code import code
from heard.themes.discover import discover

BATCH = 500  # touchpoints, screenings or drafts in one transaction
LETTERS = 25  # letters in one claim: as many a kill may leave unknown
ALL = sys.maxsize  # what a pass can do that leaves nothing
ASK = 5.0  # seconds between two times that gateways are asked what they have for us
LOOK = 600.0  # seconds between two looks whether a night is to be reconciled
CODE = 10.0  # seconds between two looks for comments to be coded
DISCOVER = 60.0  # seconds between two looks whether it is time to look for other topics
SEAL = 10.0  # seconds between two passes that seal the journal

GUARDS: Mapping[str, Guard] = {
    invite.KIND: guard,
    remind.KIND: remind,
    weekly.KIND: weekly,
    **MEMBERSHIP_GUARDS,
    **DIALOGUE_GUARDS,
    transcript.KIND: transcript,
}

log = structlog.get_logger()


def _screen(now: datetime, limit: int = BATCH) -> int:
    return screen.screen(now=now, limit=limit)


def _invite(now: datetime, limit: int = BATCH) -> int:
    return invite.invite(now=now, limit=limit, site=settings.SITE_URL, draw=secrets.token_bytes)


def _pop_up(now: datetime) -> int:
    return popups.ask(now=now, limit=BATCH, site=settings.SITE_URL, draw=secrets.token_bytes)


def _deliver(now: datetime, limit: int = LETTERS) -> int:
    return deliver.deliver(
        now=now,
        guards=GUARDS,
        channels=gateways.channels(),
        lease=settings.LEASE,
        limit=limit,
    )


def _set_letter_aside(*, now: datetime, fault: str) -> bool:
    return deliver.set_aside(now=now, fault=fault, channels=gateways.channels())


def _remind(now: datetime) -> int:
    return remind.remind(now=now, limit=BATCH, site=settings.SITE_URL, draw=secrets.token_bytes)


def _collect(now: datetime) -> int:
    return collect.collect(gateways.channels(), keep_inbound=inbound.keep, now=now)


def _escalate(now: datetime) -> int:
    return clocks.escalate(now=now, limit=BATCH, levels=settings.ESCALATION)


def _reconcile(now: datetime) -> int:
    return reconcile.reconcile_nights(gateways.channels(), now=now)


def _expire_leases(now: datetime) -> int:
    done = deliver.expire_leases(now=now) + cancel.settle_denials(now=now)
    return done + parts.settle(now=now)


def _replies(now: datetime) -> int:
    return read(now=now, limit=BATCH, force=settings.FORCE_NAME)


def _enquiries(now: datetime) -> int:
    return enquiries.answer(now=now, limit=BATCH, force=settings.FORCE_NAME)


def _purge(now: datetime) -> int:
    return (
        receive.purge_dead_letters(now=now)
        + sessions.forget(now=clock.machine())
        + inbound.erase(now=now, kept=settings.REPLIES_KEPT)
        + alerts.erase(now=now, kept=settings.REPLIES_KEPT)
        + enquiries.forget(now=now)
        + collectors.forget_networks(now=now)
        + converse.forget_networks(now=now)
        + erase_words(now=now, kept=settings.CHAT_KEPT, limit=BATCH)
        + devices.forget_refusals(now=now)
        + rejected.drop_old(now=now, kept=settings.REJECTED_KEPT, limit=BATCH)
    )


def _tend_members(now: datetime) -> int:
    return tend(site=settings.SITE_URL, draw=secrets.token_bytes, now=now, limit=BATCH)


def _chat(now: datetime) -> int:
    spans = {name: timedelta(seconds=n) for name, n in settings.CHAT_SECONDS.items()}
    return tend_chat(now=now, limit=BATCH, patience=Patience(**spans))


def _hand_over(now: datetime, limit: int = LETTERS) -> int:
    if not settings.RECORDING_URL:
        return 0
    to = recording.Recorder(url=settings.RECORDING_URL, secret=settings.RECORDING_SECRET)
    return recording.hand_over(to, now=now, limit=limit)


def _broadcast(now: datetime, limit: int = BATCH) -> int:
    return broadcast.broadcast(now=now, limit=limit, sending=broadcast.ours(secrets.token_bytes))


def _waves(now: datetime, limit: int = BATCH) -> int:
    return asking.ask_next(now=now, limit=limit, sending=broadcast.ours(secrets.token_bytes))


def _refresh_facts(now: datetime) -> int:
    try:
        written = refresh(settings.FACTS, now=now).written
    except Busy:
        return 0
    if written:
        wake.tell_of_facts()
    return written


LANES: Mapping[str, Lane] = {
    "chats": Lane(lambda now: told.tell(now=now, limit=BATCH), BATCH, is_woken=True),
    "screen": Lane(_screen, BATCH, set_aside=receive.set_aside, is_woken=True),
    "invite": Lane(_invite, BATCH, set_aside=screen.set_aside, is_woken=True),
    "popups": Lane(_pop_up, BATCH, is_woken=True),
    "remind": Lane(_remind, BATCH),
    "withdraw": Lane(lambda now: withdraw.withdraw(now=now, limit=BATCH), BATCH),
    "replies": Lane(_replies, BATCH),
    "comments": Lane(lambda now: alerts.read_comments(now=now, limit=BATCH), BATCH),
    "misses": Lane(lambda now: alerts.raise_for_misses(now=now, limit=BATCH), BATCH),
    "clocks": Lane(_escalate, BATCH),
    "enquiries": Lane(_enquiries, BATCH),
    "deliver": Lane(_deliver, LETTERS, set_aside=_set_letter_aside, sends=True, is_woken=True),
    "collect": Lane(_collect, ALL, every=ASK),
    "reconcile": Lane(_reconcile, ALL, every=LOOK),
    "leases": Lane(_expire_leases, ALL),
    "returns": Lane(lambda now: bad_addresses.note(now=now, limit=BATCH), BATCH),
    "drafts": Lane(lambda now: record.close_expired(now=now, limit=BATCH), BATCH),
    "equality": Lane(lambda now: give.close_ended(now=now, limit=BATCH), BATCH),
    "purge": Lane(_purge, ALL),
    "members": Lane(_tend_members, BATCH, every=LOOK),
    "requests": Lane(requests.go_through, BATCH, set_aside=requests.set_aside),
    "messages": Lane(_broadcast, BATCH, set_aside=broadcast.set_aside),
    "waves": Lane(_waves, BATCH, set_aside=asking.set_aside),
    "chat": Lane(_chat, BATCH),
    "unattended": Lane(lambda now: raise_for_chats(now=now, limit=BATCH), BATCH),
    "recorder": Lane(_hand_over, LETTERS),
    "consents": Lane(lambda now: erase(now=now), ALL),
    "facts": Lane(_refresh_facts, ALL, every=settings.FACTS_EVERY),
    "themes": Lane(lambda now: code(now=now, limit=BATCH), BATCH, every=CODE),
    "staff": Lane(
        lambda now: weekly.tell(now=now, limit=BATCH, draw=secrets.token_bytes),
        BATCH,
        every=LOOK,
        set_aside=weekly.set_aside,
    ),
    "topics": Lane(lambda now: discover(now=now), ALL, every=DISCOVER),
    "seals": Lane(lambda _: seal(limit=BATCH), BATCH, every=SEAL),
}


def run_once(*, now: datetime) -> int:
    """Go down the flow once, each lane until nothing is left for it; say how much was done.

    What runs at a pace of its own is left out: it is no part of the flow.
    """
    done = 0
    for lane in (lane for lane in LANES.values() if lane.every is None):
        found = lane.most
        while found >= lane.most:
            found = lane.run(now)
            done += found
    return done


def work(*, only: Collection[str], stop: Event) -> None:
    """Run these lanes, each in a thread of its own, until `stop` is set; then drain and return."""
    clock.require_recording(recording=gateways.recording())
    gc.freeze()  # as the web server does it (wsgi.py)
    gc.set_threshold(20_000, 20, 20)
    with wake.Bell() as bell:
        threads = [
            Thread(target=run, args=(name, LANES[name], bell, stop), name=name) for name in only
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
