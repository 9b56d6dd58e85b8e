"""The rules that a state document keeps, one file a subject. `documents/lint.py` runs them."""
