"""Selects a description of the plant: the one in force, or one that was stored under a version."""

from collections.abc import Callable

from command_center.domain.site.model import Site

Described = Callable[[int | None], Site]
"""The description kept under a version; of None, and of one that nobody kept, today's."""


def always(site: Site) -> Described:
    """Returns a function that gives this site for every version, for programs that store no
    versions."""
    return lambda version: site


SiteNow = Callable[[], Site]
"""The plant as it is in force. It changes with the journal: ask each time, keep no answer."""


def asked(site: Site | SiteNow) -> SiteNow:
    """Returns a function that gives the plant now; a fixed site is wrapped in one."""
    return site if callable(site) else lambda: site
