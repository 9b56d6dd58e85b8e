"""The way of a fix, for people and for programs."""
