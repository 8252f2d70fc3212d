"""People in a process: their addresses, sign-in accounts, erasure, and the headcount on site."""
