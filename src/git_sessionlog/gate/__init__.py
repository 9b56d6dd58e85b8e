"""What goes to a branch, and whether it may: messages, documents, the CI run."""
