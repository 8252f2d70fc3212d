"""Creates the link for each type of connection. Libraries are imported only if a file uses their type."""

from typing import Protocol

from command_center.gateway.file.model import (
    Connection,
    Cot,
    CotOut,
    FileDrop,
    Modbus,
    Mqtt,
    Opcua,
    Siren,
    Sparkplug,
)
from command_center.gateway.file.reading import Gateway
from command_center.gateway.intake import Intake
from command_center.words.worded_error import Said

NEEDED = {
    "mqtt": ("paho.mqtt", "gateway"),
    "modbus": ("pymodbus", "gateway"),
    "opcua": ("asyncua", "opcua"),
    "siren": ("paho.mqtt", "gateway"),
    "sparkplug": ("paho.mqtt", "gateway"),
}
"""The package of each type, and the extra that brings it."""


class Link(Protocol):
    """A connection that runs until it is cancelled."""

    async def run(self) -> None:
        """Read until cancelled."""


def require(connections: tuple[Connection, ...]) -> None:
    """Raise Said if the package for a connection type is not installed."""
    from importlib.util import find_spec

    for one in connections:
        package, extra = NEEDED.get(one.type, ("json", ""))
        if find_spec(package.split(".")[0]) is None:
            raise Said("cli.gateway.said.extra", package=package, extra=extra)


def link_of(given: Connection, intake: Intake, gateway: Gateway) -> Link:
    """Return the link of a connection. Raises ImportError if its package is missing (`require`)."""
    match given:
        case Mqtt():
            from command_center.gateway.connections.mqtt import MqttLink

            return MqttLink(given, intake, gateway.id)
        case Modbus():
            from command_center.gateway.connections.modbus import ModbusLink

            return ModbusLink(given, intake)
        case Opcua():
            from command_center.gateway.connections.opcua import OpcuaLink

            oldest_ms = gateway.itself.oldest_taken
            return OpcuaLink(given, intake, gateway.buffer.path / "pki", oldest_ms)
        case Sparkplug():
            from command_center.gateway.connections.sparkplug import SparkplugLink

            births = gateway.buffer.path / "births" / f"{given.id}.json"
            return SparkplugLink(given, intake, births)
        case Cot():
            from command_center.gateway.connections.cot import CotLink

            return CotLink(given, intake, gateway.id)
        case CotOut():
            from command_center.gateway.connections.cot import CotOutLink

            return CotOutLink(given, intake, gateway)
        case FileDrop():
            from command_center.gateway.connections.file_drop import FileDropLink

            return FileDropLink(given, intake)
        case Siren():
            from command_center.gateway.sirens.making import siren_link

            return siren_link(given, intake, gateway)
    raise AssertionError(f"no link for {given.type}")
