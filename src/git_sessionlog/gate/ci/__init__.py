"""What a CI run is about: which commits are new, by what its service tells and by what the clone has."""
