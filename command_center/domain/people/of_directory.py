"""Who of the site somebody is in the plant's directory: by the id of a person, else by an e-mail."""

from collections.abc import Collection, Mapping


def person_of(
    known: Collection[str], told_id: object, email: object, emails: Mapping[str, str]
) -> str | None:
    """The person of the site. `known` are the ids of its people, `emails` each one's person by address in small
    letters. None: nobody of the site; the account then holds no post."""
    if isinstance(told_id, str | int) and str(told_id) in known:
        return str(told_id)
    if isinstance(email, str):
        found = emails.get(email.casefold())
        return found if found in known else None
    return None
