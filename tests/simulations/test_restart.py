"""A simulation that is killed goes on where it was: the same plant, the same people, said once."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from simulations.intent import Answer
from simulations.life import Diverged, Life, Told
from simulations.night import Night
from simulations.parameters import parameters
from simulations.record import Record, begin
from simulations.view import News
from tests.simulations.real_board import RealBoard
from tests.simulations.sites import demo

PLANT = "the same plant"
SPEED = 2.5
"""A tick of half a second, as the board under test turns its clock."""


class LivedBoard(RealBoard):
    """A night at a real desk that is lived by its record, and can be killed between two ticks."""

    def __init__(self, seed: int, folder: Path) -> None:
        site, scenario = demo()
        super().__init__(site, scenario, seed, folder)
        self._scenario, self._seed = scenario, seed
        self._path = folder / "plant.jsonl"
        self._record = Record(self._path)
        self._record.start(begin(PLANT, seed, SPEED, self.began_ms))
        self._life = Life(self.night, SPEED, self.began_ms)
        self._answers: dict[str, Answer] = {}
        self._starts_leak = False
        self.heard_twice: list[str] = []
        self._heard_keys: set[str] = set()

    def start_leak(self) -> None:
        self._starts_leak = True

    def tick(self) -> None:
        """One tick of half a second at the desk and in the plant."""
        self.clock.move(0.5)
        rows = orjson.loads(orjson.dumps(self._changed))
        self._changed = {}
        told = Told(
            self._life.tick + 1,
            base_ms=self.clock.now(),  # the clock of this test runs slower than a tick
            rows=self.night.view.changes([News(whole=False, rows=rows)]),
            answers=self._answers,
            leak=self._starts_leak,
        )
        self._answers, self._starts_leak = {}, False
        self._record.told(told)
        said = self._life.live(told)
        if said:
            self._record.said(told.tick, len(said))
        self._hear(said)
        self._send_readings()
        self.duties.run_once(self.clock.now())

    def _hear(self, said: list[Any]) -> None:
        for spoken in said:
            if spoken.say.key in self._heard_keys:
                self.heard_twice.append(spoken.say.key)
            self._heard_keys.add(spoken.say.key)
            self._answers[spoken.say.key] = self._submit(spoken)

    def kill(self) -> None:
        """Everything in the process's memory is gone, answers on their way included."""
        found = Record(self._path).read(PLANT, SPEED)
        assert found is not None
        beginning, kept = found
        self.night = Night(self.site, self._scenario, parameters(), self._seed, beginning.began_ms)
        self._life = Life(self.night, SPEED, beginning.began_ms)
        self._answers = {}
        whole: dict[str, dict[str, Any]] = {}
        for topic, key, row in self.rows.whole(self.desk.state):
            whole.setdefault(topic, {})[key] = row
        unanswered = self._life.relive(kept)
        self._changed = whole
        self._record = Record(self._path)
        self._record.resume()
        self._hear(unanswered)

    def told_story(self) -> list[tuple[int, str, str]]:
        return [(f.at, f.kind, f.actor) for f in self.facts]


def closed(board: RealBoard) -> bool:
    return board.first("incident.closed") is not None


def test_a_night_with_three_kills_is_the_night_without_fact_for_fact(tmp_path: Path) -> None:
    """Killed before, within and after the entry: levels, people and plan go on to the end."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    quiet, killed = LivedBoard(7, tmp_path / "one"), LivedBoard(7, tmp_path / "two")
    for board, kills in ((quiet, list[int]()), (killed, [400, 2_000, 3_000])):
        while not closed(board) and board.t_s < 3_600 * 2:
            if board._life.tick == 60:
                board.start_leak()
            board.tick()
            if kills and board._life.tick >= kills[0] and board._answers:
                kills.pop(0)
                before = board.night.plant.volumes()
                people = board.night.shift.positions()
                board.kill()
                assert board.night.plant.volumes() == before
                assert board.night.shift.positions() == people
        assert not kills
    assert closed(killed)
    assert len(killed.heard_twice) >= 3, "every kill caught a word on its way"
    assert killed.told_story() == quiet.told_story()
    acknowledged = [f.data["directive"] for f in killed.facts if f.kind == "directive.acknowledged"]
    assert len(acknowledged) == len(set(acknowledged))


def kept_night(path: Path, ticks: int) -> Life:
    """A night nobody looks at, that leaks from its first second."""
    site, scenario = demo()
    record = Record(path)
    record.start(begin(PLANT, 3, SPEED, 1_000_000))
    life = Life(Night(site, scenario, parameters(), 3, 1_000_000), SPEED, 1_000_000)
    for tick in range(1, ticks + 1):
        told = Told(tick, leak=tick == 2)
        if told.news or tick % 5 == 0:
            record.told(told)
        said = life.live(told)
        if said:
            record.said(tick, len(said))
    return life


def again(path: Path) -> Life:
    site, scenario = demo()
    found = Record(path).read(PLANT, SPEED)
    assert found is not None
    beginning, kept = found
    night = Night(site, scenario, parameters(), beginning.seed, beginning.began_ms)
    life = Life(night, SPEED, beginning.began_ms)
    life.relive(kept)
    return life


def test_a_line_torn_by_a_kill_is_dropped_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "plant.jsonl"
    before = kept_night(path, 200)
    with path.open("ab") as file:
        file.write(b'{"n":201,"rows":{"alarms"')
    lived = again(path)
    assert lived.tick == 200
    assert lived.night.plant.volumes() == before.night.plant.volumes()
    record = Record(path)
    record.resume()
    record.told(Told(205))
    assert again(path).tick == 205


def test_time_stands_still_while_no_process_runs(tmp_path: Path) -> None:
    path = tmp_path / "plant.jsonl"
    before = kept_night(path, 200)
    lived = again(path)
    much_later = 5_000_000
    lived.live(Told(201, base_ms=much_later))
    fell = before.night.plant.level_m("T206") - lived.night.plant.level_m("T206")
    assert 0 <= fell <= 0.5 * 0.016 / 60 * 2
    assert lived.at_ms(lived.t_s) == much_later


def test_another_plant_program_or_speed_is_another_night(tmp_path: Path) -> None:
    path = tmp_path / "plant.jsonl"
    kept_night(path, 10)
    assert Record(path).read("another plant", SPEED) is None
    assert Record(path).read(PLANT, 1.0) is None
    assert Record(tmp_path / "nothing.jsonl").read(PLANT, SPEED) is None
    path.write_bytes(b"not ours\n")
    assert Record(path).read(PLANT, SPEED) is None


def test_what_the_program_would_not_have_said_is_no_kept_night(tmp_path: Path) -> None:
    path = tmp_path / "plant.jsonl"
    kept_night(path, 10)
    with path.open("ab") as file:
        file.write(b'{"n":11,"said":4}\n{"n":12}\n')
    with pytest.raises(Diverged):
        again(path)


def test_a_record_that_grew_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulations.record.LONGEST", 2_000)
    path = tmp_path / "plant.jsonl"
    kept_night(path, 2_000)
    assert not path.exists()
