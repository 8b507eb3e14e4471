"""The colours that figures, widgets and pages share.

Each name has a tone for a light ground and one for a dark ground.
The light tones are those of Okabe and Ito (2008), darkened until each has a contrast of 3:1 or more on the page,
so that readers with any common colour vision can tell them apart; blue always shows the prediction,
orange the loss or the error, green the target.
"""

COLOURS = {
    "blue": ("#0072b2", "#5ab4ec"),
    "orange": ("#c75000", "#ff9a4d"),
    "green": ("#00805d", "#3fc79a"),
    "purple": ("#a3507f", "#e39ac2"),
    "amber": ("#9a6d00", "#e6b84d"),
    "grey": ("#6b6f76", "#a3a8b0"),
}


def css_variables() -> str:
    """The palette as CSS custom properties, ``--lb-blue`` and so on, for both themes."""

    def block(selector: str, tone: int) -> str:
        return selector + "{" + "".join(f"--lb-{name}:{pair[tone]};" for name, pair in COLOURS.items()) + "}"

    dark = 'html[data-theme="dark"],[data-jp-theme-light="false"]'
    return block(":root", 0) + "\n" + block(dark, 1) + "\n"
