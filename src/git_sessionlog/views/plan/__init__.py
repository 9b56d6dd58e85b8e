"""The plan of the backlog, with what of it is done, and what is next."""
