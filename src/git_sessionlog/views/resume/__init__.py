"""What somebody wants to know who comes back to a repository, or to it for the first time."""
