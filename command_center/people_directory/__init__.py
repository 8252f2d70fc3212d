"""People as an outer directory has them: a file of the personnel office, or LDAP and Active Directory."""
