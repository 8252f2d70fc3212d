"""Tests sirens: each gets a CAP document of status Test, which it must disregard. Nothing is reported to the board."""

from typing import NamedTuple

from command_center.clock import Clock
from command_center.gateway.file.model import Siren
from command_center.gateway.file.reading import Gateway
from command_center.gateway.sirens.cap_message import document_of_test
from command_center.gateway.sirens.making import way_to
from command_center.gateway.sirens.way import NotReached


class SirenProbe(NamedTuple):
    """The result of a siren's test: `reached`, or the reason `why` not. Neither is set if its payload has no test."""

    siren: str
    reached: bool
    why: str


async def probe_sirens(gateway: Gateway, clock: Clock, only: str | None) -> list[SirenProbe]:
    """Send the test to every siren of the file (or only the one named `only`), one after the other."""
    found: list[SirenProbe] = []
    for one in gateway.connections:
        if isinstance(one, Siren) and only in (None, one.id):
            found.append(await _tested(one, gateway.id, clock))
    return found


async def _tested(one: Siren, gateway: str, clock: Clock) -> SirenProbe:
    # Never under the session of the gateway that runs: the broker would end that.
    way = way_to(one.model_copy(update={"session": None}))
    try:
        await way.open()
        reached = await way.carry(
            "Test", document_of_test(gateway, clock.now()), one.answers_within / 1000
        )
    except NotReached as error:
        return SirenProbe(one.id, reached=False, why=str(error))
    finally:
        await way.close()
    return SirenProbe(one.id, reached=reached is not None, why="")
