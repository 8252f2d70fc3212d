"""Sign-in by the plant's identity provider (OpenID Connect), beside local accounts."""
