"""Draws samples for a second inspection, by a chance that nobody can foresee and everybody can
recompute."""

from collections.abc import Iterable
from hashlib import sha256
from math import ceil


def drawn(names: Iterable[str], share: float, seed: str) -> list[str]:
    """Returns a sample of `names`, in their order: at least one where there is any and the share is
    not 0.

    `seed` is the hash of the fact that ended what is sampled, which did not exist while the work
    went on. The names with the smallest SHA-256 of seed and name are drawn, so that the same seed
    draws the same in every program.
    """
    listed = list(dict.fromkeys(names))
    many = ceil(len(listed) * share)
    ranked = sorted(listed, key=lambda name: _rank(name, seed))
    chosen = frozenset(ranked[:many])
    return [name for name in listed if name in chosen]


def is_drawn(name: str, share: float, seed: str) -> bool:
    """Returns whether one item of an endless stream is drawn, so that `share` of all are. It is
    drawn where the SHA-256 of seed and name, as a fraction of the largest hash, is below the
    share."""
    return int(_rank(name, seed)[:8], 16) < share * 2**32


def _rank(name: str, seed: str) -> str:
    return sha256(f"{seed}/{name}".encode()).hexdigest()
