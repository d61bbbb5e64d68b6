"""Tests that need the frameworks themselves."""
