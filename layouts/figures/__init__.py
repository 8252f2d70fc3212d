"""Figures of past data: each is a pure function of rows, words and a look that returns a `go.Figure`.

Planned is hollow, happened is filled, due is a stroke, an exercise is hatched in violet.
"""
