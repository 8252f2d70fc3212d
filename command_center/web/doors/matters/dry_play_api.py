"""Plays a matter of a draft template without recording any fact: `POST /templates/try`.

Each request contains the whole text and every step so far, and the play restarts: nothing is stored between two
requests, not even in memory.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from flask import Blueprint, Response, request
from pydantic import Field, model_validator

from command_center.domain.dry_play import (
    LONGEST_WAIT_MS,
    MOST_STEPS,
    DryPlay,
    Happened,
    Step,
    TooMuch,
    scratch_of,
)
from command_center.domain.fact import Fact
from command_center.domain.fields import PersonId
from command_center.domain.matters.own_templates import PUBLISHERS
from command_center.domain.matters.playing.play import titled
from command_center.domain.matters.reading.everybody import Hand, hands_of
from command_center.domain.matters.reading.mine import seen
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.powers import powers_of
from command_center.domain.template_language.shelf import DraftShelf
from command_center.domain.template_language.template import Template
from command_center.reports.deadline_words import deadline_title
from command_center.template_file import library, text_hash
from command_center.web.doors.drills.scenarios_api import mistakes_told
from command_center.web.doors.matters.matter_told import matter_told, words_told
from command_center.web.doors.matters.templates_api import (
    TemplateProblem,
    Templates,
    TemplateTextAsked,
)
from command_center.web.request.answer_shapes import INTEGER, Described, record, rows
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body
from command_center.web.request.callers import Caller
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem, RefusedProblem
from command_center.web.request.rest_doors import WRITES, door
from command_center.web.request.revealed import EVERYTHING
from command_center.web.worker_threads import NativeThreads
from command_center.words.fields import field_error

Command = Literal[
    "matter.open", "matter.fill", "matter.move", "matter.sign", "matter.measure", "matter.enter", "matter.leave",
    "matter.correct", "matter.sign_on_the_spot",
]  # fmt: skip


class TryStep(Asked):
    """One step: the person `by` gives a `command` with its `data`, as at `POST /commands`; or `wait_ms` pass."""

    by: PersonId | None = None
    command: Command | None = None
    data: dict[str, Any] = Field(default={}, max_length=20)
    wait_ms: int = Field(default=0, ge=0, le=LONGEST_WAIT_MS)

    @model_validator(mode="after")
    def one_of_both(self) -> "TryStep":
        """Check that a command has its person, and that a step without a command lets time pass."""
        if (self.command is None) == (self.wait_ms == 0) or (self.command is None) != (self.by is None):  # fmt: skip
            raise ValueError("give either a command with the person by whom, or wait_ms")
        return self


class TryAsked(TemplateTextAsked):
    """The YAML of a template, and every step of the play so far. `see_as` is the person whose view of the matter is
    returned; by default the one who opened it.
    """

    steps: list[TryStep] = Field(default=[], max_length=MOST_STEPS)
    see_as: PersonId | None = None


DRY_PLAY_TOLD = Described(
    "DryPlay",
    record(
        {
            "at": {"type": "integer", "description": "The time of the play after its last step."},
            "steps": rows(
                record(
                    {
                        "at": INTEGER,
                        "by": {"type": ["string", "null"]},
                        "command": {"type": ["string", "null"]},
                        "wait_ms": INTEGER,
                        "refused": {
                            "type": ["object", "null"],
                            "description": "code, detail and mend, as a person would read them.",
                        },
                        "facts": rows({"type": "object"}),
                    }
                )
            ),
            "matter": {
                "type": ["object", "null"],
                "description": "As GET /mine/MATTER tells it to `see_as`; null before it is opened and after its end.",
            },
            "ended": {"type": ["object", "null"]},
            "hands": rows({"type": "object"}),
        }
    ),
)
# who holds which post, and what hinders work
POST_TEMPLATES_TRY = door(
    "post", "/templates/try",
    summary="Play a matter of a draft template: nothing is recorded or kept",
    answers="What each step came to, refusals in the words that their person would read, and how the matter then "
    "stands",
    roles=PUBLISHERS, reveals=EVERYTHING, writes=False, bad=(*WRITES, 409), answer=DRY_PLAY_TOLD,
    body=TryAsked,
)  # fmt: skip


def dry_play_api(t: Templates, now: Callable[[], int]) -> Blueprint:
    """The route `POST /templates/try`, for those who may publish. A play runs outside the event loop, one at a time.
    `now` is UTC epoch ms.
    """
    api = Blueprint("dry_play", __name__)
    beside = NativeThreads(1)

    @POST_TEMPLATES_TRY.on(api, t.callers)
    def try_it(_: Caller) -> Response:
        asked = json_body(request, TryAsked)
        lang = language_of(request.environ, t.fallback)
        described, mistakes, _broken = t.mistakes(asked.text)
        if described is None or mistakes:
            raise TemplateProblem(mistakes_told(mistakes, lang))
        if not isinstance(described, Template):
            raise Problem("template_not_played", 422, kind=type(described).__name__.lower())
        desk = t.desk
        known = desk.site.person_by_id
        for person in {one.by for one in asked.steps} | {asked.see_as}:
            if person is not None and person not in known:
                raise RefusedProblem(Refusal("unknown_person", {"person": person}))
        assert desk.templates is not None
        powers = powers_of(described, library())
        shelf = DraftShelf(desk.templates, described, text_hash(asked.text), powers)
        play = DryPlay(scratch_of(desk.state), desk.site, shelf, now())
        steps = [Step(one.by, one.command, one.data, one.wait_ms) for one in asked.steps]
        try:
            return answer_json(
                beside.do(lambda: _played(play, described, steps, asked.see_as, lang))
            )
        except TooMuch:
            raise Problem("dry_play_too_long", 422) from None

    return api


def _played(
    play: DryPlay, template: Template, steps: Sequence[Step], see_as: str | None, lang: str
) -> dict[str, Any]:
    """The steps one after another, and how it then stands."""
    told = [_step(play.take(one), template, lang) for one in steps]
    opener = next((one.by for one in steps if one.command == "matter.open"), None)
    play_now = play.play(see_as or opener)
    shown = None
    if play_now is not None:
        found = seen(play.state, play_now.matter.id, play.context(see_as or opener))
        if not isinstance(found, Refusal):
            shown = matter_told(play.site, play.state, play.shelf, found, lang, play.now)
    ended = play.state.matters.ended.get(play.matter or "")
    return {
        "at": play.now, "steps": told, "matter": shown,
        "ended": None if ended is None else {
            "number": ended.number, "title": words_told(titled(template, ended.state)), "at": ended.ended_at,
        },
        "hands": [] if play_now is None else [_hand(one, lang) for one in hands_of(play_now)],
    }  # fmt: skip


def _hand(one: Hand, lang: str) -> dict[str, Any]:
    why = None if one.why is None else RefusedProblem(one.why).members(lang)
    return {
        "move": one.move, "title": words_told(one.title), "to": words_told(one.to), "signs": one.signs,
        "people": list(one.people), "clockwork": one.clockwork,
        "why": None if why is None else {"detail": why["detail"], "mend": why["mend"]},
    }  # fmt: skip


def _step(one: Happened, template: Template, lang: str) -> dict[str, Any]:
    """What a step came to; a refusal with the words that its person would read."""
    refused = None
    if one.refusal is not None:
        members = RefusedProblem(one.refusal).members(lang)
        refused = {"code": one.refusal.code, "detail": members["detail"], "mend": members["mend"]}
    elif one.wrong:
        wrong = [field_error(lang, error)["error"] for error in one.wrong]
        refused = {"code": "invalid", "detail": " ".join(wrong), "mend": ""}
    return {
        "at": one.at, "by": one.step.by, "command": one.step.command, "wait_ms": one.step.wait_ms,
        "refused": refused, "facts": [dict(_fact(fact, template)) for fact in one.facts],
    }  # fmt: skip


def _fact(fact: Fact, template: Template) -> Iterator[tuple[str, Any]]:
    """What a fact would say: what happened, when, who would be told, which deadlines run, and which points it gives."""
    data, after = fact.data, fact.data.get("after", {})
    yield "kind", fact.kind.removeprefix("matter.")
    yield "at", fact.at
    for name in ("move", "field", "party"):
        if isinstance(data.get(name), str):
            yield name, words_told(titled(template, data[name]))
    if isinstance(data.get("of"), str):
        yield "of", words_told(deadline_title(template, data["of"]))
    if "template" in data:
        yield "template", data["template"]
        yield "number", data["number"]
    if "state" in after:
        yield "state", words_told(titled(template, after["state"]))
    yield "because", data.get("because")
    yield "step", data.get("step")
    yield (
        "told",
        list(
            dict.fromkeys(one["person"] for one in (*after.get("told", ()), *data.get("told", ())))
        ),
    )
    yield (
        "due",
        [
            {"of": words_told(deadline_title(template, one["of"])), "at": one["at"]}
            for one in after.get("due", ())
        ],
    )
    yield (
        "points",
        [
            {"account": one["account"], "subject": one["subject"], "n": one["n"], "why": one["why"]}
            for one in after.get("points", ())
        ],
    )
