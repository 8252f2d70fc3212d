"""What templates may name is what the program decides: every guard of the language has its rule, and no other has one
but those that hold for every permit."""

from command_center.domain.matters.guards.rule import RULES
from command_center.domain.template_language.guards import GUARDS

ALWAYS = {"no_danger", "validity"}
"""Asked of every permit, whether its template names them or not."""


def test_every_guard_that_a_template_may_name_has_its_rule() -> None:
    assert set(GUARDS) - set(RULES) == set()
    assert set(RULES) - set(GUARDS) == ALWAYS
