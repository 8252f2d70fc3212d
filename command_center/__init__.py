"""Emergency Command Center: the real-time board of an industrial plant's emergency."""
