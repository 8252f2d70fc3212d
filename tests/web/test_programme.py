"""The doors of the year's programme: drawn by a coordinator, its windows read by everybody."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from command_center.desk import Desk
from command_center.domain.actor import Role
from command_center.domain.site.parts.people import Person
from command_center.site_file import load
from command_center.store.schema import sealed_drills
from tests.web.center import Caller, Center

DEMO = Path(__file__).parents[2] / "sites" / "demo" / "site.yaml"
DOOR = "/api/v1/programme"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Center]:
    center = Center(tmp_path, load(DEMO))
    yield center
    center.engine.dispose()


@pytest.fixture
def coming(plant: Center) -> int:
    """Next year, by the plant's clock."""
    return datetime.fromtimestamp(plant.clock.now() / 1000, UTC).year + 1


def test_a_year_is_drawn_and_everybody_reads_its_windows(plant: Center, coming: int) -> None:
    answer = plant.machine(Role.CONTROLLER).post(DOOR, {"year": coming})
    assert answer.status_code == 200, answer.text
    told = answer.get_json()
    assert [w["state"] for w in told["windows"]] == ["to_come", "to_come"]
    read = plant.machine(Role.VIEWER).get(DOOR).get_json()
    known = ("id", "opens", "closes", "state", "turns", "drill")
    told["windows"] = [{key: w[key] for key in known} for w in told["windows"]]
    assert read["programmes"] == [told]
    assert [code for _, _, code in told["turns"]] == ["to_come", "begun", "over"]
    years = [(one["year"], [code for _, _, code in one["turns"]]) for one in read["years"]]
    assert years == [
        (coming - 1, ["early", "draw", "closed"]),
        (coming, ["early", "again", "closed"]),
        (coming + 1, ["early", "draw", "closed"]),
    ]
    assert set(read["legal"]) == {"last", "due", "days_left", "turns"}
    assert read["legal"]["turns"] == [[0, "urgent", "never"]]


def test_nothing_that_a_window_hides_leaves_by_any_door(plant: Center, coming: int) -> None:
    controller = plant.machine(Role.CONTROLLER)
    controller.post(DOOR, {"year": coming, "seed": 4_294_967_311})
    kept = plant.sealed.content(plant.desk.state.programmes[coming].commitment)
    assert kept is not None
    assert "4294967311" in kept
    for path in ("programme", f"programme/{coming}.ics", "journal?after=0", "drills", "board"):
        assert "4294967311" not in controller.get(f"/api/v1/{path}").text
        assert "scenario" not in controller.get(f"/api/v1/{path}").text.replace("scenarios", "")


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_the_calendar_holds_the_windows_and_nothing_else(
    plant: Center, coming: int, lang: str
) -> None:
    told = plant.machine(Role.CONTROLLER).post(DOOR, {"year": coming}).get_json()
    answer = plant.machine(Role.VIEWER).get(f"{DOOR}/{coming}.ics?lang={lang}")
    assert answer.content_type.startswith("text/calendar")
    starts = [line[-8:] for line in answer.text.splitlines() if line.startswith("DTSTART")]
    assert starts == [w["opens"].replace("-", "") for w in told["windows"]]
    assert plant.machine(Role.VIEWER).get(f"{DOOR}/{coming + 1}.ics").status_code == 404


def test_a_year_drawn_anew_moves_its_entries_in_every_calendar(plant: Center, coming: int) -> None:
    controller, door = plant.machine(Role.CONTROLLER), f"{DOOR}/{coming}.ics?lang=en"
    controller.post(DOOR, {"year": coming, "seed": 1})
    first = plant.machine(Role.VIEWER).get(door).text.splitlines()
    plant.clock.advance(1)
    controller.post(DOOR, {"year": coming, "seed": 2})
    anew = plant.machine(Role.VIEWER).get(door).text.splitlines()

    def told(lines: list[str], name: str) -> list[str]:
        return [line.partition(":")[2] for line in lines if line.startswith(name)]

    assert told(anew, "UID") == told(first, "UID")
    assert told(anew, "DTSTART") != told(first, "DTSTART")
    assert min(map(int, told(anew, "SEQUENCE"))) > max(map(int, told(first, "SEQUENCE")))


def test_a_window_is_prepared_by_a_coordinator_and_nobody_else_reads_how(
    plant: Center, coming: int
) -> None:
    controller = plant.machine(Role.CONTROLLER)
    window = controller.post(DOOR, {"year": coming}).get_json()["windows"][0]["id"]
    who = plant.site.people[0].id
    data = {"year": coming, "window": window, "people": [who], "in_plant": True}
    body = {"kind": "programme.prepare", "data": data}
    refused = controller.post("/api/v1/commands", body)
    assert refused.get_json()["code"] == "safety_officer_needed"
    data["safety_officer"] = who
    for role in (Role.COMMANDER, Role.EVALUATOR, Role.RESPONDER, Role.VIEWER):
        assert plant.machine(role).post("/api/v1/commands", body).status_code == 403
    assert controller.post("/api/v1/commands", body).status_code == 200
    [shown, other] = controller.get(DOOR).get_json()["programmes"][0]["windows"]
    said = {"people": [who], "in_plant": True, "safety_officer": who, "revision": 1,
            "prepared_by": shown["prepared"]["prepared_by"], "prepared_at": plant.clock.now()}  # fmt: skip
    assert (shown["prepared"], shown["waits"]) == (said, None)
    assert (other["prepared"]["people"], other["prepared"]["revision"]) == ([], 0)
    for role in (Role.COMMANDER, Role.EVALUATOR, Role.RESPONDER, Role.VIEWER):
        reader = plant.machine(role)
        assert "prepared" not in reader.get(DOOR).text
        assert "programme.prepared" not in reader.get("/api/v1/journal?after=0").text
    assert "programme.prepared" in controller.get("/api/v1/journal?after=0").text


def test_that_a_drill_is_made_and_waits_is_told_to_coordinators_alone(
    plant: Center, coming: int
) -> None:
    controller = plant.machine(Role.CONTROLLER)
    window = controller.post(DOOR, {"year": coming}).get_json()["windows"][0]
    assert controller.command("drill.plan", name="Spring", window=window["id"]).status_code == 200

    def told(who: Caller) -> list[str]:
        [shown, _] = who.get(DOOR).get_json()["programmes"][0]["windows"]
        return [code for _, _, code in shown["turns"]]

    assert told(controller) == ["to_come", "waits", "missed"]
    assert told(plant.machine(Role.VIEWER)) == ["to_come", "open", "missed"]


def test_of_two_who_prepare_the_same_drill_the_later_is_told_and_nothing_is_written_over(
    plant: Center, coming: int
) -> None:
    li, wang = (plant.machine(Role.CONTROLLER, name=name) for name in ("li", "wang"))
    window = li.post(DOOR, {"year": coming}).get_json()["windows"][0]["id"]
    one, two, three = plant.site.people[:3]
    moving = {"in_plant": True, "safety_officer": three.id}

    def prepares(who: Caller, base: object, *people: Person, **more: Any) -> Any:
        ids = [person.id for person in people]
        said = {"year": coming, "window": window, "base": base, "people": ids, **more}
        return who.command("programme.prepare", **said)

    def stands() -> dict[str, Any]:
        told = li.get(DOOR).get_json()["programmes"][0]["windows"][0]["prepared"]
        return {name: told[name] for name in ("people", "revision", "prepared_by")}

    def refused(answer: Any) -> str:
        problem = answer.get_json()
        assert (answer.status_code, problem["code"]) == (409, "preparation_moved"), problem
        assert problem["mend"]
        return str(problem["detail"])

    assert prepares(li, 0, one).status_code == 200
    assert prepares(li, 1, one, two, **moving).status_code == 200
    theirs = {"people": sorted([one.id, two.id]), "revision": 2, "prepared_by": "li"}
    told = refused(prepares(wang, 0, three))
    for part in ("li has", "revision 2", one.name.en, two.name.en, f"with {three.name.en} as"):
        assert part in told
    told = refused(prepares(wang, 1, three))
    assert f"now played by people: {two.name.en}" in told
    assert one.name.en not in told, "wang had seen that"
    assert stands() == theirs
    assert prepares(wang, 0, two, one, **moving).get_json()["facts"] == [], "it is so already"
    assert stands() == theirs

    assert prepares(wang, 2, three).status_code == 200, "after theirs"
    told = refused(prepares(li, 2, one))
    assert "no longer played by people" in told
    assert "nobody moves in the plant" in told
    for base, who in ((3, one), (4, three)):
        assert prepares(wang, base, who).status_code == 200
    assert prepares(li, 3, two).status_code == 200, "there and back is no change"
    for wrong in (-1, "two", 2_000_000):
        assert prepares(li, wrong, one).status_code == 422
    anew = Desk(plant.site, plant.journal, plant.clock)
    anew.catch_up()
    assert anew.state.programmes == plant.desk.state.programmes


def test_the_answer_to_a_preparation_tells_what_the_next_goes_on_from(
    plant: Center, coming: int
) -> None:
    li, wang = (plant.machine(Role.CONTROLLER, name=name) for name in ("li", "wang"))
    window = li.post(DOOR, {"year": coming}).get_json()["windows"][0]["id"]
    one, two, three = (person.id for person in plant.site.people[:3])

    def prepares(who: Caller, base: int, *people: str) -> Any:
        said = {"year": coming, "window": window, "base": base, "people": list(people)}
        return who.command("programme.prepare", **said)

    def revision(answer: Any) -> int:
        [fact] = answer.get_json()["facts"]
        return int(fact["data"]["revision"])

    first = revision(prepares(li, 0, one))
    second = revision(prepares(li, first, one, two))
    assert prepares(wang, first, three).status_code == 409
    # Changed there and back it is no change, and yet not the revision after the base.
    prepares(li, second, one)
    assert revision(prepares(wang, first, three)) == 4


def test_a_draw_that_is_refused_leaves_nothing_behind_and_one_drawn_anew_is_counted(
    plant: Center, coming: int
) -> None:
    controller = plant.machine(Role.CONTROLLER)
    first = controller.post(DOOR, {"year": coming}).get_json()
    again = controller.post(DOOR, {"year": coming}).get_json()
    assert (first["superseded"], len(again["superseded"])) == ([], 1)
    assert set(again["superseded"][0]) == {"commitment", "drawn_at", "drawn_by"}
    plant.clock.advance(500 * 86_400)  # its windows have opened meanwhile

    def rows() -> int:
        with plant.engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(sealed_drills)) or 0

    kept = rows()
    refused = controller.post(DOOR, {"year": coming})
    assert refused.status_code == 409
    planned = controller.command("drill.plan", name="Night").get_json()
    drill = planned["facts"][0]["data"]["id"]
    door = f"/api/v1/drills/{drill}/seal"
    assert controller.post(door, {"scenario": "tank-overfill"}).status_code == 200
    assert controller.post(door, {"scenario": "tank-overfill"}).status_code == 409
    assert rows() == kept + 1


def test_what_is_hidden_cannot_be_sealed_again_and_shown_in_another_name(
    plant: Center, coming: int
) -> None:
    """A drill that is sealed with somebody else's commitment, started and read, would tell the year."""
    controller = plant.machine(Role.CONTROLLER)
    year = controller.post(DOOR, {"year": coming}).get_json()
    surprise = controller.post("/api/v1/drills/surprise", {"seed": 7}).get_json()
    controller.command("drill.plan", name="Decoy")
    for hidden in (year["commitment"], surprise["commitment"]):
        told = {"drill": "DRL-2", "commitment": hidden, "generator": "x"}
        refused = controller.command("drill.seal", **told)
        assert (refused.status_code, refused.get_json()["code"]) == (409, "commitment_used")
        windows = [{key: w[key] for key in ("id", "opens", "closes")} for w in year["windows"]]
        drawn = {"year": coming, "windows": windows, "commitment": hidden, "generator": "x"}
        refused = controller.command("programme.draw", **drawn)
        assert (refused.status_code, refused.get_json()["code"]) == (409, "commitment_used")
    assert controller.command("drill.start", drill="DRL-2").status_code == 409
    assert controller.get("/api/v1/drills/DRL-2/plan").status_code == 404
    assert controller.get(DOOR).get_json()["programmes"][0]["superseded"] == []


@pytest.mark.parametrize(
    "role", [Role.COMMANDER, Role.EVALUATOR, Role.RESPONDER, Role.VIEWER, Role.ADMINISTRATOR]
)
def test_only_a_coordinator_draws(plant: Center, coming: int, role: Role) -> None:
    assert plant.machine(role).post(DOOR, {"year": coming}).status_code == 403
    assert plant.desk.state.programmes == {}


def test_a_year_that_is_over_and_one_that_is_none_are_told_why(plant: Center, coming: int) -> None:
    controller = plant.machine(Role.CONTROLLER)
    late = controller.post(DOOR, {"year": coming - 2})
    assert (late.status_code, late.get_json()["code"]) == (409, "programme_late")
    assert controller.post(DOOR, {"year": 1999}).status_code == 422
    assert controller.post(DOOR, {"year": "soon"}).status_code == 422
    assert plant.desk.state.programmes == {}
