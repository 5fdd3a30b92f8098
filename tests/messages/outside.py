"""What lies outside the house: a mail server and an SMS gateway, both real ones, on loopback; they can be made to fail."""

import hashlib
import hmac
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

KEY, SECRET = "example", "a-secret-of-the-gateway"


@dataclass
class Mail:
    """A mail server. ``answers``: what it says to each letter, in turn; then it takes them."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)  # address: what is answered to it
    answers: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answers and (answer := self.answers.pop(0)):
            return answer
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.recipients += envelope.rcpt_tos
        return "250 taken"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mail_server(user: str = "", password: str = "") -> Iterator[Mail]:
    mail = Mail(free_port())

    def knows(server: Any, session: Any, envelope: Any, mechanism: Any, auth: Any) -> AuthResult:
        right = (auth.login, auth.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=right)  # else the server says 535

    more = {"authenticator": knows, "auth_require_tls": False} if user else {}
    server = Controller(mail, hostname="127.0.0.1", port=mail.port, **more)  # type: ignore[arg-type]
    server.start()
    try:
        yield mail
    finally:
        server.stop()


@dataclass
class Sms:
    """An SMS gateway that keeps to the description in the operators' guide. ``answers``: its statuses, in turn; then 200."""

    address: str = ""
    heard: list[dict[str, str]] = field(default_factory=list)  # every request that was signed rightly
    sent: list[dict[str, str]] = field(default_factory=list)  # what really went to telephones: each id once
    answers: list[int] = field(default_factory=list)
    before_answering: Callable[[], None] | None = None

    def take(self, told: dict[str, str]) -> int:
        self.heard.append(told)
        status = self.answers.pop(0) if self.answers else 200
        if status == 200 and told["id"] not in {each["id"] for each in self.sent}:
            self.sent.append(told)
        return status


@contextmanager
def sms_gateway() -> Iterator[Sms]:
    sms = Sms()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            head = self.headers
            lines = [
                "POST",
                self.path,
                head["X-Zhongdu-Time"],
                head["X-Zhongdu-Nonce"],
                hashlib.new("sm3", body).hexdigest(),
            ]
            mine = hmac.new(SECRET.encode(), "\n".join(lines).encode(), "sm3").hexdigest()
            signed = head["X-Zhongdu-Key"] == KEY and hmac.compare_digest(mine, head["X-Zhongdu-Signature"])
            status = sms.take(json.loads(body)) if signed else 401
            if sms.before_answering:
                sms.before_answering()
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sms.address = f"http://127.0.0.1:{server.server_port}/sms?from=zhongdu"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield sms
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
