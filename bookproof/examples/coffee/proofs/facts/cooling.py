"""What the sentences of chapters/cooling.ipynb are held to."""

# %% after half: How coffee cools
differences = [temperature(time) - room for time in range(4)]
shares = [differences[time + 1] / differences[time] for time in range(3)]
halved = math.isclose(temperature(half_life) - room, (start - room) / 2, rel_tol=1e-9)

{
    "difference to the room; falls by; the same share; each minute": max(shares) - min(shares) < 1e-9,
    "difference; is halved; after the half-life": halved,
}
