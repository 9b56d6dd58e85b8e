"""The rules that a commit message keeps, one file a subject. `judge.py` runs them."""
