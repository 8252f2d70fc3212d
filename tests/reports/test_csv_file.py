"""The timing table as a file: the exercise's mark on every line, and no cell that a spreadsheet runs."""

import csv
import io
from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.reports.export.file import csv_file
from command_center.reports.export.legible import harmless
from command_center.reports.sources import Sources
from command_center.words import LANGUAGES, say
from tests.reports.gathered import dossier
from tests.support.closing import closed_incident
from tests.support.factories import CONTROLLER, ControlRoom


def table(room: ControlRoom, name: str, lang: str) -> list[list[str]]:
    told = csv_file(dossier(room, name), lang)
    return list(csv.reader(io.StringIO(told.decode("utf-8-sig"))))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_exercise_is_marked_on_every_line_and_reality_on_none(tmp_path: Path, lang: str) -> None:
    room = ControlRoom(tmp_path / "works.db")
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    room.does(CONTROLLER, "drill.end", drill=drill)
    room.does(DUTY_ACTOR, "review.open", review=drill)
    mark = say(lang, "review.exercise_mark")
    marked = table(room, drill, lang)
    assert len(marked) > 13
    assert {line[0] for line in marked} == {mark}
    incident = closed_incident(room)
    plain = table(room, incident, lang)
    assert mark not in {cell for line in plain for cell in line}
    assert len(plain[0]) == len(marked[0]) - 1


def test_seconds_keep_their_milliseconds_and_a_gap_is_no_zero(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    incident = closed_incident(room)
    lines = {line[0]: line for line in table(room, incident, "en")}
    head = table(room, incident, "en")[0]
    seconds = head.index(say("en", "export.col.seconds"))
    control = lines[say("en", "timing.control")]
    assert float(control[seconds]) > 0
    assert lines[say("en", "timing.intervention")][seconds] == ""


@pytest.mark.parametrize(("value", "kept"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5.0", "-5.0")])
def test_no_cell_is_a_formula(value: str, kept: str) -> None:
    assert harmless(value) == kept


def test_of_a_drill_that_runs_there_is_nothing_to_read(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    drill = room.drill()
    assert Sources(room.desk, room.journal).subject(drill) is None
