"""Reads people from an external directory: a file of the personnel office, or LDAP and Active Directory."""
