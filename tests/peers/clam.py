"""A real clamd that knows one thing: the EICAR test file (eicar.org), which harms nobody."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

from tests.peers.smsc import free_port

PROGRAM = shutil.which("clamd") or "/usr/sbin/clamd"
# Put together here, so that no scanner takes this file away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = "6M"


@contextmanager
def scanner(folder: Path) -> Iterator[str]:
    """Run one; give its address as a setting has it."""
    known, port, settings = folder / "known", free_port(), folder / "clamd.conf"
    known.mkdir()
    # ClamAV, "Extended signature format": name, any kind of file, anywhere, these bytes.
    (known / "test.ndb").write_text(f"Eicar:0:*:{EICAR.hex()}\n", encoding="utf-8")
    settings.write_text(
        f"DatabaseDirectory {known}\nTCPSocket {port}\nTCPAddr 127.0.0.1\nForeground yes\n"
        f"StreamMaxLength {LARGEST}\nMaxThreads 2\n",
        encoding="utf-8",
    )
    command = [PROGRAM, "--config-file", str(settings)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
        try:
            _wait(port, running)
            yield f"tcp://127.0.0.1:{port}"
        finally:
            running.terminate()


def _wait(port: int, running: "subprocess.Popen[bytes]") -> None:
    while running.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as asked:
                asked.sendall(b"nPING\n")
                if asked.recv(16).startswith(b"PONG"):
                    return
        except OSError:
            sleep(0.05)
    assert running.stdout is not None
    raise AssertionError(running.stdout.read().decode())
