"""The allowed names of accounts and tokens: they stay in the journal and in lists for ever."""

from command_center.words.worded_error import Said

LONGEST_NAME = 64
"""Characters; the sign-in takes no longer one either."""


class BadName(Said):
    """The name could not be typed to sign in, or would break its line in a list or its URL."""

    def __init__(self, name: str) -> None:
        shown = name if name.isprintable() else name.encode("unicode_escape").decode()
        super().__init__("store.bad_name", name=shown[:LONGEST_NAME])


def check_name(name: str) -> None:
    """Raise `BadName` unless the name can be printed, typed again and put into `/accounts/NAME`.

    Control characters, line ends and halves of surrogate pairs are not printable.
    """
    fits = 0 < len(name) <= LONGEST_NAME and name.isprintable()
    if not fits or name != name.strip() or "/" in name:
        raise BadName(name)
