"""The thin edge: HTTP and Socket.IO, retried with back-off, bounded queues."""
