"""Signing in as a person stands their double down, and the duties resume it once they have left."""

from typing import Any

from command_center.domain.actor import ActorKind, Role
from command_center.duties.absence import Absences
from tests.web.center import SESSION, Center


def with_double(center: Center, person: str = "p2") -> Any:
    """The person's virtual double, and an account for the person."""
    center.user("liu", Role.RESPONDER, person)
    return center.machine(Role.RESPONDER, name=f"virtual-{person}", person=person)


def doubles(center: Center) -> list[tuple[str, str, str]]:
    """(kind, person, by) of every fact about doubles."""
    facts = center.journal.read(0, 1_000)
    return [(f.kind, f.data["person"], f.data["by"]) for f in facts if f.kind.startswith("double.")]


def left(center: Center) -> list[str]:
    """Whose double is to resume now."""
    found = Absences(center.people_here.here).left(center.desk.state, center.clock.now())
    return list(found)


def test_a_double_says_nothing_from_the_sign_in_to_the_sign_out(center: Center) -> None:
    double = with_double(center)
    assert double.command("responder.status", status="en_route").status_code == 200
    liu = center.browser("liu")
    assert doubles(center) == [("double.stood_down", "p2", "sign_in")]
    answer = double.command("responder.status", status="on_scene")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "double_stands_down")
    assert left(center) == []
    liu.request("DELETE", SESSION)
    assert left(center) == ["p2"]


def test_the_second_screen_of_a_person_keeps_the_double_down(center: Center) -> None:
    with_double(center)
    first, second = center.browser("liu"), center.browser("liu")
    assert len(doubles(center)) == 1
    first.request("DELETE", SESSION)
    assert left(center) == []
    second.request("DELETE", SESSION)
    assert left(center) == ["p2"]


def test_a_session_that_runs_out_is_a_person_who_has_left(center: Center) -> None:
    with_double(center)
    center.browser("liu")
    center.clock.advance(center.settings.session_hours * 3600 + 1)
    assert left(center) == ["p2"]


def test_a_closed_account_is_a_person_who_has_left(center: Center) -> None:
    with_double(center)
    center.browser("liu")
    user = center.accounts.find_user("liu")
    assert user is not None
    center.accounts.disable(user.id)
    assert left(center) == ["p2"]


def test_a_role_of_the_demonstration_is_a_person_too(tmp_path: Any) -> None:
    center = Center(tmp_path, demo=True)
    center.machine(Role.COMMANDER, name="virtual-chief", person="p1")
    browser = center.client()
    browser.origin = "http://localhost"
    assert browser.post(SESSION, {"role": "commander"}).status_code == 200
    assert doubles(center) == [("double.stood_down", "p1", "sign_in")]


def test_who_may_only_look_or_has_no_double_is_no_matter(center: Center) -> None:
    double = with_double(center)
    secret = center.token(Role.RESPONDER, actor_kind=ActorKind.HUMAN, person="p2", read_only=True)
    wall = center.client()
    wall.origin = "http://localhost"
    assert wall.post(SESSION, {"token": secret}).status_code == 200
    center.user("ho", Role.RESPONDER, "p3")
    center.browser("ho")
    assert doubles(center) == []
    assert double.command("responder.status", status="en_route").status_code == 200


def test_a_double_whose_token_was_withdrawn_is_none(center: Center) -> None:
    with_double(center)
    token = next(one for one in center.accounts.tokens() if one.name == "virtual-p2")
    center.accounts.revoke_token(token.id)
    center.browser("liu")
    assert doubles(center) == []


def test_who_acts_by_a_token_is_there_while_the_token_stands(center: Center) -> None:
    with_double(center)
    secret = center.token(Role.RESPONDER, name="liu-watch", person="p2")
    machine = center.client()
    machine.headers["Authorization"] = f"Bearer {secret}"
    assert machine.command("responder.status", status="en_route").status_code == 200
    assert doubles(center) == [("double.stood_down", "p2", "act")]
    assert left(center) == []
    token = next(one for one in center.accounts.tokens() if one.name == "liu-watch")
    center.accounts.revoke_token(token.id)
    assert left(center) == ["p2"]
