"""The forms: each is a command with fields of its own, in words of both languages."""

from pathlib import Path

import pytest
from pydantic import ValidationError

import command_center.domain.areas  # noqa: F401 - declares every command
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.registry import COMMANDS, Command
from command_center.web.request.callers import forbidden
from command_center.words import LANGUAGES, catalogue, say
from layouts.components.form import drawer
from layouts.forms import FORMS, Form
from layouts.forms.derived import CHOICES
from tests.pages.test_pages import view


def form_of(kind: str) -> Form:
    return next(form for form in FORMS if form.kind == kind)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_gives_a_declared_command_with_fields_of_its_own(form: Form) -> None:
    known = set(COMMANDS[form.kind].model.model_fields)
    assert {field.name for field in form.fields} <= known
    assert form.about_incident == ("incident" in known)
    assert not form.spoken or "person" in known


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_field_begins_with_one_of_its_own_choices(form: Form) -> None:
    site = view()
    for field in form.fields:
        if field.options and field.first is not None:
            assert field.first in {option["value"] for option in field.options(site)}


def test_choices_of_the_plant_are_made_by_the_browser_from_the_plant_of_that_moment() -> None:
    """The page names the kind of choice; `assets/hands/choices.js` has every kind."""
    script = (Path(__file__).parents[2] / "assets" / "hands" / "choices.js").read_text()
    assert all(f"\n  {choice}: (plant) =>" in script for choice in CHOICES)
    told = [field.about(view()) for form in FORMS for field in form.fields if field.choice]
    assert {one["choice"] for one in told} <= CHOICES.keys()
    assert not any("options" in one for one in told)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_what_a_command_needs_stands_in_its_form(form: Form) -> None:
    """`lines` of a deviation may leave out what the model may leave out, and nothing else."""
    model = COMMANDS[form.kind].model.model_fields
    needed = {name for name, info in model.items() if info.is_required()} - {"incident"}
    assert needed <= {field.name for field in form.fields}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_field_has_the_bounds_of_its_model(form: Form) -> None:
    """The longest text of a field is accepted by the model, and one character more is refused."""
    model = COMMANDS[form.kind].model
    for field in form.fields:
        if field.options or field.number or field.reads:
            continue
        longest, shortest = field.bounds.longest, field.bounds.shortest
        assert longest is not None
        assert refusals(model, field.name, "x" * longest) == []
        assert refusals(model, field.name, "x" * (longest + 1)) != []
        if shortest:
            assert refusals(model, field.name, "x" * (shortest - 1)) != []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_number_has_the_bounds_of_its_model(form: Form) -> None:
    model = COMMANDS[form.kind].model
    for field in form.fields:
        bounds = field.bounds
        if field.reads == "moment" or not (field.number or field.reads):
            continue
        assert bounds.most is not None
        assert refusals(model, field.name, bounds.most) == []
        assert refusals(model, field.name, bounds.most + 1) != []
        lowest = bounds.least if bounds.above is None else bounds.above
        assert lowest is not None
        assert refusals(model, field.name, lowest - 1) != []
        assert (refusals(model, field.name, lowest) == []) == (bounds.above is None)


def refusals(model: type[Command], name: str, value: object) -> list[str]:
    """What the model finds wrong with one field."""
    try:
        model.model_validate({name: value})
    except ValidationError as wrong:
        return [one["type"] for one in wrong.errors() if one["loc"][0] == name]
    return []


def test_the_browser_is_told_the_bounds_of_a_field() -> None:
    """Zero is a bound as any other; the texts of a union have those of what a person types."""
    [[place], [value, unit], [substance, at]] = form_of("gas.measure").about(view())["lines"]
    assert (value["least"], value["most"], unit["longest"], at["longest"]) == (0, 1e12, 12, 8)
    assert (place["label"], substance["label"]) == (
        say("en", "input.place"), say("en", "command.substance"),
    )  # fmt: skip
    [[_], [text], *_] = form_of("directive.issue").about(view())["lines"]
    assert (text["longest"], text["rows"]) == (200, 2)


def test_after_success_lines_of_text_are_empty_and_choices_are_none() -> None:
    assert form_of("directive.issue").about(view())["emptied"] == {
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


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
def test_a_form_s_title_begins_with_a_capital(form: Form) -> None:
    drawn = drawer(form, view("en", Role.COMMANDER))
    if drawn is not None:
        title = drawn.children[0].children
        assert title[:1] == title[:1].upper()
