"""The running simulation: the night at its pace, and its doors."""

import signal
import threading
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from command_center import log
from command_center.clock import Clock
from command_center.demo.devices import Ports
from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.model import Site
from command_center.site_file import load as load_site
from simulations.derived import of_plant
from simulations.doors.devices import Devices
from simulations.doors.feeds import PositionsFeed, ReadingsFeed, Sender
from simulations.doors.gates import Gates
from simulations.doors.live import LiveBoard
from simulations.doors.located import Located
from simulations.doors.voices import Voices
from simulations.intent import CARRIER, COMMANDER, PLANT, Spoken
from simulations.life import TICK_S, Diverged, Life, Told
from simulations.night import Night
from simulations.parameters import parameters
from simulations.record import Beginning, Record, begin, digest_of
from simulations.scenario import Scenario
from simulations.tokens import Tokens

KEEPS_EVERY = 5
"""Ticks after which it is kept how far the night has come, when nothing else is."""
BEHIND = 150
"""Ticks a process may be late and still make up for; past that, time stood still."""
LOCATED_BY = "uwb"
"""What locates people, as the positions door is told."""
SCENARIO = "simulation.yaml"

_log = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """The command-line options. `leak_after_s` is simulated seconds; None waits for the button.

    `state` is the file from which a restarted process continues its night; None stores nothing. With `devices` the
    readings go to devices on these ports, for a gateway to read, and none is posted.
    """

    site: Path
    url: str
    seed: int
    speed: float = 1.0
    leak_after_s: float | None = None
    state: Path | None = None
    devices: Ports | None = None


class Simulation:
    """One process: a thread for each door, and the night in the main thread.

    The plant goes on while the server is away: readings are buffered and sent later, people's commands wait at the
    door, and their view is updated when it returns. A killed process resumes where it was: time stood still
    meanwhile.
    """

    def __init__(self, options: Options, tokens: Tokens) -> None:
        path = options.site / "site.yaml" if options.site.is_dir() else options.site
        self._site: Site = load_site(path)
        scenario = of_plant(path.with_name(SCENARIO), self._site)
        self._options = options
        self._clock = Clock(tokens.clock_offset_ms)
        self._record = Record(options.state)
        self._life, beginning, self._unanswered = self._begin(scenario)
        self._doors(tokens, beginning)
        self._located = Located()
        self._anew()
        self.stopping = threading.Event()

    def _begin(self, scenario: Scenario) -> tuple[Life, Beginning, list[Spoken]]:
        """The kept night up to where it was, or a new one."""
        options = self._options
        plant = digest_of(self._site, scenario, parameters())
        kept = self._record.read(plant, options.speed)
        if kept is not None:
            beginning, told = kept
            life = self._life_of(scenario, beginning.seed, beginning.began_ms)
            try:
                unanswered = life.relive(told)
            except Diverged as why:
                _log.warning("the kept night cannot go on; a new one begins", why=str(why))
            else:
                if beginning.seed != options.seed:
                    _log.warning("the kept night goes on", seed=beginning.seed)
                self._record.resume()
                return life, beginning, unanswered
        beginning = begin(plant, options.seed, options.speed, self._clock.now())
        self._record.start(beginning)
        return self._life_of(scenario, beginning.seed, beginning.began_ms), beginning, []

    def _life_of(self, scenario: Scenario, seed: int, began_ms: int) -> Life:
        night = Night(self._site, scenario, parameters(), seed, began_ms)
        return Life(night, self._options.speed, began_ms)

    @property
    def night(self) -> Night:
        """The simulated night."""
        return self._life.night

    def _anew(self) -> None:
        """From the next tick on, time follows the clock again."""
        self._began, self._first = self._clock.elapsed(), self._life.tick + 1
        self._base_ms: int | None = self._clock.now()

    def _doors(self, tokens: Tokens, beginning: Beginning) -> None:
        url = self._options.url
        voices = dict(tokens.people)
        if tokens.commander is not None:
            voices[COMMANDER] = tokens.commander
        if tokens.carrier is not None:
            voices[CARRIER] = tokens.carrier
        if tokens.readings is not None:
            voices[PLANT] = tokens.readings
        self._voices = Voices(url, voices, beginning.run)
        eyes = next(iter(tokens.people.values()), tokens.commander)
        self._board = LiveBoard(url, eyes) if eyes is not None else None
        source_of = {tag.id: tag.source for tag in self._site.tags}
        ports = self._options.devices
        devices = Devices(self._options.site, ports, tokens.clock_offset_ms) if ports else None
        posting = (
            ReadingsFeed(url, tokens.readings, source_of)
            if tokens.readings is not None and devices is None
            else None
        )
        self._readings: ReadingsFeed | Devices | None = posting or devices
        self._positions = tokens.positions and PositionsFeed(url, tokens.positions, LOCATED_BY)
        self._senders = [
            Sender(name, feed.send)
            for name, feed in (("readings", posting), ("positions", self._positions))
            if feed
        ]
        if tokens.positions is not None:
            gates = Gates(
                url, tokens.positions, tokens.commander, self._site, self.night.mustered,
                beginning.seed, beginning.run, beginning.began_ms, self._clock.now,
            )  # fmt: skip
            self._senders.append(Sender("gates", gates.send))
        self._devices = devices

    def run(self) -> None:
        """Run until `stopping` is set."""
        parts: list[Voices | Sender | LiveBoard | Devices] = [self._voices, *self._senders]
        if self._devices is not None:
            parts.append(self._devices)
        if self._board is not None:
            parts.append(self._board)
        for part in parts:
            part.start()
        _log.info("simulating", site=self._site.id, seed=self._options.seed)
        self._voices.say(self._unanswered)
        while not self.stopping.wait(TICK_S):
            due = self._due()
            if due - self._life.tick > BEHIND:
                self._anew()
                due = self._due()
            while self._life.tick < due and not self.stopping.is_set():
                self._tick()
        for part in parts:
            part.stop()

    def _due(self) -> int:
        return self._first + int((self._clock.elapsed() - self._began) / TICK_S)

    def _tick(self) -> None:
        told = self._told()
        if told.news or told.tick % KEEPS_EVERY == 0:
            self._record.told(told)
        said = self._life.live(told)
        if said:
            self._record.said(told.tick, len(said))
            self._voices.say(said)
        self._send_readings()
        self._send_positions(self._life.t_s)

    def _told(self) -> Told:
        """What the next tick is told: by the doors, by the clock and by the command line."""
        after, leaking = self._options.leak_after_s, self.night.plant.leaking_since is not None
        told = Told(
            self._life.tick + 1,
            base_ms=self._base_ms,
            rows=self.night.view.changes(self._board.news()) if self._board is not None else {},
            answers=self._voices.heard(),
            leak=after is not None and not leaking and self._life.t_s >= after,
        )
        self._base_ms = None
        return told

    def _send_readings(self) -> None:
        samples, self.night.samples = self.night.samples, []
        if self._readings:
            at = self._life.at_ms
            self._readings.put(
                {"tag": s.tag, "ts": at(s.t_s), "value": s.value, "quality": s.quality}
                for s in samples
            )

    def _send_positions(self, t_s: float) -> None:
        if not self._positions:
            return
        moved = []
        for person, place in self._located.moved(self.night.shift.positions(), t_s):
            lat, lon = to_wgs84(self._site.anchor, *place)
            moved.append({"person": person, "ts": self._clock.now(), "lat": lat, "lon": lon})
        self._positions.put(moved)


def run(options: Options, tokens: Tokens) -> int:
    """Simulate until interrupted; return the exit status."""
    simulation = Simulation(options, tokens)

    def stop(_number: int, _frame: FrameType | None) -> None:
        # Setting takes a lock that the interrupted main thread may hold just now.
        threading.Thread(target=simulation.stopping.set).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    simulation.run()
    return 0
