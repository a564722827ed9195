"""A recording system: takes CloudEvents over HTTP, each id once, and can be made to fail."""

import json
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Self

SECRET = "whsec_" + "c2VjcmV0" * 5


class Recorder:
    """Records at `url`; `answers` are given first, each once, before it does as it should.

    An answer is a status, `"reset"` (it records, and then the line breaks) or `"silent"` (it says
    nothing until it is stopped). `came` has the id of each request, `kept` the events by theirs.
    """

    def __init__(self) -> None:
        self.answers: list[int | str] = []
        self.came: list[str] = []
        self.kept: dict[str, dict[str, Any]] = {}
        self.stopped = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/reports"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, headers: dict[str, str], body: bytes) -> int | str:
        """Take a request in, and give what is to be answered."""
        key = headers["webhook-id"]
        self.came.append(key)
        answer = self.answers.pop(0) if self.answers else HTTPStatus.CREATED
        if answer in {"reset", HTTPStatus.CREATED}:
            if key in self.kept:
                return HTTPStatus.CONFLICT
            self.kept[key] = {**json.loads(body), "headers": headers}
        return answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                answer = peer.take({k.lower(): v for k, v in self.headers.items()}, body)
                if answer == "silent":
                    peer.stopped.wait(30)
                if isinstance(answer, str):
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                said = json.dumps({"reference": "20DN/1"}).encode()
                self.send_response(answer)
                if answer == HTTPStatus.FOUND:
                    self.send_header("Location", peer.url)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        return Handler
