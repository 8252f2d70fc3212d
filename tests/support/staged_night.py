"""A real center in the middle of the simulated night, ready in seconds instead of half an hour.

The night is played headless at the real desk (`RealBoard`), its journal is restored into the
database of a `web` process whose clock is shifted to that second, and its plant goes on: levels
move by its physics and people stand where they stood, but nobody acts any more. What every screen
shows then was decided by the product's own rules; nothing is drawn from made-up rows.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from command_center.clock import Clock
from command_center.domain.actor import Role
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.map.geography import to_wgs84
from command_center.store.accounts.accounts import Accounts
from command_center.store.database.databases import databases
from command_center.store.journal import Journal
from command_center.store.journal.export import export
from command_center.store.journal.restore import restore
from command_center.store.series.readings import Readings
from simulations.intent import LOST, Answer
from tests.simulations.real_board import RealBoard
from tests.simulations.sites import demo
from tests.support.running_center import RunningCenter, running

LEAK_AT_S = 60.0
SEED = 7
PERIOD_S = 0.5


class KeptNight(RealBoard):
    """A night that also keeps what its sensors sent."""

    readings: list[Reading]

    def _send_readings(self) -> None:
        kept = self.__dict__.setdefault("readings", [])
        kept += [
            Reading(
                s.tag, self.began_ms + int(s.t_s * 1000), s.value, Quality(s.quality),
                self.site.tag_by_id[s.tag].source,
            )
            for s in self.night.samples
        ]  # fmt: skip
        super()._send_readings()


@dataclass
class StagedNight:
    """The center, and a switch of its feeds: `silence` leaves every screen with what it last heard."""

    center: RunningCenter
    board: KeptNight
    offset_ms: int
    secrets: dict[str, str]

    def __post_init__(self) -> None:
        self._silent = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._feed, daemon=True)
        self._stands_at: int | None = None

    def silence(self) -> None:
        """Let the plant say nothing any more."""
        self._silent.set()

    def go_on(self) -> None:
        """Let the plant speak (again)."""
        self._silent.clear()
        if not self._thread.is_alive():
            self._thread.start()

    def rest(self) -> None:
        """Let time stand still while nobody looks: a center that nobody looks at would go on working."""
        self.end()
        self.center.kill()
        self._stands_at = Clock(self.offset_ms).now()

    def wake(self) -> None:
        """Go on from the moment at which it came to rest, if it rests. The plant speaks before its center hears, which
        so misses little; what a failed start leaves is taken up by the next."""
        if self._stands_at is None:
            return
        behind_ms = Clock(self.offset_ms).now() - self._stands_at
        self.offset_ms -= behind_ms
        if not self._thread.is_alive():
            self._ended.clear()
            self._thread = threading.Thread(target=self._feed, daemon=True)
            self._thread.start()
        self.center.later(-behind_ms / 60_000)
        self._stands_at = None

    def gather(self, people: Sequence[str], area: str) -> None:
        """Let these people stand on one spot, in the middle of an area."""
        site = self.board.site
        lat, lon = to_wgs84(site.anchor, site.area_by_id[area].x, site.area_by_id[area].y)
        now = Clock(self.offset_ms).now()
        located = [{"person": one, "ts": now, "lat": lat, "lon": lon} for one in people]
        self._post("positions", self.secrets["people"], {"source": "locator", "positions": located})

    def end(self) -> None:
        """No more feeds."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def _feed(self) -> None:
        night, site = self.board.night, self.board.site
        while not self._ended.wait(PERIOD_S):
            now = Clock(self.offset_ms).now()
            for spoken in night.step((now - self.board.began_ms) / 1000, now):
                spoken.answer = Answer(accepted=False, code=LOST)  # nobody acts any more
            samples, night.samples = night.samples, []
            if self._silent.is_set():
                continue
            by_source: dict[str, list[dict[str, object]]] = {}
            for s in samples:
                ts = self.board.began_ms + int(s.t_s * 1000)
                row = {"tag": s.tag, "ts": ts, "value": s.value, "quality": s.quality}
                by_source.setdefault(site.tag_by_id[s.tag].source, []).append(row)
            for source, rows in by_source.items():
                self._post("readings", self.secrets["plant"], {"source": source, "readings": rows})
            located = []
            for person, place in night.shift.positions().items():
                lat, lon = to_wgs84(site.anchor, *place)
                located.append({"person": person, "ts": now, "lat": lat, "lon": lon})
            body: dict[str, object] = {"source": "locator", "positions": located}
            self._post("positions", self.secrets["people"], body)

    def _post(self, door: str, secret: str, body: dict[str, object]) -> None:
        with suppress(requests.RequestException):  # killed on purpose, or ending: sent again
            self.center.post(door, secret, body)


@contextmanager
def staged_night(folder: Path, after_leak_s: float | None) -> Iterator[StagedNight]:
    """A center `after_leak_s` seconds into the demo plant's leak; None is the quiet before it."""
    site, scenario = demo()
    board = KeptNight(site, scenario, SEED, folder)
    board.run(LEAK_AT_S)
    if after_leak_s is not None:
        board.night.plant.start_leak()
        board.run(LEAK_AT_S + after_leak_s)
    offset = board.clock.now() - Clock().now()
    with running(folder, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        with databases(center.settings()) as stores:
            journal = Journal(board.engine, site.id, board.clock.now)
            restore(export(journal), stores.journal)
            Readings(stores.feeds, site.id).add(board.readings)
            accounts = Accounts(stores.journal)
            secrets = {
                name: accounts.add_token(name, Role.GATEWAY, board.clock.now())
                for name in ("plant", "people")
            }
        center.start()
        night = StagedNight(center, board, offset, secrets)
        night.go_on()
        try:
            yield night
        finally:
            night.end()
