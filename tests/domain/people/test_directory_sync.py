"""Who is new, changed or has left, and who cannot go yet."""

from typing import Any

import pytest

from command_center.domain.people.directory_sync import Entry, LeavingRules, Sync, synced
from command_center.domain.site.changing.change import changed
from command_center.domain.site.model import Site
from tests.support.small_site import named, small_site

RULES = LeavingRules(owns=r"hr-.+", absent="left", most_share=0.5)


def person(id: str, name: str = "Li", **more: Any) -> dict[str, Any]:
    return {"id": id, "name": named(name), **more}


def entry(id: str, name: str = "Li", **more: Any) -> Entry:
    return Entry(f"row of {id}", id, {"zh": name, "en": name}, **more)


def site_with(*people: dict[str, Any], **more: Any) -> Site:
    """The small plant with these people beside its five."""
    before = small_site()
    kept = [one.model_dump(mode="json") for one in before.people]
    return small_site(people=[*kept, *people], **more)


def applied(site: Site, found: Sync) -> Site:
    after = changed(site, found.changes)
    assert isinstance(after, Site), after
    return after


def test_new_changed_same_and_left_and_the_second_time_nothing() -> None:
    site = site_with(person("hr-1"), person("hr-2", "Wu"), person("hr-3"), person("hr-4"))
    entries = [
        entry("hr-1"), entry("hr-2", "Wu Wei", employer="contractor"), entry("hr-9", "New"),
        entry("hr-4", left=True),
    ]  # fmt: skip
    found = synced(site, entries, RULES)
    assert (found.new, found.changed, found.left, found.same) == (
        ("hr-9",), ("hr-2",), ("hr-3", "hr-4"), 1,
    )  # fmt: skip
    after = applied(site, found)
    assert after.person_by_id["hr-2"].employer == "contractor"
    assert set(after.person_by_id) == {"p1", "p2", "p3", "p4", "p5", "hr-1", "hr-2", "hr-9"}
    again = synced(after, [one for one in entries if not one.left], RULES)
    assert (again.changes, again.same) == ((), 3)


def test_whom_the_directory_does_not_own_is_never_touched() -> None:
    site = site_with(person("v-1", "Visitor", employer="visitor"))
    found = synced(site, [entry("hr-1")], RULES)
    assert found.left == ()
    assert "v-1" in applied(site, found).person_by_id


def test_absence_counts_only_where_the_rules_say_so_and_never_in_an_empty_directory() -> None:
    site = site_with(person("hr-1"), person("hr-2"))
    kept = LeavingRules(owns=r"hr-.+", absent="keep")
    assert synced(site, [entry("hr-1")], kept).left == ()
    assert synced(site, [], RULES).left == ()
    assert synced(site, [entry("hr-1")], RULES).left == ("hr-2",)


def test_a_broken_export_removes_nobody() -> None:
    site = site_with(*(person(f"hr-{n}") for n in range(20)))
    rules = LeavingRules(owns=r"hr-.+", absent="left", most_share=0.1)
    found = synced(site, [entry(f"hr-{n}") for n in range(17)], rules)
    assert [fault.code for fault in found.faults] == ["too_many_leavers"]
    assert found.changes == ()
    assert len(synced(site, [entry(f"hr-{n}") for n in range(18)], rules).left) == 2


def test_a_leaver_who_holds_something_stays_and_it_is_said() -> None:
    base = small_site()
    post = base.posts[0].id
    roster = [
        *(one.model_dump(mode="json") for one in base.roster if one.post != post),
        {"post": post, "person": "hr-1", "shift": "always"},
    ]
    site = site_with(person("hr-1"), person("hr-2"), roster=roster)
    entries = [entry("hr-1", left=True), entry("hr-2", left=True)]
    rules = LeavingRules(owns=r"hr-.+", most_share=1)
    found = synced(site, entries, rules)
    assert found.left == ("hr-2",)
    [held] = found.held
    assert held.person == "hr-1"
    assert [(one.noun, one.key) for one in held.holds] == [("roster", f"{post}/always")]
    assert "hr-1" in applied(site, found).person_by_id
    freed = synced(site, entries, rules, vacate=True)
    assert (freed.left, freed.vacated, freed.held) == (("hr-1", "hr-2"), (f"{post}/always",), ())
    after = applied(site, freed)
    assert "hr-1" not in after.person_by_id
    assert post not in {one.post for one in after.roster}


def test_a_directory_of_one_language_does_not_undo_a_name_in_two() -> None:
    site = site_with({"id": "hr-1", "name": {"zh": "李娜", "en": "Li Na"}})
    for name in ({"zh": "李娜", "en": "李娜"}, {"en": "Li Na"}):
        assert synced(site, [Entry("r", "hr-1", name)], RULES).same == 1
    found = synced(site, [Entry("r", "hr-1", {"zh": "李丽", "en": "李丽"})], RULES)
    assert found.changed == ("hr-1",)


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        (entry("hr 1"), "id", "bad_id"),
        (entry("hr-1", employer="friend"), "employer", "one_of"),
        (entry("hr-1", home="no area"), "home", None),
        (Entry("r", "hr-1", None), "name", "no_name"),
    ],
)
def test_an_entry_that_cannot_be_a_person_is_named_and_nothing_is_changed(
    wrong: Entry, field: str, code: str | None
) -> None:
    found = synced(site_with(), [entry("hr-7"), wrong], RULES)
    assert [fault.field for fault in found.faults][:1] == [field]
    assert code is None or found.faults[0].code == code
    assert found.faults[0].where == wrong.where
    assert found.changes == ()


def test_every_fault_is_told_and_an_id_that_comes_twice_names_both() -> None:
    entries = [entry("hr-1"), entry("hr-1", "Other"), *(entry(f"bad {n}") for n in range(50))]
    found = synced(site_with(), entries, RULES)
    assert len(found.faults) == 51
    assert found.faults[0].code == "twice"
    assert found.faults[0].details["other"] == "row of hr-1"


def test_people_of_one_name_stay_told_apart() -> None:
    site = site_with(person("hr-1", home="w1"), person("hr-2", home="w2"))
    assert site.person_by_id["hr-1"].name != site.person_by_id["hr-2"].name
    assert synced(site, [entry("hr-1"), entry("hr-2")], RULES).same == 2
