"""The programme door: a coordinator draws and commits the year's drills; everybody sees the windows."""

import secrets
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from flask import Blueprint, Response, request
from pydantic import Field

from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.drills.counting import last_counted
from command_center.domain.drills.sealing import NONCE_BYTES, commitment_of
from command_center.domain.quantities import Year
from command_center.domain.scenarios.bias import Bias
from command_center.domain.scenarios.draw_bias import bias_of
from command_center.domain.scenarios.plan import canonical_json
from command_center.domain.scenarios.year.calendar_file import calendar
from command_center.domain.scenarios.year.programme import (
    BlindWindow,
    Programme,
    programme_turns,
    window_turns,
    years_to_draw,
)
from command_center.domain.state.drills.drill import Drill
from command_center.domain.state.drills.programme import Superseded, Window, YearProgramme
from command_center.domain.verdicts.turns import code_at
from command_center.store.sealed import Kept
from command_center.web.doors.drills.drills_api import (
    COORDINATORS,
    Drills,
    day_of,
    kept_for,
    legal_duty,
)
from command_center.web.request.answer_shapes import (
    INTEGER,
    TEXT,
    TURNS,
    Described,
    record,
    ref,
    rows,
)
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body, query
from command_center.web.request.callers import Caller
from command_center.web.request.commanding import CommandAsked, carry_out
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import DRILL
from command_center.words import LANGUAGES, say
from command_center.words.worded_error import Said

DrawYear = Callable[[int, int, Bias, date | None], Programme]
"""A year, a seed, a bias and the day of the last drill -> its programme. Raises NothingToDrill."""

CALENDAR = "text/calendar; charset=utf-8"
SEED_BITS = 52


class ProgrammeAsked(Asked):
    """The year whose drills are to be drawn. Without a `seed` a secret one is used."""

    year: Year
    seed: int | None = Field(default=None, ge=0, lt=2**53)


class CalendarAsked(Asked):
    """The language of its one entry; by default the reader's."""

    lang: str | None = Field(default=None, pattern=f"^({'|'.join(LANGUAGES)})$")


PROGRAMME_TOLD = Described(
    "Programme",
    record(
        {
            "year": INTEGER,
            "drawn_at": INTEGER,
            "drawn_by": TEXT,
            "commitment": TEXT,
            "generator": TEXT,
            "superseded": rows({"type": "object", "description": "Earlier draws of the year."}),
            "turns": {
                **TURNS,
                "description": "Turns of the year: to_come, begun (not drawn anew), over.",
            },
            "windows": rows(
                record(
                    {
                        "id": TEXT,
                        "opens": TEXT,
                        "closes": TEXT,
                        "state": {"enum": ["to_come", "open", "held", "missed"]},
                        "turns": {
                            **TURNS,
                            "description": "Its state from when on; `waits` for `open` where a drill "
                            "is made for it and has not begun, which coordinators alone are told.",
                        },
                        "drill": {"type": ["string", "null"]},
                        "prepared": record(
                            {
                                "people": rows(TEXT),
                                "in_plant": {"type": "boolean"},
                                "safety_officer": {"type": ["string", "null"]},
                                "revision": INTEGER,
                                "prepared_by": {"type": ["string", "null"]},
                                "prepared_at": {"type": ["integer", "null"]},
                            }
                        ),
                        "waits": {"type": ["string", "null"]},
                    },
                    optional=("prepared", "waits"),
                )
            ),
            "content": {"type": "string", "description": "What it hid, once it is revealed."},
            "nonce": TEXT,
        },
        optional=("content", "nonce"),
    ),
)
POST_PROGRAMME = door(
    "post", "/programme",
    summary="Draw the drills of a year, and bind them",
    answers="The windows",
    roles=COORDINATORS, reveals=DRILL, what="drills", bad=(*WRITES, 409, 503),
    answer=PROGRAMME_TOLD, body=ProgrammeAsked,
)  # fmt: skip

PROGRAMMES_TOLD = Described(
    "Programmes",
    record(
        {
            "programmes": rows(ref("Programme")),
            "legal": ref("LegalDuty"),
            "years": rows(
                record(
                    {
                        "year": INTEGER,
                        "turns": {
                            **TURNS,
                            "description": "Whether it may be drawn: early, draw, again, closed.",
                        },
                    }
                )
            ),
        }
    ),
)
GET_PROGRAMME = door(
    "get", "/programme",
    summary="The years that are drawn, and what the law asks for",
    answers="Years",
    roles=HUMAN_ROLES, reveals=DRILL, what="drills", bad=(*READS, 404), answer=PROGRAMMES_TOLD,
)  # fmt: skip

GET_PROGRAMME_YEAR_ICS = door(
    "get", "/programme/<year>.ics",
    summary="A year's windows as iCalendar, and nothing else",
    answers="The calendar",
    roles=HUMAN_ROLES, reveals=DRILL, what="drills", bad=(*READS, 404, 422), answer=TEXT,
    query=CalendarAsked, content_type="text/calendar",
)  # fmt: skip


def programme_api(d: Drills, draw_year: DrawYear) -> Blueprint:
    """`POST /programme`, `GET /programme` and `GET /programme/YEAR.ics`."""
    api = Blueprint("programme", __name__)

    def today() -> date:
        return day_of(d, d.clock.now())

    @POST_PROGRAMME.on(api, d.callers)
    def draw(caller: Caller) -> Response:
        asked = json_body(request, ProgrammeAsked)
        seed = secrets.randbits(SEED_BITS) if asked.seed is None else asked.seed
        bias = bias_of(d.desk.state, d.sealed.content)
        last = last_counted(d.desk.state, d.site.zone)
        try:
            drawn = draw_year(asked.year, seed, bias, last)
        except Said as nothing:
            raise Problem("no_drill", 409, reasons=[nothing.phrase]) from nothing
        coming = [window for window in drawn.windows if window.opens > today()]
        if not coming:
            raise Problem("programme_late", 409, year=str(asked.year))
        names = {window.id for window in coming}
        hidden = [start for start in drawn.hidden if start.window in names]
        kept = _sealed(drawn.model_copy(update={"windows": coming, "hidden": hidden}))
        commitment = commitment_of(*kept)
        windows = [window.model_dump(mode="json") for window in coming]
        data = {"year": asked.year, "windows": windows, "commitment": commitment}
        command = CommandAsked(kind="programme.draw", data=data | {"generator": drawn.generator})
        with kept_for(d, commitment, kept):
            carry_out(d.desk, d.metrics, command, caller)
        return answer_json(_told(d, d.desk.state.programmes[asked.year], caller.role))

    @GET_PROGRAMME.on(api, d.callers)
    def every(caller: Caller) -> Response:
        known = d.desk.state.programmes
        years = years_to_draw(today(), known, d.site.zone)
        return answer_json(
            {
                "programmes": [_told(d, known[year], caller.role) for year in sorted(known)],
                "years": [{"year": year, "turns": turns} for year, turns in years.items()],
                "legal": legal_duty(d),
            }
        )

    @GET_PROGRAMME_YEAR_ICS.on(api, d.callers)
    def as_calendar(_: Caller, year: str) -> Response:
        lang = query(request, CalendarAsked).lang or language_of(request.environ, d.site.language)
        found = next(
            (one for one in d.desk.state.programmes.values() if str(one.year) == year), None
        )
        if found is None:
            raise Problem("not_found", 404, path=request.path)
        windows, dropped = (
            [BlindWindow(id=w.id, opens=w.opens, closes=w.closes) for w in some]
            for some in (found.windows, found.dropped)
        )
        text = calendar(windows, d.site.id, say(lang, "programme.window"), found.drawn_at, dropped)
        answer = Response(text, content_type=CALENDAR)
        answer.headers["Content-Disposition"] = f'attachment; filename="drills-{year}.ics"'
        return answer

    return api


def _sealed(programme: Programme) -> Kept:
    content = canonical_json(programme.model_dump(mode="json", exclude_none=True))
    return Kept(content, secrets.token_hex(NONCE_BYTES))


def _told(d: Drills, programme: YearProgramme, role: Role) -> dict[str, Any]:
    """A programme as everybody may read it; what it hid, once it is revealed; to its coordinators also
    how each window is prepared."""
    made = {drill.window: drill for drill in d.desk.state.drills.values() if drill.window}
    told: dict[str, Any] = {
        "year": programme.year,
        "drawn_at": programme.drawn_at,
        "drawn_by": programme.drawn_by,
        "commitment": programme.commitment,
        "generator": programme.generator,
        "turns": programme_turns(programme, d.site.zone),
        "windows": [_window(d, w, made.get(w.id)) for w in programme.windows],
        "superseded": [_superseded(d, one) for one in programme.superseded],
    }
    if role in COORDINATORS:
        for told_window, window in zip(told["windows"], programme.windows, strict=True):
            drill = made.get(window.id)
            told_window |= _preparation(programme, window.id, drill)
            told_window["turns"] = window_turns(
                window, _begun(drill), told_window["waits"] is not None, d.site.zone
            )
    kept = d.sealed.of(programme.commitment) if programme.revealed_seq is not None else None
    return told if kept is None else told | kept._asdict()


def _superseded(d: Drills, one: Superseded) -> dict[str, Any]:
    """An earlier draw of the year; what it hid is told with the rest, when the last window is over."""
    told = {"commitment": one.commitment, "drawn_at": one.drawn_at, "drawn_by": one.drawn_by}
    kept = d.sealed.of(one.commitment) if one.revealed_seq is not None else None
    return told if kept is None else told | kept._asdict()


def _preparation(programme: YearProgramme, window: str, drill: Drill | None) -> dict[str, Any]:
    """How its drill is to be; `waits`: the drill that is made for it and has not begun."""
    waits = drill.id if drill is not None and drill.started_at is None else None
    said = programme.prepared.get(window, ())
    by, at = (said[-1].by, said[-1].at) if said else (None, None)
    told = {"revision": len(said), "prepared_by": by, "prepared_at": at}
    return {"prepared": asdict(programme.prepared_for(window)) | told, "waits": waits}


def _window(d: Drills, window: Window, drill: Drill | None) -> dict[str, Any]:
    """`state`: to_come, open, held or missed; a drill is named once it has begun. That one is made for it and
    waits is for coordinators alone (`_preparation`), in its `turns` too."""
    turns = window_turns(window, _begun(drill), False, d.site.zone)
    return {
        "id": window.id,
        "opens": window.opens.isoformat(),
        "closes": window.closes.isoformat(),
        "state": code_at(turns, d.clock.now()),
        "turns": turns,
        "drill": drill.id if drill is not None and _begun(drill) else None,
    }


def _begun(drill: Drill | None) -> bool:
    return drill is not None and drill.started_at is not None
