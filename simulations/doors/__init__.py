"""The simulation's clients of the public doors: HTTP and Socket.IO, with retries and bounded queues."""
