"""A phone finds the ward that the server would find."""

import random

from playwright.sync_api import Page

from heard.places.wards import ELSEWHERE, ward_of, wards
from tests.core.questionnaire.browser import engine

__all__ = ["engine"]


def test_the_ward_of_a_point_is_the_servers(engine: Page) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    points = [[chance.uniform(52.3, 52.7), chance.uniform(-2.3, -1.4)] for _ in range(300)]
    boxes = [[ward.code, ward.name, ward.district, ward.box] for ward in wards().values()]
    asked = """([boxes, elsewhere, points]) => points.map(
      ([latitude, longitude]) => heard.wardOf(boxes, elsewhere, { latitude, longitude })
    )"""
    found = engine.evaluate(asked, [boxes, ELSEWHERE, points])
    assert found == [ward_of(latitude, longitude) for latitude, longitude in points]
    assert len(set(found)) > 20
