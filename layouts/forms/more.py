"""The commands that people may give and that no panel has: each gets a derived form in the drawer
"more commands", so that nothing a role may do is out of a hand's reach."""

from collections.abc import Collection, Iterator, Mapping

from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.fields import held_by
from command_center.domain.registry import CommandSpec
from layouts.forms.derived import derived
from layouts.forms.form import Form

IN_PANELS = frozenset(
    {
        "action.assign",
        "action.done",
        "action.observe",
        "action.open",
        "alarm.ack",
        "alarm.shelve",
        "alarm.take_over",
        "alarm.unshelve",
        "authority.ask",
        "authority.deny",
        "authority.grant",
        "authority.use_emergency",
        "custody.attempt",
        "custody.force",
        "drill.cast",
        "drill.end",
        "drill.pause",
        "drill.plan",
        "drill.resume",
        "drill.seal",
        "drill.start",
        "drill.suspend",
        "entry.at_work",
        "entry.in",
        "entry.out",
        "finding.add",
        "finding.change",
        "finding.rate",
        "incident.close",
        "incident.level",
        "incident.take",
        "incident.transfer_ack",
        "incident.withdraw",
        "inject.add",
        "inject.fire",
        "inject.hold",
        "inject.skip",
        "kit.draw",
        "kit.need",
        "observation.change",
        "observation.note",
        "outside.answer",
        "outside.arrive",
        "outside.call",
        "person.assign",
        "person.find",
        "person.miss",
        "person.sos",
        "person.sos_answer",
        "person.sos_end",
        "programme.draw",
        "programme.prepare",
        "resource.arrive",
        "resource.consume",
        "resource.count",
        "resource.dispatch",
        "resource.lose",
        "resource.receive",
        "resource.reserve",
        "resource.return",
        "review.agree",
        "review.freeze",
        "review.grade",
        "review.hold",
        "review.hotwash",
        "review.rate",
        "review.rectify",
        "review.sign",
        "scenario.retire",
        "scenario.save",
        "simulation.leak",
        "source.report",
    }
)
"""What a panel of the pages gives: a button, or fields in a row. A test finds each in the scripts."""

IN_ROWS = frozenset({"directive"})
"""What stands in rows of its own (`domain/fields.py`): a command that names it is given there."""

WITHOUT_FORM = {
    "drill.reveal": "the drills door reveals it with what was sealed, which nobody types (web/drills_api.py)",
}
"""What people may give and no page offers, with the reason."""


def given_in_a_row(spec: CommandSpec) -> bool:
    """Whether the command names what has a row of its own, and so has its button there."""
    return any(held_by(info) in IN_ROWS for info in spec.model.model_fields.values())


def more_forms(commands: Mapping[str, CommandSpec], written: Collection[str]) -> Iterator[Form]:
    """The derived forms of `commands` that no panel and no `written` form gives. Raises NoForm."""
    for kind in sorted(commands):
        if kind in IN_PANELS or kind in WITHOUT_FORM or kind in written:
            continue
        if given_in_a_row(commands[kind]):
            continue
        if commands[kind].roles.intersection(HUMAN_ROLES):
            yield derived(commands[kind])
