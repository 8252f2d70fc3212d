"""Who has to do with a matter: parties, signers, who is asked and paged."""
