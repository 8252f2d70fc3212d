"""Creates a siren's link and its transport, and registers a gateway's sirens with the board."""

from collections.abc import Iterable
from hashlib import sha256
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from command_center.gateway.file.model import Connection, Siren
from command_center.gateway.file.reading import Gateway
from command_center.gateway.intake import Intake
from command_center.gateway.posting.post import Answer, BoardPost, Outcome, Post
from command_center.gateway.sirens.link import SirenLink
from command_center.gateway.sirens.way import Way

PATH = "/api/v1/sirens"
FOLDER = "sirens"


def way_to(given: Siren, name: str | None = None) -> Way:
    """Return the transport to a siren's address. `name` is the client name at a broker; without it any name is used."""
    if urlsplit(given.url).scheme in ("mqtt", "mqtts"):
        from command_center.gateway.sirens.mqtt_way import MqttWay

        return MqttWay(given, name or f"cc-siren-{token_hex(6)}")
    from command_center.gateway.sirens.http_way import HttpWay

    return HttpWay(given)


def client_name(gateway: str, siren: str) -> str:
    """Return the client name, the same after each start, so that a broker first closes what a killed gateway left
    open. 23 characters at most, which every broker takes (MQTT 3.1.1, 3.1.3.1).
    """
    return f"cc-siren-{sha256(f'{gateway}/{siren}'.encode()).hexdigest()[:12]}"


def named(gateway: str, connections: Iterable[Connection]) -> dict[str, Any]:
    """Return the sirens in the form that `POST /api/v1/sirens` takes."""
    sirens = [
        {"id": one.id, "exercises": one.exercises, "severity": one.severity}
        for one in connections
        if isinstance(one, Siren)
    ]
    return {"gateway": gateway, "sirens": sirens}


def siren_link(given: Siren, intake: Intake, gateway: Gateway) -> SirenLink:
    """Return the link of a siren in a gateway file."""
    board = BoardPost(
        gateway.itself.board, gateway.itself.token.get_secret_value(), gateway.itself.authority
    )
    ledger = gateway.buffer.path / FOLDER / f"{given.id}.sqlite3"

    def enrol() -> Answer:
        return board(PATH, named(gateway.id, gateway.connections))

    way = way_to(given, client_name(gateway.id, given.id))
    return SirenLink(given, intake, way, board.get, board, ledger, enrol)


def name_sirens(gateway: Gateway, post: Post) -> bool:
    """Register the gateway's sirens with the board at each start, even when it has none any more. Return False to try
    again.

    A gateway that never had a siren posts nothing.
    """
    body = named(gateway.id, gateway.connections)
    had = gateway.buffer.path / FOLDER
    if not body["sirens"] and not had.exists():
        return True
    had.mkdir(parents=True, exist_ok=True, mode=0o700)
    return post(PATH, body).outcome is Outcome.TAKEN
