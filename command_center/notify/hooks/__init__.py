"""Webhooks: posts signed facts of the journal to the company's other programs, repeating until accepted."""
