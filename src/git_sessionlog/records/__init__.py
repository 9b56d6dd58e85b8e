"""The records of sessions: their text, where they are, the last of them."""
