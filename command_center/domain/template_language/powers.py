"""The powers of library templates: what the software does because of a matter, beyond running its
template.

A certificate qualifies a person, a roll-out switches a module, an admission opens the gate. Each
power belongs to one library template, and rests on its rules with the lock `center`. A copy
(`based_on`, or a text of the site under the same name) that keeps these rules has the power too.
Without them it is an ordinary form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from command_center.domain.template_language.lock_rules import CENTER, loosened
from command_center.domain.template_language.template import Description, Template


@dataclass(frozen=True, slots=True)
class Power:
    """One power. `template`: the library template that has it. `gives`: a description for readers
    of this list. `rests_on`: the rules that a copy must keep, as paths of the text. In the state
    `given` the software relies on its fields `reads`, and nobody may change them."""

    name: str
    template: str
    gives: str
    rests_on: tuple[str, ...]
    reads: tuple[str, ...] = ()
    given: str | None = None


CERTIFY, ROLL_OUT, BOOK, READMIT, ADMIT, ISOLATE = (
    "certify", "roll_out", "book", "readmit", "admit", "isolate",
)  # fmt: skip
POWERS: Mapping[str, Power] = MappingProxyType({one.name: one for one in (
    Power(
        CERTIFY, "certificate", "permits, entries and measurements take its person for qualified",
        ("fields.person", "fields.kind", "fields.valid_until", "parties.office", "parties.holder", "moves.issue",
         "moves.expire", "due.expire"),
        reads=("person", "kind", "valid_until"), given="valid",
    ),
    Power(
        ROLL_OUT, "rollout", "its moves say where and from when a template is in force",
        ("fields.module", "fields.place", "fields.champion", "fields.from", "fields.more", "parties.champion",
         "parties.safety", "parties.manager", "moves.begin", "moves.extend", "moves.widen", "moves.join",
         "moves.finish", "moves.stop",
         "approvals.0", "approvals.1", "approvals.2"),
    ),
    Power(
        BOOK, "violation", "accounts that name it take points from its company and person",
        ("fields.company", "fields.person", "fields.grade", "parties.office", "parties.head", "moves.confirm",
         "moves.overturn"),
        reads=("company", "person", "grade"), given="booked",
    ),
    Power(
        READMIT, "readmission", "it lifts the ban of its company and person at the gate and on permits",
        ("fields.company", "fields.person", "parties.training", "parties.head", "moves.train", "moves.approve"),
    ),
    Power(
        ADMIT, "contractor-entry", "the gate lets its person in while it stands",
        ("fields.company", "fields.person", "fields.until", "parties.office", "moves.train", "moves.admit",
         "moves.expire", "due.expire"),
        reads=("company", "person", "until"), given="admitted",
    ),
    Power(
        ISOLATE, "blind-plate", "an entry takes its plate for an isolation once it has ended",
        ("fields.what", "fields.pipe", "moves.end", "moves.accept"),
        reads=("what", "pipe"), given="ended",
    ),
)})  # fmt: skip
"""Every power by its name."""
GUARDED = frozenset(one.template for one in POWERS.values())
"""The library's templates that have a power."""


def powers_of(template: Template, library: Mapping[str, Description]) -> frozenset[str]:
    """Returns the powers that a template has. `library`: the library's texts by id."""
    kind = template.template if template.template in library else template.based_on
    if kind not in GUARDED or (template.based_on or kind) != kind:
        return frozenset()
    base = library.get(kind)
    if base is not template and (
        not isinstance(base, Template) or any(loosened(base, template, only=CENTER))
    ):
        return frozenset()
    return powers_named(kind)


def powers_named(kind: str) -> frozenset[str]:
    """Returns the powers of the library template with this id."""
    return frozenset(one.name for one in POWERS.values() if one.template == kind)
