"""A review on its course, as far as a test needs it."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.state.review import Review
from tests.support.closing import closed_incident
from tests.support.factories import ControlRoom, person

EVALUATOR = person("joe", Role.EVALUATOR)
DAY_MS = 86_400_000


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "works.db")


@pytest.fixture
def closed(room: ControlRoom) -> str:
    """A closed incident whose review has begun."""
    incident = closed_incident(room)
    room.does(DUTY_ACTOR, "review.open", review=incident)
    return incident


def review(room: ControlRoom, name: str) -> Review:
    return room.state.reviews.by_id[name]


def problem(room: ControlRoom, name: str, **more: Any) -> str:
    facts = room.does(
        "ann", "finding.add", review=name, text="Suits behind a lock", facts=[5], **more
    )
    return str(facts[0].data["finding"])


def judged(room: ControlRoom, name: str) -> str:
    """A problem with cause, rating, an action, an owner and a day."""
    found = problem(room, name)
    room.does("ann", "finding.change", finding=found, cause="The keeper works by day only")
    room.does(EVALUATOR, "finding.rate", finding=found, severity="major")
    return found


def planned(room: ControlRoom, found: str) -> str:
    opened = room.does("ann", "action.open", finding=found, text="Open the vault round the clock")
    action = str(opened[0].data["action"])
    room.does("ann", "action.assign", action=action, owner="kim", due_at=room.now + DAY_MS)
    return action


def ready_to_sign(room: ControlRoom, name: str, *, hotwash: bool = True) -> str:
    if hotwash:
        room.does("ann", "review.hotwash", review=name, present=9, notes="On the spot")
    room.does("ann", "review.freeze", review=name)
    action = planned(room, judged(room, name))
    room.does("ann", "review.agree", review=name)
    room.does("ann", "review.hold", review=name, present=6, notes="Minutes")
    return action
