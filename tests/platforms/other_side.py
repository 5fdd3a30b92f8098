"""The other side: a governance platform as its own engineers would write it, from the description alone."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

BASE = "/api/platforms/v1"


@dataclass
class OtherSide:
    """A client of the interface."""

    server: str
    key: str
    secret: str
    digest: str = "sm3"

    def push(self, **task: Any) -> tuple[int, Any]:
        return self.ask("POST", "/tasks", json.dumps(task).encode())

    def hand_in(self, **lead: Any) -> tuple[int, Any]:
        return self.ask("POST", "/leads", json.dumps(lead).encode())

    def inform(self, *notices: Any) -> tuple[int, Any]:
        return self.ask("POST", "/notices", json.dumps({"notices": notices}).encode())

    def add(self, lead: str, **said: Any) -> tuple[int, Any]:
        return self.ask("POST", f"/leads/{lead}/additions", json.dumps(said).encode())

    def result(self, id: str) -> tuple[int, Any]:
        return self.ask("GET", f"/tasks/{id}")

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, Any]:
        signed = self.signed(method, BASE + path, body) | headers
        request = Request(
            self.server + BASE + path,
            body or None,
            {**signed, "Content-Type": "application/json"},
            method=method,
        )
        try:
            with urlopen(request, timeout=10) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, json.load(error)

    def signed(self, method: str, path: str, body: bytes, at: int | None = None) -> dict[str, str]:
        moment, nonce = str(at or int(time.time())), uuid4().hex
        lines = "\n".join([method, path, moment, nonce, hashlib.new(self.digest, body).hexdigest()])
        signature = hmac.new(self.secret.encode(), lines.encode(), self.digest).hexdigest()
        return {
            "X-Zhongdu-Key": self.key,
            "X-Zhongdu-Time": moment,
            "X-Zhongdu-Nonce": nonce,
            "X-Zhongdu-Signature": signature,
        }


@dataclass
class Ear:
    """Where the platform listens. ``answers``: what it says to each message, in turn; then 200."""

    address: str
    secret: str = ""
    heard: list[Any] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


@contextmanager
def listening(digest: str = "sm3") -> Iterator[Ear]:
    ear = Ear("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            lines = "\n".join(
                [
                    "POST",
                    self.path,
                    self.headers["X-Zhongdu-Time"],
                    self.headers["X-Zhongdu-Nonce"],
                    hashlib.new(digest, body).hexdigest(),
                ]
            )
            mine = hmac.new(ear.secret.encode(), lines.encode(), digest).hexdigest()
            status = (
                401
                if mine != self.headers["X-Zhongdu-Signature"]
                else ear.answers.pop(0)
                if ear.answers
                else 200
            )
            if status == 200:
                ear.heard.append(json.loads(body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    ear.address = f"http://127.0.0.1:{server.server_port}/results?from=zhongdu"
    assert urlsplit(ear.address).query
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield ear
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
