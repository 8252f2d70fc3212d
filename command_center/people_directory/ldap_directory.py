"""Reads people from LDAP or Active Directory, page by page (RFC 2696). Read-only. Needs the extra `ldap`."""

import ssl
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from command_center.people_directory.mapping import Record
from command_center.people_directory.rules import LdapSource, SyncRules, WrongRules


def records(rules: SyncRules) -> Iterator[tuple[str, Record]]:
    """Yield every entry as its name and values. Raises WrongRules if the directory cannot be read to its end: a
    partial list would look as if the other people had left.
    """
    try:
        import ldap3
        from ldap3.core.exceptions import LDAPException
    except ImportError as error:
        raise WrongRules("people.sync.no_ldap3") from error
    source = rules.ldap
    assert source is not None
    try:
        connection = _connection(ldap3, source)
        try:
            if source.start_tls:
                connection.start_tls()
            connection.bind()
            yield from _entries(connection, source, rules)
        finally:
            with suppress(LDAPException, OSError):
                connection.unbind()
    except (LDAPException, OSError, ssl.SSLError) as error:
        why = " ".join(str(error).split())[:300]
        raise WrongRules("people.sync.unreadable", path=source.url, why=why) from error


def _connection(ldap3: Any, source: LdapSource) -> Any:
    """Not opened yet, so that one that cannot be bound is closed all the same."""
    ca = None if source.ca is None else str(source.ca)
    tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=ca)
    server = ldap3.Server(
        source.url, tls=tls, connect_timeout=source.timeout_s, get_info=ldap3.NONE
    )
    secret = source.password.read() if source.password is not None else None
    return ldap3.Connection(
        server, source.bind, secret, receive_timeout=source.timeout_s, raise_exceptions=True,
        read_only=True, auto_referrals=False,
    )  # fmt: skip


def _entries(connection: Any, source: LdapSource, rules: SyncRules) -> Iterator[tuple[str, Record]]:
    found = connection.extend.standard.paged_search(
        source.base,
        source.filter,
        attributes=sorted(rules.named),
        paged_size=source.page,
        generator=True,
    )
    for one in found:
        if one.get("type") != "searchResEntry":
            continue  # a referral to another directory is not followed
        values = {
            name: [value.decode("utf-8", "replace") for value in raw]
            for name, raw in one["raw_attributes"].items()
        }
        yield one["dn"], values
