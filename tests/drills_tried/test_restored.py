"""A drill that was restored from its export is the drill it was: its review and its files, its replay with
levels and people, its photographs; what is sealed for later and the site's own scenario are there too."""

from pathlib import Path
from typing import Any

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.drills.sealing import commitment_of
from command_center.domain.reading import Position, Quality, Reading
from command_center.settings import Settings
from command_center.store.database.databases import databases
from command_center.store.journal.export import export
from command_center.store.journal.restore import restore
from command_center.store.photographs import Photographs
from command_center.store.plant.scenario_texts import ScenarioTexts
from command_center.store.sealed import Kept
from command_center.store.series.positions import Positions
from tests.drills_tried.test_site_edited import edited
from tests.drills_tried.whole import Folder, Whole, folder
from tests.support.any_command import NONCE
from tests.support.factories import CONTROLLER
from tests.support.reachable_works import reachable_works

JUDGE = Actor("account-judge", Role.EVALUATOR, person="eva")
SEALED = '{"plan":"of this drill"}'
COMING = Kept('{"plan":"of the next"}', "cd" * 16)
PICTURE = b"\xff\xd8 not looked at \xff\xd9"


def drilled(whole: Whole) -> str:
    """A drill with a level that moves, a person who walks, a note with a photograph, and its end."""
    drill = whole.drill(content=SEALED)
    whole.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    for step in range(5):
        at = whole.state.drills[drill].exercise_at(whole.now)
        whole.reads(Reading(f"{drill}/LT-T", at, 5.0 - step / 3, Quality.GOOD, "dcs"))
        where = Position(f"{drill}/eva", at, 31.0 + step / 1000, 120.0, "locator")
        Positions(whole.stores.feeds, whole.site.id).add([where])
        whole.turn(1)
    sha256 = Photographs(whole.stores.journal, whole.site.id).keep(PICTURE, "image/jpeg", whole.now)
    whole.does(DUTY_ACTOR, "observation.photograph", drill=drill, sha256=sha256, type="image/jpeg",
               width=2, height=2, size=len(PICTURE))  # fmt: skip
    whole.does(JUDGE, "observation.note", drill=drill, objective="command", rating="S",
               photographs=[sha256])  # fmt: skip
    whole.turn(5)
    whole.does(CONTROLLER, "drill.end", drill=drill)
    whole.does(CONTROLLER, "drill.reveal", drill=drill, content=SEALED, nonce=NONCE)
    whole.turn(1)
    return drill


def shown(whole: Whole, drill: str) -> dict[str, Any]:
    """What the doors say of it, that a restore must not change."""
    of = whole.got(f"replay/{drill}")
    at = of["since"] + 4_000
    return {
        "review": whole.got(f"reviews/{drill}"),
        "file": whole.got(f"reviews/{drill}.json"),
        "drill": whole.got(f"drills/{drill}"),
        "replay": of,
        "board": whole.got(f"replay/{drill}/board?at={at}"),
        "site": whole.got(f"drills/{drill}/site"),
    }


def test_it_is_told_as_it_was_told_before(center: Folder, tmp_path: Path) -> None:
    whole = center.starts(reachable_works())
    drill = drilled(whole)
    sealed = whole.does(CONTROLLER, "drill.plan", name="Next")[0].data["id"]
    whole.sealed.keep(commitment_of(*COMING), COMING, whole.now)
    whole.does(CONTROLLER, "drill.seal", drill=sealed, commitment=commitment_of(*COMING),
               generator="test/1")  # fmt: skip
    text = ScenarioTexts(whole.stores.journal, whole.site.id).keep("id: own\n", whole.now)
    whole.does(CONTROLLER, "scenario.save", scenario="own", base=0, sha256=text)
    before = shown(whole, drill)
    assert before["file"]["content"]["levels"], "the figure of levels has its points"
    at = before["board"]["rows"]
    assert at["levels"]["LT-T"]["value"] < 5, "and so has the replay"
    assert any(key.startswith("position:") for key in at["people"])
    lines = list(export(whole.journal, whole.stores.feeds, sealed=True))

    with folder(tmp_path / "again", whole.now) as empty:
        with databases(Settings(data_dir=tmp_path / "again" / "var")) as stores:
            assert restore(lines, stores.journal, stores.feeds).missing == []
        again = empty.starts(edited())  # the plant has been described anew meanwhile
        assert shown(again, drill) == before
        kept = Photographs(again.stores.journal, again.site.id).of(
            next(iter(again.state.drills[drill].photographs))
        )
        assert kept is not None
        assert kept.content == PICTURE
        assert again.sealed.of(commitment_of(*COMING)) == COMING
        assert ScenarioTexts(again.stores.journal, again.site.id).of(text) == "id: own\n"
