"""What a file rests on: its hash is the content's, and another fact makes another file."""

import io
import json
from hashlib import sha256
from pathlib import Path

from docx import Document
from openpyxl import load_workbook

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.scenarios.plan import canonical_json
from command_center.reports.export.file import csv_file, json_file
from command_center.reports.export.plots.canvas import numbered
from command_center.reports.export.reader import fact_numbers
from command_center.reports.export.word.word_file import word_file
from command_center.reports.export.xlsx_file import xlsx_file
from command_center.words import say
from tests.reports.gathered import dossier
from tests.reports.reviewed import FORMULA, JUDGE, judged, reviewed_drill, reviewed_incident
from tests.support.factories import CONTROLLER, ControlRoom


def test_the_hash_is_that_of_the_content(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    found = dossier(room, reviewed_drill(room))
    told = json.loads(json_file(found))
    assert told["content_sha256"] == sha256(canonical_json(told["content"]).encode()).hexdigest()
    assert told["mark"] == "【演练】 EXERCISE"
    assert told["content"]["exercise"] is True
    assert told["content"]["head"] == {"seq": room.facts()[-1].seq, "hash": room.facts()[-1].hash}


def test_what_happens_elsewhere_changes_nothing_of_it(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    name = reviewed_drill(room)
    before = dossier(room, name)
    room.alarm(tag="LT-P", condition="H")
    room.later(3600)
    assert dossier(room, name).sha256 == before.sha256


def test_another_fact_makes_another_file(tmp_path: Path) -> None:
    told = []
    for n, wait in enumerate((0.0, 0.001)):
        room = ControlRoom(tmp_path / f"works-{n}.db")
        room.later(wait)  # everything a millisecond later, ...
        name = reviewed_incident(room)
        told.append(dossier(room, name))
    one, other = told
    assert one.sha256 != other.sha256
    assert one.head.hash != other.head.hash
    assert csv_file(one, "en") != csv_file(other, "en")  # ... to the millisecond


def test_a_word_of_a_person_is_in_every_file(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    name = reviewed_drill(room)
    before = dossier(room, name)
    judged(room, name)
    after = dossier(room, name)
    assert before.sha256 != after.sha256
    assert after.sha256 in json.loads(json_file(after))["content_sha256"]
    for lang in ("zh-CN", "en"):
        assert len(word_file(after, lang)) != len(word_file(before, lang))
        assert len(xlsx_file(after, lang)) != len(xlsx_file(before, lang))
    ratings = csv_file(after, "en", "ratings").decode("utf-8-sig")
    assert f"'{FORMULA.replace(chr(34), chr(34) * 2)}" in ratings


def test_a_finding_of_what_the_draft_says_no_more_is_printed_all_the_same(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    name = reviewed_incident(room)
    seq = room.state.reviews.by_id[name].ended_seq
    text = "Nobody at the works answered"
    room.does("ann", "finding.add", review=name, text=text, facts=[seq], problem="late_ack:gone")
    printed = Document(io.BytesIO(word_file(dossier(room, name), "en"))).paragraphs
    assert [p.text.startswith(text) for p in printed if text in p.text] == [True], "once"


def test_a_note_of_the_hotwash_is_in_the_review(tmp_path: Path) -> None:
    """Evaluators note on until the log is frozen, also after the drill has ended."""
    from tests.reports.reviewed import JUDGE

    room = ControlRoom(tmp_path / "works.db")
    name = reviewed_drill(room)
    room.later(600)
    room.does(JUDGE, "observation.note", drill=name, objective="reach", rating="U", note="Nobody")
    noted = [o["objective"] for o in dossier(room, name).report["observations"]]
    assert noted == ["command", "reach"]


def test_numbers_of_facts_are_told_as_spans() -> None:
    assert fact_numbers([9, 4, 7, 8, 4]) == "#4, #7–#9"
    assert fact_numbers([1, 2]) == "#1, #2"
    assert fact_numbers([]) == ""


def test_without_a_chinese_face_numbers_stand_for_names() -> None:
    assert numbered(["控制", "介入"]) == (["1", "2"], "1 控制; 2 介入")


def test_an_action_of_another_review_moves_the_head(tmp_path: Path) -> None:
    """It is listed in the file: so the head that vouches for the file stands behind it."""
    room = ControlRoom(tmp_path / "works.db")
    incident = reviewed_incident(room)
    drill = reviewed_drill(room)
    before = dossier(room, drill)
    judged(room, incident)
    after = dossier(room, drill)
    [action] = after.report["earlier_actions"]
    assert before.head.seq < action["history"][-1] <= after.head.seq


def test_a_problem_taken_up_under_its_former_key_is_not_offered_again(tmp_path: Path) -> None:
    """Nobody's answer was a problem of each directive once; now it is one of whom they went to."""
    room = ControlRoom(tmp_path / "works.db")
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    given = {"incident": f"{drill}-INC-1", "urgency": "urgent", "category": "source"}
    orders = {
        to: [
            str(
                room.plays(drill, "ann", "directive.issue", to=to, text=text, **given)[0].data["id"]
            )
            for text in ("Shut it", "Look at it")
        ]
        for to in ("farm-hand", "second")
    }
    room.later(3600)
    for order in (*orders["farm-hand"], *orders["second"]):
        fired = {"directive": order, "step": "exhausted"}
        assert room.plays(drill, DUTY_ACTOR, "escalation.fire", **fired)
    room.does(CONTROLLER, "drill.end", drill=drill)
    room.does(DUTY_ACTOR, "review.open", review=drill)
    formerly = f"exhausted:{orders['farm-hand'][1]}"
    added = {"text": "Nobody was there", "facts": [1], "problem": formerly}
    [fact] = room.does("ann", "finding.add", review=drill, **added)

    found = dossier(room, drill)
    told = {p["key"]: p["finding"] for p in found.report["problems"]}
    taken = {key: of for key, of in told.items() if key.startswith("exhausted:")}
    assert taken == {"exhausted:farm-hand": fact.data["finding"], "exhausted:second": None}
    printed = [p.text for p in Document(io.BytesIO(word_file(found, "en"))).paragraphs]
    brought_in = say("en", "export.brought_in")
    assert not [line for line in printed if brought_in in line], "told with its problem, once"
    assert [line for line in printed if f"{fact.data['finding']} Nobody was there" in line]


def test_every_file_says_why_a_drill_does_not_count(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    found = dossier(room, reviewed_drill(room))
    codes = [one["code"] for one in json.loads(json_file(found))["content"]["lacks"]]
    assert codes == ["not_revealed", "unsigned"]
    for lang in ("zh-CN", "en"):
        why = say(lang, "lack.and").join(say(lang, f"lack.{code}", injects="") for code in codes)
        told = say(lang, "export.basis.counts_not", why=why)
        assert told in _words_of(word_file(found, lang))
        sheets = load_workbook(io.BytesIO(xlsx_file(found, lang))).worksheets
        assert any(told == cell.value for sheet in sheets for row in sheet.rows for cell in row)


def test_a_note_that_was_rectified_says_what_it_was(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    name = reviewed_drill(room)
    room.does("ann", "review.freeze", review=name)
    frozen = dossier(room, name)
    [noted] = room.facts("observation.noted")
    [changed] = room.does(
        JUDGE, "observation.change", drill=name, observation=noted.seq, rating="U", reason="Misread"
    )
    after = dossier(room, name)
    assert after.sha256 != frozen.sha256
    assert after.head.seq == changed.seq
    [row] = after.report["observations"]
    assert (row["rating"], row["late"], row["seq"]) == ("U", True, changed.seq)
    assert row["was"] == [{"seq": noted.seq, "objective": "command", "rating": "S"}]
    was = say("en", "drills.note_was", rating=say("en", "rating.S"), seq=noted.seq)
    for file in (
        csv_file(after, "en", "ratings").decode("utf-8-sig"),
        _words_of(word_file(after, "en")),
    ):
        assert was in file
        assert f"{say('en', 'drills.note_late')}: Misread" in file


def _words_of(file: bytes) -> str:
    document = Document(io.BytesIO(file))
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])
