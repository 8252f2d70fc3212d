"""Webhooks: facts of the journal, posted to other programs of the company, signed, until they have been taken."""
