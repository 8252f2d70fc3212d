"""Tables of personal data: addresses, passages, visitors, and their erasure."""
