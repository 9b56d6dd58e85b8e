"""Texts to give to a coding agent: `texts.toml` has their words, `facts.py` what they are filled with."""
