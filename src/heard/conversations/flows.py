"""The flows in force at a moment, and what understands messages by them.

Which editions are in force is asked of the database for every message, so that what was published
or withdrawn counts with the next one in every process. What is learnt of an edition is remembered,
since none in force ever changes.
"""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from heard.conversations.models import Edition, Flow
from heard.core.chat.answers import ANSWERS
from heard.core.chat.intents import Understander
from heard.core.chat.known import of
from heard.core.chat.topics import NOT_UNDERSTOOD, TOPICS, Topic
from heard.core.text.sentences import ModelBroken
from heard.journal.write import SYSTEM, write
from heard.questionnaires.models import Version

if TYPE_CHECKING:
    from numpy.typing import NDArray

HISTORIC = "historic"  # of shipped topics: kept as an example, and not published
FIRST = "somebody took my bike from the shed last night"  # of ordinary words
_LEARNING = Lock()
_TEACHER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="learn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The editions in force by the code of their flow, and what understands by them."""

    editions: Mapping[str, Edition]
    understander: Understander

    def edition(self, pk: int) -> Edition | None:
        """Give an edition that is still in force."""
        return next((one for one in self.editions.values() if one.pk == pk), None)


def in_force(*, now: datetime) -> tuple[int, ...]:
    """Give the ids of the editions in force: of each flow the newest one."""
    begun = Q(valid_from=None) | Q(valid_from__lte=now)
    lasts = Q(valid_until=None) | Q(valid_until__gt=now)
    live = Edition.objects.filter(begun, lasts, state=Edition.State.LIVE)
    newest = live.order_by("flow_id", "-number").distinct("flow_id")
    return tuple(sorted(newest.values_list("pk", flat=True)))


def known(*, now: datetime) -> Known:
    """Give what the assistant knows at this moment. ModelBroken if there is no sentence model."""
    with _LEARNING:
        return _known(str(connection.settings_dict["NAME"]), in_force(now=now))


def learnt(editions: Collection[Edition]) -> Understander:
    """Give what understands by editions, whether they are published or not.

    It is learnt in a thread of Python's: those of the web server have two megabytes of stack, in
    which OpenBLAS has no room, and the process would die of it.
    """
    topics = [*map(_topic, editions), TOPICS[NOT_UNDERSTOOD]]
    return _TEACHER.submit(_learn, topics).result()


def _learn(topics: Sequence[Topic]) -> Understander:
    """Learn topics, and what else the first message would be learnt for: danger by meaning."""
    made = Understander(topics, vectors_of=_vectors)
    with suppress(ModelBroken):
        made.understand(FIRST)
    return made


def editions(ids: Collection[int]) -> dict[str, Edition]:
    """Give editions by the code of their flow."""
    found = Edition.objects.filter(pk__in=ids).select_related("flow", "gathers__questionnaire")
    return {one.flow.code: one for one in found.order_by("flow__code")}


@transaction.atomic
def install(*, now: datetime) -> None:
    """Publish the shipped flows, but those that people here wrote or withdrew; again only news."""
    gathers = {one.questionnaire.slug: one for one in _versions()}
    newest = {
        one.flow.code: one
        for one in Edition.objects.select_related("flow").order_by("flow_id", "number")
    }
    made = 0
    for code, answer in ANSWERS.items():
        before = newest.get(code)
        if before is not None and (
            before.written_by != SYSTEM.id or before.state != Edition.State.LIVE
        ):
            continue
        words = _shipped(TOPICS[code], gathers.get(answer.gathers))
        if before is not None and all(getattr(before, k) == v for k, v in words.items()):
            continue
        flow, _ = Flow.objects.get_or_create(code=code)
        Edition.objects.create(
            flow=flow,
            number=before.number + 1 if before else 1,
            state=Edition.State.LIVE,
            written_by=SYSTEM.id,
            written_by_label=SYSTEM.label,
            written_at=now,
            approved_by=SYSTEM.id,
            approved_by_label=SYSTEM.label,
            approved_at=now,
            **words,
        )
        made += 1
    if made:
        write("conversations.install_flows", subject=f"flows:{made}", actor=SYSTEM, now=now)


def _shipped(topic: Topic, gathers: Version | None) -> dict[str, object]:
    answer = ANSWERS[topic.topic_id]
    return {
        "name": topic.topic,
        "examples": [*topic.examples],
        "key_words": [*topic.key_words],
        "route": topic.route,
        "answers": {"en": answer.text},
        "links": [list(link) for link in answer.links],
        "destination": topic.destination,
        "by_council": answer.by_council,
        "gathers": gathers,
        "priority": topic.priority,
        "helplines": [*answer.helplines],
        "needs_exit": answer.needs_exit,
    }


def _versions() -> QuerySet[Version]:
    slugs = {one.gathers for one in ANSWERS.values() if one.gathers}
    found = Version.objects.filter(questionnaire__slug__in=slugs).select_related("questionnaire")
    return found.order_by("number").defer("source", "xform")


@lru_cache(maxsize=2)
def _known(_database: str, ids: tuple[int, ...]) -> Known:
    found = editions(ids)
    return Known(editions=found, understander=learnt(found.values()))


def _topic(one: Edition) -> Topic:
    return Topic(
        topic_id=one.flow.code,
        topic=one.name,
        examples=tuple(one.examples),
        key_words=tuple(one.key_words),
    )


def _vectors(texts: Sequence[str]) -> "NDArray[np.float32]":
    """Give the vectors of examples; those of a manager's own are worked out once a process."""
    return np.array([*map(_vector, texts)])


@lru_cache(maxsize=20_000)  # some 30 MB
def _vector(text: str) -> "NDArray[np.float32]":
    found: NDArray[np.float32] = of([text])[0]
    return found
