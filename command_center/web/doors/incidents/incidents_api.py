"""Documents about an incident for outside the plant: its warning as CAP, and the report to the authorities."""

from typing import Literal

from flask import Blueprint, Response, request
from pydantic import Field

from command_center.desk import Desk
from command_center.domain.actor import Role
from command_center.domain.incidents.warning.public_warning import warning_messages
from command_center.reports.cap import MEDIA as CAP_MEDIA
from command_center.reports.cap import cap_document
from command_center.reports.export.file import MEDIA
from command_center.reports.incident_facts import incident_facts, site_then
from command_center.reports.official_report import official_document
from command_center.reports.sources import Sources
from command_center.store.journal import Journal
from command_center.store.series.readings import Readings
from command_center.web.request.answer_shapes import FILE, TEXT
from command_center.web.request.body import Asked, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import PREFIX, topic
from command_center.web.worker_threads import NativeThreads
from command_center.words import LANGUAGES

OUTWARD = frozenset({Role.COMMANDER, Role.CONTROLLER, Role.ADMINISTRATOR})
"""Who may take out of the plant what is said of an incident."""


class CapAsked(Asked):
    """`scope=public` allows general dissemination; without it the document is restricted."""

    scope: Literal["public", "restricted"] = "restricted"


class OfficialAsked(Asked):
    """The report's number, 1 the first; by default the newest, or the draft if none was sent. `lang` is by default
    that of the request.
    """

    number: int | None = Field(default=None, ge=1, le=1_000)
    lang: str | None = Field(default=None, pattern=f"^({'|'.join(LANGUAGES)})$")


GET_INCIDENTS_NAME_CAP = door(
    "get", "/incidents/<name>/cap",
    summary="The warning of an incident for other systems, as CAP 1.2",
    answers="The newest message; it refers to those before",
    roles=OUTWARD, reveals=topic("incident"), bad=(*READS, 404, 422), answer=TEXT, query=CapAsked,
    content_type=CAP_MEDIA,
)  # fmt: skip

GET_INCIDENTS_NAME_REPORT_DOCX = door(
    "get", "/incidents/<name>/report.docx",
    summary="The report of an incident to the authorities, as a Word document",
    answers="The draft, the report or a supplement",
    roles=OUTWARD, reveals=topic("incident"), bad=(*READS, 404, 422), answer=FILE,
    query=OfficialAsked, content_type=MEDIA["docx"],
)  # fmt: skip


def incidents_api(
    desk: Desk, journal: Journal, readings: Readings, callers: Callers, cap_sender: str
) -> Blueprint:
    """`GET /incidents/ID/cap` and `/incidents/ID/report.docx`."""
    api = Blueprint("incidents", __name__)
    sources = Sources(desk, journal)
    beside = NativeThreads(1)

    @GET_INCIDENTS_NAME_CAP.on(api, callers)
    def cap(_: Caller, name: str) -> Response:
        asked = query(request, CapAsked)
        facts = incident_facts(sources, desk, name)
        site = site_then(desk, facts, name)
        messages = warning_messages(site, name, facts)
        if not messages:
            raise Problem("not_found", 404, path=f"{PREFIX}/incidents/{name}/cap")
        public = asked.scope == "public"
        content = cap_document(site, name, messages, cap_sender, public=public)
        return _file(content, CAP_MEDIA, f"cap-{messages[-1].seq}.xml")

    @GET_INCIDENTS_NAME_REPORT_DOCX.on(api, callers)
    def report(_: Caller, name: str) -> Response:
        asked = query(request, OfficialAsked)
        document = official_document(sources, desk, readings, name, asked.number)
        if document is None:
            raise Problem("not_found", 404, path=f"{PREFIX}/incidents/{name}/report.docx")
        # What writes is imported when it is first wanted: a server starts without it.
        from command_center.reports.export.word.official_report import official_report

        lang = asked.lang or language_of(request.environ, desk.site.language)
        content = beside.do(lambda: official_report(document, lang))
        which = "draft" if document.number is None else str(document.number)
        return _file(content, MEDIA["docx"], f"report-{document.head.seq}-{which}.docx")

    return api


def _file(content: bytes, media: str, name: str) -> Response:
    """A response that the browser saves instead of showing it."""
    answer = Response(content, content_type=media)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
