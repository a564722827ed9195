"""A real PgBouncer in transaction mode, which hands a connection on after each transaction."""

import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from psycopg import OperationalError, connect
from psycopg.conninfo import conninfo_to_dict

from tests.peers.smsc import free_port

PROGRAM = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
BEGIN = "SET heard.scope = 'all'"  # as docs/operations.md has it


@contextmanager
def pooler(url: str, *, folder: Path, begin: str = BEGIN) -> Iterator[str]:
    """Pool the database of a libpq address on one connection; give the address of the pool.

    `begin` is what the pool asks of each new connection to PostgreSQL.
    """
    parts, port, settings = conninfo_to_dict(url), free_port(), folder / "pgbouncer.ini"
    settings.write_text(_settings(parts, port=port, begin=begin), encoding="utf-8")
    with subprocess.Popen([PROGRAM, "--quiet", settings], stderr=subprocess.PIPE) as running:
        user, name = quote(str(parts["user"])), quote(str(parts["dbname"]))
        address = f"postgresql://{user}@127.0.0.1:{port}/{name}"
        try:
            _wait(address, running)
            yield address
        finally:
            running.terminate()


def _settings(parts: dict[str, str | int | None], *, port: int, begin: str) -> str:
    first = f" connect_query='{begin.replace(chr(39), chr(39) * 2)}'" if begin else ""
    owner = pwd.getpwuid(Path(str(parts["host"])).stat().st_uid).pw_name
    return f"""[databases]
{parts["dbname"]} = host={parts["host"]} port={parts["port"]} dbname={parts["dbname"]} \
user={parts["user"]} password={parts["password"]}{first}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 1
ignore_startup_parameters = options,extra_float_digits
user = {owner}
"""


def _wait(address: str, running: "subprocess.Popen[bytes]") -> None:
    while running.poll() is None:
        try:
            with connect(address):
                return
        except OperationalError as error:
            if "Connection refused" not in str(error):
                raise
    assert running.stderr is not None
    raise AssertionError(running.stderr.read().decode())
