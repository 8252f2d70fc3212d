"""Makes the same plant with other people."""

from collections.abc import Sequence

from command_center.domain.site.model import Person, Site


def with_people(site: Site, people: Sequence[Person]) -> Site:
    """Returns the plant with these people. It is built anew, because a copy would keep cached
    values of the old ones."""
    fields = {name: getattr(site, name) for name in Site.model_fields}
    return Site(**{**fields, "people": list(people)})
