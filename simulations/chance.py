"""Seeded randomness: an independent stream for each purpose, so that one never disturbs another."""

import hashlib

from numpy.random import Generator, default_rng


def stream(seed: int, *purpose: str) -> Generator:
    """Return the random stream of `purpose` in night `seed`: the same two give the same numbers.

    A part of the site is named by its position in its list, so that a copy of the site with other ids has the same
    night.
    """
    digest = hashlib.sha256("/".join((str(seed), *purpose)).encode()).digest()
    return default_rng(int.from_bytes(digest[:16], "big"))
