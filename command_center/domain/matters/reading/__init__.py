"""What people read of matters: what they owe, what stands in the way, the story, and who may read it."""
