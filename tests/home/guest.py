"""A process that uses a home, says how to reach its database, and leaves when its input ends."""

import os
import pwd
import sys

from heard.home import open_home, stop_on_signals


def main() -> None:
    path, account = sys.argv[1:]
    if account:
        entry = pwd.getpwnam(account)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
    with stop_on_signals(), open_home(path).postgres(durable=False) as server:
        server.create_database("heard", exists_ok=True)
        sys.stdout.write(server.url("heard", "heard_owner") + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
