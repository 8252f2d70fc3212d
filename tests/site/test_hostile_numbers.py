"""Whatever number stands in a site file: `check` refuses it with its place, or the plant works with it."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from command_center import site_file
from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Site
from command_center.domain.site.view import public_site
from command_center.live.board import Board
from command_center.site_file.problem import Mark
from command_center.words import LANGUAGES
from tests.site.conftest import SITES
from tests.web.center import START_MS, Center

SMALL = Path(__file__).parent / "small.yaml"
PLANTS = {"small": SMALL, "new": SITES / "new" / "site.yaml"}
TEXTS = {name: file.read_text("utf-8") for name, file in PLANTS.items()}
NUMBER = re.compile(r"(?<=[ \[])-?\d+(\.\d+)?(?=[,}\]\n])")
PLACES = [(name, one.span()) for name, text in TEXTS.items() for one in NUMBER.finditer(text)]
"""Where numbers stand: plant, from, to."""
EXTREME = [
    "99999999999999999999", "20000000000000000", "9007199254740993", "2147483648", "2592001",
    "2592000", "1000000000000", "1e308", "-1e308", "1e400", "5e-324", "1e-12", "0.001", "0", "-0.0",
    "-1", "1", "1.5", "3", "60", "100", "1000", "86400", "-20000000000000000", ".inf", "-.inf", ".nan",
    "1_000", "0x10", "1e12", "20000", "10000",
]  # fmt: skip
near = st.integers(0, 100).map(str) | st.floats(0, 1000).map(repr)
numbers = (
    near
    | st.sampled_from(EXTREME)
    | st.integers(-(10**22), 10**22).map(str)
    | st.floats().map(repr)
)


def mutated(plant: str, spans: list[tuple[int, int]], words: list[str]) -> str:
    text = TEXTS[plant]
    for (start, end), word in sorted(zip(spans, words, strict=True), reverse=True):
        text = text[:start] + word + text[end:]
    return text


@st.composite
def hostile_texts(draw: st.DrawFn) -> str:
    """A plant with one to three of its numbers replaced."""
    plant = draw(st.sampled_from(sorted(PLANTS)))
    places = [span for name, span in PLACES if name == plant]
    spans = draw(st.lists(st.sampled_from(places), min_size=1, max_size=3, unique=True))
    return mutated(plant, spans, [draw(numbers) for _ in spans])


def works(folder: Path, site: Site) -> None:
    """Draw the plant and its board with extreme readings; open an incident; issue every step."""
    center = Center(folder, site)
    try:
        orjson.dumps(public_site(site))
        board = Board(site, center.hub)
        board.start(center.desk.state, [], {}, {})
        readings = [
            Reading(tag.id, START_MS + n * 60_000, value, Quality.GOOD, tag.source)
            for tag in site.tags
            for n, value in enumerate((tag.low, tag.high, 1e12, -1e12))
        ]
        for reading in readings:
            board.take_readings([reading])
        assert board.complete
        center.desk.submit("shift.begin", {"shift": site.shifts[0].id}, DUTY_ACTOR)
        holders = center.desk.state.roster.holders
        person = next(holders[one.id] for one in site.posts if one.commands and holders.get(one.id))
        chief = center.machine(Role.COMMANDER, person=person)
        for plan in site.plans:
            opened = chief.command("incident.open", place=plan.places[0], plan=plan.id)
            assert opened.status_code == 200, opened.text
            incident = opened.get_json()["facts"][0]["data"]["id"]
            chief.command("incident.take", incident=incident)
            for step in plan.steps:
                issued = chief.command("directive.issue", incident=incident, step=step.id)
                assert issued.status_code == 200, (step, issued.text)
        facts = list(center.journal.read(0, 1_000))
        board.take_facts(facts, center.desk.state)
        assert board.complete
        assert chief.get("/api/v1/journal").status_code == 200
    finally:
        center.engine.dispose()


def refused_or_works(text: str) -> bool:
    """Whether the file is taken. One that is must work, and one that is not must say where and why."""
    with TemporaryDirectory() as name:
        file = Path(name) / "site.yaml"
        file.write_text(text, "utf-8")
        problems = site_file.check(file)
        for problem in problems:
            assert problem.mark > Mark(str(file), 0, 0)
            assert problem.key
            assert all(problem.sentence(lang) for lang in LANGUAGES)
            assert problem.code != "other", problem.line("en")
        if not problems:
            works(Path(name), site_file.load(file))
        return not problems


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(hostile_texts())
@example(TEXTS["small"].replace("due_s: 60", "due_s: 99999999999999999999"))
@example(TEXTS["small"].replace("due_s: 60", "due_s: 20000000000000000"))
@example(TEXTS["small"].replace("due_s: 90", "due_s: 2592000"))
def test_a_hostile_number_is_refused_with_its_place_or_every_step_can_be_issued(text: str) -> None:
    refused_or_works(text)


@pytest.mark.parametrize("due", ["99999999999999999999", "20000000000000000", "2592001"])
def test_a_step_due_beyond_thirty_days_is_a_mistake_with_its_line(tmp_path: Path, due: str) -> None:
    file = tmp_path / "site.yaml"
    file.write_text(TEXTS["small"].replace("due_s: 60", f"due_s: {due}"), "utf-8")
    [problem] = site_file.check(file)
    assert (problem.key, problem.mark.line) == ("plans[P].steps[S1].due_s", 45)
    assert "2,592,000" in problem.sentence("en")


def test_the_plants_themselves_work() -> None:
    assert all(refused_or_works(text) for text in TEXTS.values())
