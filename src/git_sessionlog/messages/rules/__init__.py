"""The rules that a commit message keeps, one file a subject. `messages/lint.py` runs them."""
