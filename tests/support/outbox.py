"""An outbox on a control room's desk, with providers that do as they are told."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Engine

from command_center.boot.outbox import wired
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.state.notices.notice import Channel
from command_center.notify.outbox import Outbox
from command_center.notify.provider import Accepted, Limits, Message, Provider
from command_center.notify.routes import Route, Routes
from command_center.store.database_time import Time
from tests.support.hand_time import HandTime


class Told:
    """A provider that keeps what it was given and answers as it is told: `answers` is asked for each message and
    gives what it returns or raises; by default everything is accepted."""

    def __init__(
        self,
        kind: Channel = "im",
        answers: Callable[[Message], Accepted] | None = None,
        limits: Limits = Limits(),  # noqa: B008 - immutable
        workers: int = 4,
        timeout_s: float = 10.0,
    ) -> None:
        self.kind, self.limits, self.workers, self.timeout_s = kind, limits, workers, timeout_s
        self.answers = answers or (lambda message: Accepted(f"id-{message.ref}"))
        self.given: list[Message] = []

    @property
    def addresses(self) -> list[str]:
        """Where messages went, in order."""
        return [message.address for message in self.given]

    def send(self, message: Message) -> Accepted:
        self.given.append(message)
        return self.answers(message)


class Asked(Told):
    """One that can be asked what became of a message: it has what it answered, and what `taken` names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken: set[str] = set()
        self.asked: list[str] = []

    def look_up(self, message: Message) -> Accepted | None:
        self.asked.append(message.ref)
        return Accepted(f"id-{message.ref}") if message.ref in self.taken else None


def raising(error: BaseException) -> Callable[[Message], Accepted]:
    """An answer that is this error."""

    def answer(message: Message) -> Accepted:
        raise error

    return answer


def no_secret(person: str, version: str) -> str | None:
    """An address as a test names it."""
    return f"{person}@{version}"


def outbox_on(
    desk: Desk,
    engine: Engine,
    clock: Clock,
    providers: Mapping[str, Provider] | None = None,
    name: str = "one",
    *,
    routes: Iterable[Route] | None = None,
    time: Time | None = None,
    **more: Any,
) -> Outbox:
    """An outbox by these providers, channel id -> provider; without `routes` none falls back to another.

    Without `time` the database's time is the `clock`'s: a test with a fixed date must not meet the machine's.
    """
    providers = providers or {}
    time = time or HandTime(clock.now)
    ways = routes or [Route(channel, one.kind) for channel, one in providers.items()]
    more.setdefault("addresses", no_secret)
    return wired(desk, engine, clock, name, Routes(ways), providers, time=time, **more)
