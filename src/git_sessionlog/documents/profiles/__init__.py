"""Profiles: what documents a project keeps, declared in TOML."""
