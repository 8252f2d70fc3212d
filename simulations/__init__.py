"""A seeded virtual plant and its virtual people, who use only the public doors."""
