"""The gateway: reads a plant's control systems, keeps what it reads on its own disk, and posts it to the board.

A process of its own (asyncio, without gevent) beside the plant's network. It knows the plant by its site file and
the board by the board's public interface, and nothing else of the center.
"""
