"""Differences between a form and its command's model: only data, no drawing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

AT = "at"
"""The line that asks when it happened; every command has it."""

Lines = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Differs:
    """How one field differs: the key of its label, the key prefix of its values, its first value, whether it is kept
    after success, and whether the board proposes some of its options.
    """

    label: str = ""
    words: str = ""
    first: str | None = None
    kept: bool = False
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Deviation:
    """How a form differs: its name in ids, the catalogue keys of its title and button, the button's look, its fields
    by line, and single fields. `spoken`: it reports the words of the person it names.
    """

    name: str = ""
    title: str = ""
    send: str = ""
    strong: str = ""
    lines: Lines = ()
    fields: Mapping[str, Differs] = field(default_factory=dict)
    spoken: bool = False


DEVIATIONS: Mapping[str, Deviation] = {
    # Without a plan the incident is opened by its place alone.
    "incident.open": Deviation(
        name="open",
        title="command.open_by_hand",
        send="command.open_incident",
        strong="urgent",
        lines=(("plan",), ("place",), ("hazard",), ("level",)),
        fields={"hazard": Differs("command.hazard", "hazard")},
    ),
    # It counts when both sides acknowledge it.
    "incident.transfer": Deviation(
        name="transfer",
        title="command.transfer",
        send="command.transfer",
        lines=(("to_person",),),
        fields={"to_person": Differs("command.transfer_to")},
    ),
    # It starts t0 as an alarm does, once an incident is opened on it.
    "report.receive": Deviation(
        name="report",
        title="command.report",
        send="command.record_report",
        lines=(("channel", "place"), ("text",), ("caller", AT)),
        fields={
            "channel": Differs(words="channel", first="call", kept=True),
            "text": Differs("command.report_text"),
        },
    ),
    # The plan's own steps are one click in their list; this is for everything else.
    "directive.issue": Deviation(
        name="directive",
        title="command.issue_free",
        send="command.issue",
        strong="strong",
        lines=(("to",), ("text",), ("urgency", "category"), ("place", "due_s")),
        fields={
            "to": Differs("command.to"),
            "text": Differs("command.text"),
            "urgency": Differs(words="urgency", first="urgent", kept=True),
            "category": Differs(words="category", first="source", kept=True),
            "due_s": Differs("command.due_minutes"),
        },
    ),
    # As a kit is: whole, or refused with what is missing.
    "resource.dispatch_line": Deviation(
        name="dispatch-line",
        title="command.dispatch_line",
        send="command.dispatch",
        lines=(("resource", "quantity"), ("place",)),
    ),
    # Needs no authority.
    "evacuation.order": Deviation(
        name="evacuation",
        title="command.evacuate",
        send="command.evacuate",
        strong="urgent",
        lines=(("zones",), ("muster",)),
        fields={"zones": Differs(proposed=True), "muster": Differs("command.evacuate_to")},
    ),
    # A warden's word; a position never counts as safe.
    "person.check_in": Deviation(
        name="check-in",
        title="command.check_in_form",
        send="command.check_in",
        lines=(("person", "muster"),),
        fields={"muster": Differs(kept=True)},
    ),
    # Their own word, by radio.
    "responder.status": Deviation(
        name="responder",
        title="command.responder_form",
        send="command.record",
        lines=(("person", "status"), ("place", AT)),
        fields={"status": Differs("command.responder_status", "responder.status")},
        spoken=True,
    ),
    # Who checked them is somebody else; left empty, whose word this is.
    "entry.ready": Deviation(
        name="ready",
        title="command.ready_form",
        send="command.ready",
        strong="strong",
        lines=(("persons",), ("pressure_mpa", "place"), ("checker", AT)),
        fields={
            "pressure_mpa": Differs("command.pressure"),
            "place": Differs("command.entry_place", kept=True),
        },
    ),
    # Which tank the source is, once somebody has found it.
    "source.locate": Deviation(name="locate", title="command.locate_form", send="command.record"),
    # A word about a valve; no flow follows from it.
    "valve.report": Deviation(
        name="valve",
        title="command.valve_form",
        send="command.record",
        lines=(("element", "state"), (AT,)),
        fields={"state": Differs("command.valve_state", "valve.state")},
    ),
    # Closing asks for two below the limit of the site file, recorded fifteen minutes apart.
    "gas.measure": Deviation(
        name="gas",
        title="command.gas_form",
        send="command.record",
        lines=(("place",), ("value", "unit"), ("substance", AT)),
        fields={
            "place": Differs(kept=True),
            "unit": Differs(first="ppm", kept=True),
            "substance": Differs("command.substance"),
        },
    ),
    # The sample is what closing asks for; its value may follow.
    "outfall.sample": Deviation(
        name="outfall",
        title="command.outfall_form",
        send="command.record",
        lines=(("place", AT), ("value", "unit")),
        fields={"place": Differs(kept=True), "value": Differs("command.value_later")},
    ),
    # Whose word it is matters: entered for another it lasts a day at most.
    "authority.delegate": Deviation(
        title="authority.delegate_form",
        send="authority.delegate_send",
        strong="strong",
        lines=(
            ("capability", "areas"),
            ("from_post", "to_post"),
            ("hours", "from_level"),
            ("reason",),
            ("person",),
        ),
        fields={"person": Differs("authority.delegate_person")},
        spoken=True,
    ),
    "double.stand_down": Deviation(
        title="command.i_am_here",
        send="command.i_am_here",
        lines=(("person",),),
        fields={"person": Differs("command.whose_double")},
    ),
    "double.resume": Deviation(
        title="command.i_leave",
        send="command.i_leave",
        lines=(("person",),),
        fields={"person": Differs("command.whose_double")},
    ),
}
