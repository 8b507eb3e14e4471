"""The colours that figures, widgets and pages share.

Each name has a tone for a light ground and one for a dark ground.
The light tones are those of Okabe and Ito (2008), darkened until each has a contrast of 3:1 or more on the page,
so that readers with any common colour vision can tell them apart; blue always shows the prediction,
orange the loss or the error, green the target.
Text, rules, links and the surfaces under them have tones of their own.
"""

COLOURS = {
    "blue": ("#0072b2", "#5ab4ec"),
    "orange": ("#c75000", "#ff9a4d"),
    "green": ("#00805d", "#3fc79a"),
    "purple": ("#a3507f", "#e39ac2"),
    "amber": ("#9a6d00", "#e6b84d"),
    "grey": ("#6b6f76", "#a3a8b0"),
}

SURFACES = {
    "ink": ("#1e2228", "#e3e5e9"),
    "quiet": ("#575d68", "#a8aeb9"),
    "rule": ("#dfdbd2", "#343944"),
    "ground": ("#fdfcfa", "#15171c"),
    "raised": ("#f5f3ee", "#1e2128"),
    "link": ("#00609a", "#7cc4f2"),
}
TONES = SURFACES | COLOURS


def declarations(shade: int) -> str:
    """The tones for one ground as declarations of CSS.

    Parameters
    ----------
    shade
        0 for a light ground, 1 for a dark one.

    Returns
    -------
    str
        A custom property for each tone, ``--lb-ink`` and so on, with a semicolon after each.

    Examples
    --------
    >>> declarations(1)[:21]
    '--lb-ink:#e3e5e9;--lb'
    """
    return "".join(f"--lb-{name}:{pair[shade]};" for name, pair in TONES.items())
