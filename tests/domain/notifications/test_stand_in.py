"""How long an order waits for somebody else, if the holder of its post cannot be reached."""

from command_center.domain.readiness.contacts import waits_ms
from command_center.domain.site.model import Post, Urgency
from command_center.domain.state.people.roster import Roster
from command_center.domain.text import Text

HOLDERS: dict[str, str | None] = {"manager": "mo", "deputy": "di", "chief": "cai"}
POST = Post(id="manager", name=Text(zh="经理", en="Manager"), deputy="deputy", superior="chief")


def waits(*here: str, post: Post = POST, **holders: str | None) -> int | None:
    roster = Roster(holders=HOLDERS | holders, on_site=frozenset(here))
    return waits_ms(roster, Urgency.URGENT, 60, post)


def test_the_deputy_is_told_after_a_minute_else_the_superior_after_two() -> None:
    assert waits("mo", "di", "cai") == 60_000
    assert waits("mo", "cai") == 120_000


def test_nobody_is_told_where_all_are_off_site_vacant_unnamed_or_the_holder_themselves() -> None:
    alone = POST.model_copy(update={"deputy": None, "superior": None})
    assert waits("mo") is None
    assert waits("mo", "di", post=alone) is None
    assert waits("mo", deputy=None) is None
    assert waits("mo", deputy="mo", chief="mo") is None
