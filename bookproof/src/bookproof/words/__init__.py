"""Hold the words of the prose to the numbers that stand beside them and to the cells that they link to."""
