"""Which description of the plant holds: the one in force, or one that was kept under a version."""

from collections.abc import Callable

from command_center.domain.site.model import Site

Described = Callable[[int | None], Site]
"""The description kept under a version; of None, and of one that nobody kept, today's."""


def always(site: Site) -> Described:
    """The site at any time, for programs that keep no versions of it."""
    return lambda version: site


SiteNow = Callable[[], Site]
"""The plant as it is in force. It changes with the journal: ask each time, keep no answer."""


def asked(site: Site | SiteNow) -> SiteNow:
    """What is asked for the plant each time, made of one that never changes too."""
    return site if callable(site) else lambda: site
