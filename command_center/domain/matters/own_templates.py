"""Publishes and retires the site's own templates, plans, accounts and references.

The text is stored beside the journal under its hash; the fact says which text is in use. A matter
keeps the revision that it was opened with.
"""

from dataclasses import replace
from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY, at_any_time
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.own_template import OwnTemplate, Published
from command_center.domain.template_language.lock_rules import lost_by_law
from command_center.domain.template_language.template import KINDS, Description
from command_center.domain.template_language.values import Name

Kind = Literal["template", "plan", "account", "reference"]
PUBLISHERS = (Role.CONTROLLER, Role.ADMINISTRATOR)
"""Who may publish: those who prepare drills and plans, and those who administer."""


class SaveTemplate(Command):
    """Save a text (named by its SHA-256, hex) as the next revision of `template`. `base` is the
    revision that it was made from; 0 for a first one, and for the first change of a library
    template."""

    template: Name
    kind: Kind
    base: int = Field(ge=0, le=1_000_000)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class TemplateSaved(TypedDict):
    """A template, plan, account or reference of the site has a new revision; its text is stored
    beside the journal."""

    template: str
    kind: str
    revision: int
    sha256: str


class RetireTemplate(Command):
    """Retire the site's `template`, which its writer saw at revision `base`; no new matters are
    made from it."""

    template: Name
    base: int = Field(ge=1, le=1_000_000)


class TemplateRetired(TypedDict):
    """A template of the site is retired. Open matters keep it; saving it again brings it back into
    use."""

    template: str
    revision: int


@decides("template.save", SaveTemplate, PUBLISHERS, scene=Scene.REALITY)
def save(state: State, command: SaveTemplate, ctx: Context) -> Decision:
    """Publishes a revision. If two people publish at once the later one is refused, and nothing is
    overwritten. A text that was not stored and examined first (`PUT /api/v1/templates/ID`), or
    that describes something else, is refused."""
    known = state.own_templates.get(command.template)
    if known is not None and known.newest.sha256 == command.sha256 and not known.retired:
        return []  # it is so already
    revision = 0 if known is None else known.newest.revision
    if command.base != revision:
        details = {"template": command.template, "revision": revision,
                   "who": "–" if known is None else known.newest.by}  # fmt: skip
        return Refusal("template_moved", details)
    if known is not None and known.kind != command.kind:
        return Refusal("template_other_kind", {"template": command.template, "kind": known.kind})
    described = None if ctx.templates is None else ctx.templates.described(command.sha256)
    if ctx.templates is not None and (
        described is None
        or described.id != command.template
        or not isinstance(described, KINDS[command.kind])
    ):
        return Refusal("template_text_unknown", {"template": command.template})
    if described is not None and (refusal := _against_library(described, ctx)):
        return refusal
    payload = TemplateSaved(
        template=command.template, kind=command.kind, revision=revision + 1, sha256=command.sha256
    )
    return [Draft("template.saved", payload)]


def _against_library(described: Description, ctx: Context) -> Refusal | None:
    """Refuses a text that takes the place of one of the library and is of another kind, or lacks what a law fixes
    there. A text that was examined against an older library may lack what the newer one brings."""
    if ctx.templates is None:
        return None
    own = ctx.templates.library_text(described.id)
    base = own or ctx.templates.library_text(described.based_on or described.id)
    if own is not None and type(own) is not type(described):
        was = next(name for name, model in KINDS.items() if isinstance(own, model))
        return Refusal("template_other_kind", {"template": described.id, "kind": was})
    lost = (
        lost_by_law(base, described) if base is not None and type(base) is type(described) else []
    )
    if lost:
        return Refusal("template_lacks_locks", {"template": described.id, "rules": lost})
    return None


@decides("template.retire", RetireTemplate, PUBLISHERS, scene=Scene.REALITY)
def retire(state: State, command: RetireTemplate, ctx: Context) -> Decision:
    """Retires a text. Refused where somebody has published a newer revision than `base`."""
    known = state.own_templates.get(command.template)
    if known is None:
        return Refusal("unknown_template", {"template": command.template})
    if known.newest.revision != command.base:
        details = {"template": known.id, "revision": known.newest.revision, "who": known.newest.by}
        return Refusal("template_newer", details)
    if known.retired:
        return []
    payload = TemplateRetired(template=command.template, revision=known.newest.revision)
    return [Draft("template.retired", payload)]


@applies("template.saved", TemplateSaved, readers=at_any_time(EVERYBODY))
def saved(state: State, fact: Fact) -> None:
    """Applies the fact: this revision is used from now on; earlier ones are kept."""
    d = fact.data
    known = state.own_templates.get(d["template"])
    before = () if known is None else known.revisions
    one = Published(d["revision"], d["sha256"], fact.recorded_at, fact.actor)
    state.own_templates[d["template"]] = OwnTemplate(d["template"], d["kind"], (*before, one))


@applies("template.retired", TemplateRetired, readers=at_any_time(EVERYBODY))
def retired(state: State, fact: Fact) -> None:
    """Applies the fact: the template is retired. Open matters keep it, and no new ones open."""
    known = state.own_templates[fact.data["template"]]
    state.own_templates[known.id] = replace(
        known, retired_at=fact.recorded_at, retired_by=fact.actor
    )
