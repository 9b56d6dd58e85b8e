"""How the session of a worktree goes on."""
