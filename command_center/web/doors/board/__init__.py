"""The board, commands, alarms, the past board, and the health of the process."""
