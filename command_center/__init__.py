"""Emergency Command Center: the real-time emergency board of an industrial plant."""
