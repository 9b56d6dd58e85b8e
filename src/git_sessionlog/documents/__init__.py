"""The documents of a session: their profiles, their text taken apart, and changed in place."""
