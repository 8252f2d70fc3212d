"""The forms: each is a command with fields of its own, in words of both languages."""

import pytest

import command_center.domain.areas  # noqa: F401 - declares every command
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.registry import COMMANDS
from command_center.web.callers import forbidden
from command_center.words import LANGUAGES, catalogue, say
from layouts.forms import DIRECTIVE, FORMS, Form
from tests.pages.test_pages import view


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


def test_after_success_lines_of_text_are_empty_and_choices_are_none() -> None:
    assert DIRECTIVE.about(view())["emptied"] == {
        "form-directive-to": None,
        "form-directive-text": "",
        "form-directive-place": None,
        "form-directive-due_s": "",
    }


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
