"""The settings: their values and defaults, their keys, the files that they are read from."""
