"""The gateway to any operator or aggregator that speaks SMPP 3.4."""

from heard.channels.smpp.gateway import Smpp

__all__ = ["Smpp"]
