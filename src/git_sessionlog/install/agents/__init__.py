"""The settings files of coding agents: which there are, and our calls in them."""
