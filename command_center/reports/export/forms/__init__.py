"""Printed forms as PDF, made of a sheet and of nothing else."""
