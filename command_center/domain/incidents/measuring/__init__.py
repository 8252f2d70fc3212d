"""Measurements and reports of an incident: gas, outfall, valves, pools, and model results."""
