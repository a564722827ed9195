"""A process that sends what is due, a batch after the other: it is there to be killed."""

import secrets
import sys
from datetime import datetime

import django

django.setup()

from heard.membership.asking import ask_next  # noqa: E402
from heard.membership.broadcast import Sending, broadcast  # noqa: E402

at, limit = datetime.fromisoformat(sys.argv[1]), int(sys.argv[2])
step = {"message": broadcast, "wave": ask_next}[sys.argv[3]]
sending = Sending(site="https://heard.example", force="Trial Police", draw=secrets.token_bytes)
found = limit
sys.stdout.write("begins\n")
sys.stdout.flush()
while found >= limit:
    found = step(now=at, limit=limit, sending=sending)
