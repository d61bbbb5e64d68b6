"""Builds the Tensor Interview Handbook: source files of questions become Markdown pages."""
