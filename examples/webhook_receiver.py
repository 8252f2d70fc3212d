"""A receiver of webhooks: checks the signature and the time, takes each delivery once, and hands it on.

    python examples/webhook_receiver.py 9010 'the shared secret'

Everything is of the standard library; copy what you need. docs/links.md says what is posted.
"""

import hashlib
import hmac
import json
import sys
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

OLD_S = 300
"""A message that was signed longer ago than this is refused: somebody may have kept it."""
LARGEST = 4_000_000


def is_signed(secret: str, headers: Mapping[str, str], body: bytes, now_s: float) -> bool:
    """Whether a message was signed with the secret, within the last five minutes."""
    second = headers.get("X-CC-Timestamp", "")
    if not second.isdecimal() or abs(now_s - int(second)) > OLD_S:
        return False
    signed = second.encode() + b"." + body
    wanted = "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, headers.get("X-CC-Signature", ""))


def server(port: int, secret: str, take: Callable[[dict[str, Any]], None]) -> ThreadingHTTPServer:
    """A server on this machine; `take` gets each delivery once, however often it is sent."""
    taken: set[str] = set()
    one_at_a_time = threading.Lock()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if length > LARGEST:
                return self.answer(413)
            body = self.rfile.read(length)
            if not is_signed(secret, self.headers, body, time.time()):
                return self.answer(401)
            told = json.loads(body)
            with one_at_a_time:  # it may come again while the first is still at work
                if told["delivery"] not in taken:
                    take(told)  # first do it, then say that it arrived
                    taken.add(told["delivery"])
            return self.answer(204)

        def answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", port), Door)


if __name__ == "__main__":
    server(
        int(sys.argv[1]),
        sys.argv[2],
        lambda told: print(json.dumps(told, ensure_ascii=False), flush=True),
    ).serve_forever()
