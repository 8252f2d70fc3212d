"""Messages: the outbox, webhooks, receipts, and answers by one tap."""
