"""What was typed becomes the command's data: no empty field, no incident unasked, seconds."""

import pytest
from pydantic import ValidationError

import command_center.domain.areas  # noqa: F401 - declares every command
from callbacks.answer import told
from callbacks.command import Intent, check_times, command_of
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.registry import COMMANDS
from command_center.web.callers import forbidden
from command_center.web.commanding import CommandAsked, in_data
from command_center.web.problem import Problem, invalid
from command_center.words import LANGUAGES, catalogue, say
from layouts.forms import DIRECTIVE, EVACUATION, FORMS, REPORT, RESPONDER, Form
from layouts.view import View
from tests.pages.test_pages import view
from tests.support.small_site import small_site

TYPED = {"to": "p1", "text": "Look at it", "urgency": "urgent", "category": "source"}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_gives_a_declared_command_with_fields_of_its_own(form: Form) -> None:
    known = set(COMMANDS[form.kind].model.model_fields)
    assert {field.name for field in form.fields} <= known
    assert form.about_incident == ("incident" in known and form.kind != "incident.open")
    assert not form.spoken or "person" in known


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_field_begins_with_one_of_its_own_choices(form: Form) -> None:
    site = view()
    for field in form.fields:
        if field.options and field.first is not None:
            assert field.first in {option["value"] for option in field.options(site)}


def test_fields_left_empty_are_not_sent() -> None:
    data = DIRECTIVE.command({**TYPED, "place": None, "due_s": ""}, "INC-1", None)
    assert data == {**TYPED, "incident": "INC-1"}


def test_no_incident_is_named_where_none_is_open_or_none_is_meant() -> None:
    assert "incident" not in EVACUATION.command({"zones": ["w1"]}, None, None)
    report = {"channel": "call", "place": "w1", "text": "smoke"}
    assert REPORT.command({**report, "caller": ""}, "INC-1", None) == report


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("10", 600),
        (" 1 ", 60),
        ("10.0", 600),
        ("0.5", 30),
        ("１０", 600),
        ("2:30", 150),
        ("２：３０", 150),
    ]
    + [(slip, slip) for slip in ("soon", "1_0", "+10", "2:75", "9" * 19)],
)
def test_a_span_becomes_seconds_and_what_is_none_stays_words(typed: str, sent: object) -> None:
    assert DIRECTIVE.command({**TYPED, "due_s": typed}, "INC-1", None)["due_s"] == sent


def test_after_success_lines_of_text_are_empty_and_choices_are_none() -> None:
    assert DIRECTIVE.about()["emptied"] == {
        "form-directive-to": None,
        "form-directive-text": "",
        "form-directive-place": None,
        "form-directive-due_s": "",
    }


def test_another_persons_status_is_their_word_by_radio_and_ones_own_is_not() -> None:
    typed = {"person": "p2", "status": "on_scene"}
    assert RESPONDER.command(typed, None, "p1") == {**typed, "via": "radio", "speaker": "p2"}
    assert RESPONDER.command(typed, None, "p2") == typed


def test_a_forms_intent_is_its_command_under_the_key_of_the_submission() -> None:
    intent = Intent(form="evacuation", incident="INC-1", data={"zones": ["w1"]}, key="k1")
    asked, form = command_of(intent, None)
    assert form is EVACUATION
    wanted = {"zones": ["w1"], "incident": "INC-1"}
    assert asked == CommandAsked(kind="evacuation.order", data=wanted, idempotency_key="k1")


@pytest.mark.parametrize("intent", [Intent(key="k"), Intent(form="moon", key="k", kind="x")])
def test_a_form_that_does_not_exist_is_no_command(intent: Intent) -> None:
    with pytest.raises(Problem, match="unknown_command"):
        command_of(intent, None)


@pytest.mark.parametrize(
    ("form", "field", "typed", "code", "way"),
    [("report", "at", "25:75", "no_time", "HH:MM"), ("report", "at", "2575", "no_time", "HH:MM"),
     ("directive", "due_s", "1:95", "no_span", "mm:ss")],
)  # fmt: skip
def test_a_slip_in_a_time_is_told_how_times_are_written(
    form: str, field: str, typed: str, code: str, way: str
) -> None:
    asked, found = command_of(Intent(form=form, data={field: typed}, key="k1"), None)
    with pytest.raises(Problem, match=code) as wrong:
        check_times(found, asked.data)
    for lang in LANGUAGES:
        answer = told(wrong.value, view(lang, Role.COMMANDER), None)
        assert typed in answer["text"]
        assert way in answer["mend"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_field_is_named_by_its_label(lang: str) -> None:
    seen = view(lang, Role.COMMANDER)
    model = COMMANDS["evacuation.order"].model
    with pytest.raises(ValidationError, match="zones") as wrong:
        model.model_validate({"incident": "INC-1"})
    text = told(invalid(wrong.value), seen, EVACUATION)["text"]
    assert say(lang, "command.zones") in text
    assert "zones" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_key_that_stood_for_something_else_says_that_the_first_was_done(lang: str) -> None:
    seen = View(small_site(), lang, lambda key, **params: say(lang, key, **params))
    answer = told(Problem("key_reused", 409, key="k1"), seen)
    assert answer["text"] == say(lang, "command.sent_before")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_a_person_may_be_told_of_has_a_name(lang: str) -> None:
    fields = {
        name
        for spec in COMMANDS.values()
        if spec.roles & set(HUMAN_ROLES)
        for name in spec.model.model_fields
    }
    nameless = {name for name in fields if f"input.{name}" not in catalogue(lang)}
    assert not nameless


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_form_sent_while_no_incident_is_open_names_the_incident_and_what_would_mend_it(
    lang: str,
) -> None:
    seen = view(lang, Role.COMMANDER)
    model = COMMANDS["evacuation.order"].model
    with pytest.raises(ValidationError) as wrong:
        model.model_validate({"zones": ["w1"]})
    problem = Problem("invalid", 422, errors=[in_data(one) for one in wrong.value.errors()])
    answer = told(problem, seen, EVACUATION)
    assert say(lang, "input.incident") in answer["text"]
    assert "data" not in answer["text"]
    assert answer["mend"] == say(lang, "command.no_incident")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(COMMANDS))
def test_who_may_not_is_told_in_words_what_and_who_may(lang: str, kind: str) -> None:
    refused = forbidden(Role.VIEWER, kind, COMMANDS[kind].roles)
    said = " ".join(str(refused.members(lang)[name]) for name in ("title", "detail", "mend"))
    if COMMANDS[kind].roles & set(HUMAN_ROLES):
        assert say(lang, f"does.{kind}") in said
        assert kind not in said
    assert say(lang, "role.viewer") in said


@pytest.mark.parametrize("what", ["board", "journal", "accounts", "readings"])
def test_a_door_is_named_in_words_too(what: str) -> None:
    detail = forbidden(Role.GATEWAY, what, [Role.VIEWER]).members("zh-CN")["detail"]
    assert what not in detail
    assert say("zh-CN", f"door.{what}") in detail
