"""What facts only name goes where their journal goes, is held against its name, and never comes in half."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Table, select

from command_center.domain.drills.sealing import commitment_of
from command_center.domain.evidence.claims import Claims
from command_center.domain.reading import Position, Quality, Reading
from command_center.store.database.engine import open_engine
from command_center.store.evidence import EvidenceStore
from command_center.store.journal import EMPTY
from command_center.store.journal.export import export
from command_center.store.journal.restore import RestoreError, restore
from command_center.store.photographs import Photographs
from command_center.store.plant.scenario_texts import ScenarioTexts
from command_center.store.reference import keep_site
from command_center.store.schema import (
    evidence,
    photographs,
    positions,
    readings,
    scenario_texts,
    sealed_drills,
    site_versions,
)
from command_center.store.sealed import Kept, SealedDrills
from command_center.store.series.positions import Positions
from command_center.store.series.readings import Readings
from tests.store.facts import SITE, a_fact, a_journal

TABLES = (evidence, photographs, positions, readings, scenario_texts, sealed_drills, site_versions)
PROOF = b"\xff\xd8\x00 a leak \xff\xd9"
PICTURE = b"\xff\xd8\x00 one \xff\xd9"
HIDDEN = Kept('{"plan":"下一次"}', "cd" * 16)
KINDS = ["description", "scenario", "sealed", "photograph", "evidence", "readings", "positions"]


@pytest.fixture
def other(tmp_path: Path, empty_database: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{shutil.copy(empty_database, tmp_path / 'restored.db')}")
    yield made
    made.dispose()


def proven(engine: Engine, ident: str, content: bytes = PROOF) -> dict[str, Any]:
    """A photograph that somebody brought for a matter, as a fact names it."""
    store = EvidenceStore(engine, SITE)
    kept = store.keep(ident, content, "image/jpeg", Claims(), (), "ann", "p-1", 8)
    return {"sha256": kept.sha256, "flags": []}


@pytest.fixture
def lines(engine: Engine) -> list[bytes]:
    """A journal that names one of everything, with 1,200 readings and a position of its drill."""
    version = keep_site(engine, SITE, '{"id":"demo"}', 3)
    facts: list[tuple[str, dict[str, Any]]] = [
        ("drill.planned", {"id": "DRL-1"}),
        ("drill.sealed", {"commitment": commitment_of(*HIDDEN), "site_version": version}),
        ("scenario.saved", {"sha256": ScenarioTexts(engine, SITE).keep("id: 自有\n", 4)}),
        ("observation.photographed",
         {"sha256": Photographs(engine, SITE).keep(PICTURE, "image/jpeg", 7)}),
        ("matter.filled", {"matter": "m-1", "fields": {"found": [proven(engine, "e-1")]}}),
    ]  # fmt: skip
    SealedDrills(engine, SITE).keep(commitment_of(*HIDDEN), HIDDEN, 5)
    made = [replace(a_fact(), kind=kind, data=data, drill="DRL-1") for kind, data in facts]
    a_journal(engine).append(made, expected=0)
    own = [Reading("DRL-1/LT-1", 1000 + s, s / 7, Quality.GOOD, "sim") for s in range(1_200)]
    Readings(engine, SITE).add([*own, Reading("LT-1", 1, 2.0, Quality.GOOD, "dcs")])
    where = [Position(f"{drill}p-1", 9, 31.1, 120.0000001, "sim") for drill in ("DRL-1/", "")]
    Positions(engine, SITE).add(where)
    return list(export(a_journal(engine), sealed=True))


def rows(engine: Engine, table: Table) -> list[tuple[Any, ...]]:
    """Everything of a table but what the plant itself measured."""
    with engine.connect() as connection:
        found = connection.execute(select(table).order_by(*table.primary_key.columns)).all()
    measured = table in (readings, positions)
    return [
        tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
        for row in found
        if not measured or "/" in row[1]
    ]


def word(line: bytes) -> str:
    return str(next(iter(json.loads(line))))


def test_everything_comes_back_row_by_row(
    engine: Engine, other: Engine, lines: list[bytes]
) -> None:
    assert [word(line) for line in lines[6:]] == [
        *KINDS[:5],
        *["readings"] * 2,
        "positions",
        "head",
    ]
    told = restore(lines, other)
    assert told.kept == {**dict.fromkeys(KINDS, 1), "readings": 1_200}
    assert told.missing == told.withheld == []
    for table in TABLES:
        assert rows(other, table) == rows(engine, table) != [], table.name
    assert SealedDrills(other, SITE).of(commitment_of(*HIDDEN)) == HIDDEN
    assert list(export(a_journal(other), sealed=True)) == lines


def test_what_is_sealed_still_is_in_the_file_only_where_it_is_asked_for(
    engine: Engine, other: Engine, lines: list[bytes]
) -> None:
    """A reviewer takes the journal along, and may be drilled tomorrow."""
    plain = list(export(a_journal(engine)))
    assert HIDDEN.nonce.encode() not in b"".join(plain)
    assert "下一次".encode() not in b"".join(plain)
    assert "自有".encode() not in b"".join(plain), "nor what one may be drawn from"
    withheld = [("scenario", hashlib.sha256("id: 自有\n".encode()).hexdigest()),
                ("sealed", commitment_of(*HIDDEN))]  # fmt: skip
    told_of = [json.loads(line)["withheld"] for line in plain[7:9]]
    assert [(one["kind"], one["name"]) for one in told_of] == withheld
    told = restore(plain, other)
    assert (told.missing, told.withheld) == ([], withheld)
    shown = a_fact(kind="drill.revealed", data=HIDDEN._asdict(), drill="DRL-1")
    a_journal(engine).append([shown], expected=5)
    assert word(list(export(a_journal(engine)))[9]) == "sealed", "it hides nothing any more"


def refused(lines: list[bytes], engine: Engine, **more: Any) -> str:
    with pytest.raises(RestoreError) as error:
        restore(lines, engine, **more)
    assert a_journal(engine).head() == EMPTY
    assert all(rows(engine, table) == [] for table in TABLES)
    return str(error.value)


def altered(line: bytes, **fields: Any) -> bytes:
    said = json.loads(line)
    kind = next(iter(said))
    return json.dumps({kind: said[kind] | fields}, ensure_ascii=False).encode() + b"\n"


def again(lines: list[bytes]) -> list[bytes]:
    """With the hash that fits the lines, as a forger who reads the format would write it."""
    head = json.loads(lines[-1])
    digest = hashlib.sha256(b"".join(lines[:-1])).hexdigest()
    return [*lines[:-1], json.dumps(head | {"sha256": digest}).encode() + b"\n"]


def test_what_is_not_what_its_name_says_is_found(lines: list[bytes], other: Engine) -> None:
    for at, fields in (
        (6, {"yaml": "{}"}),
        (7, {"text": "id: other"}),
        (8, {"content": "{}"}),
        (8, {"nonce": "ab" * 16}),
        (9, {"content": "AAAA"}),
        (10, {"content": "AAAA"}),
        (10, {"content": None}),
    ):
        forged = again([*lines[:at], altered(lines[at], **fields), *lines[at + 1 :]])
        why = refused(forged, other)
        assert why.startswith(f"line {at + 1}: this is not what its hash says"), fields


def test_any_altered_line_is_found_by_the_files_own_hash(lines: list[bytes], other: Engine) -> None:
    """Also a time nothing else depends on, a value between two others, a line lost or doubled."""
    for at, was, becomes in (
        (6, b'_at":', b'_at":1'),
        (7, b'_at":', b'_at":1'),
        (8, b'_at":', b'_at":1'),
        (9, b'_at":', b'_at":1'),
        (10, b'"person":"p-1"', b'"person":"p-2"'),
        (11, b"[1001,", b"[1001.0,"),
        (11, b"0.1428", b"0.1429"),
        (12, b"[2005,", b"[2004,"),
        (12, b"143.", b"144."),
        (13, b"31.1", b"31.2"),
    ):
        line = lines[at].replace(was, becomes, 1)
        assert line != lines[at], was
        for instead in ([line], [], [lines[at]] * 2):
            changed = [*lines[:at], *instead, *lines[at + 1 :]]
            assert refused(changed, other).startswith("line ")


def test_a_forgers_fitting_hash_is_not_the_one_that_was_noted_down(
    lines: list[bytes], other: Engine
) -> None:
    noted = json.loads(lines[-1])["sha256"]
    lines[11] = lines[11].replace(b"0.14285714285714285", b"0.15", 1)
    forged = again(lines)
    assert forged != lines
    assert "not the one whose SHA-256" in refused(forged, other, sha256=noted)
    assert restore(forged, other).kept["readings"] == 1_200, "nothing else can know a reading"


def test_what_a_fact_names_is_not_left_out_in_silence(lines: list[bytes], other: Engine) -> None:
    for at in (6, 7, 8, 9, 10):
        kind, said = next(iter(json.loads(lines[at]).items()))
        name = said[{"description": "version", "sealed": "commitment"}.get(kind, "sha256")]
        why = refused(again([*lines[:at], *lines[at + 1 :]]), other)
        assert "not in the file" in why
        assert str(name) in why
        note = json.dumps({"missing": {"kind": kind, "name": name}}).encode() + b"\n"
        assert "twice" in refused(again([*lines[:at], note, *lines[at:]]), other)
    said_so = again([*lines[:at], note, *lines[at + 1 :]])
    assert restore(said_so, other).missing == [(kind, name)]


def test_what_no_fact_names_does_not_come_in(lines: list[bytes], other: Engine) -> None:
    text = {"scenario": {"sha256": hashlib.sha256(b"x").hexdigest(), "text": "x", "kept_at": 1}}
    for strange in (
        text,
        {"readings": {"of": "DRL-9/LT-1", "rows": [[1, 1.0, "good", "sim"]]}},
        {"missing": {"kind": "scenario", "name": "x"}},
        {"missing": {"kind": "drill", "name": "DRL-1"}},
    ):
        line = json.dumps(strange).encode() + b"\n"
        assert "no fact names this" in refused(again([*lines[:13], line, *lines[13:]]), other)


def test_a_line_that_is_none_is_named(lines: list[bytes], other: Engine) -> None:
    said: object
    for said in (
        {"readings": {"of": "LT-1", "rows": [[1, 1.0, "good", "dcs"]]}},
        {"readings": {"of": "DRL-1/LT-2", "rows": []}},
        {"readings": {"of": "DRL-1/LT-2", "rows": [[1, "1.0", "good", "dcs"]]}},
        {"readings": {"of": "DRL-1/LT-2", "rows": [[1, 1.0, "good"]]}},
        {"positions": {"of": "DRL-1/p-2", "rows": [[True, 1.0, 1.0, "x"]]}},
        {"scenario": {"text": "x"}},
        {"photograph": 7},
        {"missing": {}},
        {"missing": "all"},
        {"something": {}},
        {},
        {"scenario": {}, "sealed": {}},
        [],
    ):
        strange = again([*lines[:13], json.dumps(said).encode() + b"\n", *lines[13:]])
        assert refused(strange, other).startswith("line 14: "), said


def test_an_export_says_what_its_own_database_had_lost(engine: Engine, other: Engine) -> None:
    gone = a_fact(data={"sha256": "e" * 64}, kind="scenario.saved", drill=None)
    a_journal(engine).append([gone], expected=0)
    told = restore(export(a_journal(engine)), other)
    assert told.missing == [("scenario", "e" * 64)]


def test_an_export_of_the_first_format_is_restored_as_far_as_it_goes(
    lines: list[bytes], other: Engine
) -> None:
    """It held photographs alone, whoever named them, and its head without a hash."""
    head = json.loads(lines[-1])
    del head["sha256"]
    first = lines[0].replace(b"/3", b"/1")
    stray = {"sha256": hashlib.sha256(b"x").hexdigest(), "type": "image/jpeg", "kept_at": 1,
             "content": "eA=="}  # fmt: skip
    kept = [first, *lines[1:6], lines[9], json.dumps({"photograph": stray}).encode() + b"\n",
            json.dumps(head).encode() + b"\n"]  # fmt: skip
    told = restore(kept, other)
    assert told.kept == {"photograph": 2}
    assert [kind for kind, _ in told.missing] == ["description", "scenario", "sealed", "evidence"]


def test_an_export_that_left_evidence_out_is_restored_and_names_it(
    lines: list[bytes], other: Engine
) -> None:
    """The second format had no evidence; what else it lacks is refused as ever."""
    second = [lines[0].replace(b"/3", b"/2"), *lines[1:10], *lines[11:]]
    told = restore(again(second), other)
    assert told.missing == [("evidence", hashlib.sha256(PROOF).hexdigest())]
    assert "evidence" not in told.kept


def test_an_export_of_the_second_format_lacks_nothing_else(
    lines: list[bytes], other: Engine
) -> None:
    second = [lines[0].replace(b"/3", b"/2"), *lines[1:9], *lines[11:]]
    assert "not in the file" in refused(again(second), other)


@pytest.mark.parametrize("field", ["fields", "values", "value"])
def test_evidence_goes_with_the_journal_wherever_a_matter_names_it(
    engine: Engine, other: Engine, field: str
) -> None:
    """Erased, its row goes without content; brought twice, the first counts."""
    first, second = proven(engine, "e-1"), proven(engine, "e-2", b"two")
    proven(engine, "e-3")
    EvidenceStore(engine, SITE).keep("e-4", b"erased", "image/jpeg", Claims(), (), "ben", "p-2", 9)
    EvidenceStore(engine, SITE).erase("p-2", 10, 11)
    erased = hashlib.sha256(b"erased").hexdigest()
    named = {"found": [first, second["sha256"]], "deep": [{"in": {"sha256": erased}}]}
    fact = a_fact(kind="matter.filled", data={"matter": "m-1", field: named})
    a_journal(engine).append([fact], expected=0)
    assert restore(export(a_journal(engine)), other).kept == {"evidence": 3}
    store, before = EvidenceStore(other, SITE), EvidenceStore(engine, SITE)
    for sha256 in (first["sha256"], second["sha256"], erased):
        assert store.of(sha256) == before.of(sha256)
        assert store.of(sha256) is not None
    kept = store.of(erased)
    assert kept is not None
    assert (kept.content, kept.claims) == (None, None)


@pytest.mark.parametrize("kind", ["template.saved", "matter.opened", "matter.repinned"])
def test_the_text_that_a_template_or_a_matter_names_goes_with_the_journal(
    engine: Engine, kind: str
) -> None:
    digest = ScenarioTexts(engine, SITE).keep("template: note\n", 4)
    field = "sha256" if kind == "template.saved" else "revision"
    a_journal(engine).append(
        [replace(a_fact(), kind=kind, data={field: digest}, drill=None)], expected=0
    )
    told = [json.loads(line) for line in export(a_journal(engine))]
    assert [one["template"]["text"] for one in told if "template" in one] == ["template: note\n"]
