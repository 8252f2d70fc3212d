"""What comes in by the thousand: readings and positions, checked, deduplicated, handed on."""
