"""Routines as YAML files: read, checked with a place for each fault, found by name."""
