"""What a user of the running server may ask of it: addresses, and databases made and dropped."""

from pathlib import Path
from typing import LiteralString
from urllib.parse import quote

from psycopg import Connection, Error, OperationalError, connect
from psycopg.errors import DuplicateDatabase
from psycopg.sql import SQL, Identifier, Literal

from heard.home._errors import HomeError
from heard.home._secrets import ADMIN, APP, OWNER


class Server:
    """A running PostgreSQL; `binaries` is the folder of its programs, `pg_dump` among them."""

    def __init__(self, *, sockets: Path, binaries: Path, passwords: dict[str, str]) -> None:
        self.sockets = sockets
        self.binaries = binaries
        self._passwords = passwords

    def url(self, database: str, role: str) -> str:
        """Return the libpq URL of a database for `heard_owner`, `heard_app` or `heard_admin`.

        The host is the socket's folder, percent-encoded. `urllib` lower-cases a host; read the
        URL with `psycopg.conninfo.conninfo_to_dict`, which does not.
        """
        if role not in self._passwords:
            raise HomeError(f"{role} is not one of the roles {', '.join(self._passwords)}.")
        host, name = quote(str(self.sockets), safe=""), quote(database, safe="")
        return f"postgresql://{role}:{quote(self._passwords[role], safe='')}@{host}:5432/{name}"

    def create_database(
        self, name: str, *, template: str | None = None, exists_ok: bool = False
    ) -> None:
        """Make a database that `heard_owner` owns and `heard_app` may connect to, nobody else.

        `template` names a database to copy, to which nobody may be connected; without it the
        database is pristine. HomeError where it exists, unless `exists_ok`.
        """
        words = {"name": Identifier(name), "template": Identifier(template or "template0")}
        try:
            self._execute("CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}", **words)
        except DuplicateDatabase:
            if not exists_ok:
                raise HomeError(f"The database {name} exists already.") from None
        except Error as error:
            raise HomeError(f"The database {name} could not be made: {_first(error)}.") from error
        self._execute("REVOKE ALL ON DATABASE {name} FROM PUBLIC", **words)
        self._execute("GRANT CONNECT ON DATABASE {name} TO {app}", **words)

    def drop_database(self, name: str) -> None:
        """Drop a database if it exists, and whoever is connected to it."""
        self._execute("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=Identifier(name))

    def relax(self, name: str) -> None:
        """Let a database lose its last half second in a power cut: for what can be played again.

        A crash of PostgreSQL itself, or of its users, still loses nothing.
        """
        self._execute("ALTER DATABASE {name} SET synchronous_commit TO off", name=Identifier(name))

    def databases(self) -> list[str]:
        """Return the names of the databases made here, in order."""
        with self._admin() as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'"
                " ORDER BY datname"
            )
            return [row[0] for row in rows]

    def prepare(self, *, durable: bool) -> None:
        """Make the roles that are missing; refuse a server that is laxer than asked for."""
        with self._admin() as connection:
            if durable and connection.execute("SHOW fsync").fetchone() != ("on",):
                raise HomeError(f"The server in {self.sockets} runs without fsync: stop it first.")
            with connection.transaction():
                found = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
                for role in sorted({OWNER, APP} - found):
                    self._make_role(connection, role)

    def _make_role(self, connection: Connection, role: str) -> None:
        password = self._passwords[role].encode()
        scram = connection.pgconn.encrypt_password(password, role.encode(), b"scram-sha-256")
        words = {"role": Identifier(role), "scram": Literal(scram.decode())}
        connection.execute(SQL("CREATE ROLE {role} LOGIN PASSWORD {scram}").format(**words))

    def _execute(self, statement: LiteralString, **words: Identifier) -> None:
        roles = {"owner": Identifier(OWNER), "app": Identifier(APP)}
        with self._admin() as connection:
            connection.execute(SQL(statement).format(**roles, **words))

    def _admin(self) -> Connection:
        try:
            return connect(self.url("postgres", ADMIN), autocommit=True, connect_timeout=10)
        except OperationalError as error:
            message = f"The server in {self.sockets} must let {ADMIN} in: {_first(error)}."
            raise HomeError(message) from error


def _first(error: Error) -> str:
    return (str(error).splitlines() or [repr(error)])[0].rstrip(".")
