"""What is measured and reported of an incident: gas, outfall, valves, pools, and what a model says."""
