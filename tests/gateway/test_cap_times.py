"""A time of a CAP document without an offset from UTC is refused: nobody knows which moment it means."""

import pytest

from command_center.gateway.sirens.cap_message import NAMESPACE, head_of


def document(expires: str) -> str:
    return (
        f'<alert xmlns="{NAMESPACE}"><identifier>a.1</identifier><status>Actual</status>'
        f"<msgType>Alert</msgType><info><expires>{expires}</expires></info></alert>"
    )


@pytest.mark.parametrize(
    ("expires", "at"),
    [
        ("2026-11-28T03:00:00+08:00", 1_795_806_000_000),
        ("2026-11-27T19:00:00-00:00", 1_795_806_000_000),
        ("", None),
    ],
)
def test_a_time_with_its_offset_is_that_moment_on_every_computer(
    expires: str, at: int | None
) -> None:
    assert head_of(document(expires)).expires == at


def test_a_time_without_an_offset_is_refused_and_says_why() -> None:
    with pytest.raises(ValueError, match="no offset from UTC"):
        head_of(document("2026-11-28T03:00:00"))
