"""The form door of an incident: ICS 201, 203, 204, 211 and 214 as PDF, and forms kept with the incident."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Response, request
from pydantic import Field
from typing_extensions import TypedDict

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import Role
from command_center.domain.incidents.forms import FormName
from command_center.domain.readers import FORM_KEEPERS, FORM_READERS, Roles
from command_center.domain.registry import EpochMs
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.incidents.kept_form import KeptForm, KeptFormRow
from command_center.domain.state.people.muster_list import MusterList
from command_center.reports.export.forms.sheet import Sheet
from command_center.reports.export.forms.type_face import NoTypeFace, type_face
from command_center.reports.forms.every import FORMS
from command_center.reports.forms.gather import Wanted, gather
from command_center.reports.forms.muster_list import muster_list_sheet
from command_center.reports.incident_facts import found_incident, incident_facts, incident_of
from command_center.reports.sources import Sources
from command_center.store.journal import Journal
from command_center.store.people.visitors import VisitorCard
from command_center.web.request.answer_shapes import FILE
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.commanding import carried_out
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import Reveals, topic
from command_center.web.worker_threads import NativeThreads
from command_center.words import LANGUAGES

MEDIA = "application/pdf"
WHAT = "forms"
DOORS: Mapping[str, Roles] = {"form.print": FORM_READERS, "papers.keep": FORM_KEEPERS}
"""Who may use the doors of forms: a page offers no button that would only be refused."""
LIST_READERS = FORM_READERS | {Role.RESPONDER}
"""Who may print a muster list: a warden is a responder, and everybody sees the headcount that it names."""
LANG = f"^({'|'.join(LANGUAGES)})$"


class LanguageAsked(Asked):
    """The language; by default that of the request."""

    lang: str | None = Field(default=None, pattern=LANG)


class FormAsked(LanguageAsked):
    """The requested form. `since` and `until` bound its period (UTC epoch ms; in a drill, exercise time); by default
    from the first alarm or report until now. `person` is whose log is wanted. `kept` is the number of the fact that
    kept a form: that form is made again with its own period and person.
    """

    since: EpochMs | None = None
    until: EpochMs | None = None
    person: str | None = Field(default=None, max_length=40)
    kept: int | None = Field(default=None, ge=1, le=2**53)


class FormToKeep(Asked):
    """Which form is to be kept with the incident, and of which period."""

    form: FormName
    since: EpochMs | None = None
    until: EpochMs | None = None
    person: str | None = Field(default=None, max_length=40)


@dataclass(frozen=True, slots=True)
class Printing:
    """Makes PDFs outside the event loop, one at a time: reportlab's typefaces are global to the process. `font` is
    the file that a setting names; None uses the machine's own typefaces.
    """

    font: Path | None
    beside: NativeThreads

    def pdf(self, sheet: Sheet, lang: str) -> bytes:
        """Return the PDF. Raises a 503 Problem if the machine has no typeface with Chinese letters."""
        # What draws is imported when it is first wanted: a server starts without it.
        from command_center.reports.export.forms.pdf_file import pdf_file

        try:
            return self.beside.do(lambda: pdf_file(sheet, lang, type_face(self.font)))
        except NoTypeFace as error:
            raise Problem("no_type_face", 503, folders=", ".join(error.looked_in)) from error


class MusterListSeen(TypedDict):
    """A muster list by its serial, made `at` (UTC epoch ms), with so many people on it."""

    serial: str
    at: int
    people: int


class FormsOfIncident(TypedDict):
    """The available forms, those kept with the incident, and its muster lists; newest first."""

    forms: list[str]
    kept: list[KeptFormRow]
    muster_lists: list[MusterListSeen]


class FormKept(TypedDict):
    """A form was kept by the fact `seq`; `path` makes it again."""

    seq: int
    sha256: str
    path: str


# Who is where, by name, and what was done.
GET_INCIDENTS_NAME_FORMS_FORM_PDF = door(
    "get", "/incidents/<name>/forms/<form>.pdf",
    summary="A form of an incident as PDF: ics-201, ics-203, ics-204, ics-211 or ics-214",
    answers="The form, of facts up to the end of its period",
    roles=FORM_READERS,
    reveals=Reveals((frozenset({"incident"}), frozenset({"people"}), frozenset({"ticker"}))),
    what=WHAT, bad=(*READS, 404, 422), answer=FILE, query=FormAsked, content_type=MEDIA,
)  # fmt: skip

GET_MUSTER_LISTS_SERIAL_PDF = door(
    "get", "/muster-lists/<serial>.pdf",
    summary="A muster list as PDF, to be ticked",
    answers="The list, with its serial as a QR code",
    roles=LIST_READERS, reveals=Reveals((frozenset({"incident"}), frozenset({"people"}))),
    what=WHAT, bad=(*READS, 404, 422), answer=FILE, query=LanguageAsked, content_type=MEDIA,
)  # fmt: skip

GET_INCIDENTS_NAME_FORMS = door(
    "get", "/incidents/<name>/forms",
    summary="Which forms there are, and which were kept with an incident, with its muster lists",
    answers="Newest first",
    roles=FORM_READERS, reveals=topic("incident"), what=WHAT, bad=(*READS, 404),
    answer=FormsOfIncident,
)  # fmt: skip

POST_INCIDENTS_NAME_FORMS = door(
    "post", "/incidents/<name>/forms",
    summary="Keep a form with its incident",
    answers="The fact that keeps it, and where it is printed",
    roles=FORM_KEEPERS, reveals=topic("incident"), what=WHAT, bad=(*WRITES, 404, 409),
    answer=FormKept, body=FormToKeep,
)  # fmt: skip


def forms_api(
    desk: Desk,
    journal: Journal,
    callers: Callers,
    clock: Clock,
    printing: Printing,
    visitors_of: Callable[[Collection[str]], Mapping[str, VisitorCard]],
) -> Blueprint:
    """`GET /incidents/ID/forms/ics-201.pdf` and its like, `GET` and `POST /incidents/ID/forms`,
    `GET /muster-lists/SERIAL.pdf`."""
    api = Blueprint("forms", __name__)
    sources = Sources(desk, journal)

    def made(name: str, form: str, wanted: Wanted) -> tuple[Sheet, int, int]:
        """The form and its period, as (form, since, until)."""
        found = gather(sources, desk, journal, name, wanted, clock.now())
        if found is None:
            raise Problem("not_found", 404, path=request.path)
        if wanted.person is not None and wanted.person not in found.site.person_by_id:
            raise Problem("not_found", 404, path=f"{request.path}?person={wanted.person}")
        if found.since > found.until:
            raise Problem("period_backwards", 422)
        return FORMS[form](found), found.since, found.until

    @GET_INCIDENTS_NAME_FORMS_FORM_PDF.on(api, callers)
    def one(caller: Caller, name: str, form: str) -> Response:
        asked = query(request, FormAsked)
        if form not in FORMS:
            raise Problem("not_found", 404, path=request.path)
        wanted = Wanted(_preparer(caller), asked.since, asked.until, asked.person)
        kept = None
        if asked.kept is not None:
            kept = _kept(sources, desk, name, form, asked.kept)
            wanted = Wanted(kept.by, kept.since, kept.until, kept.person, kept.upto)
        sheet, _, _ = made(incident_of(sources, name), form, wanted)
        lang = asked.lang or language_of(request.environ, desk.site.language)
        answer = pdf_answer(
            printing.pdf(sheet, lang), f"{form}-{name}.pdf", f"{sheet.mark} {name}.pdf"
        )
        answer.headers["X-Content-SHA256"] = sheet.sha256
        if kept is not None and kept.sha256 != sheet.sha256:
            # The facts are the same, which the chain proves: another release words or lays out the form otherwise.
            answer.headers["X-Kept-SHA256"] = kept.sha256
        return answer

    @GET_MUSTER_LISTS_SERIAL_PDF.on(api, callers)
    def muster_list(_: Caller, serial: str) -> Response:
        asked = query(request, LanguageAsked)
        found = _listed(desk, serial)
        if found is None:
            raise Problem("not_found", 404, path=request.path)
        state, incident, listed = found
        site = (
            incident.plant.site if incident.plant.begun else desk.described(incident.site_version)
        )
        strangers = [who for who, _ in listed.rows().values() if who not in site.person_by_id]
        cards = visitors_of(strangers).values()
        named = {card.visitor: card.name for card in cards if card.name is not None}
        fact = sources.fact(listed.seq)
        sheet = muster_list_sheet(site, state, incident, listed, fact.hash if fact else "", named)
        lang = asked.lang or language_of(request.environ, desk.site.language)
        return pdf_answer(printing.pdf(sheet, lang), f"{serial}.pdf", f"{serial}.pdf")

    @GET_INCIDENTS_NAME_FORMS.on(api, callers)
    def listed(_: Caller, name: str) -> Response:
        found = found_incident(desk, name)
        lists = list(found[1].muster_lists.values()) if found else []
        told: FormsOfIncident = {
            "forms": list(FORMS),
            "kept": [one.as_row() for one in _all_kept(sources, desk, name)],
            "muster_lists": [
                {"serial": one.serial, "at": one.at, "people": len(one.rows())}
                for one in reversed(lists)
            ],
        }
        return answer_json(told)

    @POST_INCIDENTS_NAME_FORMS.on(api, callers)
    def keep(caller: Caller, name: str) -> Response:
        asked = json_body(request, FormToKeep)
        upto = desk.state.seq
        wanted = Wanted(_preparer(caller), asked.since, asked.until, asked.person)
        sheet, since, until = made(name, asked.form, wanted)
        data = {
            "incident": name, "form": asked.form, "since": since, "until": until, "upto": upto,
            "sha256": sheet.sha256, "person": asked.person,
        }  # fmt: skip
        given = carried_out(
            desk.submit("form.keep", data, caller.actor, drill=_drill(desk, name), by_door=True)
        )
        seq = given.facts[0].seq
        path = f"{request.path}/{asked.form}.pdf?kept={seq}"
        told: FormKept = {"seq": seq, "sha256": sheet.sha256, "path": path}
        return answer_json(told)

    return api


def pdf_answer(content: bytes, plain: str, spoken: str) -> Response:
    """Return a PDF for viewing and printing; the name is used when it is saved."""
    answer = Response(content, content_type=MEDIA)
    answer.headers["Cache-Control"] = "no-store"
    names = f"filename=\"{plain}\"; filename*=UTF-8''{quote(spoken, safe='')}"
    answer.headers["Content-Disposition"] = f"inline; {names}"
    return answer


def _listed(desk: Desk, serial: str) -> tuple[State, Incident, MusterList] | None:
    """The muster list of that serial, with its incident and the board that it stands on."""
    for state in (desk.state, *desk.state.twins.values()):
        for incident in state.incidents.values():
            if serial in incident.muster_lists:
                return state, incident, incident.muster_lists[serial]
    return None


def _preparer(caller: Caller) -> str:
    return caller.actor.person or caller.actor.id


def _drill(desk: Desk, incident: str) -> str | None:
    found = found_incident(desk, incident)
    return found[0].drill if found else None


def _all_kept(sources: Sources, desk: Desk, incident: str) -> list[KeptForm]:
    """Newest first. Of a drill that is over, whose board is gone, by its facts."""
    found = found_incident(desk, incident)
    if found is not None:
        return found[1].forms[::-1]
    facts = incident_facts(sources, desk, incident)
    if not facts:
        raise Problem("not_found", 404, path=request.path)
    told = [f for f in facts if f.kind == "form.kept" and f.incident == incident]
    return [KeptForm.of(fact) for fact in told][::-1]


def _kept(sources: Sources, desk: Desk, incident: str, form: str, seq: int) -> KeptForm:
    all_kept = _all_kept(sources, desk, incident)
    found = next((one for one in all_kept if one.seq == seq and one.form == form), None)
    if found is None:
        raise Problem("not_found", 404, path=f"{request.path}?kept={seq}")
    return found
