"""Services of vendors, imitated over real sockets: they check what the real ones check, and fail on command."""
