"""A tile server on loopback: whatever tile is asked for, it is drawn and noted."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

from PIL import Image, ImageDraw

TILE_PX = 256


@dataclass
class TileServer:
    """Where it is, and what it was asked for."""

    port: int = 0
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of its tiles as `CC_TILES` has it."""
        return f"http://127.0.0.1:{self.port}/{{z}}/{{x}}/{{y}}.png"


def drawn(name: str) -> bytes:
    """A tile with its frame and its own name on it, as a PNG."""
    picture = Image.new("RGB", (TILE_PX, TILE_PX), "#dfe7ee")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, TILE_PX - 1, TILE_PX - 1), outline="#8aa0b4")
    pen.text((8, 8), name, fill="#5b7288")
    out = BytesIO()
    picture.save(out, "png")
    return out.getvalue()


@contextmanager
def tile_server() -> Iterator[TileServer]:
    """One that listens until the end."""
    told = TileServer()

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            body = drawn(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Tiles) as server:
        told.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()
