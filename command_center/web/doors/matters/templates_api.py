"""The template door: the library and the site's own templates, one with its text and versions, a
preview, publishing.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from flask import Blueprint, Response, request
from pydantic import Field, ValidationInfo, field_validator

from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.matters.contractors.accounts import closed_with
from command_center.domain.matters.own_templates import PUBLISHERS
from command_center.domain.state.own_template import OwnTemplate
from command_center.domain.template_language.differences import differences
from command_center.domain.template_language.fields import ChoiceField
from command_center.domain.template_language.guards import GUARDS, parameters
from command_center.domain.template_language.parties import FUNCTIONS
from command_center.domain.template_language.template import PERIODS, Description, Template
from command_center.domain.template_language.values import UNITS
from command_center.domain.text import Text
from command_center.site_file import Problem as Mistake
from command_center.template_file import LONGEST_TEXT, TYPES, data_of, shape_of
from command_center.web.doors.drills.scenarios_api import mistakes_told
from command_center.web.metrics import Metrics
from command_center.web.request.answer_shapes import CHANGES, INTEGER, TEXT, Described, record, rows
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.commanding import CommandAsked, carry_out
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import MATTERS
from command_center.web.worker_threads import NativeThreads
from command_center.words import say


class TemplatesShelf(Protocol):
    """What the doors ask of a site's templates (`boot/plant/site_templates.py`)."""

    def ids(self) -> Any:
        """Every id in use."""

    def of_library(self, id: str) -> bool:
        """Whether the library has it."""

    def hash_of(self, id: str) -> str | None:
        """The SHA-256 of the template's text in force."""

    def described(self, sha256: str) -> Description | None:
        """The description of a template's text, by its hash."""

    def text_of(self, sha256: str) -> str | None:
        """A text by its hash."""

    def examined(self, text: str) -> tuple[Description | None, list[Mistake]]:
        """What a text describes here, and its mistakes."""

    def broken_by(self, described: Description) -> list[tuple[Description, Mistake]]:
        """Other templates that would no longer fit after this change."""

    def publish(self, text: str, described: Description) -> str:
        """Publishes a text that was examined."""


class TemplateAsked(Asked):
    """`sha256` selects a published revision; by default the text in force."""

    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


class TemplateTextAsked(Asked):
    """The YAML of a template, plan, account or reference, to be examined and shown as a form."""

    text: str = Field(max_length=LONGEST_TEXT)

    @field_validator("*", mode="before")
    @classmethod
    def only_plain_text(cls, value: Any, info: ValidationInfo) -> Any:
        """Keep the text unchanged: an invisible character in it is a mistake with its line, as in a file."""
        return value


class PublishAsked(TemplateTextAsked):
    """The YAML, to be published. `base` is the revision it was made from, 0 for none."""

    base: int = Field(default=0, ge=0, le=1_000_000)


@dataclass(frozen=True, slots=True)
class Templates:
    """What the template routes need. `fallback` is the site's language. Texts are read outside the event loop
    (`beside`).
    """

    shelf: TemplatesShelf
    desk: Desk
    callers: Callers
    metrics: Metrics
    fallback: str
    beside: NativeThreads = field(default_factory=lambda: NativeThreads(1))

    def own(self, id: str) -> OwnTemplate | None:
        """The site's own template of this id; None where there is none."""
        return self.desk.state.own_templates.get(id)

    def mistakes(
        self, text: str
    ) -> tuple[Description | None, list[Mistake], list[tuple[Description, Mistake]]]:
        """Return what a text describes, its mistakes, and which other texts it would break."""
        described, mistakes = self.beside.do(lambda: self.shelf.examined(text))
        if described is None or mistakes:
            return described, mistakes, []
        return described, mistakes, self.beside.do(lambda: self.shelf.broken_by(described))


class TemplateProblem(Problem):
    """422: a text with mistakes, each with its place."""

    def __init__(self, told: Sequence[dict[str, Any]]) -> None:
        super().__init__("template_wrong", 422, count=len(told))
        self.told = list(told)

    def members(self, lang: str) -> dict[str, Any]:
        """The members of the problem document, with every mistake."""
        return Problem.members(self, lang) | {"problems": self.told}


TEMPLATES_TOLD = Described(
    "Templates",
    record({"templates": rows({"type": "object"}), "language": {"type": "object"}}),
)
GET_TEMPLATES = door(
    "get", "/templates",
    summary="The templates, plans, accounts and references in use: the library's and the site's own",
    answers="Templates",
    roles=HUMAN_ROLES, reveals=MATTERS, answer=TEMPLATES_TOLD,
)  # fmt: skip

TEMPLATE_TOLD = Described(
    "Template",
    record(
        {
            "id": TEXT,
            "sha256": TEXT,
            "text": TEXT,
            "own": {"type": ["object", "null"]},
            "library": {"type": "boolean"},
            "described": {"type": ["object", "null"]},
            "changes": CHANGES,
        }
    ),
)
GET_TEMPLATES_TEMPLATE = door(
    "get", "/templates/<template>",
    summary="One template: its text, its revisions, and what it describes",
    answers="The text that counts, or that of the revision `sha256`",
    roles=HUMAN_ROLES, reveals=MATTERS, bad=(*READS, 404, 422), answer=TEMPLATE_TOLD,
    query=TemplateAsked,
)  # fmt: skip

TEMPLATE_PREVIEW_TOLD = Described(
    "TemplatePreview",
    record(
        {
            "changes": CHANGES,
            "open": INTEGER,
            "problems": rows(
                record({"line": INTEGER, "column": INTEGER, "key": TEXT, "error": TEXT})
            ),
            "data": {"type": ["object", "null"]},
            "described": {"type": ["object", "null"]},
            "kind": {"type": ["string", "null"]},
            "revision": INTEGER,
            "library": {"type": "boolean"},
        }
    ),
)
POST_TEMPLATES_PREVIEW = door(
    "post", "/templates/preview",
    summary="Examine a template's YAML and show what it describes",
    answers="Every mistake with line, column and key; the description where its shape is right",
    roles=PUBLISHERS, reveals=MATTERS, writes=False, bad=WRITES, answer=TEMPLATE_PREVIEW_TOLD,
    body=TemplateTextAsked,
)  # fmt: skip

TEMPLATE_PUBLISHED_TOLD = Described(
    "TemplatePublished",
    record({"id": TEXT, "own": {"type": "object"}}),
)
PUT_TEMPLATES_TEMPLATE = door(
    "put", "/templates/<template>",
    summary="Publish a template, as the next revision of `base`",
    answers="Published; mistakes are listed under `problems` with 422, a publishing in between is 409",
    roles=PUBLISHERS, reveals=MATTERS, bad=(*WRITES, 409, 503), answer=TEMPLATE_PUBLISHED_TOLD,
    body=PublishAsked,
)  # fmt: skip


def templates_api(t: Templates) -> Blueprint:
    """`GET /templates`, `/templates/ID`, for everybody who signs in; `POST /templates/preview` and
    `PUT /templates/ID` for those who may publish."""
    api = Blueprint("templates", __name__)

    def lang() -> str:
        return language_of(request.environ, t.fallback)

    def told(
        mistakes: Sequence[Mistake], broken: Sequence[tuple[Description, Mistake]]
    ) -> list[dict[str, Any]]:
        rows = mistakes_told(mistakes, lang())
        for other, mistake in broken:
            kind = type(other).__name__.lower()
            why = mistake.sentence(lang())
            error = say(lang(), "template.breaks", kind=kind, id=other.id, why=why)
            rows.append({"line": 1, "column": 1, "key": other.id, "error": error})
        return rows

    @GET_TEMPLATES.on(api, t.callers)
    def templates(_: Caller) -> Response:
        rows = [row for id in t.shelf.ids() if (row := _listed(t, id)) is not None]
        language = {
            "types": TYPES, "functions": sorted(FUNCTIONS), "units": list(UNITS), "every": list(PERIODS),
            "guards": {name: [asdict(one) for one in parameters(name)] for name in GUARDS},
        }  # fmt: skip
        return answer_json({"templates": rows, "language": language})

    @GET_TEMPLATES_TEMPLATE.on(api, t.callers)
    def one(_: Caller, template: str) -> Response:
        own = t.own(template)
        asked = query(request, TemplateAsked).sha256
        known = {one.sha256 for one in own.revisions} if own else set()
        digest = asked if asked in known else t.shelf.hash_of(template)
        if digest is None and own is not None:
            digest = own.newest.sha256
        if digest is None or (asked is not None and asked != digest):
            raise Problem("not_found", 404, path=request.path)
        described = t.shelf.described(digest)
        before = _revision_before(own, digest)
        was = before and t.shelf.described(before)
        return answer_json({
            "changes": _changes(was, described) if was and described else None,
            "id": template, "sha256": digest, "text": t.shelf.text_of(digest) or "", "own": own and own_told(own),
            "library": t.shelf.of_library(template), "described": described and shape_of(described),
        })  # fmt: skip

    @POST_TEMPLATES_PREVIEW.on(api, t.callers)
    def preview(_: Caller) -> Response:
        text = json_body(request, TemplateTextAsked).text
        described, mistakes, broken = t.mistakes(text)
        own = None if described is None else t.own(described.id)
        counts = None if described is None else _in_force(t, described.id)
        return answer_json({
            "changes": _changes(counts, described) if counts and described else None,
            "open": 0 if described is None else _open_matters_of(t, described.id),
            "problems": told(mistakes, broken),
            "data": t.beside.do(lambda: data_of(text)),
            "described": described and shape_of(described),
            "kind": described and type(described).__name__.lower(),
            "revision": own.newest.revision if own is not None else 0,
            "library": described is not None and t.shelf.of_library(described.id),
        })  # fmt: skip

    @PUT_TEMPLATES_TEMPLATE.on(api, t.callers)
    def publish(caller: Caller, template: str) -> Response:
        asked = json_body(request, PublishAsked)
        described, mistakes, broken = t.mistakes(asked.text)
        if described is None or mistakes or broken:
            raise TemplateProblem(told(mistakes, broken))
        if described.id != template:
            raise Problem("template_other_id", 422, template=template, id=described.id)
        digest = t.shelf.publish(asked.text, described)
        kind = type(described).__name__.lower()
        data = {"template": template, "kind": kind, "base": asked.base, "sha256": digest}
        carry_out(t.desk, t.metrics, CommandAsked(kind="template.save", data=data), caller)
        return answer_json({"id": template, "own": own_told(t.desk.state.own_templates[template])})

    return api


def own_told(own: OwnTemplate) -> dict[str, Any]:
    """Return every revision, the newest last, and since when and by whom it is out of use, if it is."""
    return {
        "kind": own.kind,
        "revision": own.newest.revision,
        "revisions": [
            {"revision": one.revision, "sha256": one.sha256, "at": one.at, "by": one.by}
            for one in own.revisions
        ],
        "retired_at": own.retired_at,
        "retired_by": own.retired_by,
    }


def _in_force(t: Templates, id: str) -> Description | None:
    """The description of the template's text that is in force."""
    digest = t.shelf.hash_of(id)
    return None if digest is None else t.shelf.described(digest)


def _revision_before(own: OwnTemplate | None, digest: str) -> str | None:
    """The text that was published before this one, None for the first and for the library's."""
    texts = [one.sha256 for one in own.revisions] if own else []
    at = len(texts) - 1 - texts[::-1].index(digest) if digest in texts else 0
    return texts[at - 1] if at else None


def _changes(before: Description, after: Description) -> list[dict[str, Any]]:
    """Each key that differs, with what stands there before and after."""
    return [asdict(one) for one in differences(shape_of(before), shape_of(after))]


def _open_matters_of(t: Templates, id: str) -> int:
    """The number of open matters of this template, whatever their revision."""
    return sum(one.template == id for one in t.desk.state.matters.open.values())


def _listed(t: Templates, id: str) -> dict[str, Any] | None:
    own, digest = t.own(id), t.shelf.hash_of(id)
    described = t.shelf.described(digest or (own.newest.sha256 if own else ""))
    if described is None:
        return None
    law = described.law
    row: dict[str, Any] = {
        "id": id,
        "kind": type(described).__name__.lower(),
        "title": described.title.as_row() if described.title else {"zh": id, "en": id},
        "about": described.about.as_row() if described.about else None,
        "law": None if law is None else {"of": law.of, "checked": law.checked},
        "library": t.shelf.of_library(id),
        "sha256": digest,
        "revision": own.newest.revision if own else 0,
        "retired": bool(own and own.retired and digest is None),
    }
    if isinstance(described, Template):
        row["open"] = _open_matters_of(t, id)
        row["shape"] = _named_in(described)
        account = closed_with(t.desk.templates, id)
        row["closes"] = None if account is None else account.account
    return row


def _named_in(template: Template) -> dict[str, Any]:
    """What accounts and plans may name of a template: its moves, and its choices."""

    def titled(name: str, title: Text | None) -> dict[str, Any]:
        return {"title": title.as_row() if title else {"zh": name, "en": name}}

    return {
        "moves": {name: titled(name, move.title) for name, move in template.moves.items()},
        "fields": {
            name: {
                "type": "choice",
                **titled(name, field.title),
                "of": {one: title and title.as_row() for one, title in field.of.items()},
            }
            for name, field in template.fields.items()
            if isinstance(field, ChoiceField)
        },
    }
