"""A cabinet's contact: what it shows is told when it changes, beside what people enter."""

from collections.abc import Mapping
from typing import Any

from command_center.domain.resources.custody_sensed import contradicted
from command_center.domain.site.model import Site
from command_center.duties.contacts import cabinet_alarms, contacts
from tests.domain.recorded import Watched
from tests.domain.watched_site import NAME, T0, said, watched_site


def cabinet(kind: str = "contact") -> Site:
    told = watched_site().model_dump(mode="json")
    told["tags"].append({"id": "zs", "kind": kind, "unit": "1", "source": "dcs", "high": 1})
    told["stores"] = [
        {"id": "C-2", "name": NAME, "x": 0, "y": 0,
         "custody": {"kind": "keyed", "key_post": "leader", "sensor": "zs"}}
    ]  # fmt: skip
    return Site.model_validate(told)


def look(watched: Watched, at_s: float, value: float) -> list[Mapping[str, Any]]:
    watched.observe([said("zs", at_s, value)])
    before = len(watched.facts)
    for proposal in contacts(watched.state, watched.site, watched.watch.good):
        watched.carry_out(proposal, T0 + round(at_s * 1000))
    return [fact.data for fact in watched.facts[before:]]


def test_a_cabinet_opened_without_an_incident_is_told_and_that_nobody_entered_it() -> None:
    watched = Watched(cabinet())
    assert look(watched, 1, 0) == [], "shut is no news"
    assert look(watched, 2, 1) == [
        {"store": "C-2", "open": True, "no_incident": True, "entered": "shut"}
    ]
    assert look(watched, 3, 1) == []
    assert look(watched, 4, 0) == [{"store": "C-2", "open": False}]
    assert not watched.state.custodies.sensed["C-2"].open
    assert watched.state.custodies.opened == {}, "what people entered is not changed"


def test_a_tag_of_another_kind_is_no_contact() -> None:
    assert look(Watched(cabinet("other")), 1, 1) == []


def alarms(watched: Watched, at_s: float) -> list[tuple[str, str]]:
    """What is raised and returned, and how the cabinet's alarm then stands."""
    told = list(cabinet_alarms(watched.state, watched.site))
    for proposal in told:
        watched.carry_out(proposal, T0 + round(at_s * 1000))
    return [
        (kind, data.get("alarm") or f"{data['tag']}:{data['condition']}") for kind, data in told
    ]


def test_a_cabinet_opened_without_an_incident_is_an_alarm_until_it_is_shut() -> None:
    watched = Watched(cabinet())
    look(watched, 2, 1)
    assert alarms(watched, 2.5) == [("alarm.raise", "zs:OPENED")]
    alarm = watched.state.alarms["zs:OPENED"]
    assert (alarm.priority, alarm.active, alarm.onset) == ("medium", True, T0 + 2_000)
    assert alarms(watched, 3) == [], "it is raised once"
    look(watched, 4, 0)
    assert alarms(watched, 4.5) == [("alarm.return", "zs:OPENED")]
    assert alarm.active is False
    look(watched, 5, 1)
    assert alarms(watched, 5.5) == [("alarm.raise", "zs:OPENED")]


def test_what_people_entered_is_set_beside_what_the_contact_shows() -> None:
    watched = Watched(cabinet())
    store = watched.site.store_by_id["C-2"]
    assert contradicted(watched.state, store) is None
    look(watched, 2, 1)
    assert contradicted(watched.state, store) == "shut"
    watched.state.custodies.opened["C-2"] = T0
    assert contradicted(watched.state, store) is None
    look(watched, 4, 0)
    assert contradicted(watched.state, store) == "open"
