"""What `start`, `checkpoint` and `end` do with a session: its record, its documents, its commits.

Each reads what is there, makes the new texts in memory, writes them, and commits them. All that `end`
writes follows from the record and from the history, so that it can be killed anywhere and run again.
"""
