"""A TCP proxy that can fall silent without closing: a cable pulled, an address table forgotten.

Nothing tells either end. What was open when silence fell, or was opened meanwhile, never speaks
again, as after a router has lost its table; only connections made afterwards do.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 65536


class SilentProxy:
    """Listens on a port of its own in front of 127.0.0.1:`target`; bytes pass unchanged."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._silent = False
        self._open: list[tuple[socket.socket, socket.socket]] = []
        self._muted: list[socket.socket] = []
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def fall_silent(self) -> None:
        """From now on nothing passes, and nothing is closed."""
        with self._lock:
            self._silent = True
            for pair in self._open:
                self._muted.extend(pair)
            self._open.clear()

    def speak(self) -> None:
        """New connections pass again."""
        with self._lock:
            self._silent = False

    def time_out(self) -> None:
        """Hang up on whoever still waits in the silence, as a kernel does after many seconds."""
        with self._lock:
            muted, self._muted = self._muted, []
        for end in muted:
            _hang_up(end)

    def close(self) -> None:
        """Close everything."""
        self._listener.close()
        with self._lock:
            for end in [*self._muted, *(end for pair in self._open for end in pair)]:
                _hang_up(end)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                if self._silent:
                    self._muted.append(near)
                    continue
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                _hang_up(near)
                continue
            pair = (near, far)
            with self._lock:
                self._open.append(pair)
            for source, sink in (pair, pair[::-1]):
                args = (source, sink, pair)
                threading.Thread(target=self._pump, args=args, daemon=True).start()

    def _pump(
        self, source: socket.socket, sink: socket.socket, pair: tuple[socket.socket, socket.socket]
    ) -> None:
        try:
            while chunk := source.recv(CHUNK):
                with self._lock:
                    if pair not in self._open:
                        continue  # swallowed
                sink.sendall(chunk)
        except OSError:
            pass
        with self._lock:
            if pair not in self._open:
                return  # an end that hangs up in the silence is not heard at the other
            self._open.remove(pair)
        for end in pair:
            _hang_up(end)


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)  # wakes the thread that reads it; close alone does not
    end.close()


@contextmanager
def silent_proxy(target: int) -> Iterator[SilentProxy]:
    """A proxy closed at the end."""
    proxy = SilentProxy(target)
    try:
        yield proxy
    finally:
        proxy.close()
