"""Lies of every kind, told on purpose: what the checks notice, and what they do not."""
