"""Bindings of chapters/cooling.ipynb: the law of cooling is solved by SciPy, the half-life found by bisection."""

import numpy as np
from bookproof.formulas import bind
from scipy import integrate, optimize


def cup(rng):
    """A cup, a room and a rate; the temperature is what the differential equation gives."""
    start, room, rate = float(rng.uniform(70, 95)), float(rng.uniform(15, 25)), float(rng.uniform(0.02, 0.08))

    def temperature(time):
        exact = {"rtol": 1e-10, "atol": 1e-10}
        solved = integrate.solve_ivp(lambda t, y: -rate * (y - room), (0, 30), [start], t_eval=[time], **exact)
        return float(solved.y[0, 0])

    half = optimize.brentq(lambda t: np.exp(-rate * t) - 0.5, 0, 200)
    return {"T(t)": temperature, "t": float(rng.uniform(1, 20)), "T_0": start, "R": room, "k": rate, "h": half}


BINDINGS = bind(cup, "eq-cooling", "eq-half")
