"""Figures of a review as pictures for print: the response, the injects, the levels."""
