"""Two versions of a state document made one, where git left a conflict."""
