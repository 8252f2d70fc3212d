"""The plant that a process serves: its description since the first recorded change, and its templates."""
