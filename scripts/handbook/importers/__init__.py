"""Turns raw notes into source files: one module a format, over shared parts."""
