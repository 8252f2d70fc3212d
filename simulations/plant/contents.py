"""What lies where: volumes of water and product that move between named places and never vanish."""

from dataclasses import dataclass


@dataclass(slots=True)
class Contents:
    """Cubic metres of water and of product in one place, treated as well mixed."""

    water: float = 0.0
    product: float = 0.0

    @property
    def total(self) -> float:
        """The total volume, m3."""
        return self.water + self.product

    @property
    def product_share(self) -> float:
        """Share of product by volume, 0 when empty."""
        total = self.total
        return self.product / total if total > 0 else 0.0


def move(source: Contents, target: Contents, volume: float) -> float:
    """Move up to `volume` m3 of the mixture; return the volume moved."""
    moved = min(volume, source.total)
    if moved <= 0:
        return 0.0
    product = min(source.product, moved * source.product_share)
    water = min(source.water, moved - product)
    source.product -= product
    source.water -= water
    target.product += product
    target.water += water
    return product + water
