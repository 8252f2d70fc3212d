"""A proxy before a TCP server that keeps every byte that passes, in both directions."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Wire:
    """What passed: `sent` to the server, `answered` by it, one entry for each piece. `connections` were made. Once
    `withheld_after` was sent, no answer passes until that is empty."""

    port: int = 0
    sent: list[bytes] = field(default_factory=list)
    answered: list[bytes] = field(default_factory=list)
    connections: int = 0
    withheld_after: bytes = b""

    def withholds(self) -> bool:
        """Whether an answer has to wait."""
        return bool(self.withheld_after) and self.withheld_after in b"".join(self.sent)


@contextmanager
def wire(port: int) -> Iterator[Wire]:
    """A wire to `port` of this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    made = Wire(listener.getsockname()[1])
    opened: list[socket.socket] = []

    def pump(source: socket.socket, sink: socket.socket, kept: list[bytes]) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                kept.append(data)
                while kept is made.answered and made.withholds():
                    time.sleep(0.01)
                sink.sendall(data)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                made.connections += 1
                try:
                    server = socket.create_connection(("127.0.0.1", port), 60)
                except OSError:
                    client.close()
                    continue
                opened.extend((client, server))
                for ends in ((client, server, made.sent), (server, client, made.answered)):
                    threading.Thread(target=pump, args=ends, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield made
    finally:
        listener.close()
        for one in opened:
            one.close()
