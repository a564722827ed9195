"""By which rules the facts were made: with other ones, all of them are made anew."""

import json
from functools import cache
from hashlib import sha256

from heard.eligibility.categories import themes
from heard.insight.facts._cubes import PARTS, TOTALS
from heard.insight.facts._datasets import DATASETS
from heard.insight.measures import MEASURES
from heard.questionnaires.scales import scales


@cache
def version() -> str:
    """Change with whatever decides how a row of the database becomes one of the facts or sums."""
    rules = [(d.months, d.rows, d.schema.to_string()) for d in DATASETS]
    cubes = [(cube.name, cube.schema.to_string()) for cube in (*PARTS, *TOTALS.values())]
    bases = {name: sorted(scales()[one.scale].base) for name, one in MEASURES.items()}
    codes = {name: sorted(one.codes(scales()[one.scale])) for name, one in MEASURES.items()}
    known = [rules, cubes, bases, codes, dict(themes())]
    return sha256(json.dumps(known).encode()).hexdigest()[:16]
