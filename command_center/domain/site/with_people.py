"""The same plant with other people."""

from collections.abc import Sequence

from command_center.domain.site.model import Person, Site


def with_people(site: Site, people: Sequence[Person]) -> Site:
    """The plant with these people. Made anew: a copy would keep what was already looked up of the old ones."""
    fields = {name: getattr(site, name) for name in Site.model_fields}
    return Site(**{**fields, "people": list(people)})
