"""What is at hand, behind which lock, on its way or short."""
