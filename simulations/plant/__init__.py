"""The physics of the plant: pure, seeded, stepped by whole steps of simulated time."""
