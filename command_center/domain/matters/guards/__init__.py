"""The guards of moves (conditions that must hold), one in each module. Importing this package
registers them."""

from command_center.domain.matters.guards import (
    all_certified,
    confirmed,
    gas_fresh,
    graded,
    handed_over,
    in_equals_out,
    isolated,
    no_conflict,
    no_danger,
    not_banned,
    points_left,
    present,
    rechecked_after,
    serves_work,
    steps_in_order,
    tools_equal,
    validity,
    wind_below,
)

EVERY = (
    all_certified, confirmed, gas_fresh, graded, handed_over, in_equals_out, isolated, no_conflict, no_danger,
    not_banned, points_left, present, rechecked_after, serves_work, steps_in_order, tools_equal, validity, wind_below,
)  # fmt: skip
