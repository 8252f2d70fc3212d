"""Is the port free? Asked before anything starts, so that the answer is one plain line."""

import socket


def why_taken(host: str, port: int) -> str | None:
    """None when `host:port` can be listened on; else a sentence that says how to go on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return (
                f"Port {port} on {host} cannot be used ({error.strerror}). Stop what listens "
                f"there, or choose another: --port {port + 1} (make run PORT={port + 1})."
            )
    return None
