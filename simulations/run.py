"""The running simulation: the night at its pace, and the doors beside it."""

import secrets
import signal
import threading
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from command_center import log
from command_center.clock import Clock
from command_center.domain.site.geography import to_wgs84
from command_center.domain.site.model import Site
from command_center.site_file import load as load_site
from simulations.doors.feeds import PositionsFeed, ReadingsFeed, Sender
from simulations.doors.live import LiveBoard
from simulations.doors.voices import Voices
from simulations.intent import COMMANDER
from simulations.night import Night
from simulations.parameters import parameters
from simulations.scenario import load as load_scenario
from simulations.tokens import Tokens

TICK_S = 0.2
POSITIONS_EVERY_S = 1.0
STILL_EVERY_S = 15.0
"""How often somebody who stands still is located again."""
LOCATED_BY = "uwb"
"""What locates people, as the positions door is told."""
SCENARIO = "simulation.yaml"

_log = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says. `leak_after_s` is simulated seconds; None waits for the button."""

    site: Path
    url: str
    seed: int
    speed: float = 1.0
    leak_after_s: float | None = None


class Simulation:
    """One process: a thread for each door, and the night in the main thread.

    The plant goes on while the server is away: readings are kept and sent later, people's words
    wait at the door, and what they see is brought up to date when it is back.
    """

    def __init__(self, options: Options, tokens: Tokens) -> None:
        path = options.site / "site.yaml" if options.site.is_dir() else options.site
        self._site: Site = load_site(path)
        scenario = load_scenario(path.with_name(SCENARIO), self._site)
        self._options = options
        self._clock = Clock(tokens.clock_offset_ms)
        self._began_ms = self._clock.now()
        self._began = self._clock.elapsed()
        self.night = Night(self._site, scenario, parameters(), options.seed, self._began_ms)
        self._leak_pending = options.leak_after_s is not None
        self._doors(tokens)
        self._located: dict[str, tuple[float, tuple[float, float]]] = {}
        self._locate_at = 0.0
        self.stopping = threading.Event()

    def _doors(self, tokens: Tokens) -> None:
        url = self._options.url
        voices = dict(tokens.people)
        if tokens.commander is not None:
            voices[COMMANDER] = tokens.commander
        self._voices = Voices(url, voices, run=secrets.token_hex(6))
        eyes = next(iter(tokens.people.values()), tokens.commander)
        self._board = LiveBoard(url, eyes) if eyes is not None else None
        source_of = {tag.id: tag.source for tag in self._site.tags}
        self._readings = tokens.readings and ReadingsFeed(url, tokens.readings, source_of)
        self._positions = tokens.positions and PositionsFeed(url, tokens.positions, LOCATED_BY)
        self._senders = [
            Sender(name, feed.send)
            for name, feed in (("readings", self._readings), ("positions", self._positions))
            if feed
        ]

    def run(self) -> None:
        """Run until `stopping` is set."""
        parts: list[Voices | Sender | LiveBoard] = [self._voices, *self._senders]
        if self._board is not None:
            parts.append(self._board)
        for part in parts:
            part.start()
        _log.info("simulating", site=self._site.id, seed=self._options.seed)
        while not self.stopping.wait(TICK_S):
            self._tick()
        for part in parts:
            part.stop()

    def _tick(self) -> None:
        t_s = (self._clock.elapsed() - self._began) * self._options.speed
        if self._board is not None:
            self._board.update(self.night.view)
        after = self._options.leak_after_s
        if self._leak_pending and after is not None and t_s >= after:
            self._leak_pending = False
            self.night.plant.start_leak()
        self._voices.say(self.night.step(t_s, self._clock.now()))
        self._send_readings()
        self._send_positions(t_s)

    def _send_readings(self) -> None:
        samples, self.night.samples = self.night.samples, []
        if self._readings:
            self._readings.put(
                {"tag": s.tag, "ts": self._at(s.t_s), "value": s.value, "quality": s.quality}
                for s in samples
            )

    def _at(self, t_s: float) -> int:
        """When a simulated second is, by the board's clock."""
        return self._began_ms + round(t_s / self._options.speed * 1000)

    def _send_positions(self, t_s: float) -> None:
        if not self._positions or t_s < self._locate_at:
            return
        self._locate_at = t_s + POSITIONS_EVERY_S
        moved = []
        for person, place in self.night.shift.positions().items():
            last = self._located.get(person)
            if last is not None and last[1] == place and t_s - last[0] < STILL_EVERY_S:
                continue
            self._located[person] = (t_s, place)
            lat, lon = to_wgs84(self._site.anchor, *place)
            moved.append({"person": person, "ts": self._clock.now(), "lat": lat, "lon": lon})
        self._positions.put(moved)


def run(options: Options, tokens: Tokens) -> int:
    """Simulate until interrupted; answers the exit status."""
    simulation = Simulation(options, tokens)

    def stop(_number: int, _frame: FrameType | None) -> None:
        simulation.stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    simulation.run()
    return 0
