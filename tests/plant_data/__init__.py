"""The plant as living data."""
