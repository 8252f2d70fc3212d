"""What concerns an incident: warnings, sirens, forms, calls for help."""
