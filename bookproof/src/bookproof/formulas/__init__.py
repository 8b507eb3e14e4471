"""The check of formulas: each display is evaluated from its own LaTeX; inline relations between numbers too."""
