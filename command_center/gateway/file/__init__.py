"""The gateway's file: which control systems are read, what each value is, where the board is."""
