"""All channels that one process serves: a pool of workers for each, woken when something is due."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Engine

from command_center import log
from command_center.notify.answers.inbox import take_receipts
from command_center.notify.provider import CanFetch, CanProbe, HearsReceipts, Provider, Receipt
from command_center.notify.routes import Routes
from command_center.notify.sending.carrying import Addresses
from command_center.notify.sending.pool import Heard, Pool
from command_center.notify.sending.probing import Background, Probes
from command_center.notify.sending.retries import Outcome
from command_center.notify.sending.turn import Turns
from command_center.store.database_time import Time, database_time
from command_center.store.outbox.claiming import channels_due
from command_center.store.outbox.receipts import Inbox
from command_center.store.writer import read

LOOK_S = 0.1
"""How often it looks for what is due: what another process planned, and tries whose wait is over (ours)."""
QUIET_S = 0.5
"""How soon it sees that it has to look again: whoever plans a delivery wakes its channel itself (ours)."""

_log = log.get(__name__)


class Sending:
    """Sends by `providers` (channel id -> provider) while `may` returns True.

    `quiet` says that no delivery is under way, so none can be due. Several processes may serve the same channel:
    claims keep them apart. `settled` is called when something became final or was received, `tried` with the outcome
    of every try. Call `start`, later `stop`.
    """

    def __init__(
        self,
        engine: Engine,
        site: str,
        holder: str,
        providers: Mapping[str, Provider],
        routes: Routes,
        addresses: Addresses,
        elapsed: Callable[[], float],
        *,
        may: Callable[[], bool] = lambda: True,
        quiet: Callable[[], bool] = lambda: False,
        settled: Callable[[], None] = lambda: None,
        tried: Callable[[str, Outcome], None] = lambda channel, outcome: None,
        time: Time = database_time,
    ) -> None:
        self._engine, self._may, self._quiet = engine, may, quiet
        self._asked_due = channels_due(site, time(engine.dialect), providers)
        heard = Heard(settled, self.wake, tried)
        self.pools = {
            channel: Pool(
                channel,
                provider,
                Turns(engine, site, holder, channel, provider, routes, time),
                addresses,
                elapsed,
                may,
                heard,
            )
            for channel, provider in providers.items()
        }
        probes = Probes(engine, site, holder, providers, time)
        inbox = Inbox(engine, site, time)
        self._background = [
            Background(channel, provider, probes, inbox, may, settled)
            for channel, provider in providers.items()
            if isinstance(provider, (CanProbe, CanFetch))
        ]
        for channel, provider in providers.items():
            if isinstance(provider, HearsReceipts):
                provider.hear_with(partial(self._keep, inbox, settled, channel))
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Starts the threads that send."""
        runs: list[Callable[[], Any]] = [self._look_forever]
        runs += [pool.run for pool in self.pools.values()]
        runs += [one.run for one in self._background]
        self._threads = [threading.Thread(target=run, daemon=True) for run in runs]
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """Claim nothing more; messages under way have that long to end and be stored."""
        self._stopped.set()
        for background in self._background:
            background.stop()
        for pool in self.pools.values():
            pool.stop()
        for thread in self._threads:
            thread.join(timeout_s)

    def wake(self, channels: Iterable[str]) -> None:
        """Wake these channels, where something is due; other processes notice their own channels themselves."""
        for channel in channels:
            if channel in self.pools:
                self.pools[channel].wake()

    def run_here(self) -> None:
        """Send everything due in this thread, for a clock advanced by hand."""
        if not self._may():
            return
        tried = 1
        while tried:
            tried = sum(self.pools[channel].run_here() for channel in sorted(self._due()))

    @staticmethod
    def _keep(
        inbox: Inbox, kept: Callable[[], None], channel: str, receipts: Sequence[Receipt]
    ) -> None:
        if take_receipts(inbox, channel, receipts):
            kept()

    def _due(self) -> set[str]:
        if not self.pools:
            return set()
        return {
            one
            for (one,) in read(
                self._engine, lambda connection: self._asked_due.rows(connection, {})
            )
        }

    def _look_forever(self) -> None:
        while not self._stopped.wait(QUIET_S if self._quiet() else LOOK_S):
            try:
                if self._may() and not self._quiet():
                    self.wake(self._due())
            except Exception:
                _log.exception("the outbox could not be read")
                self._stopped.wait(1.0)
