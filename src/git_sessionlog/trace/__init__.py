"""The way of a fix: backlog entry, commits, sessions, documents; and where they disagree.

`evidence.py` reads the commits, `settle.py` makes one of the copies of a commit and tells what was
reverted, `words.py` finds the documents' mentions; `table.py` judges, `look.py` puts it together.
"""
