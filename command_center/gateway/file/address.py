"""Addresses of a gateway's peers. Unencrypted connections are allowed only on this machine, or where the file
permits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, urlsplit

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def parted(given: str) -> SplitResult:
    """Split an address. Raises ValueError if it is invalid or contains a name and password."""
    parts = urlsplit(given)
    _ = parts.port
    if "@" in parts.netloc or " " in given:
        raise ValueError(given)
    return parts


def _of(schemes: tuple[str, ...], key: str, example: str) -> Callable[[str], str]:
    def checked(given: str) -> str:
        try:
            parts = parted(given)
        except ValueError as why:
            raise PydanticCustomError("gateway.url", "{example}", {"example": example}) from why
        if parts.scheme not in schemes or not (parts.hostname or parts.scheme == "rtu"):
            raise PydanticCustomError("gateway.url", "{example}", {"example": example})
        return given.rstrip("/")

    checked.__name__ = key
    return checked


def _board(given: str) -> str:
    checked = _of(("https", "http"), "board", "https://board.plant.example")(given)
    parts = parted(checked)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise PydanticCustomError("gateway.board_in_the_clear", "https beyond this machine")
    return checked


BoardUrl = Annotated[str, AfterValidator(_board)]
MqttUrl = Annotated[str, AfterValidator(_of(("mqtts", "mqtt"), "mqtt", "mqtts://broker:8883"))]
OpcuaUrl = Annotated[str, AfterValidator(_of(("opc.tcp",), "opcua", "opc.tcp://server:4840"))]
TakUrl = Annotated[str, AfterValidator(_of(("tls", "tcp"), "tak", "tls://tak:8089"))]
SirenUrl = Annotated[
    str,
    AfterValidator(
        _of(
            ("https", "http", "mqtts", "mqtt"), "siren", "https://pa.plant/cap, mqtts://broker:8883"
        )
    ),
]
ModbusUrl = Annotated[
    str,
    AfterValidator(_of(("tcp", "rtu"), "modbus", "tcp://plc:502, rtu:///dev/ttyS1?baud=9600")),
]


@dataclass(frozen=True, slots=True)
class Line:
    """A serial line: its device and its byte format."""

    device: str
    baud: int
    parity: str
    stop: int


def serial_line(url: str) -> Line:
    """Parse `rtu:///dev/ttyS1?baud=9600&parity=N&stop=1`. Modbus' own default is 19200 baud, even parity."""
    parts = urlsplit(url)
    given = dict(parse_qsl(parts.query))
    parity = given.get("parity", "E")
    return Line(
        parts.path,
        int(given.get("baud", "19200")),
        parity,
        int(given.get("stop", "1" if parity != "N" else "2")),
    )
