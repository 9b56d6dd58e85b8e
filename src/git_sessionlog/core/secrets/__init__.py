"""Secrets in a text: where they are, and the text without them. Nothing here uses the network."""
