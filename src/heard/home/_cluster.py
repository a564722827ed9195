"""One PostgreSQL cluster: made, started, found alive and stopped."""

import os
import shutil
import subprocess
import threading
import time
from pathlib import Path
from typing import BinaryIO

from psycopg.pq import PGconn, Ping

from heard.home._errors import HomeError
from heard.home._files import is_alone, opened, write_private
from heard.home._place import SOCKET, Place, is_established
from heard.home._secrets import ADMIN

PATIENCE = 120.0  # seconds for a recovery, or for the last checkpoint
PAUSE = 0.02
LOG_BYTES = 10_000_000  # above it, the log is set aside at a start

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "1GB",
    "timezone": "UTC",
    # Citizens' data must not reach the log: neither statements and parameters, nor the errors of
    # clients (LOG ranks above ERROR here), whose text and detail quote values.
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "logging_collector": "off",
}
# Without vacuum: of a table whose rows were all taken back it would say that there are none, and
# what is written next is joined as if it were a single row.
HASTE = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
}


class Cluster:
    """The server holds the lock file of its area as long as one of its processes lives.

    That is what tells a stale pid file from a live server, whatever became of who started it.
    """

    def __init__(self, place: Place, *, binaries: Path, password: str, durable: bool) -> None:
        self.place = place
        self.binaries = binaries
        self.log = place.home / "postgresql.log"
        self._password = password
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return once the server takes connections, started by us or found; else HomeError."""
        self.place.make_folders()
        deadline = time.monotonic() + PATIENCE
        address = f"host='{self.place.sockets}' port=5432 connect_timeout=10".encode()
        while PGconn.ping(address) != Ping.OK:  # an int comes back, not the member
            if self._process is None:
                self._launch_unless_alive()
            elif self._process.poll() is not None:
                raise HomeError(f"PostgreSQL did not start: {self._last_words()} (see {self.log}).")
            if time.monotonic() > deadline:
                raise HomeError(f"{self.place.data} must be ready in {PATIENCE:.0f} seconds.")
            time.sleep(PAUSE)

    def stop(self) -> None:
        """Shut down fast, and return when no process of the server is left."""
        deadline = time.monotonic() + PATIENCE
        signalled = 0.0
        with opened(self._lock) as lock:
            while not is_alone(lock):
                if time.monotonic() > deadline:
                    raise HomeError(f"{self.place.data} did not stop in {PATIENCE:.0f} seconds.")
                if time.monotonic() > signalled + 1:  # again, if it had not yet written its pid
                    self._run("pg_ctl", "stop", "-D", self.place.data, "-m", "fast", "-W")
                    signalled = time.monotonic()
                time.sleep(PAUSE)
        if self._process is not None:
            self._process.wait()

    def leave(self) -> None:
        """Let the server outlive us, without a zombie once it ends."""
        if self._process is not None:
            threading.Thread(target=self._process.wait, daemon=True).start()

    @property
    def _lock(self) -> Path:
        return self.place.area / "server.lock"

    def _launch_unless_alive(self) -> None:
        with opened(self._lock) as lock:
            if not is_alone(lock):
                return
            self._settle()
            self._clear_stale()
            settings = SETTINGS | ({} if self._durable else HASTE)
            settings["hba_file"] = str(self._write_rules())
            settings["unix_socket_directories"] = f'"{self.place.sockets}"'
            options = [
                word for name, value in settings.items() for word in ("-c", f"{name}={value}")
            ]
            with self._open_log() as log:
                self._process = subprocess.Popen(  # noqa: S603
                    [self.binaries / "postgres", "-D", self.place.data, *options],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=[lock],
                    **self.place.spawn(),
                )

    def _settle(self) -> None:
        """See that the cluster is there.

        It is made aside, recorded and only then renamed: a half-made one is never taken for one,
        and unrecorded data, of an earlier home at this path, are never taken for ours. The last
        such data are kept aside: with that home their passwords and keys may be restored too.
        """
        fresh, data = self.place.fresh, self.place.data
        if not is_established(self.place.home):
            if data.is_dir():
                old = data.with_name("data.old")
                shutil.rmtree(old, ignore_errors=True)
                data.rename(old)
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(mode=0o700)
            self.place.give(fresh)
            self._initialise(fresh)
            self.place.record()
        if not data.is_dir():
            fresh.rename(data)

    def _initialise(self, folder: Path) -> None:
        secret = self.place.area / "password"
        write_private(secret, self._password)
        self.place.give(secret)
        haste = [] if self._durable else ["--no-sync"]
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        entry = ["-U", ADMIN, f"--pwfile={secret}", "-A", "scram-sha-256"]
        form = ["-E", "UTF8", *locale, "--data-checksums", "--no-instructions"]
        try:
            made = self._run("initdb", "-D", folder, *entry, *form, *haste)
        finally:
            secret.unlink(missing_ok=True)
        if made.returncode:
            raise HomeError(f"{folder} could not be made: {_last_line(made.stderr.decode())}.")

    def _clear_stale(self) -> None:
        """Remove what a dead server left: its pid may by now be that of any other process."""
        for stale in (
            self.place.data / "postmaster.pid",
            self.place.sockets / SOCKET,
            self.place.sockets / f"{SOCKET}.lock",
        ):
            stale.unlink(missing_ok=True)

    def _write_rules(self) -> Path:
        """Write who may connect: by the socket, with a password, whatever the cluster was told."""
        rules = self.place.area / "pg_hba.conf"
        write_private(rules, "local all all scram-sha-256\n")
        self.place.give(rules)
        return rules

    def _open_log(self) -> BinaryIO:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        return open(os.open(self.log, flags, 0o600), "ab")  # noqa: PTH123 (a descriptor, not a path)

    def _last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        fatal = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
        return fatal[-1] if fatal else _last_line("\n".join(lines))

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(  # noqa: S603
            [self.binaries / program, *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            **self.place.spawn(),
        )


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1].rstrip(".")
