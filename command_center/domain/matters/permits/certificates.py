"""Certificates of people: matters of a template with the power `certify`, in state `valid`."""

from command_center.domain.matters.playing.conditions import moment_of
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.template_language.powers import CERTIFY
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.domain.text import Text

VALID = "valid"
PERSON, KIND, UNTIL = "person", "kind", "valid_until"
"""The fields of a certificate that the engine reads."""
KINDS = "certificates"
"""The reference that names the kinds of certificates."""


def named_certificate(shelf: TemplateShelf, kind: str) -> Text | str:
    """Returns the title of a kind of certificate in the reference `certificates`; its id where it
    has none."""
    reference = shelf.reference(KINDS)
    item = None if reference is None else reference.entries.get(kind)
    return kind if item is None else item.title


def certified(
    state: State, site: Site, shelf: TemplateShelf, person: str, kind: str, now: int
) -> bool:
    """Returns whether a person holds a certificate of a kind that is valid at `now` (UTC epoch ms)."""
    for ident in state.matters.certificates.get(person, ()):
        found = state.matters.open.get(ident)
        if found is None or found.state != VALID:
            continue
        pinned = shelf.pinned(found.revision)
        if pinned is None or CERTIFY not in pinned.powers:
            continue
        kinds = found.fields.get(KIND)
        if kind not in (kinds if isinstance(kinds, list) else [kinds]):
            continue
        until = moment_of(found.fields.get(UNTIL), site.zone)
        if until is not None and until >= now:
            return True
    return False
