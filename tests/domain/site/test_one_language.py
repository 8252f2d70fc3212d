"""A text of the plant needs one language; the other falls back to it."""

import pytest
from pydantic import ValidationError

from command_center.domain.text import Text


@pytest.mark.parametrize("given", [{"zh": "岗位"}, {"zh": "岗位", "en": None}])
def test_chinese_alone_is_shown_in_both(given: dict[str, str | None]) -> None:
    assert Text.model_validate(given) == Text(zh="岗位", en="岗位")


def test_english_alone_is_shown_in_both() -> None:
    assert Text.model_validate({"en": "Post"}) == Text(zh="Post", en="Post")


@pytest.mark.parametrize("given", [{}, {"zh": None, "en": None}, {"zh": ""}, {"fr": "poste"}])
def test_no_language_is_a_mistake(given: dict[str, str | None]) -> None:
    with pytest.raises(ValidationError):
        Text.model_validate(given)
