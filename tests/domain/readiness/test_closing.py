"""A gap is closed by what mends it, with evidence, a day and a signature; a signature alone closes nothing."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import Actor, ActorKind, Role
from command_center.domain.readiness.commanders import authority_gap
from command_center.domain.readiness.contacts import vacant_post
from command_center.domain.readiness.kits import kit_gap
from command_center.domain.readiness.pools import no_limits, small_pool
from command_center.domain.readiness.standing_gap import GAPS, gap_stands, known_gap, standing_gaps
from command_center.domain.site.changing.change import Change, changed
from command_center.domain.site.changing.nouns import NOUNS, hash_of
from command_center.domain.site.model import Site
from tests.support.factories import ControlRoom
from tests.support.rooms import OpenRoom
from tests.support.small_works import small_works

ROOT = Actor("root", Role.ADMINISTRATOR, ActorKind.HUMAN, "eva")
EVIDENCE = "Work order 4411, photograph of the gauge"


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, unwatched())


def unwatched() -> Site:
    """The small works, whose pool nobody is warned of."""
    site, noun = small_works(), NOUNS["tags"]
    tag = site.tag_by_id[site.pools[0].level]
    row = noun.row_of(tag)
    bare = Change(noun="tags", key=tag.id, row=row | {"limits": None}, was=hash_of(row))
    found = changed(site, [bare])
    assert isinstance(found, Site)
    return found


def rows_of_gaps(room: ControlRoom) -> dict[str, Any]:
    """The rows of the board that are a gap as such: it has a row while it stands."""
    site, state = room.site, room.state
    return {
        **{f"kit:{kit.id}": kit_gap(state, site, kit.id) for kit in site.kits},
        **{f"pool:{pool.id}": small_pool(pool) for pool in site.pools},
        **{f"limits:{pool.id}": no_limits(site, pool) for pool in site.pools},
        **{f"vacant:{post.id}": vacant_post(state, site, post.id) for post in site.posts if post.key},
        **{
            f"authority:{plan.id}:{step.id}": authority_gap(state, site, plan.id, step.id)
            for plan in site.plans for step in plan.steps
        },
    }  # fmt: skip


def limit(room: ControlRoom, hh: float | None) -> dict[str, Any]:
    """The change of the pool's level tag that gives it this HH limit."""
    noun, tag = NOUNS["tags"], room.state.site.tag_by_id[room.site.pools[0].level]
    row = noun.row_of(tag)
    limits = {**(row["limits"] or {}), "hh": hh}
    return {"noun": "tags", "key": tag.id, "row": row | {"limits": limits}, "was": hash_of(row)}


def today(room: ControlRoom) -> str:
    return datetime.fromtimestamp(room.now / 1000, room.site.zone).date().isoformat()


def test_a_gap_closes_with_the_change_that_mends_it(room: ControlRoom) -> None:
    gap = f"limits:{room.site.pools[0].id}"
    before = standing_gaps(room.state, room.site, room.now)
    assert gap in before
    first, closed = room.does(
        ROOT, "readiness.close", gap=gap, evidence=EVIDENCE, day=today(room),
        changes=[limit(room, 2.0)],
    )  # fmt: skip
    assert (first.kind, closed.kind) == ("site.changed", "readiness.closed")
    assert standing_gaps(room.state, room.state.site, room.now) == before - {gap}
    found = room.state.closings[gap]
    assert (found.by, found.evidence, found.day) == ("eva", EVIDENCE, today(room))
    assert room.replayed() == room.state


def test_a_signature_alone_closes_nothing(room: ControlRoom) -> None:
    gap = f"limits:{room.site.pools[0].id}"
    given = {"gap": gap, "evidence": EVIDENCE, "day": today(room)}
    stands = room.refuses(ROOT, "readiness.close", **given)
    assert stands.refusal.code == "gap_stands"
    noun, pool = NOUNS["pools"], room.site.pools[0]
    row = noun.row_of(pool)
    renamed = row | {"name": {"zh": "池", "en": "Basin"}}
    change = {"noun": "pools", "key": pool.id, "row": renamed, "was": hash_of(row)}
    would = room.refuses(ROOT, "readiness.close", **given, changes=[change])
    assert would.refusal.code == "gap_would_stand"
    assert room.state.site.pools[0].name.en != "Basin", "nothing of it is made"
    assert gap not in room.state.closings


def test_a_gap_that_was_mended_elsewhere_is_signed_afterwards(room: ControlRoom) -> None:
    room.does("ann", "custody.attempt", store="vault", result="opened", by_key="kim")
    assert gap_stands(room.state, room.site, "kit:four", room.now) is False
    [closed] = room.does(
        "ann", "readiness.close", gap="kit:four", evidence=EVIDENCE, day=today(room)
    )
    assert closed.kind == "readiness.closed"
    assert room.state.closings["kit:four"].by == "ann"


@pytest.mark.parametrize("gap", ["kit:no-such", "pool:", "weather", "interim:kit:four"])
def test_no_gap_of_this_plant_is_closed(room: ControlRoom, gap: str) -> None:
    unknown = room.refuses("ann", "readiness.close", gap=gap, evidence=EVIDENCE, day=today(room))
    assert unknown.refusal.code == "unknown_gap"


def test_no_gap_is_closed_on_a_day_to_come(room: ControlRoom) -> None:
    day = (date.fromisoformat(today(room)) + timedelta(days=2)).isoformat()
    early = room.refuses("ann", "readiness.close", gap="kit:four", evidence=EVIDENCE, day=day)
    assert early.refusal.code == "closed_in_future"


def test_who_may_not_edit_the_row_closes_nothing_with_it(room: ControlRoom) -> None:
    gap = f"limits:{room.site.pools[0].id}"
    forbidden = room.refuses(
            "ann", "readiness.close", gap=gap, evidence=EVIDENCE, day=today(room),
            changes=[limit(room, 2.0)],
        )  # fmt: skip
    assert forbidden.refusal.code == "noun_forbidden"


def test_every_form_of_a_gap_is_listed(room: ControlRoom) -> None:
    """`standing_gaps` leaves none out that a row would show."""
    assert all(known_gap(room.site, form) for form in GAPS if not form.endswith(":"))
    assert known_gap(room.site, f"pool:{room.site.pools[0].id}")
    rows = {key for key, row in rows_of_gaps(room).items() if row is not None}
    assert rows == {
        gap for gap in standing_gaps(room.state, room.site, room.now)
        if gap.partition(":")[0] in {"kit", "authority", "limits", "pool", "vacant"}
    }  # fmt: skip
