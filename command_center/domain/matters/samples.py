"""Which of many are drawn to be inspected again: by chance that nobody can foresee and everybody can compute again."""

from collections.abc import Iterable
from hashlib import sha256
from math import ceil


def drawn(names: Iterable[str], share: float, seed: str) -> list[str]:
    """A sample of `names`, in their order: at least one where there is any and the share is not 0.

    `seed` is the hash of the fact that ended what is sampled, which did not exist while the work went on. The names
    with the smallest SHA-256 of seed and name are drawn, so that the same seed draws the same in every program.
    """
    listed = list(dict.fromkeys(names))
    many = ceil(len(listed) * share)
    ranked = sorted(listed, key=lambda name: sha256(f"{seed}/{name}".encode()).hexdigest())
    chosen = frozenset(ranked[:many])
    return [name for name in listed if name in chosen]
