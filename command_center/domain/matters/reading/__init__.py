"""What people read about matters: what they owe, what prevents a move, the history, and who may
read it."""
