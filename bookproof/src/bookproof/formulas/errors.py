"""What can be wrong with a formula or its binding."""


class FormulaError(Exception):
    """A printed formula that does not hold, or a binding that could not expose a wrong one."""


class UnreadableFormula(FormulaError):
    """The formula is outside the grammar, prints an undeclared symbol, or can be read in two ways."""


class UndefinedFormula(FormulaError):
    """A side has no value: shapes, ranges, signatures or domains do not fit."""


class FalseFormula(FormulaError):
    """A relation does not hold."""


class WeakBinding(FormulaError):
    """The symbols are bound in such a way that a wrong formula could pass."""
