"""Printed forms as PDF, made only from a sheet."""
