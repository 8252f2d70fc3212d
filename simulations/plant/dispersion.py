"""The vapour concentration at a point: a plume model beyond 100 m, a stated assumption nearer.

No plume formula holds inside 100 m (docs/domain.md, simulations/parameters.yaml). There the vapour is assumed to fill
a box that grows from the source's own width and no height to the plume's width and height at 100 m, both in
proportion to the distance, with all of the vapour passing through every cross-section and saturation as the cap. This
is an assumption for want of a model: it conserves mass, joins the plume without a step, and ignores buildings, tanks
and puffs.
"""

from math import exp, pi, sqrt

from command_center.domain.air.briggs import NEAREST_M
from command_center.domain.air.plume import Plume
from command_center.domain.air.vapour import Vapour


def ppm_at(vapour: Vapour, plume: Plume, downwind_m: float, crosswind_m: float) -> float:
    """Concentration on the ground, ppm; 0 upwind of the source, and never above saturation."""
    if plume.rate_kg_s <= 0 or downwind_m <= 0:
        return 0.0
    if downwind_m >= NEAREST_M:
        return vapour.ppm(plume.kg_m3(downwind_m, crosswind_m))
    return vapour.ppm(near_kg_m3(plume, downwind_m, crosswind_m))


def near_kg_m3(plume: Plume, downwind_m: float, crosswind_m: float) -> float:
    """Concentration in the growing box: Q / (u W H) in its middle, falling off to the sides as the plume does.

    W and H are the sides of the uniform box that carries as much as a Gaussian of the same middle: W = sqrt(2 pi)
    sigma_y and, above a reflecting ground, H = sqrt(pi / 2) sigma_z.
    """
    share = downwind_m / NEAREST_M
    far_width = sqrt(2 * pi) * plume.across(NEAREST_M)
    width = plume.width_m + (far_width - plume.width_m) * share
    height = sqrt(pi / 2) * plume.upwards(NEAREST_M) * share
    aside = exp(-pi * (crosswind_m / width) ** 2)
    return plume.rate_kg_s / (plume.wind_m_s * width * height) * aside
