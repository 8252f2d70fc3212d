"""A seeded virtual plant and its virtual people, who come in only by the public doors."""
