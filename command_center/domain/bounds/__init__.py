"""What may come in and be written down: plain texts, bounded JSON, values of described files."""
