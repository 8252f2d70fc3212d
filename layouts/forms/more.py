"""The commands that people may give and that no panel has: each gets a derived form in the drawer
"more commands", so that nothing a role may do is out of a hand's reach."""

from collections.abc import Collection, Iterator, Mapping

from command_center.domain.actor import HUMAN_ROLES
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
        "directive.ack",
        "directive.done",
        "directive.progress",
        "directive.refuse",
        "directive.return",
        "directive.start",
        "directive.take_back",
        "directive.verify",
        "directive.withdraw",
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

WITHOUT_FORM = {
    "drill.reveal": "the drills door reveals it with what was sealed, which nobody types (web/drills_api.py)",
}
"""What people may give and no page offers, with the reason."""


def more_forms(commands: Mapping[str, CommandSpec], written: Collection[str]) -> Iterator[Form]:
    """The derived forms of `commands` that no panel and no `written` form gives. Raises NoForm."""
    for kind in sorted(commands):
        if kind in IN_PANELS or kind in WITHOUT_FORM or kind in written:
            continue
        if commands[kind].roles.intersection(HUMAN_ROLES):
            yield derived(commands[kind])
