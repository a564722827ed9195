"""The tables of the post office, one file a noun."""

from heard.delivery.models.denials import Denial, Halt, Overtaken
from heard.delivery.models.gateways import Budget, GatewayHealth, Spending
from heard.delivery.models.inbound import InboundText
from heard.delivery.models.letters import (
    FINAL,
    LEFT,
    QUEUED,
    RECEIVABLE,
    Letter,
    PartReceipt,
    Receipt,
    State,
)
from heard.delivery.models.origins import Origin
from heard.delivery.models.reconciliations import Reconciliation

__all__ = [
    "FINAL",
    "LEFT",
    "QUEUED",
    "RECEIVABLE",
    "Budget",
    "Denial",
    "GatewayHealth",
    "Halt",
    "InboundText",
    "Letter",
    "Origin",
    "Overtaken",
    "PartReceipt",
    "Receipt",
    "Reconciliation",
    "Spending",
    "State",
]
