"""Commit messages: the grammar of the first line, the rules, the refusal."""
