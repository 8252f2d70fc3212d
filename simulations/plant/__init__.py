"""The physics of the plant: pure, seeded, advanced in whole steps of simulated time."""
