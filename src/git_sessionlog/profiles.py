"""The profiles in force: those in the package, and those of a repository's own."""
