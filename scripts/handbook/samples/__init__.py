"""Runs the samples of the answers, and keeps a record of what was run."""
