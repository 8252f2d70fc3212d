"""What starts and wires one process: databases, the composition root, the server's loop."""
