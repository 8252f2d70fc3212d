"""Matches an entry of the plant's directory to a person of the site: by the id of a person, else by
an e-mail address."""

from collections.abc import Collection, Mapping


def person_of(
    known: Collection[str], told_id: object, email: object, emails: Mapping[str, str]
) -> str | None:
    """Returns the person of the site. `known` are the ids of its people; `emails` maps each address
    in lower case to its person. None: nobody of the site; the account then holds no post."""
    if isinstance(told_id, str | int) and str(told_id) in known:
        return str(told_id)
    if isinstance(email, str):
        found = emails.get(email.casefold())
        return found if found in known else None
    return None
