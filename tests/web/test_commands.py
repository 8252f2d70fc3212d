"""Commands over HTTP: carried out, refused, repeated, or not understood."""

import pytest
from sqlalchemy.exc import OperationalError

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import Actor, Role
from command_center.words import say
from tests.web.center import Caller, Center

COMMANDS = "/api/v1/commands"
REPORT = {"channel": "call", "place": "w1", "text": "a smell at the tank"}


@pytest.fixture
def chen(center: Center) -> Caller:
    center.user("chen", Role.COMMANDER, person="p1")
    return center.browser("chen")


def test_a_command_is_answered_with_its_durable_facts(center: Center, chen: Caller) -> None:
    answer = chen.command("report.receive", **REPORT)
    assert answer.status_code == 200
    told = answer.get_json()
    assert told["seq"] == 1
    [fact] = told["facts"]
    assert (fact["kind"], fact["actor"], fact["via"]) == ("report.received", "p1", "screen")
    assert fact["data"]["text"] == "a smell at the tank"
    [stored] = center.journal.read(0, 10)
    assert stored.hash == fact["hash"]


def test_a_program_is_recorded_as_one(center: Center) -> None:
    machine = center.machine(Role.RESPONDER, person="p2")
    [fact] = machine.command("report.receive", **REPORT).get_json()["facts"]
    assert (fact["actor"], fact["actor_kind"], fact["via"]) == ("p2", "virtual", "api")


def test_the_same_key_answers_the_same_and_does_it_once(center: Center, chen: Caller) -> None:
    first = chen.command("report.receive", key="k-1", **REPORT)
    again = chen.command("report.receive", key="k-1", **REPORT)
    assert again.get_json() == first.get_json()
    assert center.journal.head().seq == 1


def test_a_key_cannot_stand_for_two_commands(chen: Caller) -> None:
    chen.command("report.receive", key="k-1", **REPORT)
    answer = chen.command("report.receive", key="k-1", **REPORT | {"place": "w2"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "key_reused")
    assert "k-1" in answer.get_json()["detail"]


def test_the_same_key_answers_with_the_same_refusal(center: Center, chen: Caller) -> None:
    moon = REPORT | {"place": "moon"}
    first = chen.command("report.receive", key="k-1", **moon)
    again = chen.command("report.receive", key="k-1", **moon)
    assert (first.status_code, first.get_json()["code"]) == (409, "unknown_place")
    assert (again.status_code, again.data) == (first.status_code, first.data)


def test_a_command_that_never_gets_its_turn_is_a_503(center: Center, chen: Caller) -> None:
    """Another process appends between every look at the clock, which is before every append."""
    other = Desk(center.site, center.journal, Clock())
    hand, number = Actor("other", Role.COMMANDER), iter(range(10**6))

    class Hasty(Clock):
        def now(self) -> int:
            other.submit("report.receive", REPORT | {"text": f"no. {next(number)}"}, hand)
            return center.clock.now()

    center.desk._clock = Hasty()
    answer = chen.command("incident.open", key="k-1", place="w1")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "contended")
    assert answer.headers["Retry-After"] == "1"
    center.desk._clock = center.clock
    assert chen.command("incident.open", key="k-1", place="w1").status_code == 200


def test_nobody_reads_anothers_answer_by_guessing_its_key(center: Center, chen: Caller) -> None:
    chen.command("report.receive", key="k-1", **REPORT)
    other = center.machine(Role.RESPONDER, person="p2")
    answer = other.command("report.receive", key="k-1", **REPORT)
    assert answer.status_code == 200
    assert answer.get_json()["seq"] == 2


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_refusal_says_what_and_what_would_lift_it(chen: Caller, language: str) -> None:
    answer = chen.post(
        COMMANDS,
        {"kind": "report.receive", "data": REPORT | {"place": "moon"}},
        headers={"Accept-Language": language},
    )
    problem = answer.get_json()
    assert answer.status_code == 409
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Content-Language"] == language
    assert problem["code"] == "unknown_place"
    assert problem["params"] == {"place": "moon"}
    assert problem["instance"] == COMMANDS
    assert problem["detail"] == say(language, "refusal.unknown_place", place="moon")
    assert problem["mend"] == say(language, "refusal.unknown_place.mend")
    assert any("\u4e00" <= c <= "\u9fff" for c in problem["title"]) == (language == "zh-CN")


def test_the_language_switch_of_the_page_outranks_the_browser(chen: Caller) -> None:
    chen.flask.set_cookie("cc_language", "zh-CN")
    assert chen.command("no.such").get_json()["title"] == "未知命令"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"kind": "alarm.ack", "data": {', "malformed"),
        (b'{"kind": "alarm.ack", "data": {"x": NaN}}', "NaN"),
        (b'{"kind": "alarm.ack", "data": {"x": Infinity}}', "Infinity"),
        (b'{"kind": "alarm.ack", "data": {"x": 1e999}}', "beyond a double"),
        (b'{"kind": "alarm.ack", "data": {"x": "\\ud800"}}', "half a character"),
        (b'\xff\xfe{"kind": 1}', "not UTF-8"),
        (b"", "empty"),
        (b"[" * 100_000, "deep"),
    ],
)
def test_what_is_not_json_is_said_to_be_none(chen: Caller, body: bytes, why: str) -> None:
    answer = chen.post(COMMANDS, body)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_json"), why


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("text/plain", None),
        ("application/x-www-form-urlencoded", None),
        ("multipart/form-data", None),
        ("", None),
        ("application/json", "gzip"),
    ],
)
def test_only_plain_json_is_taken(chen: Caller, content_type: str, encoding: str | None) -> None:
    headers = {"Content-Encoding": encoding} if encoding else {}
    answer = chen.post(COMMANDS, b"{}", content_type=content_type, headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (415, "not_json")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "·"),
        ("alarm.ack", "·"),
        ({}, "kind"),
        ({"kind": 5}, "kind"),
        ({"kind": "alarm.ack", "data": []}, "data"),
        ({"kind": "alarm.ack", "data": {}, "role": "duty"}, "role"),
        ({"kind": "alarm.ack", "data": {}}, "data.alarm"),
        ({"kind": "alarm.ack", "data": {"alarm": 7}}, "data.alarm"),
        ({"kind": "alarm.ack", "data": {"alarm": "'; drop table facts"}}, "data.alarm"),
        ({"kind": "alarm.ack", "data": {"alarm": "A:H", "actor": "duty"}}, "data.actor"),
        ({"kind": "alarm.ack", "data": {"alarm": "A:H", "via": "dream"}}, "data.via"),
        ({"kind": "alarm.ack", "data": {"alarm": "A:H"}, "idempotency_key": ""}, "idempotency_key"),
        ({"kind": "alarm.ack", "idempotency_key": "k" * 101}, "idempotency_key"),
        ({"kind": "report.receive", "data": REPORT | {"text": "x"}}, "data.text"),
        ({"kind": "report.receive", "data": REPORT | {"text": "x" * 501}}, "data.text"),
    ],
)
def test_a_wrong_field_is_named(chen: Caller, body: object, field: str) -> None:
    for language in ("en", "zh-CN"):
        answer = chen.post(COMMANDS, body, headers={"Accept-Language": language})
        problem = answer.get_json()
        assert (answer.status_code, problem["code"]) == (422, "invalid")
        named = {error["field"]: error["error"] for error in problem["errors"]}
        assert field in named, problem
        assert "{" not in named[field]
        assert field in named[field]


def test_a_wrong_length_is_told_with_its_limit(chen: Caller) -> None:
    problem = chen.command("report.receive", **REPORT | {"text": "x"}).get_json()
    assert problem["errors"][0]["error"] == "“data.text” needs at least 2 characters."


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\u202e", "\u2028"])
def test_text_that_hides_or_turns_is_refused_by_its_field_in_both_languages(
    center: Center, chen: Caller, char: str
) -> None:
    before = center.journal.head().seq
    code = f"U+{ord(char):04X}"
    for field in ("text", "caller"):
        body = {"kind": "report.receive", "data": REPORT | {field: f"smoke{char}ekoms"}}
        for language, word in (("en", "invisible"), ("zh-CN", "看不见")):
            answer = chen.post(COMMANDS, body, headers={"Accept-Language": language})
            problem = answer.get_json()
            assert (answer.status_code, problem["code"]) == (422, "invalid")
            [error] = problem["errors"]
            assert error["field"] == f"data.{field}"
            assert code in error["error"]
            assert word in error["error"]
            assert char not in answer.get_data(as_text=True)
    assert center.journal.head().seq == before


def test_a_report_of_two_lines_is_kept_as_two_lines_and_a_name_has_one(
    center: Center, chen: Caller
) -> None:
    [fact] = chen.command("report.receive", **REPORT | {"text": "smoke\r\nno fire\n"}).get_json()[
        "facts"
    ]
    assert fact["data"]["text"] == "smoke\nno fire"
    answer = chen.command("report.receive", **REPORT | {"caller": "one\ntwo"})
    assert answer.get_json()["errors"][0]["field"] == "data.caller"


def test_an_unknown_command_is_unknown_whoever_asks(chen: Caller, center: Center) -> None:
    for caller in (chen, center.machine(Role.GATEWAY)):
        answer = caller.command("plant.explode")
        assert (answer.status_code, answer.get_json()["code"]) == (422, "unknown_command")


def test_the_future_is_refused(center: Center, chen: Caller) -> None:
    answer = chen.command("report.receive", at=center.clock.now() + 60_000, **REPORT)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "in_the_future")


def test_a_database_that_is_gone_is_said_plainly(
    center: Center, chen: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, OSError("disk full"))

    monkeypatch.setattr(center.journal, "append", gone)
    answer = chen.command("report.receive", **REPORT)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"]
    assert "disk full" not in answer.text


def test_our_own_mistake_tells_a_number_and_no_secret(
    center: Center, chen: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(center.desk, "submit", broken)
    answer = chen.command("report.receive", **REPORT)
    assert (answer.status_code, answer.get_json()["code"]) == (500, "internal")
    assert "swordfish" not in answer.text


def test_commands_and_refusals_are_counted(center: Center, chen: Caller) -> None:
    chen.command("report.receive", **REPORT)
    chen.command("report.receive", **REPORT | {"place": "moon"})
    chen.command("report.receive")
    chen.command("made.up")
    told = center.machine(Role.GATEWAY).get("/metrics").text
    for line in (
        'cc_commands_total{kind="report.receive",outcome="accepted"} 1.0',
        'cc_commands_total{kind="report.receive",outcome="refused"} 1.0',
        'cc_commands_total{kind="report.receive",outcome="invalid"} 1.0',
        'cc_commands_total{kind="unknown",outcome="invalid"} 1.0',
        'cc_refusals_total{code="unknown_place"} 1.0',
        "cc_command_seconds_count 4.0",
    ):
        assert line in told


SEVERAL = "/api/v1/commands/several"


def of_key(key: str, **data: str) -> dict[str, object]:
    return {"kind": "report.receive", "data": REPORT | data, "idempotency_key": key}


def test_several_commands_are_done_in_their_order_and_each_has_its_own_answer(
    center: Center, chen: Caller
) -> None:
    asked = [of_key("k-1", text="one"), of_key("k-2", place="moon"), of_key("k-3", text="three")]
    told = chen.post(SEVERAL, {"commands": asked}).get_json()["answers"]
    assert [one["status"] for one in told] == [200, 409, 200]
    assert told[1]["body"]["code"] == "unknown_place"
    assert [fact.data["text"] for fact in center.journal.read(0, 10)] == ["one", "three"]
    alone = [chen.post(COMMANDS, one) for one in asked]
    assert [one.get_json() for one in alone] == [
        told[0]["body"], told[1]["body"] | {"instance": COMMANDS}, told[2]["body"]
    ], "each key has its answer, whichever way it is sent again"  # fmt: skip
    again = chen.post(SEVERAL, {"commands": asked}).get_json()["answers"]
    assert again == told
    assert center.journal.head().seq == 2


def test_after_one_that_could_not_be_decided_none_is_done(
    center: Center, chen: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = center.journal.append

    def away(*given: object, **named: object) -> object:
        if named["key"].endswith("k-2"):  # type: ignore[attr-defined]
            raise OperationalError("INSERT", {}, Exception("the database is away"))
        return append(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(center.journal, "append", away)
    asked = [of_key(f"k-{n}", text=f"no. {n}") for n in (1, 2, 3)]
    told = chen.post(SEVERAL, {"commands": asked}).get_json()["answers"]
    assert [one["status"] for one in told] == [200, 503]
    monkeypatch.undo()
    told = chen.post(SEVERAL, {"commands": asked}).get_json()["answers"]
    assert [one["status"] for one in told] == [200] * 3
    kept = [fact.data["text"] for fact in center.journal.read(0, 10)]
    assert kept == ["no. 1", "no. 2", "no. 3"]


@pytest.mark.parametrize("many", [0, 51])
def test_none_and_too_many_at_once_are_refused_as_a_whole(
    center: Center, chen: Caller, many: int
) -> None:
    answer = chen.post(SEVERAL, {"commands": [of_key(f"k-{n}") for n in range(many)]})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid")
    assert center.journal.head().seq == 0


def test_one_of_several_without_a_key_refuses_the_request(center: Center, chen: Caller) -> None:
    asked = [of_key("k-1"), {"kind": "report.receive", "data": REPORT}]
    answer = chen.post(SEVERAL, {"commands": asked})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid")
    assert center.journal.head().seq == 0


def test_a_viewer_gives_none_of_several(center: Center) -> None:
    viewer = center.machine(Role.VIEWER)
    told = viewer.post(SEVERAL, {"commands": [of_key("k-1")]}).get_json()["answers"]
    assert [one["status"] for one in told] == [403]
    assert center.journal.head().seq == 0
