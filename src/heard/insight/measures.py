"""The measures: what share of the answers on a scale is counted, by name."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from heard.core.statistics.control_charts import Better
from heard.questionnaires.scales import Scale
from heard.responses.models import Response

# AAPOR counts a survey as answered from half of its required items on.
ANSWERED = (Response.Disposition.COMPLETE, Response.Disposition.PARTIAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The share of answers on `scale` whose codes are those that `codes` takes of it."""

    scale: str
    words: str
    codes: Callable[[Scale], Collection[int]]
    better: Better = Better.HIGHER


HEADLINE = "share_8_plus"
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        HEADLINE: Measure(scale="N10", words="8 or above", codes=lambda scale: scale.positive),
        "share_0_to_4": Measure(
            scale="N10",
            words="4 or below",
            codes=lambda scale: scale.negative,
            better=Better.LOWER,
        ),
        "satisfied": Measure(
            scale="SAT7", words="fairly satisfied or better", codes=lambda scale: scale.positive
        ),
        "agree": Measure(
            scale="AGR5", words="strongly or tend to agree", codes=lambda scale: scale.positive
        ),
        "good_job": Measure(
            scale="JOB5", words="excellent or good", codes=lambda scale: scale.positive
        ),
        "safe": Measure(
            scale="SAFE4", words="very or fairly safe", codes=lambda scale: scale.positive
        ),
        "often": Measure(
            scale="FREQ6", words="about once a week or more", codes=lambda scale: scale.positive
        ),
        "agree_or_not_say": Measure(
            scale="AGR5P", words="strongly or tend to agree", codes=lambda scale: scale.positive
        ),
        "yes": Measure(scale="YNP", words="yes", codes=lambda scale: scale.positive),
        "yes_of_children": Measure(
            scale="YNCHILD",
            words="yes, where there were children",
            codes=lambda scale: scale.positive,
        ),
    }
)


def alike(measure: str) -> list[str]:
    """Give all measures of the answers that this one is a measure of."""
    return [name for name, one in MEASURES.items() if one.scale == MEASURES[measure].scale]
