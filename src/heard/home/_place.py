"""Where the data of a home are, and which user of the machine PostgreSQL runs as."""

import json
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from heard.home._errors import HomeError
from heard.home._files import OTHERS, read_private, write_private

ROOT_STATE = Path("/var/lib/heard")
ACCOUNTS = ("heard", "postgres", "nobody")  # for root, the first that the machine has
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._- ")
SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_BYTES = 100  # the kernel takes 107, macOS 103


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`area` holds the cluster; `account` is who runs it, where that is not ourselves."""

    home: Path
    area: Path
    account: str | None

    @property
    def data(self) -> Path:
        return self.area / "data"

    @property
    def fresh(self) -> Path:
        """Where the data are made, before they are `data`."""
        return self.area / "data.new"

    @property
    def sockets(self) -> Path:
        """A folder whose socket has a path short and plain enough for the kernel and libpq."""
        folder = self.area / "run"
        path = str(folder / SOCKET)
        if len(os.fsencode(path)) <= SOCKET_PATH_BYTES and PLAIN.issuperset(path):
            return folder
        return Path(f"/tmp/heard-{os.geteuid()}-{_hash(self.area)}")  # noqa: S108 (owner is checked)

    def spawn(self) -> dict[str, Any]:
        """Return the arguments with which `subprocess` starts a program of PostgreSQL.

        A session of its own keeps the terminal's Ctrl-C from it; a bare environment keeps PG*
        variables and our secrets from it.
        """
        common = {"cwd": "/", "env": {"LC_ALL": "C", "TZ": "UTC"}, "start_new_session": True}
        if self.account is None:
            return {**common, "umask": 0o077}
        entry = _entry(self.account)
        ids = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        return {**common, **ids, "umask": 0o077}

    def give(self, path: Path) -> None:
        """Let the account have `path`."""
        if self.account is not None:
            entry = _entry(self.account)
            os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)

    def make_folders(self) -> None:
        """Make the area and the socket's folder; no folder above them is ever opened wider."""
        if self.account is None:
            self.area.mkdir(mode=0o700, exist_ok=True)
        else:
            make_root_state()
            self.area.mkdir(mode=0o710, exist_ok=True)
            os.chown(self.area, 0, _entry(self.account).pw_gid)
            self.area.chmod(0o710)  # root's own, so that nobody but root can swap what is in it
        if _made(self.sockets):
            self.give(self.sockets)

    def record(self) -> None:
        """Write down where the data are, once they are there."""
        lines = {"home": str(self.home), "data": str(self.data), "account": self.account}
        write_private(_file(self.home), json.dumps(lines, indent=2) + "\n")

    def erase(self) -> None:
        if self.area.is_dir():
            shutil.rmtree(self.area)
        if self.sockets.is_dir():
            shutil.rmtree(self.sockets)


def is_established(home: Path) -> bool:
    """Say whether the home was ever given a cluster."""
    return _file(home).exists()


def find_place(home: Path) -> Place:
    """Return the recorded place, or the one that a new home gets; HomeError where it is lost."""
    if not is_established(home):
        if os.geteuid():
            return Place(home=home, area=home / "postgresql", account=None)
        return Place(home=home, area=ROOT_STATE / _hash(home), account=_first_account())
    try:
        recorded = json.loads(read_private(_file(home)))
        account, data = recorded["account"], Path(recorded["data"])
        was_at = Path(recorded["home"])
    except (ValueError, KeyError, TypeError) as error:
        raise HomeError(f"{_file(home)} must say home, data and account: {error!r}.") from error
    if account is None:  # all is inside, so it may have been moved
        data = home / "postgresql" / "data"
    elif was_at != home:
        raise HomeError(f"{home} is a copy of {was_at}, whose data in {data} it must not share.")
    if (account is None) != bool(os.geteuid()):
        raise HomeError(f"{home} must be used as the kind of user, root or not, that made it.")
    place = Place(home=home, area=data.parent, account=account)
    if not (data.is_dir() or place.fresh.is_dir()):
        raise HomeError(f"{data} has the data of {home} and is missing: restore it.")
    return place


def make_root_state() -> None:
    """Make root's state folder, or refuse one that somebody else could tamper with."""
    ROOT_STATE.mkdir(mode=0o711, exist_ok=True)
    found = ROOT_STATE.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid or found.st_mode & 0o022:
        raise HomeError(f"{ROOT_STATE} must be a folder that only root can write to.")


def _made(folder: Path) -> bool:
    """Make a 0700 folder, or check that the one found is private and not a link."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        foreign = os.geteuid() and found.st_uid != os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or foreign or found.st_mode & OTHERS:
            raise HomeError(f"{folder} must be a folder of ours with mode 0700.") from None
        return False
    return True


def _file(home: Path) -> Path:
    return home / "place.json"


def _hash(path: Path) -> str:
    return sha256(os.fsencode(path)).hexdigest()[:16]


def _first_account() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in ACCOUNTS:
        if name in known:
            return name
    raise HomeError(f"PostgreSQL refuses to run as root: make a user {ACCOUNTS[0]}.")


def _entry(account: str) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(account)
    except KeyError:
        raise HomeError(f"The user {account}, who owns the data, is not on this machine.") from None
