"""Sends heads to syslog: by UDP or TCP to a collector, or to this machine's own daemon."""

import os
import socket
import time
from urllib.parse import urlsplit

from command_center.kept_heads.line import KeptHead
from command_center.kept_heads.place import NotKept

PATIENCE_S = 10.0
PRIORITY = 13 * 8 + 5
"""Facility "log audit", severity "notice" (RFC 5424, 6.2.1)."""
APP = "command-center"
PORTS = {"udp": 514, "tcp": 601}
"""RFC 5426 and RFC 6587."""
WANTED = "udp://HOST:514, tcp://HOST:601 or unix:///dev/log"


class ToSyslog:
    """Sends one message for each head. UDP and the local daemon give no delivery guarantee: losses are not noticed
    here. Raises ValueError for an address that matches none of `WANTED`.
    """

    name = "syslog"

    def __init__(self, address: str, every_s: float) -> None:
        parts = urlsplit(address)
        local = parts.scheme == "unix" and parts.path and not parts.netloc
        far = parts.scheme in PORTS and parts.hostname and parts.path in ("", "/")
        if not (local or far) or parts.username or parts.query or parts.fragment:
            raise ValueError(WANTED)
        self._scheme = parts.scheme
        self._path = parts.path
        self._host = parts.hostname or ""
        self._port = (parts.port or PORTS[parts.scheme]) if far else 0
        self.every_s = every_s

    def keep(self, head: KeptHead) -> None:
        """Sends the head to syslog. Raises NotKept."""
        try:
            if self._scheme == "unix":
                self._to_this_machine(head)
            elif self._scheme == "udp":
                self._by_udp(head)
            else:
                self._by_tcp(head)
        except OSError as error:
            raise NotKept(error.strerror or str(error)) from error

    def _to_this_machine(self, head: KeptHead) -> None:
        stamped = time.strftime("%b %e %H:%M:%S")  # as the C library's syslog() does (RFC 3164)
        message = f"<{PRIORITY}>{stamped} {APP}[{os.getpid()}]: {head.line}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
            door.settimeout(PATIENCE_S)
            door.connect(self._path)
            door.send(message.encode())

    def _by_udp(self, head: KeptHead) -> None:
        [(family, kind, protocol, _, to), *_] = socket.getaddrinfo(
            self._host, self._port, type=socket.SOCK_DGRAM
        )
        with socket.socket(family, kind, protocol) as door:
            door.settimeout(PATIENCE_S)
            door.sendto(_message(head), to)

    def _by_tcp(self, head: KeptHead) -> None:
        message = _message(head)
        with socket.create_connection((self._host, self._port), timeout=PATIENCE_S) as door:
            door.sendall(b"%d %b" % (len(message), message))  # octet counting (RFC 6587, 3.4.1)


def _message(head: KeptHead) -> bytes:
    """RFC 5424: version 1, our time, host, name, process, no id, no structured data."""
    host = socket.gethostname()[:255] or "-"
    return f"<{PRIORITY}>1 {head.at} {host} {APP} {os.getpid()} head - {head.line}".encode()
