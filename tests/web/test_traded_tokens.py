"""A token traded for a cookie that only reads, and its end."""

from command_center.domain.actor import Role
from tests.web.center import SESSION, Caller, Center


def test_a_wall_trades_its_token_for_a_cookie_that_only_reads(center: Center) -> None:
    secret = center.token(Role.VIEWER, read_only=True, topics=["levels", "alarms"])
    wall = center.client()
    wall.origin = "http://localhost"
    answer = wall.post(SESSION, {"token": secret})
    assert answer.get_json()["read_only"] is True
    assert answer.get_json()["topics"] == ["alarms", "levels"]
    assert wall.get("/api/v1/board").status_code == 200
    assert wall.command("alarm.ack", alarm="LT-1:H").get_json()["code"] == "read_only"
    center.clock.advance(80 * 86_400)
    assert wall.get("/api/v1/board").status_code == 200, "a wall hangs for months"


def test_any_token_can_be_traded_for_a_cookie_that_only_reads(center: Center) -> None:
    secret = center.token(Role.COMMANDER)
    wall = center.client()
    wall.origin = "http://localhost"
    answer = wall.post(SESSION, {"token": secret, "read_only": True})
    assert answer.get_json()["read_only"] is True
    assert wall.command("alarm.ack", alarm="LT-1:H").get_json()["code"] == "read_only"
    assert center.machine(Role.COMMANDER).get(SESSION).get_json()["read_only"] is False


def test_a_made_up_token_opens_nothing(center: Center) -> None:
    answer = center.client().post(SESSION, {"token": "x" * 43})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "bad_token")
    stranger = Caller(center.server.test_client(), {"Authorization": "Bearer " + "x" * 43})
    assert stranger.get("/api/v1/board").get_json()["code"] == "bad_token"


def test_a_withdrawn_token_ends_itself_and_what_was_traded_for_it(center: Center) -> None:
    secret = center.token(Role.VIEWER, name="wall-1", read_only=True)
    center.user("root", Role.ADMINISTRATOR)
    root, wall = center.browser("root"), center.client()
    wall.post(SESSION, {"token": secret})
    machine = Caller(center.server.test_client(), {"Authorization": f"Bearer {secret}"})
    assert machine.get("/api/v1/board").status_code == 200
    assert root.request("DELETE", "/api/v1/tokens/wall-1").status_code == 204
    assert wall.get(SESSION).status_code == 401
    assert machine.get("/api/v1/board").status_code == 401
    assert center.ended[-1].token is not None
    assert len(center.ended[-1].sessions) == 1
