"""Figures of what is past: pure functions, rows in and Plotly out."""
