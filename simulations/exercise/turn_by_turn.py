"""Plays a drill turn by turn against a server whose clock is advanced by hand, as fast as the machine allows.

In each turn the clock moves and the server's duties run; the people see the board, speak and are answered; the
plant's readings go in. Nothing runs in parallel, so the same plan gives the same drill on any machine.
"""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.site.model import Site
from command_center.live.rows.incidents.incident_rows import IncidentRow
from simulations.doors.feeds import PositionsFeed, ReadingsFeed
from simulations.doors.http import Ask, Door, Unreachable
from simulations.doors.voices import Voices
from simulations.exercise.clock import ExerciseRow, happened, running_drill
from simulations.exercise.playing import Playing
from simulations.exercise.scope import TOPICS_OF_A_DRILL, only
from simulations.exercise.speakers import commander_of, voices_of
from simulations.intent import COMMANDER
from simulations.life import TICK_S
from simulations.run import LOCATED_BY
from simulations.tokens import Tokens
from simulations.view import INCIDENTS, News, View

TURN_MS = 1_000
"""One turn of the clock: a second of the exercise, as the plant's own step."""
SPEED = TURN_MS / 1000 / TICK_S
"""The speed at which a tick of `Playing` is one turn."""

Turn = Callable[[int], int]
"""Turns the server's clock by so many ms; answers the board's `rev` that every client is then told."""
Begin = Callable[[ExerciseRow], Playing]


class TurnedDoors:
    """The usual doors of the center, reached through `ask`; each call waits for the answer."""

    def __init__(self, ask: Ask, tokens: Tokens, site: Site, run: str) -> None:
        self._ask, self._tokens, self._site, self._run = ask, tokens, site, run
        self._board = Door(ask, tokens.direction or "")
        self._epoch: str | None = None
        self._rev = -1
        self._seen = View()

    def look(self, rev: int) -> list[News]:
        """Return what changed on the board up to revision `rev`. Raises Unreachable."""
        if rev == self._rev:
            return []
        since = None if self._epoch is None else self._rev
        topics = ",".join(TOPICS_OF_A_DRILL)
        reply = self._board.get("board", epoch=self._epoch, since=since, topics=topics)
        if reply.status != HTTPStatus.OK:
            raise Unreachable(f"board: {reply.status}")
        self._epoch, self._rev = reply.body["epoch"], reply.body["rev"]
        whole, rows = reply.body["whole"], reply.body["rows"]
        if whole:
            self._seen.replace(rows)
        else:  # what changed last is told first
            rows = {topic: dict(reversed(rows[topic].items())) for topic in reversed(rows)}
            self._seen.merge(rows)
        return [News(whole, rows)]

    def drill(self) -> ExerciseRow | None:
        """Return the drill on the board, or None."""
        return running_drill(self._seen)

    def incidents(self, drill: str) -> list[IncidentRow]:
        """Return the rows of the drill's incidents."""
        return list(self._seen.of(INCIDENTS, drill).values())

    def turns(self, turn: Turn, begin: Begin, rev: int) -> Iterator[Playing]:
        """Play the running drill, one turn at a time, until it is off the board."""
        self.look(rev)
        drill = self.drill()
        assert drill is not None
        playing = begin(drill)
        voices = Voices(self._ask, voices_of(playing, self._tokens), self._run, playing.drill)
        sources = {in_drill(drill.id, tag.id): tag.source for tag in self._site.tags}
        readings = ReadingsFeed(self._ask, self._tokens.readings or "", sources)
        positions = PositionsFeed(self._ask, self._tokens.positions or "", LOCATED_BY)
        answers: dict[str, Any] = {}
        heard = [News(True, self._seen.rows)]
        while True:
            heard += self.look(turn(TURN_MS))
            drill = self.drill()
            if drill is None or drill.id != playing.drill:
                return
            if drill.runs:
                injects = happened(self._seen, drill.id)
                told = playing.told(only(drill.id, heard), answers, injects)
                heard = []
                said = playing.live(told)
                voices.speak_as(COMMANDER, commander_of(playing, self._tokens))
                answers = voices.at_once(said)
                readings.put(playing.readings())
                readings.send()
                positions.put(playing.positions())
                positions.send()
            yield playing
