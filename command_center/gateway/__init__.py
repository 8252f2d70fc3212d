"""The gateway: reads a plant's control systems, buffers the readings on its own disk, and posts them to the board.

It runs as a process of its own (asyncio, without gevent) beside the plant's network. It knows only the plant's site
file and the board's public interface, nothing else of the center.
"""
