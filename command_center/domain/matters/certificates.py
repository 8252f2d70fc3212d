"""Who holds a certificate: certificates are matters of the template `certificate`, in state `valid`."""

from command_center.domain.matters.conditions import moment_of
from command_center.domain.site.model import Site
from command_center.domain.state import State

TEMPLATE, VALID = "certificate", "valid"
PERSON, KIND, UNTIL = "person", "kind", "valid_until"
"""The fields of a certificate that the engine reads."""


def certified(state: State, site: Site, person: str, kind: str, now: int) -> bool:
    """Whether a person holds a certificate of a kind that is in date at `now` (UTC epoch ms)."""
    for ident in state.matters.certificates.get(person, ()):
        found = state.matters.open.get(ident)
        if found is None or found.state != VALID:
            continue
        kinds = found.fields.get(KIND)
        if kind not in (kinds if isinstance(kinds, list) else [kinds]):
            continue
        until = moment_of(found.fields.get(UNTIL), site.zone)
        if until is not None and until >= now:
            return True
    return False
