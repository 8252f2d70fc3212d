"""No command that a person may give is out of a hand's reach: each has a form or a button, or a stated reason."""

import re
from functools import cache
from pathlib import Path

import pytest
from pydantic import Field

import command_center.domain.areas  # noqa: F401 - declares every command
from callbacks.pages import page_at
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.fields import DueSpan, KitId, Moment, PersonId, PlaceId
from command_center.domain.registry import COMMANDS, Command, CommandSpec
from command_center.domain.text import Reason
from command_center.page_server.made_scripts import MADE
from command_center.words import LANGUAGES, catalogue
from layouts.command import command
from layouts.forms import FORMS, MORE
from layouts.forms.derived import NoForm, derived, row_fields
from layouts.forms.form import Field as FormField
from layouts.forms.form import Form
from layouts.forms.reach import IN_ROWS, ROWS, WITHOUT_FORM, given_in_a_row, more_forms
from layouts.pages import PAGES
from layouts.shell import shell
from tests.pages.test_forms import refusals
from tests.pages.test_pages import components, ids, view

SCRIPTS = Path(__file__).parents[2] / "assets"
HUMAN = sorted(kind for kind, spec in COMMANDS.items() if spec.roles & set(HUMAN_ROLES))


@pytest.mark.parametrize("kind", HUMAN)
def test_a_persons_command_has_a_form_or_a_button_or_a_stated_reason(kind: str) -> None:
    places = [
        kind in IN_ROWS,
        given_in_a_row(COMMANDS[kind]),
        kind in {form.kind for form in FORMS},
        kind in WITHOUT_FORM,
    ]
    assert places.count(True) == 1


IN_A_ROW = {kind for kind in HUMAN if given_in_a_row(COMMANDS[kind])}


@pytest.mark.parametrize("kind", sorted(IN_A_ROW))
def test_a_command_of_a_directive_stands_in_the_scripts_of_its_row(kind: str) -> None:
    rows = ("shared/directive_steps.js", "command/directives_desk.js", "phone/phone_proof.js")
    assert any(f'"{kind}"' in (SCRIPTS / row).read_text(encoding="utf-8") for row in rows)


IMPORTED = re.compile(r'^(?:import .*|\} )from "(\.[^"]+\.js)"', re.MULTILINE)
REGISTERED = re.compile(r'\bpanel\(\s*"(\w+)"')
TEXTS = {file: file.read_text(encoding="utf-8") for file in SCRIPTS.rglob("*.js")}
TEXTS |= {SCRIPTS / path: make() for path, make in MADE.items()}
IMPORTS = {
    file: [(file.parent / one).resolve() for one in IMPORTED.findall(text)]
    for file, text in TEXTS.items()
}
PANELS = {name: file for file, text in TEXTS.items() for name in REGISTERED.findall(text)}


@cache
def drawn_with(panel: str) -> set[Path]:
    """The script of a panel and all that it imports."""
    found: set[Path] = set()
    waiting = [PANELS[panel]]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += IMPORTS[file]
    return found


@cache
def scripts_of(role: Role) -> set[str]:
    """The scripts that draw the pages of a role."""
    trees = [shell(), *(page_at(path, view("en", role)) for path in (*PAGES, "/matters/MATTER"))]
    panels = {part.of for part in components(trees) if hasattr(part, "of")}
    drawn = set().union(*(drawn_with(panel) for panel in panels))
    return {file.relative_to(SCRIPTS).as_posix() for file in drawn}


@pytest.mark.parametrize(
    ("script", "kind"), [(s, kind) for s, kinds in ROWS.items() for kind in kinds]
)
def test_what_a_row_is_said_to_give_stands_in_a_page_of_whoever_may_give_it(
    script: str, kind: str
) -> None:
    """The script names the command, and draws a page for every role that may give it."""
    assert f'"{kind}"' in (SCRIPTS / script).read_text(encoding="utf-8")
    givers = COMMANDS[kind].roles & set(HUMAN_ROLES)
    assert [role for role in givers if script not in scripts_of(role)] == []


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_a_form_stands_on_a_page_of_whoever_may_give_its_command(role: Role) -> None:
    for path in ("/command", "/m"):
        wanted = {form.drawer_id for form in FORMS if role in COMMANDS[form.kind].roles}
        found = set(ids(page_at(path, view("en", role))))
        assert {form.drawer_id for form in FORMS} & found == wanted


OF_A_DOOR = {
    "drills/drill_list.js": "the name of a surprise drill goes to the drills door, which bounds it itself",
    "drills/scenario_editor.js": "the text of a scenario goes to the scenarios' door, as a file does",
    "plant/accounts_panel.js": "the name of an account goes to the accounts' door, which bounds it itself",
    "plant/row_panel.js": "why a row was changed goes to the plant's door with the row",
    "templates/named.js": "a name within a text of a template: the examiner judges the text, line by line",
    "templates/templates.js": "the text of a template goes to the templates' door, as a file does",
    "plant/tokens_panel.js": "the name of a token goes to the accounts' door, which bounds it itself",
    "shared/sign_in_reset.js": "a one-time code and the new password go to the door of the session",
    "shared/sign_in_factor.js": "a code of the second factor goes to the door of the session",
    "people/contact_form.js": "an address goes to the contacts' door, which keeps it out of the journal",
    "people/own_numbers.js": "the code of a confirmation goes to the contacts' door, which compares it",
}
"""Scripts with a length of their own: what is typed there is no field of a command."""


def test_no_script_bounds_a_field_of_a_command_by_itself() -> None:
    """What may be typed is the model's (`command_center/page_server/made_scripts.py`), never written a second time."""
    own = {
        file.relative_to(SCRIPTS).as_posix()
        for file, text in TEXTS.items()
        if re.search(r"\b(maxLength|minLength):\s*\d", text)
    }
    assert own == set(OF_A_DOOR)


ASKED_FOR = re.compile(r'\bboundsOf\("([a-z_.]+)", "(\w+)"\)')


def test_what_a_row_asks_for_is_typed_into_its_command() -> None:
    asked = {pair for text in TEXTS.values() for pair in ASKED_FOR.findall(text)}
    assert ("entry.in", "pressure_mpa") not in asked  # asked for by a variable there
    assert ("resource.count", "quantity") in asked
    assert [pair for pair in asked if pair[1] not in row_fields(COMMANDS[pair[0]])] == []


OWN_KIND = re.compile(r'^const KIND = "([a-z_.]+)";', re.MULTILINE)


def test_a_script_that_asks_for_the_bounds_of_its_command_gives_it_in_a_row() -> None:
    """The bounds of any other are not in the browser, and its panel could not be drawn."""
    asking = [text for text in TEXTS.values() if "boundsOf(KIND, " in text]
    kinds = {kind for text in asking for kind in OWN_KIND.findall(text)}
    assert len(kinds) == len(asking) > 0
    assert kinds - IN_ROWS - IN_A_ROW == set()


@pytest.mark.parametrize("kind", sorted(IN_ROWS | IN_A_ROW))
def test_what_is_typed_in_a_row_has_the_bounds_of_its_model(kind: str) -> None:
    """Of a text, the longest is taken by the model, and one character more is refused."""
    for name, field in row_fields(COMMANDS[kind]).items():
        longest = field.bounds.longest
        assert longest is not None
        if field.number or field.reads or "facts" in name:
            continue
        model = COMMANDS[kind].model
        assert refusals(model, name, "x" * longest) in ([], ["string_pattern_mismatch"])
        assert "string_too_long" in refusals(model, name, "x" * (longest + 1))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_label_of_a_form_has_words(form: Form, lang: str) -> None:
    known = catalogue(lang)
    keys = {form.title, form.send, *(field.label for field in form.fields)}
    assert {key for key in keys if key not in known} == set()


class Look(Command):
    """Somebody looks after something: a command that nobody has written a form for."""

    incident: str
    person: PersonId
    kits: list[KitId] = Field(default_factory=list)
    place: PlaceId | None = None
    by: Moment | None = None
    within_s: DueSpan | None = None
    reason: Reason | None = None
    count: int = 0


def spec_of(model: type[Command]) -> CommandSpec:
    return CommandSpec("look.after", model, frozenset({Role.COMMANDER}), lambda *_: [])


def test_a_new_command_gets_its_form_by_being_declared() -> None:
    declared = {**COMMANDS, "look.after": spec_of(Look)}
    [form] = [one for one in more_forms(declared) if one.kind not in COMMANDS]
    assert (form.kind, form.about_incident) == ("look.after", True)
    fields = {field.name: field for field in form.fields}
    assert list(fields) == ["person", "kits", "place", "by", "within_s", "reason", "count", "at"]
    site = view()

    def chosen(field: FormField) -> set[str]:
        return {one["value"] for one in field.options(site)} if field.options else set()

    assert chosen(fields["person"]) == {person.id for person in site.site.people}
    assert chosen(fields["kits"]) == {kit.id for kit in site.site.kits}
    assert chosen(fields["place"]) == set(site.site.places)
    assert fields["kits"].multi
    reads = [fields[name].reads for name in ("by", "within_s", "at")]
    assert reads == ["moment", "span", "moment"]
    assert (fields["reason"].rows, fields["count"].number) == (2, True)


def test_a_field_that_says_too_little_of_itself_is_named() -> None:
    class Vague(Command):
        """Whatever."""

        things: list[str]

    with pytest.raises(NoForm, match=r"look\.after.*things.*domain/fields\.py"):
        derived(spec_of(Vague))


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_more_commands_lists_what_a_role_may_give_and_nothing_else(role: Role) -> None:
    drawn = command(view("en", role))
    wanted = {form.drawer_id for form in MORE if role in COMMANDS[form.kind].roles}
    assert {form.drawer_id for form in MORE} & set(ids(drawn)) == wanted
    assert ("panel-more" in ids(drawn)) == bool(wanted)
