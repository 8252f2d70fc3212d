"""Named sets of limits from a standard, which a list may name instead of writing the limits."""

from collections.abc import Mapping
from types import MappingProxyType

from command_center.domain.template_language.fields import Within

GB30871_CONFINED = "gb30871-6.4"
NAMED: Mapping[str, Mapping[str, list[Within]]] = MappingProxyType({
    GB30871_CONFINED: {
        "o2": [Within(at_least=19.5, at_most=21)],
        "lel": [Within(at_most=10)],
        "toxic": [],
    },
})  # fmt: skip
"""GB 30871-2022, confined spaces: oxygen 19.5 % to 21 %. The bound of 10 %LEL is that of GB 46768-2025, 5.9.1 b): GB
30871 states 0.5 % and 0.2 % by volume, which depends on the substance, and a meter shows %LEL. A toxic substance must
not be there at all where no limit of its own is written."""
