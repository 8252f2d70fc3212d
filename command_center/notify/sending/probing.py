"""Probes channels so that a dead one is found while nothing happens, and fetches receipts from services that cannot
reach us.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, Engine, select

from command_center import log
from command_center.notify.answers.inbox import take_receipts
from command_center.notify.provider import (
    CanFetch,
    CanProbe,
    Health,
    Provider,
    Receipt,
    Temporary,
    Unknown,
)
from command_center.notify.sending.breaker import after_probe
from command_center.store.database_time import Time, database_time
from command_center.store.outbox.health import health_for_update, keep_health
from command_center.store.outbox.receipts import Inbox
from command_center.store.writer import write

PROBE_MS = 15_000
"""How often a channel is probed: three failures fall within a minute (ours)."""
FETCH_S = 2.0
"""How often receipts are fetched where a service keeps them for us, unless its provider says otherwise by `fetch_s`
(ours)."""

_log = log.get(__name__)


class Probes:
    """Probes the channels of one process. Only one process probes a channel at a time."""

    def __init__(
        self,
        engine: Engine,
        site: str,
        holder: str,
        providers: Mapping[str, Provider],
        time: Time = database_time,
    ) -> None:
        self._engine, self._site, self._holder, self._time = engine, site, holder, time
        self._providers = providers

    def probe(self, channel: str, *, now_due: bool = False) -> Health | None:
        """Probe a channel if due (or `now_due`), and store the result. None if it is not due or cannot be probed."""
        provider = self._providers[channel]
        if not isinstance(provider, CanProbe) or not (now_due or self._claim(channel, provider)):
            return None
        found = _asked(provider)

        def transaction(connection: Connection) -> None:
            now = int(connection.scalar(select(self._time(connection.dialect))) or 0)
            kind = str(provider.kind)
            health = health_for_update(connection, self._site, channel, kind)
            keep_health(connection, self._site, after_probe(health, found, now))

        write(self._engine, transaction)
        if not found.ok:
            _log.warning("a channel's probe failed", channel=channel, why=found.why)
        return found

    def _claim(self, channel: str, provider: Provider) -> bool:
        """Whether this process is to probe now; nobody else does for PROBE_MS then."""

        def transaction(connection: Connection) -> bool:
            now = int(connection.scalar(select(self._time(connection.dialect))) or 0)
            kind = str(provider.kind)
            health = health_for_update(connection, self._site, channel, kind)
            if health.probed_at <= now < health.probed_at + PROBE_MS:
                return False
            keep_health(connection, self._site, replace(health, probed_at=now))
            return True

        return write(self._engine, transaction)


def probed(provider: object) -> Health | None:
    """The health of a provider, found without sending a message; None where it cannot be probed."""
    return _asked(provider) if isinstance(provider, CanProbe) else None


def _asked(provider: CanProbe) -> Health:
    try:
        return provider.probe()
    except (Temporary, Unknown) as why:
        return Health(ok=False, why=str(why))
    except Exception as why:
        _log.exception("a probe broke")
        return Health(ok=False, why=type(why).__name__)


class Background:
    """Probes one channel and fetches its receipts until `stop`, in a thread of its own, so one that hangs blocks no
    other. `may` says whether this process may use channels now; `kept` is called for new receipts.
    """

    def __init__(
        self,
        channel: str,
        provider: Provider,
        probes: Probes,
        inbox: Inbox,
        may: Callable[[], bool],
        kept: Callable[[], None],
    ) -> None:
        self._channel, self._provider, self._probes = channel, provider, probes
        self._inbox, self._may, self._kept = inbox, may, kept
        self._stopped = threading.Event()
        self._unkept: list[Receipt] = []

    def run(self) -> None:
        """Work until `stop`; failures are logged and retried."""
        every_s = float(getattr(self._provider, "fetch_s", FETCH_S))
        to_probe_s = 0.0
        while not self._stopped.wait(every_s):
            if not self._may():
                continue
            self._do(self.fetch)
            to_probe_s -= every_s
            if to_probe_s <= 0:
                to_probe_s = FETCH_S
                self._do(lambda: self._probes.probe(self._channel))

    def fetch(self) -> None:
        """Fetch what the service holds for us. The service gives it only once, so what the database does not take is
        offered to it again next time. Raises the database's errors.
        """
        if not isinstance(self._provider, CanFetch):
            return
        try:
            self._unkept += self._provider.fetch()
        except (Temporary, Unknown) as why:
            _log.info("receipts could not be fetched", channel=self._channel, why=str(why))
        if not self._unkept:
            return
        new = take_receipts(self._inbox, self._channel, self._unkept)
        self._unkept = []
        if new:
            self._kept()

    def _do(self, work: Callable[[], object]) -> None:
        """Runs one part and logs its error, so that a failed fetch stops no probe."""
        try:
            work()
        except Exception:
            _log.exception("a channel's background work failed", channel=self._channel)

    def stop(self) -> None:
        """Asks `run` to return."""
        self._stopped.set()
