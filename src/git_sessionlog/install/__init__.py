"""Put the hooks where git, pre-commit and others look for them, and take them away again."""
