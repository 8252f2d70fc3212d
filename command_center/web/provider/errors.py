"""Errors between this center and the identity provider."""


class ProviderDown(Exception):
    """The provider did not answer in time, or answered with an error. Nothing is known about the person."""


class NotGenuine(Exception):
    """An answer is not genuine: wrong issuer, audience, signature or nonce, or too old."""


class Declined(Exception):
    """The provider refuses: the code was used, the refresh token withdrawn, or the account closed."""
