"""The way of a fix: backlog entry, commits, sessions, documents; and where they disagree.

`commit_scan.py` reads the commits, `reverts.py` makes one of the copies of a commit and tells what was
reverted, `document_mentions.py` finds the documents' mentions; `status.py` says how each fix is,
`collect.py` puts it together.
"""
