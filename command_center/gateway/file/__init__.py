"""The gateway file: which control systems are read, what each value means, and where the board is."""
