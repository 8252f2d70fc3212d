"""Figures of what is past: each a pure function of rows, words and a look, which answers a `go.Figure`.

Planned is hollow, what happened is filled, due is a stroke, an exercise is hatched in violet.
"""
