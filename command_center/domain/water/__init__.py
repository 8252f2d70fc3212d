"""Water that must be held back: when the emergency pool runs over."""
