"""The plant, its words and its history, as each role may read them."""

import json

import pytest

from command_center.domain.actor import Role
from command_center.domain.reading import Quality, Reading
from tests.web.center import START_MS, Caller, Center


@pytest.fixture
def viewer(center: Center) -> Caller:
    return center.machine(Role.VIEWER)


def test_the_plant_and_its_words_are_kept_by_the_browser(viewer: Caller) -> None:
    for path in ("/api/v1/site", "/api/v1/words/zh-CN.json", "/api/v1/openapi.json"):
        first = viewer.get(path)
        assert first.status_code == 200
        again = viewer.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304


def test_words_come_before_sign_in_and_in_known_languages_only(center: Center) -> None:
    stranger = center.client()
    chinese = stranger.get("/api/v1/words/zh-CN.json").get_json()
    assert chinese["problem.no_session.title"] == "未登录"
    assert stranger.get("/api/v1/words/tlh.json").status_code == 404


def test_history_keeps_peaks_and_says_its_unit(center: Center, viewer: Caller) -> None:
    center.history.add(
        [
            Reading("LT-1", START_MS - n * 1000, 9.9 if n == 500 else 1.0, Quality.GOOD, "gw-1")
            for n in range(3_000)
        ]
    )
    told = viewer.get("/api/v1/history?tag=LT-1&max_points=100").get_json()
    assert (told["unit"], told["until"] - told["since"]) == ("m", 3_600_000)
    assert 2 < len(told["points"]) <= 100
    assert [START_MS - 500_000, 9.9, "good"] in told["points"]
    assert (told["stored"], told["silent"], told["bad"]) == (3_000, [], [])


def test_an_exercise_has_a_history_of_its_own(center: Center, viewer: Caller) -> None:
    real = Reading("LT-1", START_MS - 2_000, 1.0, Quality.GOOD, "gw")
    drilled = Reading("DRL-1/LT-1", START_MS - 1_000, 9.0, Quality.GOOD, "gw")
    center.history.add([real, drilled])
    told = viewer.get("/api/v1/history?tag=LT-1").get_json()
    assert told["points"] == [[START_MS - 2_000, 1.0, "good"]]
    told = viewer.get("/api/v1/history?tag=LT-1&drill=DRL-1").get_json()
    assert (told["tag"], told["points"]) == ("LT-1", [[START_MS - 1_000, 9.0, "good"]])


def test_history_tells_what_a_line_would_hide(center: Center, viewer: Caller) -> None:
    seconds = [n for n in range(600) if not 200 <= n < 300]
    center.history.add(
        [
            Reading("LT-1", START_MS - n * 1000, 1.0, Quality.BAD if n < 5 else Quality.GOOD, "gw")
            for n in seconds
        ]
    )
    told = viewer.get("/api/v1/history?tag=LT-1").get_json()
    assert told["silent"] == [[START_MS - 300_000, START_MS - 199_000]]
    assert told["bad"] == [[START_MS - 4_000, START_MS]]
    assert told["uncertain"] == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?tag=LT-77", 404),
        ("", 422),
        ("?tag=LT-1&since=5&until=4", 422),
        ("?tag=LT-1&max_points=1", 422),
        ("?tag=LT-1&since=yesterday", 422),
        ("?tag=LT-1&since=9223372036854775808", 422),  # more than a database can be asked for
        ("?tag=LT-1&since=0", 200),
    ],
)
def test_a_history_nobody_has_is_said_so(viewer: Caller, query: str, status: int) -> None:
    assert viewer.get("/api/v1/history" + query).status_code == status


def test_the_longest_history_is_a_month(viewer: Caller) -> None:
    told = viewer.get("/api/v1/history?tag=LT-1&since=0").get_json()
    assert told["until"] - told["since"] == 31 * 86_400_000


def test_what_is_not_there_is_told_as_a_problem(viewer: Caller) -> None:
    gone = viewer.get("/api/v1/nothing")
    assert (gone.status_code, gone.content_type) == (404, "application/problem+json")
    wrong = viewer.get("/api/v1/commands")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "OPTIONS, POST")
    assert json.loads(wrong.data)["mend"] == "Possible: OPTIONS, POST."


def test_a_wall_without_the_levels_reads_no_history(center: Center) -> None:
    wall = center.machine(Role.VIEWER, topics=["incident"])
    assert wall.get("/api/v1/history?tag=LT-1").status_code == 403
