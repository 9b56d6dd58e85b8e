"""git-sessionlog: git keeps the discipline of working in sessions."""
