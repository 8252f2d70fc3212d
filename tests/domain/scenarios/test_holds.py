"""What keeps a drill from starting, from the folded state of reality."""

from command_center.domain.alarms.alarm import Alarm
from command_center.domain.scenarios.holds import standing_holds
from command_center.domain.state import State
from command_center.words import LANGUAGES, spoken


def alarm(name: str, priority: str, *, active: bool = True) -> Alarm:
    return Alarm(
        id=name, tag=name, condition="H", priority=priority, raised_at=1, raised_seq=1, onset=1,
        value=1.0, limit=None, active=active,
    )  # fmt: skip


def test_only_what_stands_and_is_urgent_holds() -> None:
    state = State()
    for raised in (alarm("a", "emergency"), alarm("b", "high"), alarm("c", "medium"),
                   alarm("d", "emergency", active=False)):  # fmt: skip
        state.alarms[raised.id] = raised
    holds = standing_holds(state, frozenset(), people_in_plant=True)
    assert [h.code for h in holds] == ["standing_alarm", "standing_alarm"]


def test_the_safety_officers_list_is_for_drills_with_people_in_the_plant() -> None:
    ticked = frozenset({"storm", "hot_work"})
    assert standing_holds(State(), ticked, people_in_plant=False) == ()  # type: ignore[arg-type]
    holds = standing_holds(State(), ticked, people_in_plant=True)  # type: ignore[arg-type]
    assert [h.code for h in holds] == ["hot_work", "storm"]
    for lang in LANGUAGES:
        assert all(str(spoken(lang, hold.why)) for hold in holds)
