"""Where each command is on the pages, so that people can reach every command of their role: in a panel's form, in the
drawer "more commands", or in a row. `tests/pages/test_reach.py` checks it.
"""

from collections.abc import Iterator, Mapping

from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.fields import held_by
from command_center.domain.registry import CommandSpec
from layouts.forms.derived import derived
from layouts.forms.form import Form

PANEL_FORMS: Mapping[str, tuple[str, ...]] = {
    "incident": ("incident.open", "report.receive", "incident.transfer"),
    # Air runs out inside: an overdue entry outranks everything else.
    "entry": ("entry.ready",),
    "headcount": ("evacuation.order", "person.check_in", "responder.status", "muster.enter"),
    "source": ("source.locate", "valve.report", "gas.measure", "outfall.sample"),
    "directives_desk": ("directive.issue",),
    "kits": ("resource.dispatch_line",),
}
"""A panel of the command page -> the commands whose forms lie in it, in their order."""

ROWS: Mapping[str, tuple[str, ...]] = {
    "feeds/tag_line.js": ("feed.sign_off", "feed.test_loop"),
    "readiness/gap_mend.js": ("readiness.accept_limits",),
    "alarms/alarms_mirrored.js": ("found_alarm.see",),
    "alarms/alarms.js": ("alarm.take_out",),
    "alarms/alarms_standing.js": ("alarm.ack_several",),
    "command/alarms_desk.js": ("alarm.ack", "alarm.shelve", "alarm.take_over", "alarm.unshelve"),
    "command/authority.js": (
        "authority.ask", "authority.deny", "authority.grant", "authority.use_emergency",
    ),
    "command/entry_panel.js": ("entry.at_work", "entry.in", "entry.out"),
    "command/headcount.js": ("person.assign", "person.find", "person.miss"),
    "command/incident.js": (
        "incident.close", "incident.level", "incident.take", "incident.transfer_ack",
        "simulation.leak",
    ),
    "command/kits_panel.js": (
        "custody.attempt", "custody.force", "kit.draw", "kit.need", "resource.arrive",
        "resource.consume", "resource.dispatch", "resource.lose", "resource.reserve",
        "resource.return",
    ),
    "resources/settle_form.js": ("resource.settle",),
    "command/teams.js": ("resource.send_team",),
    "command/official.js": ("report.waive",),
    "command/official_form.js": ("report.submit", "report.supplement"),
    "command/outside.js": (
        "outside.answer", "outside.arrive", "outside.call", "resource.receive",
    ),
    "command/papers.js": ("muster.list",),
    "command/roll_call.js": ("roll_call.answer", "roll_call.end", "roll_call.start"),
    "command/source.js": ("source.report",),
    "drills/drill_cast.js": ("drill.cast",),
    "drills/drill_direction.js": ("drill.end", "drill.pause", "drill.resume"),
    "drills/drill_list.js": ("drill.plan", "drill.seal", "drill.start"),
    "drills/drill_next.js": ("inject.add", "inject.fire", "inject.hold", "inject.skip"),
    "drills/drill_notes.js": ("observation.change", "observation.note"),
    "drills/drill_year.js": ("programme.draw", "programme.prepare"),
    "drills/scenario_hands.js": ("scenario.retire", "scenario.save"),
    "gate/gate_visitors.js": ("visitor.leave",),
    "hands/withdraw.js": ("incident.withdraw",),
    "past/settle.js": ("matter.settle",),
    "people/post_pages.js": ("paging.set",),
    "templates/templates.js": ("template.retire", "template.save"),
    "phone/keeping.js": ("resource.cannot_hand_out", "resource.hand_out"),
    "phone/phone.js": ("person.sos",),
    "readiness/close_form.js": ("readiness.close",),
    "readiness/delegations.js": ("authority.revoke",),
    "readiness/interim_form.js": ("readiness.interim", "readiness.withdraw_interim"),
    "resources/task_hands.js": (
        "kit.inspect", "resource.count", "resource.inspect", "resource.put_in",
    ),
    "reviews/review_findings.js": (
        "action.assign", "action.done", "action.observe", "action.open", "finding.add",
        "finding.change", "finding.rate",
    ),
    "reviews/review_ratings.js": ("review.grade", "review.rate"),
    "reviews/reviews.js": (
        "review.agree", "review.freeze", "review.hold", "review.hotwash", "review.rectify",
        "review.sign",
    ),
    "shared/exercise.js": ("drill.suspend",),
    "shared/sos_panel.js": ("person.sos_answer", "person.sos_end"),
}  # fmt: skip
"""A script of `assets/` -> the commands that it gives by a button in the row of what they are about.

The reason is the same for all of them: the row names the alarm, the dispatch, the drill or the review, which
nobody types, and its state says which of them may follow. What is typed besides (a reason, a number) is drawn
from the command's model by `assets/hands/field_control.js`."""

IN_ROWS = frozenset(kind for kinds in ROWS.values() for kind in kinds)

NAMED_BY_ROWS = frozenset({"directive"})
"""What stands in rows of its own (`domain/fields.py`): a command that names it is given there."""

WITHOUT_FORM = {
    "resource.take_stock": "the table of the resource desk brings it, with what nobody types (web/doors/plant)",
    "matter.import": "the page of matters brings a table, a row of which is one command (web/doors/matters)",
    "drill.reveal": "the drills door reveals it with what was sealed, which nobody types (web/doors/drills)",
    **{
        f"matter.{step}": "the page of a matter offers what its template asks for"
        for step in (
            "open",
            "fill",
            "move",
            "sign",
            "measure",
            "enter",
            "leave",
            "correct",
            "repin",
        )
    },
    "site.change": "a row of the plant is edited on a form of its own, made from the row's model",
}
"""What people may give and no page offers, with the reason."""


def given_in_a_row(spec: CommandSpec) -> bool:
    """Whether the command names something with a row of its own, and so has its button there."""
    return any(held_by(info) in NAMED_BY_ROWS for info in spec.model.model_fields.values())


def panel_forms(commands: Mapping[str, CommandSpec]) -> dict[str, tuple[Form, ...]]:
    """The forms of each panel. Raises NoForm."""
    return {
        panel: tuple(derived(commands[kind]) for kind in kinds)
        for panel, kinds in PANEL_FORMS.items()
    }


def more_forms(commands: Mapping[str, CommandSpec]) -> Iterator[Form]:
    """Yield the forms of `commands` that people may give and that are in no panel and no row. Raises NoForm."""
    elsewhere = IN_ROWS.union(WITHOUT_FORM, *PANEL_FORMS.values())
    for kind, spec in sorted(commands.items()):
        if kind not in elsewhere and not given_in_a_row(spec) and spec.roles & set(HUMAN_ROLES):
            yield derived(spec)
