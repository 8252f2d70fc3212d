"""Positions on the plan and on the globe: distances, shapes, and ways out."""
