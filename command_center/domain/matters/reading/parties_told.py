"""Who the parties of a matter are, as whoever reads it is told.

A fact keeps for each party whom the plant appoints, also whom `never` bars from it in this matter: they may read it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from command_center.domain.matters.parties.parties import people_named
from command_center.domain.template_language.template import Template


def may_be(
    template: Template | None, parties: Mapping[str, Sequence[str]], fields: Mapping[str, Any]
) -> dict[str, list[str]]:
    """By party those of its people who may act as it, without whom its `never` bars. `parties` are as a fact keeps
    them, `fields` what is filled in. Without the template's text nobody is known to be barred."""
    if template is None:
        return {party: list(people) for party, people in parties.items()}
    found: dict[str, list[str]] = {}
    for party, people in parties.items():
        form = template.parties.get(party)
        barred: set[str] = set()
        for name in (form.never if form is not None else None) or ():
            named = name in template.parties
            barred.update(
                parties.get(name, ()) if named else people_named(template, name, fields.get(name))
            )
        found[party] = [one for one in people if one not in barred]
    return found
