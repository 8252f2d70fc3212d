"""What was typed becomes the command's data: no empty field, no incident unasked, seconds."""

import pytest

from callbacks.forms import command_of
from command_center.domain.registry import COMMANDS
from layouts.forms import DIRECTIVE, EVACUATION, FORMS, REPORT, Form

TYPED = {"to": "p1", "text": "Look at it", "urgency": "urgent", "category": "source"}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_gives_a_declared_command_with_fields_of_its_own(form: Form) -> None:
    known = set(COMMANDS[form.kind].model.model_fields)
    renamed = {"minutes": "due_s"}
    assert {renamed.get(name, name) for name in form.fields} <= known
    assert form.about_incident == ("incident" in known and form.kind != "incident.open")
    assert set(form.kept) | set(form.typed) <= set(form.fields)


def test_fields_left_empty_are_not_sent() -> None:
    data = command_of(DIRECTIVE, "INC-1", {**TYPED, "place": None, "minutes": ""})
    assert data == {**TYPED, "incident": "INC-1"}


def test_no_incident_is_named_where_none_is_open_or_none_is_meant() -> None:
    assert "incident" not in command_of(EVACUATION, None, {"zones": ["w1"]})
    report = {"channel": "call", "place": "w1", "text": "smoke", "caller": ""}
    assert command_of(REPORT, "INC-1", report) == {
        "channel": "call",
        "place": "w1",
        "text": "smoke",
    }


@pytest.mark.parametrize(("typed", "sent"), [("10", 600), (" 1 ", 60), ("soon", "soon")])
def test_minutes_become_seconds_and_what_is_no_number_goes_on_to_be_refused(
    typed: str, sent: object
) -> None:
    assert command_of(DIRECTIVE, "INC-1", {**TYPED, "minutes": typed})["due_s"] == sent


def test_after_success_lines_of_text_are_empty_and_choices_are_none() -> None:
    assert dict(zip(DIRECTIVE.cleared, DIRECTIVE.emptied(), strict=True)) == {
        "to": None,
        "text": "",
        "place": None,
        "minutes": "",
    }
