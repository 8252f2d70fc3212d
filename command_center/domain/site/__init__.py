"""The plant as its site file describes it."""
