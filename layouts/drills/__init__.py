"""The pages of exercises: the console of the directing staff, reviews, and the replay."""
