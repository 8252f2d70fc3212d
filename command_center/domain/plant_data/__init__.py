"""The plant as living data: its description is changed by commands, each change a fact."""
