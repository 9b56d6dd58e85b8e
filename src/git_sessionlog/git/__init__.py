"""All that asks git: processes, objects, trees, ranges, the git directory; and what git keeps for us."""
