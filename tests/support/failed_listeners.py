"""What fails alone in the product fails its test: a listener of the Desk, a duty's step, a row.

All else goes on when one of them fails. So a mistake in the board, and an assertion inside a test's own listener,
would be a line of the log and nothing else.
"""

from collections.abc import Iterator

import pytest

from command_center import faults


@pytest.fixture(autouse=True)
def failed_alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """What failed alone. A test that means something to fail clears the list."""
    raised: list[BaseException] = []
    note = faults.Faults.note

    def noting(
        self: faults.Faults,
        part: faults.Part,
        name: str,
        error: BaseException,
        *,
        life: bool = False,
    ) -> None:
        raised.append(error)
        note(self, part, name, error, life=life)

    monkeypatch.setattr(faults.Faults, "note", noting)
    yield raised
    for error in raised:
        raise AssertionError("something failed alone") from error
