"""Texts in two languages, as data and as values of this program."""

import pytest
from pydantic import TypeAdapter, ValidationError

from command_center.domain.text import GivenReason, Reason, said

REASONS: TypeAdapter[GivenReason | str] = TypeAdapter(Reason)


def test_a_text_of_this_program_is_a_reason_where_it_is_long_enough() -> None:
    assert REASONS.validate_python(said("It leaks")) == GivenReason(zh="It leaks", en="It leaks")
    with pytest.raises(ValidationError, match="at least 2"):
        REASONS.validate_python(said("x"))
