"""Start-up and wiring of one process: databases, the composition root and the server loop."""
