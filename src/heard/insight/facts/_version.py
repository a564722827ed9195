"""By which rules the facts were made: with other ones, all of them are made anew."""

import json
from functools import cache
from hashlib import sha256

from heard.insight.facts._cubes import PARTS, TOTALS
from heard.insight.facts._datasets import DATASETS
from heard.insight.facts._handling import given
from heard.insight.measures import MEASURES
from heard.questionnaires.scales import scales


def version() -> str:
    """Change with whatever decides how a row of the database becomes one of the facts or sums."""
    return sha256(json.dumps([_rules(), given()]).encode()).hexdigest()[:16]


@cache
def _rules() -> str:
    rules = [(d.months, d.rows, d.moved, d.nameless, d.schema.to_string()) for d in DATASETS]
    cubes = [(cube.name, cube.schema.to_string()) for cube in (*PARTS, *TOTALS.values())]
    bases = {name: sorted(scales()[one.scale].base) for name, one in MEASURES.items()}
    codes = {name: sorted(one.codes(scales()[one.scale])) for name, one in MEASURES.items()}
    return json.dumps([rules, cubes, bases, codes])
