"""The data folder: its keys, and the PostgreSQL that its first user starts and its last stops."""

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from heard.home import _secrets
from heard.home._binaries import find_binaries
from heard.home._cluster import Cluster
from heard.home._errors import HomeError
from heard.home._files import OTHERS, is_alone, locked, opened, read_private, share
from heard.home._place import find_place, is_established
from heard.home._secrets import Keys
from heard.home._server import Server
from heard.home._signals import stop_on_signals

__all__ = ["Home", "HomeError", "Keys", "Server", "open_home", "stop_on_signals"]


@dataclass(frozen=True, slots=True)
class Home:
    path: Path

    @property
    def keys_path(self) -> Path:
        return _secrets.keys_file(self.path)

    def keys(self) -> Keys:
        return _secrets.read_keys(self.path)

    def rotate_keys(self) -> str:
        """Add a key to the ring, make it current, return its id; the look-up key never changes."""
        return _secrets.rotate(self.path)

    def secret_key(self) -> str:
        return read_private(_secrets.secret_key_file(self.path))

    @contextmanager
    def postgres(self, *, durable: bool = True) -> Iterator[Server]:
        """Start the home's PostgreSQL or join it, and stop it if we are the last to leave.

        A user is whoever holds `users.lock`, which a killed process lets go of too: the next one
        finds its server, joins it and stops it. `durable=False` is for tests: a power cut loses
        the cluster. Raises HomeError.
        """
        place, passwords = find_place(self.path), _secrets.read_passwords(self.path)
        binaries = find_binaries(place)
        admin = passwords[_secrets.ADMIN]
        cluster = Cluster(place, binaries=binaries, password=admin, durable=durable)
        server = Server(sockets=place.sockets, binaries=binaries, passwords=passwords)
        with opened(self.path / "users.lock") as users:
            try:
                with self._turn():
                    share(users)
                    cluster.start()
                    server.prepare(durable=durable)
                yield server
            finally:
                with self._turn():
                    if is_alone(users):
                        cluster.stop()
                    else:
                        cluster.leave()

    def erase(self) -> None:
        """Remove the home and its data for ever; HomeError while somebody uses it."""
        with self._turn(), opened(self.path / "users.lock") as users:
            if not is_alone(users):
                raise HomeError(f"{self.path} is in use and must not be erased.")
            find_place(self.path).erase()
            shutil.rmtree(self.path)

    def _turn(self) -> AbstractContextManager[None]:
        return locked(self.path / "start.lock")


def open_home(path: Path | str) -> Home:
    """Open the data folder, made 0700 with its keys and passwords (0600) where there is none."""
    folder = Path(path).expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
        if found.st_uid != os.geteuid():
            raise HomeError(f"{folder} must belong to the user who runs Heard.")
        if found.st_mode & OTHERS and any(folder.iterdir()):
            raise HomeError(f"{folder} is open to other users: chmod 700 it.")
        folder.chmod(0o700)
        _secrets.make_missing(folder, established=is_established(folder))
    except OSError as error:
        raise HomeError(f"{folder} must be a folder we can write to: {error.strerror}.") from error
    return Home(folder)
