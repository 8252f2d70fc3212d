"""The small water works takes the historian export as it is."""

from command_center.domain.people.roster import manning
from command_center.domain.site.model import Site

HIGHEST = {"T1.LEVEL": 9.784, "T2.LEVEL": 12.283, "T3.LEVEL": 10.82}
"""Column max_level_m of the export."""


def test_its_tags_are_those_of_the_export_in_metres(net3: Site) -> None:
    assert {t.id: t.high for t in net3.tags} == HIGHEST
    assert {t.unit for t in net3.tags} == {"m"}
    assert {t.period_s for t in net3.tags} == {60}


def test_a_tank_without_known_flows_is_not_watched_for_unexplained_loss(net3: Site) -> None:
    assert not any(t.net_loss or t.inflows or t.outflows for t in net3.tanks)


def test_somebody_can_command_at_any_hour(net3: Site) -> None:
    assert manning(net3, "all-day")["holders"] == {
        "duty-engineer": "engineer", "operator": "operator-1"
    }  # fmt: skip
    assert net3.language == "en"
