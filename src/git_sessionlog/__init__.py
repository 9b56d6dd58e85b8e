"""git-sessionlog: git keeps the discipline of working in sessions."""

PROJECT = "https://github.com/git-sessionlog/git-sessionlog"
"""Where the project lives."""
