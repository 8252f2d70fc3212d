"""Drills in a process: the scenarios that it can play, and the plans that it sealed."""
