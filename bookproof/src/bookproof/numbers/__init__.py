"""The check of numbers and of claims in words: everything the prose says is held to what the cells print."""
