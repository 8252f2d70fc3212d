"""Waits for a running drill and plays it by its clock: `python -m simulations --exercise`."""

import os
import signal
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

from pydantic import ValidationError

from command_center import log
from command_center.clock import Clock
from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.scenarios.sealed import SealedContent
from command_center.domain.site.model import Contact, Site
from command_center.domain.site.with_people import with_people
from command_center.site_file import load as load_site
from simulations.derived import of_plant
from simulations.doors.feeds import PositionsFeed, ReadingsFeed, Sender
from simulations.doors.http import Door, Unreachable
from simulations.doors.live import LiveBoard
from simulations.doors.voices import Voices
from simulations.exercise.clock import ExerciseRow, happened, running_drill
from simulations.exercise.playing import Playing
from simulations.exercise.scope import TOPICS_OF_A_DRILL, only
from simulations.exercise.speakers import commander_of, voices_of
from simulations.intent import COMMANDER, Spoken
from simulations.life import TICK_S, Diverged
from simulations.parameters import parameters
from simulations.record import Record, begin, digest_of
from simulations.run import LOCATED_BY, SCENARIO
from simulations.scenario import Scenario
from simulations.tokens import Tokens
from simulations.view import News, View

LINK_LOST_S = 3.0
"""A server that has not been heard of for so long runs no drill, and its clock is not known."""
ASKS_AGAIN_S = 2.0
KEEPS_EVERY = 5
FASTEST_S = 0.1
"""The feeds of a fast exercise are sent at most this often, in real seconds."""

_log = log.get(__name__)


class Player:
    """Plays one drill after the other. It stands still while the exercise's clock does or the server is away, and
    forgets a finished drill.
    """

    def __init__(
        self,
        path: Path,
        url: str,
        tokens: Tokens,
        state: Path | None = None,
        parent: int | None = None,
    ) -> None:
        self._parent = parent
        file = path / "site.yaml" if path.is_dir() else path
        self._site: Site = load_site(file)
        self._written = file.with_name(SCENARIO)
        self._scenario: Scenario = of_plant(self._written, self._site)
        self._url, self._tokens, self._state = url, tokens, state
        self._clock = Clock(tokens.clock_offset_ms)
        eyes = tokens.direction or ""
        self._board = LiveBoard(url, eyes, TOPICS_OF_A_DRILL)
        self._door = Door(url, eyes)
        self.seen = View()
        """All that is on the board, reality too: nobody who plays looks at it."""
        self._play: _Doors | None = None
        self._ask_at = 0.0
        self.stopping = threading.Event()

    @property
    def playing(self) -> Playing | None:
        """The drill in play."""
        return self._play.playing if self._play is not None else None

    def run(self) -> None:
        """Play until `stopping` is set, or the process `parent` that began this one has ended."""
        self._board.start()
        while not self.stopping.wait(TICK_S):
            if self._parent not in (None, os.getppid()):
                break
            self._look()
        self._forget()
        self._board.stop()

    def _look(self) -> None:
        news = self._board.news()
        for whole, rows in news:
            (self.seen.replace if whole else self.seen.merge)(rows)
        drill = running_drill(self.seen)
        if self._play is not None and (drill is None or drill.id != self._play.playing.drill):
            self._forget()
        if drill is None:
            return
        if self._play is None:
            self._play = self._begin(drill)
            news = [News(True, self.seen.rows)]
        if self._play is not None:
            self._play.hear(news)
            if drill.runs and self._board.silent_s < LINK_LOST_S:
                injects = happened(self.seen, drill.id)
                self._play.go_on(drill.at(self._clock.now()), injects, drill.played)

    def _forget(self) -> None:
        if self._play is not None:
            _log.info("the drill is over", drill=self._play.playing.drill)
            self._play.stop()
            self._play = None

    def _begin(self, drill: ExerciseRow) -> "_Doors | None":
        if time.monotonic() < self._ask_at:
            return None
        self._ask_at = time.monotonic() + ASKS_AGAIN_S
        try:
            reply = self._door.get(f"drills/{drill.id}/plan")
        except Unreachable:
            return None
        if reply.status != 200:
            _log.warning("the drill's plan is not shown", drill=drill.id, status=reply.status)
            return None
        try:
            sealed = SealedContent.model_validate(reply.body)
        except ValidationError as error:
            _log.error("the drill's plan is not understood", drill=drill.id, why=str(error))
            return None
        try:
            site, scenario = self._described(drill.id)
        except Unreachable:
            return None
        _log.info("playing", drill=drill.id, seed=sealed.plan.seed)

        def playing() -> Playing:
            return Playing(
                site,
                scenario,
                sealed.plan,
                drill.id,
                drill.began_ms,
                drill.speed,
            )

        plant = digest_of(site, scenario, parameters(), sealed.plan)
        record = Record(self._state)
        kept, unanswered, run = _kept(record, playing, plant, drill)
        if kept is None:
            beginning = begin(plant, sealed.plan.seed, drill.speed, drill.began_ms)
            record.start(beginning)
            kept, run = playing(), beginning.run
        play = _Doors(self._url, self._tokens, site, kept, record, run, drill.speed)
        play.start(unanswered)
        return play

    def _described(self, drill: str) -> tuple[Site, Scenario]:
        """The plant as it was when the drill began, which a later edit of its file changes no more; the
        file as it is now, where the server has none or its truth no longer fits. Raises Unreachable."""
        reply = self._door.get(f"drills/{drill}/site")
        try:
            site = self._site
            if reply.status == 200:
                site = with_addresses(Site.model_validate(reply.body), self._site)
            if site == self._site:
                return self._site, self._scenario
            return site, of_plant(self._written, site)
        except (OSError, ValueError) as why:
            _log.warning("the plant of the drill cannot be played", drill=drill, why=str(why))
            return self._site, self._scenario


def with_addresses(site: Site, own: Site) -> Site:
    """Return the drill's plant with the addresses of the local site file, which the board never reveals; a contact is
    matched by version. On a plant that is not simulated, versions are random: then the person's only contact by the
    same channel is used.
    """
    people = []
    for person in site.people:
        told = own.person_by_id.get(person.id)
        contacts = [
            _with_address(one, told.contacts if told else [], site.simulated)
            for one in person.contacts
        ]
        people.append(person.model_copy(update={"contacts": contacts}))
    return with_people(site, people)


def _with_address(contact: Contact, told: list[Contact], simulated: bool) -> Contact:
    found = [one for one in told if one.version == contact.version][:1]
    if not (found or simulated):
        found = [one for one in told if one.channel == contact.channel]
    if len(found) != 1:
        return contact
    return contact.model_copy(update={"address": found[0].address})


def _kept(
    record: Record, playing: Any, plant: str, drill: ExerciseRow
) -> tuple[Playing | None, list[Spoken], str]:
    """The drill as this process was playing it before it was killed."""
    found = record.read(plant, drill.speed)
    if found is None or found[0].began_ms != drill.began_ms:
        return None, [], ""
    kept: Playing = playing()
    try:
        unanswered = kept.life.relive(found[1])
    except Diverged as why:
        _log.warning("the drill cannot go on where it was; it begins anew", why=str(why))
        return None, [], ""
    record.resume()
    return kept, unanswered, found[0].run


class _Doors:
    """A drill in play with its doors: every word, reading and position carries the drill."""

    def __init__(
        self,
        url: str,
        tokens: Tokens,
        site: Site,
        playing: Playing,
        record: Record,
        run: str,
        speed: float,
    ) -> None:
        self.playing, self._record = playing, record
        self._tokens = tokens
        self._voices = Voices(url, voices_of(playing, tokens), run, playing.drill)
        self._heard: list[News] = []
        source_of = {in_drill(playing.drill, tag.id): tag.source for tag in site.tags}
        self._readings = tokens.readings and ReadingsFeed(url, tokens.readings, source_of)
        self._positions = tokens.positions and PositionsFeed(url, tokens.positions, LOCATED_BY)
        every_s = max(FASTEST_S, 1.0 / speed)
        self._senders = [
            Sender(name, feed.send, every_s)
            for name, feed in (("readings", self._readings), ("positions", self._positions))
            if feed
        ]

    def start(self, unanswered: list[Spoken]) -> None:
        """Open them; words whose answers are not known are said again."""
        self._voices.start()
        for sender in self._senders:
            sender.start()
        self._voices.say(unanswered)

    def stop(self) -> None:
        """Closes the connections."""
        self._voices.stop()
        for sender in self._senders:
            sender.stop()

    def hear(self, news: list[News]) -> None:
        """The twin's news, kept until the clock goes on."""
        self._heard += only(self.playing.drill, news)

    def go_on(
        self, exercise_ms: int, injects: list[tuple[str, int]], played: frozenset[str]
    ) -> None:
        """Every tick that the exercise clock has come to."""
        while self.playing.life.tick < self.playing.due(exercise_ms):
            news, self._heard = self._heard, []
            told = self.playing.told(news, self._voices.heard(), injects, played)
            if told.news or told.tick % KEEPS_EVERY == 0:
                self._record.told(told)
            said = self.playing.live(told)
            self._voices.speak_as(COMMANDER, commander_of(self.playing, self._tokens))
            if said:
                self._record.said(told.tick, len(said))
                self._voices.say(said)
            readings, positions = self.playing.readings(), self.playing.positions()
            if self._readings:
                self._readings.put(readings)
            if self._positions:
                self._positions.put(positions)


def play(
    site: Path, url: str, tokens: Tokens, state: Path | None, parent: int | None = None
) -> int:
    """Play drills until interrupted, or until `parent` has ended; return the exit status."""
    player = Player(site, url, tokens, state, parent)

    def stop(_number: int, _frame: FrameType | None) -> None:
        # Setting takes a lock that the interrupted main thread may hold just now.
        threading.Thread(target=player.stopping.set).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    player.run()
    return 0
