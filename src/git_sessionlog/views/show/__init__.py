"""One session, one checkpoint or one commit, and the sessions of the history."""
