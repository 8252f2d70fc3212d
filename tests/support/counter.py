"""A service that counts: POST /REF takes a message, GET /REF says whether it has it."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Counting(ThreadingHTTPServer):
    """Counts messages by their ref. Each takes `takes_s` before it is counted and as long again before it is
    answered, so that a sender can die on either side."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, takes_s: float) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.takes_s = takes_s
        self.taken: Counter[str] = Counter()
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Counting

    def do_POST(self) -> None:
        ref = self.path.strip("/")
        time.sleep(self.server.takes_s)
        with self.server.lock:
            self.server.taken[ref] += 1
        time.sleep(self.server.takes_s)
        self._answer(200, ref)

    def do_GET(self) -> None:
        ref = self.path.strip("/")
        self._answer(200 if self.server.taken[ref] else 404, ref)

    def _answer(self, status: int, text: str) -> None:
        body = text.encode()
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # the sender is dead

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def counting(takes_s: float = 0.005) -> Iterator[Counting]:
    """Counts for the block."""
    server = Counting(takes_s)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
