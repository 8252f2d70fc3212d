"""What tables hold of people: addresses, passages, visitors, and erasing it."""
