"""Runbooks: what was run in a session, and all that it wrote, in a file that survives the session."""
