"""The rules of the domain, as pure functions. They take time, seed and data as arguments and never
read a clock, a file or a socket."""
