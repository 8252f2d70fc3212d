"""What can go wrong between us and the identity provider."""


class ProviderDown(Exception):
    """The provider did not answer in time, or answered wrongly. Nothing is known of the person."""


class NotGenuine(Exception):
    """What came as its word is not: a wrong issuer, audience, signature, nonce, or too old."""


class Declined(Exception):
    """The provider says no: the code was used, the refresh token withdrawn, the account closed."""
