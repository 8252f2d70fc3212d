"""Every REST operation: what it takes, who may ask, what it answers. OpenAPI is made from it."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from command_center.domain.actor import HUMAN_ROLES, OUTSIDE_ROLES, Role
from command_center.domain.matters.own_templates import PUBLISHERS
from command_center.domain.people.edit_contacts import EDITORS as CONTACT_EDITORS
from command_center.domain.readers import (
    CONTACT_READERS,
    FORM_READERS,
    INSIDE_READERS,
    MATTER_READERS,
)
from command_center.domain.site.changing.nouns import EDITORS
from command_center.ingest.gateway_state import GatewayState
from command_center.ingest.passages import PassagesBatch
from command_center.ingest.photograph import KEPT_TYPE, TAKEN
from command_center.ingest.plant_alarms import PlantAlarmsBatch
from command_center.ingest.positions import PositionsBatch
from command_center.ingest.readings import ReadingsBatch
from command_center.ingest.voice import VOICES
from command_center.plant_table import XLSX_TYPE
from command_center.reports.cap import MEDIA as CAP_MEDIA
from command_center.reports.export.file import MEDIA
from command_center.scenario_file.events_list import CONTENT_TYPE
from command_center.web.doors.board.alarms_api import AlarmsAsked
from command_center.web.doors.board.board_api import BoardAsked, JournalAsked, SearchAsked
from command_center.web.doors.board.commands_api import SeveralAsked
from command_center.web.doors.board.health_api import COUNTED_FOR
from command_center.web.doors.board.replay_api import MomentAsked
from command_center.web.doors.drills.drills_api import (
    COORDINATORS,
    DIRECTION,
    ComposeAsked,
    DrillAsked,
)
from command_center.web.doors.drills.events_list_api import ListAsked
from command_center.web.doors.drills.lineage_api import LineageAsked
from command_center.web.doors.drills.photographs_api import OBSERVERS
from command_center.web.doors.drills.programme_api import CalendarAsked, ProgrammeAsked
from command_center.web.doors.drills.reviews_api import DocumentAsked, ReviewAsked, TableAsked
from command_center.web.doors.drills.scenarios_api import CheckAsked, SaveAsked
from command_center.web.doors.incidents.forms_api import (
    LIST_READERS,
    FormAsked,
    FormToKeep,
    LanguageAsked,
)
from command_center.web.doors.incidents.forms_api import MEDIA as FORM_MEDIA
from command_center.web.doors.incidents.incidents_api import OUTWARD, CapAsked, OfficialAsked
from command_center.web.doors.incidents.sirens_api import (
    SirenOutcomes,
    SirensOfGateway,
    WarningsAsked,
)
from command_center.web.doors.incidents.sos_api import CallAsked
from command_center.web.doors.matters.baseline_api import BaselineAsked
from command_center.web.doors.matters.dry_play_api import TryAsked
from command_center.web.doors.matters.evidence_api import HANDS, EvidenceAsked
from command_center.web.doors.matters.matter_import_api import MatterImportAsked
from command_center.web.doors.matters.matter_list_api import ExportAsked, StoriesAsked
from command_center.web.doors.matters.matters_api import ExchangeAsked, MattersAsked
from command_center.web.doors.matters.past_api import HeatAsked, MonthAsked, ReportAsked
from command_center.web.doors.matters.rounds_api import RoundCodesAsked
from command_center.web.doors.matters.signatures_api import PinAsked, SpotSignature
from command_center.web.doors.matters.templates_api import (
    PublishAsked,
    TemplateAsked,
    TemplateTextAsked,
)
from command_center.web.doors.messages.outbox_api import OPERATORS, OutboxAsked, SendTest
from command_center.web.doors.people.contact_table_api import ContactTableAsked
from command_center.web.doors.people.muster_api import CodesAsked
from command_center.web.doors.people.people_api import CodeAsked, ContactEdit, NumbersAsked
from command_center.web.doors.people.visitors_api import (
    BADGE_KEEPERS,
    GATE_DESK,
    BadgesAsked,
    VisitorsAsked,
)
from command_center.web.doors.plant.ledger_api import TAKERS, LedgerTableAsked
from command_center.web.doors.plant.plant_api import DayAsked, DaysAsked, PreviewAsked
from command_center.web.doors.plant.plant_page_api import HistoryOfRow
from command_center.web.doors.plant.plant_table_api import PlantTableAsked
from command_center.web.doors.plant.site_api import HistoryAsked, SiteAsked, WaysOutAsked
from command_center.web.openapi.openapi_shapes import ref
from command_center.web.provider.api import BackAsked, BeginAsked
from command_center.web.request.commanding import CommandAsked
from command_center.web.request.revealed import PREFIX
from command_center.web.request.table_upload import TAKEN_TYPES
from command_center.web.sign_in.accounts_api import (
    ADMINISTRATOR,
    AccountChange,
    NewAccount,
    TokenAsked,
)
from command_center.web.sign_in.session_api import (
    FactorAsked,
    FactorConfirmed,
    ResetAsked,
    SignInAsked,
)

PEOPLE = frozenset(HUMAN_ROLES)
ANYBODY_KNOWN = frozenset(OUTSIDE_ROLES)
FEEDERS = frozenset({Role.GATEWAY})

WRITES = (400, 401, 403, 411, 413, 415, 422)
READS = (401, 403)
TOLD_BACK = (403, 404, 429)
SERVICES_SEND = (
    "application/json", "application/x-www-form-urlencoded", "application/xml", "text/xml", "text/plain",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. `roles` None needs no sign-in; `answer` is a JSON schema."""

    method: str
    path: str
    summary: str
    answers: str
    roles: frozenset[Role] | None
    good: tuple[int, ...] = (200,)
    bad: tuple[int, ...] = READS
    answer: dict[str, Any] | None = None
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    content_type: str = "application/json"
    takes: tuple[str, ...] = ()
    """Media types of a body that is no JSON."""

    @property
    def id(self) -> str:
        """A unique operation id for generated clients."""
        rest = self.path.removeprefix(PREFIX).replace("{", "").replace("}", "")
        return self.method + "".join(p.capitalize() for p in rest.replace(".", "/").split("/"))


OPERATIONS = (
    Operation(
        "post", f"{PREFIX}/session", "Sign in; the answer sets the session cookie",
        "Signed in", None, bad=(*WRITES, 429), answer=ref("Session"), body=SignInAsked,
    ),
    Operation(
        "get", f"{PREFIX}/session", "Who one is signed in as", "The session",
        ANYBODY_KNOWN, bad=(401,), answer=ref("Session"),
    ),
    Operation(
        "delete", f"{PREFIX}/session", "Sign out; of a session that the identity provider opened the answer names "
        "where to sign out there", "Signed out", None, good=(200, 204), bad=(403,), answer=ref("SignedOut"),
    ),
    Operation(
        "post", f"{PREFIX}/session/sos", "Call for help from a device whose session has ended, by its cookie alone",
        "Recorded, or it stood already", None, bad=(*WRITES, 409, 429, 503), answer=ref("Accepted"), body=CallAsked,
    ),
    Operation(
        "post", f"{PREFIX}/session/factor", "Ask for a second factor, of an account that has none", "What an "
        "authenticator app takes", None, bad=(*WRITES, 409, 429), answer=ref("FactorProposed"), body=FactorAsked,
    ),
    Operation(
        "post", f"{PREFIX}/session/factor/confirm", "Confirm it by its first code; the answer sets the session "
        "cookie", "Recovery codes, shown once", None, bad=(*WRITES, 429), answer=ref("FactorConfirmed"),
        body=FactorConfirmed,
    ),
    Operation(
        "post", f"{PREFIX}/session/reset", "Set a new password by the one-time code of an administrator; the answer "
        "sets the session cookie", "Signed in", None, bad=(*WRITES, 429), answer=ref("Session"), body=ResetAsked,
    ),
    Operation(
        "get", f"{PREFIX}/session/provider", "Whether an identity provider signs people in here, and whether it "
        "answers", "What it is called", None, bad=(), answer=ref("ProviderOffered"),
    ),
    Operation(
        "get", f"{PREFIX}/session/provider/begin", "Go to the identity provider", "Redirect", None, good=(303,),
        bad=(404, 422), query=BeginAsked,
    ),
    Operation(
        "get", f"{PREFIX}/session/provider/back", "Come back from the identity provider; sets the session cookie, "
        "or goes to the sign-in page that says what was wrong", "Redirect", None, good=(303,), bad=(404, 422),
        query=BackAsked,
    ),
    Operation(
        "post", f"{PREFIX}/commands", "Give a command", "Carried out and durable",
        ANYBODY_KNOWN, bad=(*WRITES, 409, 503), answer=ref("Accepted"), body=CommandAsked,
    ),
    Operation(
        "post", f"{PREFIX}/commands/several", "Give several commands, one after the other", "The answer to each",
        ANYBODY_KNOWN, bad=WRITES, answer=ref("CommandAnswers"), body=SeveralAsked,
    ),
    Operation(
        "post", f"{PREFIX}/readings", "Send measured values", "Taken; bad ones are listed",
        FEEDERS, good=(202,), bad=(*WRITES, 503), answer=ref("Taken"), body=ReadingsBatch,
    ),
    Operation(
        "post", f"{PREFIX}/gateway-state", "Tell the state of the gateway itself: buffer, connections, raw values",
        "Kept", FEEDERS, good=(202,), bad=(*WRITES, 503), answer=ref("GatewayStateTaken"), body=GatewayState,
    ),
    Operation(
        "get", f"{PREFIX}/feeds", "What gateways tell of themselves, what was not taken in the last day, how "
        "forecasts of levels held", "The feeds", PEOPLE, answer=ref("Feeds"),
    ),
    Operation(
        "post", f"{PREFIX}/positions", "Send people's positions", "Taken; bad ones are listed",
        FEEDERS | {Role.RESPONDER}, good=(202,), bad=(*WRITES, 503), answer=ref("Taken"),
        body=PositionsBatch,
    ),
    Operation(
        "post", f"{PREFIX}/passages", "Send who passed which gate, and which readers work",
        "Taken; bad ones are listed", FEEDERS, good=(202,), bad=(*WRITES, 503), answer=ref("Taken"),
        body=PassagesBatch,
    ),
    Operation(
        "post", f"{PREFIX}/alarms", "Send what stands in the alarm systems of the plant itself",
        "Taken; bad ones are listed", FEEDERS, good=(202,), bad=(*WRITES, 503), answer=ref("Taken"),
        body=PlantAlarmsBatch,
    ),
    Operation(
        "post", f"{PREFIX}/visitors", "Let visitors, drivers and contractors in, one or a list; responders only "
        "from a post of security", "Who was let in, and who was not", GATE_DESK, bad=(*WRITES, 503),
        answer=ref("VisitorsRegistered"), body=VisitorsAsked,
    ),
    Operation(
        "delete", f"{PREFIX}/visitors/{{visitor}}", "Erase who a visitor was, with their passages; facts stay",
        "Erased", ADMINISTRATOR, bad=(*READS, 404, 503), answer=ref("VisitorErased"),
    ),
    Operation(
        "get", f"{PREFIX}/muster/{{code}}", "Show the page by which one checks in at a muster point; changes nothing",
        "A page", None, good=(200, 404), bad=(429,), content_type="text/html", answer={"type": "string"},
    ),
    Operation(
        "post", f"{PREFIX}/muster/{{code}}", "Check in at a muster point by the code of this evacuation",
        "A page", None, good=(200, 404, 409), bad=(403, 429), content_type="text/html",
        answer={"type": "string"},
    ),
    Operation(
        "get", f"{PREFIX}/incidents/{{name}}/muster-codes", "The codes of everybody whom an evacuation asks for; to "
        "who leads and to wardens", "The codes", INSIDE_READERS, bad=(*READS, 404, 422),
        answer=ref("MusterCodes"), query=CodesAsked,
    ),
    Operation(
        "get", f"{PREFIX}/badges", "Which person carries which badge", "By the badge's number",
        BADGE_KEEPERS, answer=ref("Badges"),
    ),
    Operation(
        "post", f"{PREFIX}/badges", "Say which person carries which badge from now on", "Given",
        BADGE_KEEPERS, bad=(*WRITES, 503), answer=ref("BadgesGiven"), body=BadgesAsked,
    ),
    Operation(
        "get", f"{PREFIX}/outbox", "What waits to be sent, what was tried and what came back; no address of "
        "anybody is in it", "Channels and deliveries", OPERATORS, bad=(*READS, 422),
        answer=ref("Outbox"), query=OutboxAsked,
    ),
    Operation(
        "post", f"{PREFIX}/outbox/probe/{{channel}}", "Ask a channel's service whether it would send now",
        "What it said", OPERATORS, bad=(401, 403, 404, 409, 411, 413, 429), answer=ref("Probed"),
    ),
    Operation(
        "post", f"{PREFIX}/outbox/test", "Send a person a marked test message by real channels",
        "What became of it", OPERATORS, bad=(*WRITES, 404, 409, 429), answer=ref("TestsSent"),
        body=SendTest,
    ),
    Operation(
        "get", f"{PREFIX}/webhooks", "How the programs stand that are told of facts; no secret is in it", "Webhooks",
        OPERATORS, bad=READS, answer=ref("Webhooks"),
    ),
    Operation(
        "get", f"{PREFIX}/webhooks/{{hook}}/dead", "The facts that a program never took", "Dead letters", OPERATORS,
        bad=(*READS, 404), answer=ref("DeadLetters"),
    ),
    Operation(
        "post", f"{PREFIX}/webhooks/{{hook}}/dead/{{seq}}", "Send a dead letter anew", "It waits to be sent", OPERATORS,
        bad=(401, 403, 404, 411, 413), answer=ref("SentAnew"), good=(202,),
    ),
    Operation(
        "get", f"{PREFIX}/receipts/{{channel}}", "A channel's service proves that it reaches us; its "
        "signature or token is checked", "What the service expects", None, bad=TOLD_BACK,
        content_type="text/plain", answer={"type": "string"},
    ),
    Operation(
        "post", f"{PREFIX}/receipts/{{channel}}", "A channel's service tells what became of messages and "
        "who answered; its signature or token is checked", "Kept; the text that the service expects", None,
        bad=(*TOLD_BACK, 411, 413), content_type="text/plain", answer={"type": "string"},
        takes=SERVICES_SEND,
    ),
    Operation(
        "get", f"{PREFIX}/answers/{{token}}", "The page of a message's link, with one button; opening it "
        "answers nothing", "A page", None, good=(200, 404, 410), bad=(429,), content_type="text/html",
        answer={"type": "string"},
    ),
    Operation(
        "post", f"{PREFIX}/answers/{{token}}", "Answer a message by its link", "A page that says so", None,
        good=(200, 404, 410), bad=(411, 413, 429), content_type="text/html", answer={"type": "string"},
    ),
    Operation(
        "post", f"{PREFIX}/drills/surprise", "Compose a drill and seal it", "Sealed",
        COORDINATORS, bad=(*WRITES, 409, 503), answer=ref("Sealed"), body=DrillAsked,
    ),
    Operation(
        "post", f"{PREFIX}/drills/{{drill}}/seal", "Compose and seal a drill that is planned",
        "Sealed", COORDINATORS, bad=(*WRITES, 409, 503), answer=ref("Sealed"), body=ComposeAsked,
    ),
    Operation(
        "post", f"{PREFIX}/programme", "Draw the drills of a year, and bind them", "The windows",
        COORDINATORS, bad=(*WRITES, 409, 503), answer=ref("Programme"), body=ProgrammeAsked,
    ),
    Operation(
        "get", f"{PREFIX}/programme", "The years that are drawn, and what the law asks for", "Years",
        PEOPLE, bad=(*READS, 404), answer=ref("Programmes"),
    ),
    Operation(
        "get", f"{PREFIX}/programme/{{year}}.ics", "A year's windows as iCalendar, and nothing else",
        "The calendar", PEOPLE, bad=(*READS, 404, 422), content_type="text/calendar",
        answer={"type": "string"}, query=CalendarAsked,
    ),
    Operation(
        "get", f"{PREFIX}/drills", "The drills this role may know of", "Drills",
        PEOPLE, bad=(*READS, 404), answer=ref("Drills"),
    ),
    Operation(
        "get", f"{PREFIX}/drills/{{drill}}", "One drill; once revealed, with what was sealed",
        "The drill", PEOPLE, bad=(*READS, 404), answer=ref("Drill"),
    ),
    Operation(
        "get", f"{PREFIX}/drills/{{drill}}/plan", "What was sealed, once the drill has started",
        "The sealed content", DIRECTION, bad=(*READS, 404), answer=ref("Plan"),
    ),
    Operation(
        "get", f"{PREFIX}/drills/{{drill}}/site", "The plant as it was described when the drill began",
        "The whole description", COORDINATORS, bad=(*READS, 404), answer=ref("Anything"),
    ),
    Operation(
        "post", f"{PREFIX}/drills/{{drill}}/photographs", "Bring a photograph of a drill; a note may "
        "then name its SHA-256", "Kept, without what the camera wrote into it", OBSERVERS,
        good=(201,), bad=(*WRITES, 409, 503), answer=ref("Photograph"), takes=tuple(TAKEN),
    ),
    Operation(
        "get", f"{PREFIX}/drills/{{drill}}/photographs/{{sha256}}", "A photograph: to those who direct "
        "the drill at once, to everybody once it has ended", "The picture", PEOPLE, good=(200, 304),
        bad=(*READS, 404), content_type=KEPT_TYPE, answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "get", f"{PREFIX}/replay/{{name}}", "What of an incident or drill can be looked at again",
        "Its span and outstanding facts", PEOPLE, bad=(*READS, 404), answer=ref("Replay"),
    ),
    Operation(
        "get", f"{PREFIX}/replay/{{name}}/board", "The board as it was at a second of it",
        "Rows under plain topics", PEOPLE, bad=(*READS, 404, 422), answer=ref("Moment"),
        query=MomentAsked,
    ),
    Operation(
        "post", f"{PREFIX}/evidence/{{ident}}", "Bring a photograph or voice note under a UUID of the sender; a field "
        "of a matter may then name its SHA-256", "Kept, a photograph without what the camera wrote into it", HANDS,
        good=(201,), bad=(*WRITES, 404, 409, 503), answer=ref("Evidence"), takes=(*TAKEN, *VOICES), query=EvidenceAsked,
    ),
    Operation(
        "get", f"{PREFIX}/evidence/{{sha256}}", "A photograph or voice note: to who brought it, to who takes part in "
        "its matter, and to who may read every matter", "As it is kept", PEOPLE,
        bad=(*READS, 404), content_type=KEPT_TYPE, answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "get", f"{PREFIX}/mine", "What the person who asks owes: matters, directives and review actions, the gravest "
        "first", "The list", PEOPLE, bad=READS, answer=ref("Mine"),
    ),
    Operation(
        "get", f"{PREFIX}/mine/{{matter}}", "One matter, and which moves who asks may make; or how it ended",
        "The matter", PEOPLE, bad=(*READS, 404), answer=ref("Matter"),
    ),
    Operation(
        "get", f"{PREFIX}/matters", "Matters of all templates, the newest first, by pages",
        "All of them for who may read every matter; for anybody else those of which they are a party", PEOPLE,
        bad=(*READS, 422), answer=ref("Matters"), query=MattersAsked,
    ),
    Operation(
        "get", f"{PREFIX}/exchange/double-prevention", "Risks and hazards as an exchange file, which says to which "
        "specification it is", "The file, of what the caller may read, by pages", PEOPLE, bad=(*READS, 422),
        answer=ref("Exchange"), query=ExchangeAsked,
    ),
    Operation(
        "get", f"{PREFIX}/matters/import", "The templates whose matters can be brought in from an older system",
        "Templates", frozenset(PUBLISHERS), bad=READS, answer=ref("Anything"),
    ),
    Operation(
        "get", f"{PREFIX}/matters/import/{{template}}/sheet.xlsx", "The empty sheet of a template, in the caller's "
        "language, with what each column may hold", "A workbook", frozenset(PUBLISHERS), bad=(*READS, 404, 409),
        content_type=XLSX_TYPE, answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "get", f"{PREFIX}/matters/import/{{template}}/sheet.csv", "The headings of the same as CSV", "CSV in UTF-8",
        frozenset(PUBLISHERS), bad=(*READS, 404, 409), content_type="text/csv; charset=utf-8",
        answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "post", f"{PREFIX}/matters/import/{{template}}", "Bring the ledger of an older system: a dry run, or with "
        "`dry=0` the import of one that was confirmed. A row that was brought before changes nothing", "Every mistake "
        "by row and column, and what would come in; after an import the number of rows", frozenset(PUBLISHERS),
        bad=(*WRITES, 404, 409, 503), answer=ref("Anything"), query=MatterImportAsked, takes=TAKEN_TYPES,
    ),
    Operation(
        "get", f"{PREFIX}/matters/{{matter}}", "One matter: its fields, its deadlines and its whole story",
        "The matter, open or ended", PEOPLE, bad=(*READS, 404), answer=ref("Matter"),
    ),
    Operation(
        "get", f"{PREFIX}/matters/{{matter}}/form.pdf", "The printed form of a matter as PDF: fields, measures, "
        "measurements, signatures, course and clauses", "The form, of an open or ended matter", PEOPLE,
        bad=(*READS, 404, 422), content_type=FORM_MEDIA, answer={"type": "string", "format": "binary"},
        query=LanguageAsked,
    ),
    Operation(
        "get", f"{PREFIX}/matters/{{matter}}/baseline.xlsx", "The baseline of a roll-out by month, as a workbook",
        "A workbook", frozenset(HANDS), bad=(*READS, 404), content_type=XLSX_TYPE,
        answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "post", f"{PREFIX}/matters/{{matter}}/baseline", "Bring the baseline of a roll-out: a dry run, or with "
        "`dry=0` the rows that were confirmed, written by `matter.fill`", "Every mistake by row and column, or the "
        "rows", frozenset(HANDS), bad=(*WRITES, 404, 409, 503), answer=ref("Anything"), query=BaselineAsked,
        takes=TAKEN_TYPES,
    ),
    Operation(
        "post", f"{PREFIX}/matters/{{matter}}/signatures", "Sign for a matter on another's screen, by a PIN or badge",
        "Signed", frozenset(HANDS), good=(201,), bad=(*WRITES, 404, 409, 429, 503), answer=ref("SpotSigned"),
        body=SpotSignature,
    ),
    Operation(
        "post", f"{PREFIX}/signing-pin", "Set the PIN by which one signs on another's screen; administrators and "
        "controllers set that of people without an account", "Set", frozenset(HANDS), good=(204,), bad=WRITES,
        body=PinAsked,
    ),
    Operation(
        "get", f"{PREFIX}/rounds/{{matter}}", "The track of a round: its points as they were done, gaps, what does "
        "not fit, what is missing, and which points are drawn to be inspected again", "The track", PEOPLE,
        bad=(*READS, 404), answer=ref("Track"),
    ),
    Operation(
        "get", f"{PREFIX}/rounds/codes", "QR codes of the points of a round or plan, to be printed", "A page", PEOPLE,
        bad=(*READS, 404, 422), content_type="text/html; charset=utf-8", answer={"type": "string"},
        query=RoundCodesAsked,
    ),
    Operation(
        "get", f"{PREFIX}/past/figures", "The figures of hazards of a month, each with its n and the matters that make "
        "it, and their values in the twelve months that end with it", "Figures", MATTER_READERS, bad=(*READS, 422),
        answer=ref("Past"), query=MonthAsked,
    ),
    Operation(
        "get", f"{PREFIX}/past/heat", "How many hazards were found where and when, and which cells are more than "
        "chance", "A heat map", MATTER_READERS, bad=(*READS, 422), answer=ref("Past"), query=HeatAsked,
    ),
    Operation(
        "get", f"{PREFIX}/past/scores", "Scores of duties of a month, the lowest first", "Scores", MATTER_READERS,
        bad=(*READS, 422), answer=ref("Past"), query=MonthAsked,
    ),
    Operation(
        "get", f"{PREFIX}/past/owed", "Who owes what now, red first", "The board of responsibility", MATTER_READERS,
        bad=READS, answer=ref("Past"),
    ),
    Operation(
        "get", f"{PREFIX}/past/permits", "Permits that are live or paused now, and the gaps of readiness that stand",
        "Permits", MATTER_READERS, bad=READS, answer=ref("Past"),
    ),
    Operation(
        "get", f"{PREFIX}/past/examples", "One example of each thing that the loops show, as this plant has it: a "
        "figure, a cell of the heat map, a hazard that came back, a round that was not walked, a permit that is held, "
        "somebody who is barred, a score. None where there is none", "Examples", MATTER_READERS, bad=READS,
        answer=ref("Past"),
    ),
    Operation(
        "get", f"{PREFIX}/past/rollouts", "The roll-outs that go on: phase, areas, champion, and each figure before "
        "and after", "Roll-outs", MATTER_READERS, bad=READS, answer=ref("Past"),
    ),
    Operation(
        "get", f"{PREFIX}/past/matters", "Matters by what they are, when they were opened, or which figure they make",
        "All that fit for who may read every matter; for anybody else those of which they are a party", PEOPLE,
        bad=(*READS, 422), answer=ref("Past"), query=StoriesAsked,
    ),
    Operation(
        "post", f"{PREFIX}/past/matters.xlsx", "These matters as a workbook, in this order",
        "A workbook of those that the caller may read", PEOPLE, bad=WRITES, body=ExportAsked,
        content_type=XLSX_TYPE, answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "get", f"{PREFIX}/past/report.docx", "The report of a month", "A document", MATTER_READERS, bad=(*READS, 422),
        query=ReportAsked, content_type=MEDIA["docx"], answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "get", f"{PREFIX}/past/report.xlsx", "The report of a month as a workbook", "A workbook", MATTER_READERS,
        bad=(*READS, 422), query=ReportAsked, content_type=XLSX_TYPE,
        answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "get", f"{PREFIX}/templates", "The templates, plans, accounts and references in use: the library's and the "
        "site's own", "Templates", PEOPLE, bad=READS, answer=ref("Templates"),
    ),
    Operation(
        "get", f"{PREFIX}/templates/{{template}}", "One template: its text, its revisions, and what it describes",
        "The text that counts, or that of the revision `sha256`", PEOPLE, bad=(*READS, 404, 422),
        answer=ref("Template"), query=TemplateAsked,
    ),
    Operation(
        "post", f"{PREFIX}/templates/preview", "Examine a template's YAML and show what it describes",
        "Every mistake with line, column and key; the description where its shape is right",
        frozenset(PUBLISHERS), bad=WRITES, answer=ref("TemplatePreview"), body=TemplateTextAsked,
    ),
    Operation(
        "post", f"{PREFIX}/templates/try", "Play a matter of a draft template: nothing is recorded or kept",
        "What each step came to, refusals in the words that their person would read, and how the matter then stands",
        frozenset(PUBLISHERS), bad=(*WRITES, 409), answer=ref("DryPlay"), body=TryAsked,
    ),
    Operation(
        "put", f"{PREFIX}/templates/{{template}}", "Publish a template, as the next revision of `base`",
        "Published; mistakes are listed under `problems` with 422, a publishing in between is 409",
        frozenset(PUBLISHERS), bad=(*WRITES, 409, 503), answer=ref("TemplatePublished"), body=PublishAsked,
    ),
    Operation(
        "get", f"{PREFIX}/scenarios", "The scenarios there are, the library's and the site's own: what "
        "each would be on this site, or what the site lacks", "Scenarios", DIRECTION, bad=READS,
        answer=ref("Scenarios"),
    ),
    Operation(
        "get", f"{PREFIX}/scenarios/{{scenario}}", "One scenario's YAML", "Its text and revision",
        DIRECTION, bad=(*READS, 404), answer=ref("Scenario"),
    ),
    Operation(
        "post", f"{PREFIX}/scenarios/check", "Check a scenario's YAML and preview it on this site",
        "Every mistake with line, column and key; the preview where there is none", COORDINATORS,
        bad=WRITES, answer=ref("Checked"), body=CheckAsked,
    ),
    Operation(
        "put", f"{PREFIX}/scenarios/{{scenario}}", "Save a scenario of the site's own, as the next "
        "revision of `base`", "Saved; mistakes are listed under `problems` with 422, a save in "
        "between is 409", COORDINATORS, bad=(*WRITES, 409, 503), answer=ref("Saved"),
        body=SaveAsked,
    ),
    Operation(
        "get", f"{PREFIX}/scenarios/{{scenario}}/msel.xlsx", "A scenario's master scenario events list",
        "A workbook: one row an inject, one an expectation", DIRECTION, bad=(*READS, 404),
        content_type=CONTENT_TYPE, answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "post", f"{PREFIX}/scenarios/{{scenario}}/msel", "Bring an edited list back",
        "A draft, or saved under `save_as`; mistakes are listed under `problems` with sheet, row and "
        "column (422)", COORDINATORS, bad=(*WRITES, 404, 409, 503), answer=ref("Listed"),
        query=ListAsked, takes=(CONTENT_TYPE,),
    ),
    Operation(
        "get", f"{PREFIX}/drills/{{drill}}/msel.xlsx", "The events list of a drill that has started, "
        "with what became of each; once revealed, to everybody who may know of the drill",
        "A workbook", PEOPLE, bad=(*READS, 404), content_type=CONTENT_TYPE,
        answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "get", f"{PREFIX}/plant/lacks", "What the plant still lacks before it can be commanded",
        "In the order to fill it in, each with the noun that mends it", PEOPLE, bad=READS,
        answer=ref("Anything"),
    ),
    Operation(
        "get", f"{PREFIX}/plant/nouns/{{noun}}/history", "Who changed a row of a noun when, newest first",
        "Each change with the row before and since", PEOPLE, bad=(*READS, 404, 422),
        answer=ref("Anything"), query=HistoryOfRow,
    ),
    Operation(
        "get", f"{PREFIX}/plant/nouns/{{noun}}/table.xlsx", "The rows of a noun as a workbook",
        "A workbook: one row a row, its first row the headings", EDITORS, bad=(*READS, 404),
        content_type=XLSX_TYPE, answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "get", f"{PREFIX}/plant/nouns/{{noun}}/table.csv", "The rows of a noun as CSV", "CSV in UTF-8",
        EDITORS, bad=(*READS, 404), content_type="text/csv; charset=utf-8",
        answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "post", f"{PREFIX}/plant/nouns/{{noun}}/table", "Bring a table of a noun: a dry run, or with "
        "`dry=0` the import of one that was confirmed", "Every mistake by row and cell, and what would "
        "change; after an import the number of changed rows", EDITORS,
        bad=(*WRITES, 404, 409, 503), answer=ref("Anything"), query=PlantTableAsked, takes=TAKEN_TYPES,
    ),
    Operation(
        "get", f"{PREFIX}/ledger/table.xlsx", "What lies where by batch, as a workbook",
        "A workbook: one row a line or batch, its first row the headings", PEOPLE, bad=READS,
        content_type=XLSX_TYPE, answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "get", f"{PREFIX}/ledger/table.csv", "What lies where by batch, as CSV", "CSV in UTF-8",
        PEOPLE, bad=READS, content_type="text/csv; charset=utf-8",
        answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "post", f"{PREFIX}/ledger/table", "Bring a table of counts, inspections and deliveries: a dry run, "
        "or with `dry=0` the record of one that was confirmed", "Every mistake by row and cell, and what "
        "would be recorded; after an import the number of rows", TAKERS,
        bad=(*WRITES, 409, 503), answer=ref("Anything"), query=LedgerTableAsked, takes=TAKEN_TYPES,
    ),
    Operation(
        "get", f"{PREFIX}/board", "The board, or what changed since a revision", "Rows",
        PEOPLE, good=(200, 304), bad=(*READS, 422, 503), answer=ref("Board"), query=BoardAsked,
    ),
    Operation(
        "get", f"{PREFIX}/journal", "Facts in order, as this role may see them", "Facts",
        PEOPLE, bad=(*READS, 404, 422), answer=ref("Journal"), query=JournalAsked,
    ),
    Operation(
        "get", f"{PREFIX}/journal/search", "Facts of a kind, an incident or about something, newest "
        "first", "Facts, and before which number to go on", PEOPLE, bad=(*READS, 404, 422),
        answer=ref("Found"), query=SearchAsked,
    ),
    Operation(
        "get", f"{PREFIX}/site", "The plant's description", "What stands where",
        PEOPLE, good=(200, 304), bad=(*READS, 422), answer=ref("Anything"), query=SiteAsked,
    ),
    Operation(
        "get", f"{PREFIX}/plant/nouns", "What of the plant's description can be edited, and by whom",
        "Each noun with the JSON schema of its rows", PEOPLE, bad=READS, answer=ref("Anything"),
    ),
    Operation(
        "get", f"{PREFIX}/plant/nouns/{{noun}}", "The rows of a noun, now or at the end of a day",
        "Rows, each with the hash that a change names", PEOPLE, bad=(*READS, 404, 422), answer=ref("Anything"),
        query=DayAsked,
    ),
    Operation(
        "post", f"{PREFIX}/plant/preview", "What a change of the plant would bring; changes nothing",
        "Mistakes, consequences and the difference", EDITORS, bad=WRITES, answer=ref("Anything"),
        body=PreviewAsked,
    ),
    Operation(
        "get", f"{PREFIX}/plant/difference", "What differs between the plant of two days",
        "Rows that went, are new or are others", PEOPLE, bad=(*READS, 422), answer=ref("Anything"),
        query=DaysAsked,
    ),
    Operation(
        "get", f"{PREFIX}/plant/export.yaml", "The plant's description as a site file, without contacts",
        "YAML", EDITORS, bad=(*READS, 422), content_type="application/yaml", answer={"type": "object"},
        query=DayAsked,
    ),
    Operation(
        "get", f"{PREFIX}/ways-out", "The way out of a hot zone, against the wind, over the roads",
        "For the place and each area asked for; `clear` is false where none keeps out of the zone",
        PEOPLE, bad=(*READS, 404, 422), answer=ref("Anything"), query=WaysOutAsked,
    ),
    Operation(
        "get", f"{PREFIX}/history", "Readings of one tag, every peak kept",
        "Points, and what a line through them would hide",
        PEOPLE, bad=(*READS, 404, 422), answer=ref("History"), query=HistoryAsked,
    ),
    Operation(
        "get", f"{PREFIX}/alarms", "Alarms of a past span: each activation, and the load they were",
        "From the journal", PEOPLE, bad=(*READS, 404, 422), answer=ref("Alarms"),
        query=AlarmsAsked,
    ),
    Operation(
        "get", f"{PREFIX}/reviews", "Every review with its clock, and the actions still open",
        "The newest first", PEOPLE, bad=(*READS, 404), answer=ref("Reviews"),
    ),
    Operation(
        "get", f"{PREFIX}/reviews/lineage", "Finding, action, drill, pass: of every improvement action",
        "Each with where it came from and the drills that looked", PEOPLE, bad=(*READS, 404, 422),
        answer=ref("Lineages"), query=LineageAsked,
    ),
    Operation(
        "get", f"{PREFIX}/reviews/lineage/{{name}}", "The same of one action", "Its lineage",
        PEOPLE, bad=(*READS, 404), answer=ref("Lineage"),
    ),
    Operation(
        "get", f"{PREFIX}/reviews/own", "Your own times in past drills", "Of each drill that is over: whether "
        "you commanded, and the times that you ended", PEOPLE, bad=(*READS, 404), answer=ref("Anything"),
    ),
    Operation(
        "get", f"{PREFIX}/reviews/{{name}}", "The review of an incident or drill, whole; of one that "
        "goes on, its draft so far", "Clock, draft, findings, actions, ratings, signatures",
        PEOPLE, bad=(*READS, 404, 422), answer=ref("Anything"), query=ReviewAsked,
    ),
    Operation(
        "get", f"{PREFIX}/reviews/{{name}}/facts", "The facts of the log of a review", "Newest first, with "
        "what their sentences need", PEOPLE, bad=(*READS, 404), answer=ref("ReviewFacts"),
    ),
    Operation(
        "get", f"{PREFIX}/reviews/{{name}}.docx", "The review as a Word document", "A file",
        PEOPLE, bad=(*READS, 404, 422), content_type=MEDIA["docx"],
        answer={"type": "string", "format": "binary"}, query=DocumentAsked,
    ),
    Operation(
        "get", f"{PREFIX}/reviews/{{name}}.xlsx", "All its tables as an Excel workbook", "A file",
        PEOPLE, bad=(*READS, 404, 422), content_type=MEDIA["xlsx"],
        answer={"type": "string", "format": "binary"}, query=ReviewAsked,
    ),
    Operation(
        "get", f"{PREFIX}/reviews/{{name}}.csv", "One of its tables for a spreadsheet", "A file",
        PEOPLE, bad=(*READS, 404, 422), content_type="text/csv", answer={"type": "string"},
        query=TableAsked,
    ),
    Operation(
        "get", f"{PREFIX}/reviews/{{name}}.json", "Everything there is of it, for programs",
        "A file", PEOPLE, bad=(*READS, 404, 422), answer=ref("Anything"), query=ReviewAsked,
    ),
    Operation(
        "get", f"{PREFIX}/incidents/{{name}}/cap", "The warning of an incident for other systems, as "
        "CAP 1.2", "The newest message; it refers to those before", OUTWARD, bad=(*READS, 404, 422),
        content_type=CAP_MEDIA, answer={"type": "string"}, query=CapAsked,
    ),
    Operation(
        "get", f"{PREFIX}/muster-counts", "The headcount by muster points", "Of the open incidents", PEOPLE,
        answer=ref("MusterCounts"),
    ),
    Operation(
        "post", f"{PREFIX}/sirens", "Name the sirens that a gateway carries warnings to", "Known", FEEDERS,
        good=(202,), bad=(*WRITES, 503), answer=ref("Taken"), body=SirensOfGateway,
    ),
    Operation(
        "get", f"{PREFIX}/warnings", "What a siren is to carry, as CAP 1.2", "The newest message of each incident",
        FEEDERS, bad=(*READS, 404, 422), answer=ref("WarningsForSiren"), query=WarningsAsked,
    ),
    Operation(
        "post", f"{PREFIX}/siren-outcomes", "Tell what became of messages at a siren", "Taken; those that name "
        "nothing known are listed", FEEDERS, good=(202,), bad=(*WRITES, 503), answer=ref("Taken"),
        body=SirenOutcomes,
    ),
    Operation(
        "get", f"{PREFIX}/incidents/{{name}}/report.docx", "The report of an incident to the authorities, as "
        "a Word document", "The draft, the report or a supplement", OUTWARD, bad=(*READS, 404, 422),
        content_type=MEDIA["docx"], answer={"type": "string", "format": "binary"}, query=OfficialAsked,
    ),
    Operation(
        "get", f"{PREFIX}/incidents/{{name}}/forms/{{form}}.pdf", "A form of an incident as PDF: ics-201, ics-203, "
        "ics-204, ics-211 or ics-214", "The form, of facts up to the end of its period", FORM_READERS,
        bad=(*READS, 404, 422), content_type=FORM_MEDIA,
        answer={"type": "string", "format": "binary"}, query=FormAsked,
    ),
    Operation(
        "get", f"{PREFIX}/incidents/{{name}}/forms", "Which forms there are, and which were kept with an incident, "
        "with its muster lists", "Newest first", FORM_READERS, bad=(*READS, 404), answer=ref("FormsOfIncident"),
    ),
    Operation(
        "post", f"{PREFIX}/incidents/{{name}}/forms", "Keep a form with its incident", "The fact that keeps it, and "
        "where it is printed", FORM_READERS, bad=(*WRITES, 404, 409), answer=ref("FormKept"), body=FormToKeep,
    ),
    Operation(
        "get", f"{PREFIX}/muster-lists/{{serial}}.pdf", "A muster list as PDF, to be ticked", "The list, with its "
        "serial as a QR code", LIST_READERS, bad=(*READS, 404, 422), content_type=FORM_MEDIA,
        answer={"type": "string", "format": "binary"}, query=LanguageAsked,
    ),
    Operation(
        "get", f"{PREFIX}/words/{{lang}}.json", "Every sentence in zh-CN or en", "Sentences by key",
        None, good=(200, 304), bad=(404,), answer=ref("Anything"),
    ),
    Operation(
        "get", f"{PREFIX}/accounts", "Accounts and tokens", "All of them",
        ADMINISTRATOR, answer=ref("Accounts"),
    ),
    Operation(
        "post", f"{PREFIX}/accounts", "Add an account of a person", "The account, and its first password, which is "
        "told once", ADMINISTRATOR, good=(201,), bad=(*WRITES, 409), answer=ref("NewUser"), body=NewAccount,
    ),
    Operation(
        "patch", f"{PREFIX}/accounts/{{name}}", "Change a role, close or open an account, take its second factor away",
        "As it is now; the person was signed out everywhere",
        ADMINISTRATOR, bad=(*WRITES, 404, 409), answer=ref("User"), body=AccountChange,
    ),
    Operation(
        "post", f"{PREFIX}/accounts/{{name}}/reset", "Give out a one-time code by which the person sets a new password",
        "The code, which is told once, and until when it opens; the old password opens nothing any more and the person "
        "was signed out everywhere", ADMINISTRATOR, good=(201,), bad=(*WRITES, 404, 409), answer=ref("ResetIssued"),
    ),
    Operation(
        "post", f"{PREFIX}/tokens", "Make a token for a machine, a wall or a person", "The token, and its secret, "
        "which is told once", ADMINISTRATOR, good=(201,), bad=(*WRITES, 409), answer=ref("NewToken"), body=TokenAsked,
    ),
    Operation(
        "delete", f"{PREFIX}/tokens/{{name}}", "Withdraw a token for good", "Withdrawn",
        ADMINISTRATOR, good=(204,), bad=(*READS, 404),
    ),
    Operation(
        "get", f"{PREFIX}/people/{{person}}/contacts", "Show a person's numbers; that they were shown is "
        "logged. To these roles, and to everybody their own", "The contacts", PEOPLE,
        bad=(*READS, 404, 422), answer=ref("PersonsContacts"), query=NumbersAsked,
    ),
    Operation(
        "post", f"{PREFIX}/people/{{person}}/contacts", "Add, change or remove a contact; everybody their "
        "own, administrators and controllers everybody's", "Changed, in every process", PEOPLE,
        bad=(*WRITES, 404, 409, 503), answer=ref("ContactsEdited"), body=ContactEdit,
    ),
    Operation(
        "get", f"{PREFIX}/people/contacts/table.xlsx", "Everybody's contacts as a workbook; that each "
        "person's were shown is logged", "A workbook: one row a contact, its first row the headings",
        CONTACT_READERS, bad=READS, content_type=XLSX_TYPE, answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "get", f"{PREFIX}/people/contacts/table.csv", "Everybody's contacts as CSV; that each person's were "
        "shown is logged", "CSV in UTF-8", CONTACT_READERS, bad=READS,
        content_type="text/csv; charset=utf-8", answer={"type": "string", "format": "binary"},
    ),
    Operation(
        "post", f"{PREFIX}/people/contacts/table", "Bring a table of contacts: a dry run, or with `dry=0` the "
        "import of one that was confirmed", "Every mistake by row and cell, and what would change, with "
        "addresses masked; after an import the number of changed contacts", CONTACT_EDITORS,
        bad=(*WRITES, 409, 503), answer=ref("Anything"), query=ContactTableAsked, takes=TAKEN_TYPES,
    ),
    Operation(
        "get", f"{PREFIX}/people/{{person}}/reads", "Who was shown a person's numbers: to administrators, "
        "and to everybody of their own", "The newest first", PEOPLE, answer=ref("PersonsReads"),
    ),
    Operation(
        "delete", f"{PREFIX}/people/{{person}}/data", "Erase a person's addresses, positions and the texts "
        "of messages to them; facts stay", "How much was deleted", ADMINISTRATOR,
        bad=(*READS, 404, 503), answer=ref("PersonErased"),
    ),
    Operation(
        "post", f"{PREFIX}/contacts/confirm", "Confirm one's own contact by the code that was sent to it",
        "Proven", PEOPLE, bad=(*WRITES, 409, 429, 503), answer=ref("ContactConfirmed"), body=CodeAsked,
    ),
    Operation(
        "get", f"{PREFIX}/openapi.json", "This document", "OpenAPI 3.1", None, bad=(),
        good=(200, 304), answer=ref("Anything"),
    ),
    Operation(
        "get", f"{PREFIX}/asyncapi.json", "The contract of the socket `/live`", "AsyncAPI 3.0", None,
        bad=(), good=(200, 304), answer=ref("Anything"),
    ),
    Operation(
        "get", "/healthz", "Is the process alive", "Alive", None, bad=(), answer=ref("Anything"),
    ),
    Operation(
        "get", "/readyz", "Can it serve", "Every check by name", None, good=(200, 503), bad=(),
        answer=ref("Ready"),
    ),
    Operation(
        "get", "/metrics", "Figures for Prometheus; by kind of command for these roles only",
        "Text exposition format", COUNTED_FOR, bad=READS, content_type="text/plain",
        answer={"type": "string"},
    ),
)  # fmt: skip
