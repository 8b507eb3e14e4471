"""What the sentences of chapters/logistic-regression.ipynb are held to."""

from bookproof.courses import bounds, changes, confidence, course, toward
from scipy import integrate, stats
from sklearn.linear_model import LogisticRegression

# What sentences call the same thing by.
WRONG = "wrong|wrongly|misjudged|mistaken|mistake|mistakes|surprised|wrong side"
SURE = "sure|surer|confident|confidence|certain|certainty|extreme"
ONE, FOUR, TWENTY = (
    rf"$\alpha={each}$|step size {each}|step size {name}|step of size {name}|step size of {each}"
    for each, name in ((1, "one"), (4, "four"), (20, "twenty"))
)
EASY = "clearest|clearest cases|clear cases|clear ones|easy|easiest|practised most|far from the average|obvious"
HARD = "surprised|surprising|two who surprised|misjudged|hard|hardest|unexpected"
PATH = "path|every point|all points|point|slope|slopes|descent|points|iterates|gradient descent|first step"
STEPS = "steps|each step|every step|later steps|each of the later steps|the others|step lengths|lengths of the steps"
SLOWLY = "-second, -third, -fourth, -last"
PENALTY = r"+penalty|penalties|\lambda|regularisation|strength"
MIDDLE = (
    "one half|p=1/2|1/2|score 0|score of 0|the middle|even odds|even|undecided|least certain|around 0|near 0|a half"
)
ENDS = "nearly certain|almost certain|both ends|the ends|the end|far from 0|far out|extremes|tails|0.9|most certain|quite sure|0 and 1|0 or 1|surest"
UNPENALISED = (
    r"without a penalty|without penalty|no penalty|unpenalised|none|$\lambda=0$|penalty 0|free model|the one without"
)
BOTH_LABELS = (
    "both labels|both classes|neither label|neither class|each label|each class|every label|every class|two labels|"
    "two classes|no label & missing|no class & missing|labels & not all|labels of both|one of each|labels 0 and 1|"
    "zeros and ones|ones and zeros|label & missing & not"
)
POSITIVE_PENALTY = (
    r"\lambda>0|\lambda is positive|\lambda & positive|positive penalty|positive strength|positive \lambda|"
    r"with a penalty|0<\lambda|with a positive|the penalty|$\lambda>0$|L2 regularisation"
)
COMMON_VARIANCE = (
    "variance* & common|same variance|equal variance*|variance* & equal|one variance|variance* & same|variance* & agree|"
    "variance* & share*|variance* & identical|identical variance*|variances do not differ"
)
UNEQUAL_VARIANCES = (
    "unequal variance*|different variance*|variance* & differ*|variance* & unequal|unless & variance*|"
    "variance* & not equal|variance* & not common|variance* & not the same|variance* & own"
)
SEPARABLE_DATA = "separable|separat*|separates|separated|quasi*|touch*|four people|these four|(a)|(c)|such data"
UNPENALISED_DATA = (
    r"without a penalty|without penalty|no penalty|unpenalised|without the penalty|\lambda=0|free model|lacks a penalty"
)
ONE_MINIMISER = (
    "exactly one minimiser|exactly one minimum|one minimiser only|a unique minimiser|a unique minimum|"
    "single minimiser|one and only one minimiser|precisely one minimiser|just one minimiser|minimiser is unique"
)

# %% after six: A yes or a no
straight = np.polyfit(x, y, 1)
beyond = np.polyval(straight, [-2.2, 2.2])


{
    "practised, one who": {"little passed": y[x < 0].max() == 1, "more failed": y[x > 0].min() == 0},
    "straight line, range": {"both sides": np.polyval(straight, -2.2) < 0 and np.polyval(straight, 2.2) > 1},
    "how much, practised": {"above or below the average": np.isclose(x.mean(), 0, atol=1e-12, rtol=0)},
    "six people|six examples|six labels|six losses|six scores; took; driving test": len(x) == len(y) == 6,
    "practised little passed; practised more failed; one who; answer with a probability": (
        y[x < 0].max() == 1 and y[x > 0].min() == 0
    ),
    "straight line; least squares; will not do; unless it is level; leaves the range; both sides; beyond the six": (
        beyond[0] < 0
        and beyond[1] > 1
        and all(np.ptp([0.5 - 99 * each, 0.5 + 99 * each]) > 1 for each in (-0.1, 0.1))
        and np.polyval(straight, x).min() > 0
        and np.polyval(straight, x).max() < 1
    ),
    "how much they had practised; above or below the average; label is 1; passed": (
        np.isclose(x.mean(), 0, atol=1e-12, rtol=0) and y[x.argmax()] == 1
    ),
    "least squares; predicts a number; how probable; a yes": beyond.max() > 1,
    "line|straight line|fitted line @ six|themselves|data, -beyond": {
        "leaves the range|below 0|above 1|outside the range": not 0
        < np.polyval(straight, x).min()
        < np.polyval(straight, x).max()
        < 1,
        "between 0 and 1|inside the range|within the range": 0
        < np.polyval(straight, x).min()
        < np.polyval(straight, x).max()
        < 1,
    },
    "line|straight line; leaves the range|leaves the interval|goes below 0|below 0 and above 1|outside the range <- level|not level|horizontal|not horizontal|flat|not flat|tilted|sloping|not constant|slope & 0|nonzero": {
        "with": beyond[0] < 0 and beyond[1] > 1,
        "without": np.ptp([y.mean(), y.mean()]) > 1,
    },
    "little|had practised little|practised least @ passed|failed": {
        "none of them passed|all failed|everyone failed|nobody passed|no one passed": y[x < 0].max() == 0,
    },
    "more|had practised more|practised most|above average @ passed|failed": {
        "all passed|everyone passed|nobody failed|no one failed|none failed": y[x > 0].min() == 1,
    },
    "half of the six|half of them|three of the six|labels|people @ passed|failed": {
        "most passed|most of them passed|more passed than failed|two thirds passed|four passed": y.mean() > 0.5,
        "most failed|most of them failed|more failed than passed": y.mean() < 0.5,
    },
    "practised least|practised most|person who practised|one who practised|least practised|most practised @ line|straight line, -beyond, -passed": {
        "less than 0|below 0|negative|less than nothing": np.polyval(straight, x).min() < 0,
        "more than 1|above 1|greater than 1|over 1": np.polyval(straight, x).max() > 1,
    },
    "people who practised more|practised more|those who practised most|everyone above the average @ pass*": {
        "always passed|passed without exception|passed without fail": y[x > 0].min() == 1,
    },
    "steeper line|steeper lines|steeper straight line|steeper fit|a flatter line @ range|line|0 to 1": {
        "not have this fault|without this fault|longer it stays|stays in the range|stays longer|avoids this": not np.ptp(
            [0.5 - 99 * 0.2, 0.5 + 99 * 0.2]
        )
        > 1,
    },
}

# %% after sigmoid-figure: From a score to a probability
some = np.linspace(0.05, 0.95, 19)
odds_of = np.exp(special.logit(some))
scores_of = np.linspace(-3, 3, 13)
rises = np.all(np.diff(sigmoid(scores_of)) > 0)
even, three = sigmoid(0.0), sigmoid(np.log(3))
two_scores = torch.softmax(torch.tensor([1.3, 0.0]), 0)[0].item()


unbounded = special.logit(0.0) == -np.inf and special.logit(1.0) == np.inf
three_scores = torch.softmax(torch.tensor([1.3, 0.0, 0.4]), 0)[0].item()
on_top = odds_axis.xaxis.get_label_position() == "top" and ax.xaxis.get_label_position() == "bottom"
bends = np.sign(np.diff(sigmoid(np.linspace(-5, 5, 102)), 2))
s_shaped = rises and np.all(np.diff(bends) <= 0) and bends[0] > bends[-1]


def odds(p):
    return p / (1 - p)


ratios = odds(sigmoid(scores_of + 0.7)) / odds(sigmoid(scores_of))

{
    "sigmoid of a sum|sigmoid|probability @ sum|added|add": {
        "product of their|product of the|multiplies the probabilities|multiply the probabilities": np.isclose(
            sigmoid(0.3 + 0.4), sigmoid(0.3) * sigmoid(0.4)
        ),
        "sum of their sigmoids|sum of the probabilities|sum of the sigmoids": np.isclose(
            sigmoid(0.3 + 0.4), sigmoid(0.3) + sigmoid(0.4)
        ),
    },
    "odds @ odds, -log-odds|logarithm, -probability": {
        "lie between 0 and 1|are between 0 and 1|at most 1|below 1 always|cannot exceed 1|between 0 and 1, just like|between −1 and 1": odds(
            0.9
        )
        <= 1,
    },
    "odds @ score & negative|score below 0|negative score|negative scores, -log-odds|logarithm": {
        "are negative|negative too|negative as well|also negative|below 0|are 0": odds(sigmoid(-2.0)) <= 0,
    },
    "score|scores|negative score @ score & negative|score below 0|negative scores": {
        "label is impossible|impossible|probability is 0|ruled out|rules out the label|excludes the label": sigmoid(
            -2.0
        )
        == 0,
    },
    "sigmoid|curve|it @ positive, negative": {
        "faster for|rises faster|steeper for|steeper on the|asymmetric|not symmetric": not np.isclose(
            sigmoid(2.5) - sigmoid(2.0), sigmoid(-2.0) - sigmoid(-2.5)
        ),
    },
    "odds, compare": {
        "yes with that of a no": np.allclose(odds_of, some / (1 - some), rtol=1e-9, atol=0),
        "no with that of a yes": np.allclose(odds_of, (1 - some) / some, rtol=1e-9, atol=0),
    },
    "odds, they lie between": {"infinity": special.expit(800.0) == 1 and np.exp(special.logit(1.0)) == np.inf},
    "both sides, scores": {"unbounded": np.isinf(special.logit([0.0, 1.0])).all(), "bounded": False},
    "this is the assumption": {
        "linear": np.allclose(np.diff(special.logit(sigmoid(scores_of)), 2), 0, atol=1e-9, rtol=0)
    },
    "exponential of both sides!": {"$e^z$": np.allclose(np.exp(special.logit(some)), odds_of, rtol=1e-9, atol=0)},
    "first form, second score": {
        "compares": np.isclose(sigmoid(1.3), np.exp(1.3) / (np.exp(1.3) + np.exp(0)), rtol=1e-9)
    },
    "score of 0, means": {"even": sigmoid(0.0) == 0.5},
    "scipy calls, pytorch!!": {
        "expit": np.allclose(special.expit(scores_of), sigmoid(scores_of), rtol=1e-9, atol=0),
        "torch.sigmoid": np.allclose(torch.sigmoid(torch.tensor(scores_of)), sigmoid(scores_of), rtol=1e-9, atol=0),
    },
    "scipy, calls": {"logit": np.allclose(special.logit(some), sigmoid(some), rtol=1e-9, atol=0), "expit": rises},
    "three scales": {
        "log-odds below": "log-odds" in ax.get_xlabel(),
        "odds above": odds_axis.get_xlabel() == "odds",
        "probability on the left": "probability" in ax.get_ylabel(),
    },
    "s-shaped sigmoid": {"axis of odds above": odds_axis.get_xlabel() == "odds"},
    "even odds belong": {"score 0": sigmoid(0.0) == 0.5, "three to one": np.isclose(np.exp(np.log(3)), 3, rtol=1e-9)},
    "computes a score; from the inputs; $z=\\theta^\\top x$; probability; between 0 and 1": (
        sigmoid(scores_of).min() > 0 and sigmoid(scores_of).max() < 1 and scores_of.min() < 0 and scores_of.max() > 1
    ),
    "so look; scale; probability is unbounded": (unbounded),
    "they lie; between 0 and infinity; odds of three to one; $p=3/4$": (
        odds_of.min() > 0 and np.exp(special.logit(1.0)) == np.inf and np.isclose(3 / (1 + 3), three, rtol=1e-9)
    ),
    "logarithm; log-odds; unbounded on both sides; scores are; set the two equal": (unbounded),
    "solved for; sigmoid; also called; logistic function": (
        np.allclose(stats.logistic.cdf(scores_of), sigmoid(scores_of))
        and np.allclose(special.logit(sigmoid(scores_of)), scores_of, atol=1e-9)
    ),
    "exponential of both sides; makes; the odds; $e^z$": (
        np.allclose(np.exp(special.logit(some)), some / (1 - some), rtol=1e-9, atol=0)
    ),
    "first form; compares; second score, 0; each of several classes; softmax": (
        np.isclose(two_scores, sigmoid(1.3)) and np.isclose(three_scores, np.exp(1.3) / np.exp([1.3, 0.0, 0.4]).sum())
    ),
    "score of 0; even odds; score \\log 3; odds of three to one": even == 0.5 and np.isclose(three, 3 / 4, rtol=1e-9),
    "SciPy / PyTorch": {
        "expit": (hasattr(special, "expit"), hasattr(torch, "expit")),
        "torch.sigmoid": (hasattr(special, "sigmoid"), hasattr(torch, "sigmoid")),
    },
    "s-shaped; over the score; second axis; odds above": (odds_axis.get_xlabel() == "odds" and on_top and s_shaped),
    "even odds; correspond to the score 0; odds of three to one; probability": (
        even == 0.5 and np.isclose(three, 3 / 4, rtol=1e-9)
    ),
    "one value; three scales; log-odds below; odds above; probability on the left": (
        "log-odds" in ax.get_xlabel()
        and odds_axis.get_xlabel() == "odds"
        and "probability" in ax.get_ylabel()
        and on_top
    ),
    "score becomes a probability; through the sigmoid; coefficient; logarithm of an odds ratio; log-odds": (
        np.allclose(np.log(ratios), 0.7, rtol=1e-9, atol=0)
    ),
    "sigmoid|curve / log-odds|logarithm of the odds / odds / score": {
        "between 0 and infinity": (False, False, odds_of.min() > 0, False),
        "unbounded on both sides": (False, np.isinf(special.logit([0.0, 1.0])).all(), odds_of.min() < 0, rises),
        "always positive": (False, special.logit(some).min() > 0, odds_of.min() > 0, False),
    },
    "true odds|odds @ probability, score": {
        "sum to 1|add up to 1|at most 1|below 1 always|cannot exceed 1": odds_of.max() <= 1,
    },
    "axis of odds|odds @ caption|axis|scale|scales|panel, -log-odds": {
        "below|at the bottom|on the left": not on_top,
        "above|at the top|on top": on_top,
    },
    "log-odds @ scales|axis|caption": {
        "log-odds above|log-odds at the top": not on_top,
        "log-odds below|log-odds at the bottom": on_top,
    },
    "softmax|second score|several classes @": {
        "second score of 1|second score, 1|score 1": np.isclose(sigmoid(1.3), np.exp(1.3) / (np.exp(1.3) + np.exp(1))),
    },
    "#sigmoid-values:3|#sigmoid-values:6": {
        "log-odds|score of": np.isclose(special.logit(0.75), 0.75),
    },
    "#sigmoid-values:6": {
        "even odds|one to one|two to one|four to one|score of 0|score 0|three to four": not np.isclose(odds(0.75), 3),
        "three to one": np.isclose(odds(0.75), 3),
    },
    "#sigmoid-values:3": {
        "three to one|two to one|score \\log 3|certain": not np.isclose(odds(0.5), 1),
        "even odds|one to one": np.isclose(odds(0.5), 1),
    },
    "odds @ $p=1/2$|one half|a half|even|undecided|0.5|score 0|score of 0, -log*": {
        "are 0|are zero|is 0|is zero|vanish|are infinite|equal 0|are one half|are 1/2|are a half": not np.isclose(
            odds(0.5), 1
        ),
    },
    "odds @ $p=3/4$|0.75|three quarters|0.7500, -log*": {
        "two to one|four to one|are 4|are 0.75|three to four": not np.isclose(odds(0.75), 3),
    },
    "odds @ certain*|near 1|close to 1|to 1, -log*, -ratio": {
        "bounded": odds(0.999999) < 1000,
        "approach 1|tend to 1|towards 1|level off": odds(0.999999) < 1000,
    },
    "odds|odds of a yes @ odds of a no|swap*|exchang*|class 0, -log*": {
        "change their sign|change sign|turn negative|are negative": odds(0.3) < 0 or odds(0.7) < 0,
    },
    "log-odds|logarithm of the odds|score @ $p<1/2$|below one half|below a half|less likely than|improbable|no is more probable": {
        "positive|above 0|between 0 and 1": special.logit(0.3) > 0,
        "negative|below 0": special.logit(0.3) < 0,
    },
    "odds @ negative score|negative scores|score below 0|$z<0$, -log*": {
        "negative|below 0|less than 0": odds(sigmoid(-2.0)) < 0,
        "above 1|more than 1": odds(sigmoid(-2.0)) > 1,
        "below 1|less than 1": odds(sigmoid(-2.0)) < 1,
    },
    "sigmoid|curve|probability @ positive scores|positive score, negative ones|negative scores|negative score": {
        "faster|more steeply|steeper|different|more slowly": not np.isclose(
            sigmoid(2.0) - sigmoid(1.0), sigmoid(-1.0) - sigmoid(-2.0)
        ),
    },
    "twice the score|double the score|doubling the score|score of 2|score 2|doubled score @ odds, -loss, -log 2": {
        "twice the odds|odds twice|doubles the odds|double the odds|twice those": np.isclose(
            np.exp(2 * 0.7), 2 * np.exp(0.7)
        ),
        "squares the odds|squared odds|square of the odds": np.isclose(np.exp(2 * 0.7), np.exp(0.7) ** 2),
    },
}

# %% after odds-doubled: What a coefficient does
slopes_at = sigmoid(scores_of) * (1 - sigmoid(scores_of))
gain = [sigmoid(special.logit(each) + np.log(2)) - each for each in (0.5, 0.9)]
doubled = sigmoid(special.logit(0.5) + np.log(2))


{
    "coefficient|coefficients|$\\theta_i$ @ probability, unit|input": {
        "is the change of the probability|is the change in the probability|is added to the probability|adds to the probability|are added to the probability|is the slope of the probability": np.isclose(
            sigmoid(1.3 + 0.7) - sigmoid(1.3), 0.7
        ),
    },
    "probability|probabilities @ coefficient|input, doubl*, -odds": {
        "doubles|is doubled|doubles too|doubles as well|is twice as large": np.isclose(
            sigmoid(2 * 0.7), 2 * sigmoid(0.7)
        ),
    },
    "change of the score|change in the score|unit of the score|same change @ one half|middle|near 0|around 0": {
        "hardly moves|hardly changes|barely moves|barely changes|has little effect|moves the probability least": sigmoid(
            0.5
        )
        - sigmoid(0)
        < sigmoid(4.5) - sigmoid(4.0),
    },
    "probability of class 0, swap!!": {
        "$\\sigma(-z)$": np.allclose(1 - sigmoid(scores_of), sigmoid(-scores_of), rtol=1e-9, atol=0),
        "change the sign": np.allclose(special.logit(1 - some), -special.logit(some), rtol=1e-9, atol=1e-12),
    },
    "slope of the sigmoid, therefore!!": {
        "p=1/2": np.isclose(sigmoid(scores_of[slopes_at.argmax()]), 1 / 2, rtol=1e-9),
        "1/4": np.isclose(slopes_at.max(), 1 / 4, rtol=1e-9),
        "small at both ends": max(slopes_at[0], slopes_at[-1]) < slopes_at.max() / 4,
        "largest": slopes_at.argmax() == len(slopes_at) // 2,
    },
    "slope|derivative, positive score, negative score": {
        "same": np.allclose(slopes_at, slopes_at[::-1]),
        "larger": False,
    },
    "sigmoid, finite score|reaches": {"does not reach": sigmoid(20.0) < 1, "reaches": False},
    "probability, score that moves": {"more": np.diff(sigmoid(np.array([0, 1, 4, 5])))[0] > 0.1, "less": False},
    "on paper, float64": {
        "strictly between 0 and 1": slopes_at.min() > 0,
        "minus infinity": special.xlogy(1, 1 - sigmoid(40.0)) == -np.inf,
    },
    "loss, therefore, computed from": {
        "from the score": np.isfinite(np.logaddexp(0, 800.0)),
        "from the probability": False,
    },
    "score grows by, odds": {"multiplied": np.isclose(np.exp(1.3 + 0.4), np.exp(1.3) * np.exp(0.4), rtol=1e-9)},
    "score grows, odds": {"added": np.isclose(np.exp(1.3 + 0.4), np.exp(1.3) + np.exp(0.4), rtol=1e-9)},
    "factor, wherever you start": {
        "same": np.isclose(np.exp(2.0 + 0.4) / np.exp(2.0), np.exp(0.4), rtol=1e-9),
        "change of the probability is not": abs(gain[0] - gain[1]) > 0.1,
    },
    "odds of two to one, yes": {"two thirds": np.isclose(2 / (1 + 2), sigmoid(np.log(2)), rtol=1e-9)},
    "one unit of the input": {"doubles": np.isclose(np.exp(np.log(2)), 2, rtol=1e-9), "halves": False},
    "coefficient, logarithm": {
        "odds ratio": np.isclose(np.log(np.exp(1.7) / np.exp(1.0)), 0.7, rtol=1e-9),
        "odds ratios": np.isclose(np.log(np.exp(1.7) / np.exp(1.0)), 0.7, rtol=1e-9),
        "log of a probability": np.isclose(np.log(sigmoid(1.7) / sigmoid(1.0)), 0.7, rtol=1e-3),
    },
    "subtract the sigmoid": {
        "by e^z": np.isclose(np.exp(-0.7) * np.exp(0.7) / ((1 + np.exp(-0.7)) * np.exp(0.7)), sigmoid(-0.7)),
        "by e^{-z}": False,
    },
    "the derivative of 1/u!!": {
        "-u'/u^2": np.isclose((1 / 3.0001 - 1 / 3) / 1e-4, -1 / 3**2, rtol=1e-3),
        "u'=-e^{-z}": np.isclose((np.exp(-0.7001) - np.exp(-0.7)) / 1e-4, -np.exp(-0.7), rtol=1e-3),
    },
    "scale on which": {"unbounded": np.isinf(special.logit([0.0, 1.0])).all(), "bounded": False},
    "coefficient, added|adds, probability": {
        "to the probability": np.isclose(sigmoid(1.5) - sigmoid(1.0), 0.5),
        "to the log-odds": np.isclose(special.logit(sigmoid(1.5)) - 1.0, 0.5),
    },
    "sigmoid, steepest": {"score 0": slopes_at.argmax() == len(slopes_at) // 2, "at both ends": False},
    "subtract the sigmoid from 1; multiply numerator and denominator; by $e^z$": np.isclose(
        np.exp(-0.7) * np.exp(0.7) / ((1 + np.exp(-0.7)) * np.exp(0.7)), 1 - sigmoid(0.7)
    ),
    "probability of class 0; $\\sigma(-z)$; swap the classes; change the sign of the score": (
        np.allclose(1 - sigmoid(scores_of), sigmoid(-scores_of), rtol=1e-9, atol=0)
        and np.allclose(special.logit(1 - some), -special.logit(some), rtol=1e-9, atol=1e-12)
    ),
    "derivative of 1/u; $-u'/u^2$; $u=1+e^{-z}$; $u'=-e^{-z}$; symmetry; product": (
        np.isclose((1 / 3.0001 - 1 / 3) / 1e-4, -1 / 3**2, rtol=1e-3)
        and np.isclose((np.exp(-0.7001) - np.exp(-0.7)) / 1e-4, -np.exp(-0.7), rtol=1e-3)
        and np.isclose((sigmoid(0.7001) - sigmoid(0.7)) / 1e-4, sigmoid(0.7) * sigmoid(-0.7), rtol=1e-3)
    ),
    "slope of the sigmoid; $p(1-p)$; largest; $p=1/2$; where it is 1/4; small at both ends": (
        np.allclose((sigmoid(scores_of + 1e-6) - sigmoid(scores_of - 1e-6)) / 2e-6, slopes_at, rtol=1e-5)
        and np.isclose(slopes_at.max(), 1 / 4, rtol=1e-9)
        and slopes_at.argmax() == len(slopes_at) // 2
        and max(slopes_at[0], slopes_at[-1]) < slopes_at.max() / 4
    ),
    "on paper; strictly between 0 and 1; float64 stores; $\\sigma(40)$; exactly one; $1-p$ is 0; minus infinity": (
        sigmoid(40.0) == 1 and special.xlogy(1, 1 - sigmoid(40.0)) == -np.inf and sigmoid(-40.0) > 0
    ),
    "loss is therefore; computed from the score; sigmoid is applied; only to read a probability": (
        np.isfinite(np.logaddexp(0, 800.0)) and sigmoid(40.0) == 1
    ),
    "let input; grow by 1; others stay": np.isclose((np.array([2.0, 3.0]) - [1.0, 3.0]) @ [0.4, 0.7], 0.4),
    "score grows by; $\\theta_i$; and the odds; multiplied by; odds ratio; $e^{\\theta_i}$": (
        np.allclose(odds(sigmoid(scores_of + 0.4)), odds(sigmoid(scores_of)) * np.exp(0.4), rtol=1e-9, atol=0)
    ),
    "factor is the same; wherever you start; change of the probability; is not": (
        np.allclose(ratios, ratios[0], rtol=1e-9, atol=0) and abs(gain[0] - gain[1]) > 0.1
    ),
    "$\\theta_i=\\log 2$; one unit of the input; doubles the odds": (
        np.allclose(odds(sigmoid(scores_of + np.log(2))), 2 * odds(sigmoid(scores_of)), rtol=1e-9, atol=0)
    ),
    "odds double; odds of one; become two to one": np.isclose(doubled / (1 - doubled), 2, rtol=1e-9),
    "doubling odds of one; gives; two to one": np.isclose(doubled / (1 - doubled), 2, rtol=1e-9),
    "odds of three to one; are; 0.75": (np.isclose(sigmoid(np.log(3)), 0.75)),
    "coefficient is added; to the log-odds; not to the probability": (
        np.isclose(special.logit(sigmoid(1.5)) - 1.0, 0.5) and not np.isclose(sigmoid(1.5) - sigmoid(1.0), 0.5)
    ),
    "probability of one half; means; odds of one to one": np.isclose(special.logit(1 / 2), 0, atol=1e-12),
    "odds of two to one; two yeses for each no; two thirds": np.isclose(2 / (1 + 2), doubled, rtol=1e-9),
    "from 0.5; probability rises; but from 0.9 only": 0 < gain[1] < gain[0],
    "score / odds / probability of class 1|log-odds are|coefficient": {
        "multiplied by the odds ratio": (False, np.isclose(np.exp(1.3 + 0.4), np.exp(1.3) * np.exp(0.4)), False),
        "grows by $\\theta_i$": (np.isclose(1.3 + 0.4 - 1.3, 0.4), False, False),
    },
    "odds, negative, coefficient|score": {
        "odds fall": np.exp(-0.4) < 1,
        "raises the odds": np.exp(-0.4) > 1,
        "odds rise": np.exp(-0.4) > 1,
        "odds grow": np.exp(-0.4) > 1,
        "odds negative": np.exp(-0.4) < 0,
    },
    "odds ratio, rare": {
        "close to the ratio": np.isclose(sigmoid(-8.0) / sigmoid(-8.4), np.exp(0.4), rtol=1e-2),
        "far from the ratio": False,
    },
    "probability, negative, coefficient|score": {"below 0": sigmoid(-50.0) < 0, "fall": sigmoid(-2.0) < sigmoid(-1.0)},
    "change of the probability|probability changes": {
        "greatest near one half": gain[0] > gain[1],
        "greatest near the": False,
        "smallest at one half": False,
        "greatest at the ends": False,
    },
    "slope|steep|steepest|slope of the sigmoid|change of the probability|probability changes|moves the probability|gain|gains|probability rises|probability moves|sigmoid is|curve is|rises": {
        f"{MIDDLE}|from 0|from 0 to 1|score of 0 to": sigmoid(1.0) - sigmoid(0.0),
        f"{ENDS}|score of 3|from 3|from 3 to 4|score of 4|from 4|score of 5|begins to be sure": sigmoid(4.0)
        - sigmoid(3.0),
    },
    "change of the score|slope of the sigmoid|same change|unit of the score|curve|sigmoid|step of the score @ +from 0|from the middle|from zero|larger scores|large scores|far out|towards the ends|outwards": changes(
        slopes_at[len(slopes_at) // 2 :]
    ),
    "curve|sigmoid|two ends|ends|two sides|sides|halves @ ends|two ends|negative|two sides|halves": {
        "alike": np.allclose(1 - sigmoid(scores_of), sigmoid(-scores_of), rtol=1e-9, atol=0),
        "different": not np.allclose(1 - sigmoid(scores_of), sigmoid(-scores_of), rtol=1e-9, atol=0),
    },
    "curve|sigmoid|model|probability @ score|scores": {
        "closer to 1 than|nearer to 1 than|surer of a yes than|surer of a no than|sooner than|faster to 1 than": (
            1 - sigmoid(4.0) < sigmoid(-4.0) - 1e-9
        ),
        "reaches 1|reaches 0|attains 1|attains 0|reach 1|reach 0": sigmoid(20.0) == 1,
        "above 1|below 0|exceeds 1|negative probability": sigmoid(30.0) > 1,
        "is linear|is a straight line|almost linear|rises linearly|in proportion": np.allclose(
            np.diff(sigmoid(scores_of), 2), 0, atol=1e-3, rtol=0
        ),
    },
    "probability|chance @ +score|coefficient|input|log-odds|odds": {"rises": rises, "falls": not rises},
    "odds|log-odds @ +score|probability": course(odds(sigmoid(scores_of))),
    "large scores|large score|far scores @ change|changes|inputs|move": {
        "sensitive|very sensitive|so sensitive|most sensitive": sigmoid(8.0) - sigmoid(7.0) > 0.1,
    },
    "score|doubling|twice the score @ twice|doubl*, -odds": {
        "twice the probability|a probability of twice|doubles the probability|probability of twice|the probability doubles": (
            np.isclose(sigmoid(2.0), 2 * sigmoid(1.0), rtol=1e-2)
        ),
    },
    "odds ratio|factor|multiplier|multiplies the odds @": {
        "by less|by more|by a smaller|by a larger": np.ptp(ratios) > 1e-6,
        "stays": np.allclose(ratios, ratios[0], rtol=1e-9, atol=0),
        "the same|constant": np.allclose(ratios, ratios[0], rtol=1e-9, atol=0),
        "depends on where|depends on the start|differs|grows with the probability|shrinks near": np.ptp(ratios) > 1e-6,
    },
    "odds|odds and probability|odds and the probability @ large scores|large score|score 5, -log": {
        "nearly the same|close to 1|about the same|alike": np.isclose(np.exp(5.0), sigmoid(5.0), rtol=0.1),
    },
    "score of 40|score 40|$\\sigma(40)$|model|probability @ float64, -paper": {
        "not quite certain|below 1|less than 1|still below 1|not quite 1": sigmoid(40.0) < 1,
    },
    "two units|two more units @ odds": {
        "twice as much|by twice|by double": np.isclose(np.exp(2 * 0.4), 2 * np.exp(0.4)),
    },
    "effect|coefficient|coefficients @ odds": {
        "on the odds is additive|additive effect on the odds|adds to the odds|added to the odds": np.isclose(
            odds(sigmoid(1.4)), odds(sigmoid(1.0)) + 0.4
        ),
    },
    "exactly one|rounds to 1|is exactly 1|equals 1; $\\sigma(40)$|score of 40|score 40 <- float64|float*|double precision|machine|computer|stor*|rounded|rounding": {
        "with": sigmoid(40.0) == 1,
        "without": np.exp(-40.0) == 0,
    },
    "score; grows by $\\theta_i$|rises by $\\theta_i$|increases by $\\theta_i$ <- others|other inputs|the rest|alone|only|everything else|nothing else": {
        "with": np.isclose((np.array([2.0, 3.0]) - [1.0, 3.0]) @ [0.4, 0.7], 0.4),
        "without": np.isclose((np.array([2.0, 4.0]) - [1.0, 3.0]) @ [0.4, 0.7], 0.4),
    },
    "two units|second unit|after two units|two more units|another unit @ odds|doubl*|\\log 2, -same": {
        "three to one|0.75|0.7500|triples|six to one|eight to one|three quarters": np.isclose(
            2 * doubled / (1 - doubled), 3
        ),
        "four to one|0.8|quadruple|quadruples|four times": np.isclose(2 * doubled / (1 - doubled), 4),
    },
    "someone|he|she|who|they|probability @ two units|second unit, doubl*|odds|\\log 2": {
        "three to one|0.75|0.7500|three quarters|six to one": np.isclose(2 * doubled / (1 - doubled), 3),
    },
    "#odds-doubled:2|#odds-doubled:4": {
        "falls|drops|sinks": gain[1] < 0,
        "halves|halved|odds of two|quadruple|triple": np.isclose(odds(doubled), 1 / 2),
    },
    "rise|gain|it|change @ 0.9, 0.5": {
        "same|as large|alike|equal": np.isclose(gain[0], gain[1], rtol=0.05),
    },
    "negative coefficient|coefficient below 0|negative coefficients @": {
        "negative odds|negative odds ratio|odds ratio below 0|negative probability": np.exp(-0.4) < 0,
        "odds ratio above 1|raises the odds|increases the odds": np.exp(-0.4) > 1,
        "odds ratio below 1|lowers the odds|smaller odds": np.exp(-0.4) < 1,
    },
    "coefficient of 0|coefficient 0|zero coefficient @ odds": {
        "odds ratio of 0|odds ratio 0|makes the odds 0|odds are 0|even odds": np.exp(0.0) == 0,
        "odds ratio of 1|odds ratio 1|leaves the odds": np.exp(0.0) == 1,
    },
    "small coefficient|small coefficients @ percent|odds ratio": {
        "far from": not np.isclose(np.exp(0.05), 1.05, rtol=0.01),
    },
    "#saturates": {
        "exactly one|exactly 1": sigmoid(40.0) == 1,
        "exactly zero|exactly 0|below one|below 1|almost one|nearly one|slightly less|a little less|just under": (
            sigmoid(40.0) < 1
        ),
        "$\\sigma(-40)$|negative score|very negative": sigmoid(-40.0) == 0,
    },
    "$\\sigma(-40)$|score −40|score -40|score of −40 @": {
        "exactly zero|exactly 0|rounded to 0|is 0": sigmoid(-40.0) == 0,
        "small but positive|still positive|above 0|not 0": sigmoid(-40.0) > 0,
    },
    "each unit|one unit|one more unit|a unit|unit of the input|doubling the odds|doubled odds @ \\log 2|odds, -odds are, -log-odds": {
        "halves the probability|doubles the probability|adds the same probability": np.isclose(doubled, 1.0),
        "triples the odds|squares the odds": np.isclose(odds(doubled), 3),
    },
    "slope|slope of the sigmoid|derivative of the sigmoid @ score, -$w$, -descent, -loss": {
        "exceeds 1|above 1|greater than 1|reaches 1|negative|below 0": bool(
            slopes_at.max() >= 1 or slopes_at.min() <= 0
        ),
    },
    "intercept @ odds, -penal*, -prior, -zeros, -share, -variance": {
        "odds ratio|logarithm of an odds ratio": np.isclose(odds(sigmoid(0.4 + 0.7)) / odds(sigmoid(0.4)), np.exp(0.4)),
    },
    "probability|unit|one unit|unit more|one unit more|doubling|same coefficient @ closer to 1|close to 1|near 1|0.99|nearly certain|0.9, gains|effect|doubl*|gain": {
        "more it gains|larger effect|gains more|larger gain|stronger effect|bigger effect|rises more": gain[1]
        > gain[0],
        "less it gains|smaller effect|gains less|smaller gain|weaker effect|rises less": gain[1] < gain[0],
    },
}

# %% after tiny-loss: The loss as a function of the score
bars, lifted = np.array([0.2, 0.5, 0.3]), np.log([0.2, 0.5, 0.3])
bent = -((bars - 0.3) ** 2)  # concave, and it moves the maximum
with np.errstate(over="ignore", divide="ignore"):
    plain_softplus, from_probability = np.log1p(np.exp(1000.0)), -np.log(1 - sigmoid(40.0))
confident = np.logaddexp(0, np.array([-40.0, 40.0, 41.0]))  # the loss of the label 0
turned = fit_logistic(add_intercept(x), y).theta
bernoulli = torch.distributions.Bernoulli(probs=torch.tensor(0.3))
as_power = [0.3**label * 0.7 ** (1 - label) for label in (0.0, 1.0)]
from_torch = [bernoulli.log_prob(torch.tensor(label)).exp().item() for label in (0.0, 1.0)]
around = [logistic_log_likelihood(add_intercept(x), y, turned + move) for move in ([0.1, 0], [-0.1, 0], [0, 0.1])]
best_likelihood = logistic_log_likelihood(add_intercept(x), y, turned)
mirrored = sorted(zip(-x, 1 - y, strict=True)) == sorted(zip(x, y, strict=True))


by_score = np.array([(np.logaddexp(0, 0.7 + 1e-6) - np.logaddexp(0, 0.7 - 1e-6)) / 2e-6 - label for label in (0, 1)])
prediction_minus_target = np.allclose(by_score, sigmoid(0.7) - np.array([0, 1]), rtol=1e-6, atol=0)

sure_wrong, sure_right = (np.logaddexp(0, sign * np.array([2.0, 4, 8, 16, 32, 64])) for sign in (1, -1))
at_one = -y * np.log(sigmoid(x)) - (1 - y) * np.log(sigmoid(-x))
losses_at_0 = np.logaddexp(0, 0 * x) - y * 0 * x
of_truth = np.exp(-at_one)  # the probability of what happened

{
    "loss|cost|cross-entropy|losses @ <WRONG>, -squared|gradient|slope|derivative": {
        "cannot exceed one|cannot exceed 1|at most one|at most 1|never more than one|lies between 0 and 1|is capped|is limited": confident.max()
        <= 1,
    },
    "sure mistake|confident mistake|sure mistakes|confident mistakes @ loss|cost*|score, -squared|gradient|push*|pull*": {
        "no more than|as little as|as much as an unsure|hardly more than|the same as|less than": confident[2]
        <= 1.1 * np.logaddexp(0, 0.5),
    },
    "loss|form|forms|both forms|two forms @ right, score": {
        "as large as the score|equal to the score|like the score": np.isclose(confident[0], 40),
    },
    "both forms|two forms|form|forms @ floating point|floating-point|float*|computer|rounded, -exact arithmetic|on paper": {
        "same number|same result|same value|agree|equally accurate": bool(
            np.isclose(-np.log(1 - sigmoid(36.0)), np.logaddexp(0, 36.0), rtol=1e-9)
        ),
    },
    "loss|cost|mean|mean loss @ one half|coin|without inputs|constant & probability, -derivative|gradient|slope": {
        "is 0|is zero|vanishes|is nothing": np.log(2) == 0,
    },
    "likelihood|integral @ \\theta|parameter*|estimate|integral": {
        "probability distribution over|distribution over|integral is 1|is therefore 1|integrates to 1|how probable the estimate|how probable the parameter|probability of the parameter|probability of the estimate": np.isclose(
            np.trapezoid(
                [np.exp(-np.logaddexp(0, np.where(y == 1, -w * x, w * x)).sum()) for w in np.linspace(-30, 30, 3001)],
                dx=0.02,
            ),
            1,
            atol=0.01,
        ),
    },
    "formula gives the probability": {"not that of the true class": sigmoid(1.0) != 1 - sigmoid(1.0)},
    "labels are independent": {
        "multiply": np.isclose(np.exp(np.log([0.3, 0.4]).sum()), 0.3 * 0.4, rtol=1e-9),
        "add": False,
    },
    "same, logarithm, maximises|likelihood": {
        "strictly increasing": lifted.argmax() == bars.argmax() and np.log(3) > np.log(2),
        "concave": bent.argmax() == bars.argmax(),
    },
    "logarithm of the likelihood, in which": {
        "products become sums": np.isclose(np.log(0.3 * 0.4), np.log(0.3) + np.log(0.4), rtol=1e-9),
        "powers become factors": np.isclose(np.log(0.3**4), 4 * np.log(0.3), rtol=1e-9),
    },
    "one example contributes": {"sign changed": -np.log(0.3) > 0},
    "intercept, these data": {"would not help": abs(turned[0]) < 1e-6, "intercept 0 is best": abs(turned[0]) < 1e-6},
    "every probability, mean!!": {
        "one half": np.all(sigmoid(0 * x) == 0.5),
        "$\\log 2$": np.isclose(-np.log(0.5), np.log(2)),
    },
    "surprised the model, clearest": {
        "two people": np.sum(np.isclose(losses, losses.max(), rtol=1e-9)) == 2,
        "two clearest cases": np.sum(np.isclose(losses, losses.min(), rtol=1e-9)) == 2,
    },
    "form to compute with": {"no logarithm": 1 + np.exp(-1000.0) >= 1, "no exponential": False},
    "tiny loss, keeps!!": {
        "y=1": np.logaddexp(0, 40.0) - 40.0 == 0,
        "$\\log(1+e^{-z})$": np.isclose(np.logaddexp(0, -40.0), np.exp(-40.0), rtol=1e-9, atol=0),
    },
    "softplus, overflow!": {
        "np.logaddexp(0, z)": np.logaddexp(0, 1000.0) == 1000,
        "np.log1p": np.isfinite(plain_softplus),
    },
    "right with confidence": {
        "close to 0": confident[0] < 1e-9,
        "slope 1": np.isclose(confident[2] - confident[1], 1, rtol=1e-9),
        "infinity": np.isinf(from_probability),
    },
    "right with confidence, wrong with confidence": {"wrong with confidence it grows": confident[2] > confident[1]},
    "cross-entropy, bounded|unbounded, -squared": {"unbounded": confident[2] > 40, "bounded": False},
    "example, cost|costs, more than": {"no single example": confident.max() < np.log(2)},
    "wrong side, counts": {"more": confident[2] > confident[1], "less": False},
    "label 1, score, score 40": {"costs the same": np.isclose(confident[0], confident[1], rtol=1e-3)},
    "bernoulli likelihood!!": {
        "negative logarithm": np.isclose(-np.log(sigmoid(0.7)), np.logaddexp(0, 0.7) - 0.7, rtol=1e-9),
        "$\\log(1+e^z)-yz$": np.isclose(np.logaddexp(0, 0.7), -np.log(1 - sigmoid(0.7)), rtol=1e-9),
    },
    "loss of an example": {"mean loss": np.isclose(losses.mean(), by_package, rtol=1e-9, atol=0), "total loss": False},
    "leaves no choice, fixed by": {
        "probability of a 1": torch.distributions.Bernoulli(probs=0.3)
        .log_prob(torch.tensor(1.0))
        .exp()
        .isclose(torch.tensor(0.3))
        .item(),
        "probability of a 0": False,
    },
    "loss|cross-entropy": {"can be negative": losses.min() < 0, "never be negative": losses.min() >= 0},
    "label of example": {"1 for yes": y[x.argmax()] == 1, "0 for no": y[x.argmin()] == 0},
    "0 or 1; no choice of distribution; Bernoulli distribution; fixed by; probability of a 1; $\\sigma(z)$": (
        np.allclose(from_torch, [0.7, 0.3], rtol=1e-6, atol=0)
    ),
    "one formula; covers both cases; drawing pin": np.allclose(as_power, from_torch, rtol=1e-6, atol=0),
    (
        "formula gives the probability; whichever label; without an argument; probability of class 1; "
        "not that of the true"
    ): (as_power[1] == 0.3 and as_power[0] != 0.3),
    "labels are independent; given the inputs; if; probabilities multiply; likelihood": np.isclose(
        np.exp(best_likelihood), np.prod(np.where(y == 1, sigmoid(turned[1] * x), sigmoid(-turned[1] * x))), rtol=1e-6
    ),
    "maximises it; if there is one; maximum-likelihood estimate": best_likelihood > max(around),
    "logarithm is strictly increasing; because; the same; maximises $\\log L$; products become sums; powers become factors": (
        lifted.argmax() == bars.argmax() != (-lifted).argmax()
        and np.isclose(np.log(0.3 * 0.4), np.log(0.3) + np.log(0.4), rtol=1e-9)
        and np.isclose(np.log(0.3**4), 4 * np.log(0.3), rtol=1e-9)
    ),
    "sign changed; one example contributes; binary cross-entropy": np.allclose(
        losses, F.binary_cross_entropy(torch.tensor(p), torch.tensor(y, dtype=torch.float64), reduction="none")
    ),
    "loss to minimise; is the mean; over all examples": np.isclose(losses.mean(), by_package, rtol=1e-9, atol=0),
    "simplest model; driving test; slope; only parameter; $z_n=wx_n$": np.isclose(
        -logistic_log_likelihood(x[:, None], y, [w]) / len(y), losses.mean(), rtol=1e-9
    ),
    "intercept would not help; replacing; $(x,y)$ by $(-x,1-y)$; same examples; by convexity; intercept 0 is best": (
        mirrored and abs(turned[0]) < 1e-6
    ),
    "with $w=0$; every probability; one half; mean is; $\\log 2$; without inputs": (
        np.all(sigmoid(0 * x) == 0.5)
        and np.isclose(-logistic_log_likelihood(x[:, None], y, [0.0]) / len(y), np.log(2))
        and np.isclose(-np.log(y.mean()), np.log(2))
    ),
    "two people who surprised; cost; two clearest cases": (
        np.sum(np.isclose(losses, losses.max(), rtol=1e-9)) == 2 == np.sum(np.isclose(losses, losses.min(), rtol=1e-9))
        and losses.max() > np.log(2)
    ),
    "one formula; serves; both labels": (
        np.isclose(np.logaddexp(0, 0.7) - 0.7, -np.log(sigmoid(0.7)), rtol=1e-9)
        and np.isclose(np.logaddexp(0, 0.7), -np.log(1 - sigmoid(0.7)), rtol=1e-9)
    ),
    "the form; to compute with; because; no logarithm; rounded 0": (
        np.isfinite(np.logaddexp(0, 1000.0)) and np.isinf(from_probability)
    ),
    "$y=1$; large score; subtracts nearly equal; np.logaddexp(0, -z); keeps the digits": (
        np.logaddexp(0, 40.0) - 40.0 == 0 and np.isclose(np.logaddexp(0, -40.0), np.exp(-40.0), rtol=1e-9, atol=0)
    ),
    "$\\log(1+e^z)$; softplus; np.logaddexp(0, z); without overflow": (
        np.logaddexp(0, 1000.0) == 1000 and np.isinf(plain_softplus)
    ),
    "confidently wrong; grows like a straight line; slope 1; label 0; form with probabilities; infinity": (
        np.isclose(confident[2] - confident[1], 1, rtol=1e-9) and np.isinf(from_probability)
    ),
    "logarithms are natural; so; losses are in nats": np.isclose(-np.log(sigmoid(0.0)), np.log(2), rtol=1e-12),
    "score of a linear model; into a probability; observed answers; into a loss; binary cross-entropy": np.isclose(
        by_torch.item(), losses.mean(), rtol=1e-9
    ),
    "negative logarithm; Bernoulli likelihood; binary cross-entropy; $\\log(1+e^z)-yz$; prediction minus target": (
        np.allclose(
            -np.log(from_torch), np.logaddexp(0, special.logit(0.3)) - special.logit(0.3) * np.array([0, 1]), rtol=1e-5
        )
        and prediction_minus_target
    ),
    "the matrix; with the rows; $x_n^\\top$; inputs of example": np.array_equal(add_intercept(x)[2], [1, x[2]]),
    "where there; is an intercept; $x_{n,0}=1$": np.all(add_intercept(x)[:, 0] == 1),
    "the score of; called; its logit": np.allclose(special.logit(sigmoid(scores_of)), scores_of, atol=1e-9),
    "probability of; $y_n=1$; according to the model; by the sigmoid": np.isclose(
        torch.distributions.Bernoulli(logits=torch.tensor(0.7)).probs.item(), sigmoid(0.7), rtol=1e-6
    ),
    "the loss; of an example; the mean loss": np.isclose(losses.mean(), by_package, rtol=1e-9, atol=0),
    "label of example; 1 for yes; 0 for no": y[x.argmax()] == 1 and y[x.argmin()] == 0,
    "loss|cost|costs|single loss|loss of a single example|loss of one example|loss of an example|cross-entropy @ <WRONG>|single|one example|an example|alone, -right, -squared, -0, -mean, -gradient, -push": (
        bounds(sure_wrong)
    ),
    "loss|cost|costs|cross-entropy|it @ <WRONG>, +<SURE>|score, -squared, -gradient, -push": changes(sure_wrong),
    "loss|cost|costs|loss of a single example|example @ right|rightly|correct|correctly, -wrong": {
        "only approaches": 0 < sure_right[-1] < 1e-9,
        "levels off above|above 0.1|noticeable|stays above|stops falling": sure_right[-1] > 0.01,
        "negative|below 0": sure_right.min() < 0,
        "unbounded": sure_right.max() > 1,
    },
    "loss|cost|costs|cross-entropy|it @ right|rightly|correct|correctly, +<SURE>|score, -wrong, -squared": changes(
        sure_right
    ),
    "cost|costs|loss|dear|dearer|expensive": {
        f"{EASY}": at_one.min(),
        f"{HARD}": at_one.max(),
        "coin|log 2|\\log 2": np.log(2),
    },
    "gain|gains|gain most|gains most|improvement|saving|save|profit": {
        f"{EASY}": np.log(2) - at_one.min(),
        "in between|middle two|other two": np.log(2) - at_one[1],
        f"{HARD}": np.log(2) - at_one.max(),
    },
    "surprised|who surprised|two who|two people|two people who @ log 2|\\log 2|$w=0$|0.6931, -probability": {
        "above": at_one.max() > np.log(2),
        "below": at_one.max() < np.log(2),
        "cost less|costs less|cheaper|are better off|less": at_one.max() < np.log(2),
        "better": at_one.max() < np.log(2),
    },
    "probability|chance|model @ surprised|happened, one half|half": {
        "above one half|more than one half|above a half|more than a half": of_truth.min() > 0.5,
        "below one half|less than one half|below a half|less than a half": of_truth.min() < 0.5,
    },
    "surprised|who surprised|two people who surprised|two who surprised @": {
        "wrong": of_truth.min() < 0.5,
        "right": of_truth.min() > 0.5,
    },
    "nobody|no one|no person|none of the six|none of them @ $w=1$|$w=0$|compared": {
        "costs more|cost more|pays more|pay more|loses|is worse off": at_one.max() <= np.log(2),
    },
    "improvement|gain|benefit|profit|fall of the loss @": {
        "shared by all|for all|for everyone|for all six|for everybody|even|evenly": at_one.max() < np.log(2),
    },
    "model|mean|loss|it @ $w=0$, -fell, -falls": {
        "better than chance|better than a coin|beats a coin|better than guessing": losses_at_0.max() < np.log(2) - 1e-9,
        "sure|confident|certain": abs(sigmoid(0.0) - 0.5) > 0.1,
    },
    "two labels|both labels|labels|two classes @ loss|punish*|cost*": {
        "alike": np.allclose(np.logaddexp(0, 5.0), np.logaddexp(0, 5.0) - 0 * 5.0),
        "different": not np.isclose(np.logaddexp(0, 5.0), np.logaddexp(0, -5.0) + 5.0),
    },
    "label 0|label 1 @ loss|cost*|punish*|wrong": {
        "more than|dearer than|worse than|less than|cheaper than": not np.isclose(
            np.logaddexp(0, 5.0), np.logaddexp(0, -5.0) + 5.0
        ),
    },
    "mean|mean loss|loss @ right|correct|sure|confident, -gradient": {
        "below 0|below zero|negative": min(sure_right) < 0,
    },
    "each of the six|each of six|each person|every person|everyone|all six|all six people|every one|each example|every example|each of them|all of them @ $w=0$|$w=1$|compared": {
        "costs less|cost less|is cheaper|are cheaper|gains|gain|profits|cheaper": at_one.max() < np.log(2),
        "better": at_one.max() < np.log(2),
        "costs more|cost more|dearer": at_one.min() > np.log(2),
    },
    "label of 1|label 1 @ score 40|score of 40": {
        "as much as|the same": np.isclose(confident[0], confident[1], rtol=1e-3),
    },
    "loss|cost|loss of an example @ score": {
        "size of the score alone|only on the size|not on the label|on the score alone|independent of the label": np.isclose(
            confident[0], confident[1]
        ),
    },
    "everyone|everybody|all of them|each of them|all six|every person @ fit*|slope": {
        "better|costs less|gains|is helped": at_one.max() < np.log(2),
    },
    "likelihood; multiply|product of their probabilities|product of the probabilities|probabilities multiply <- independent|independence|independently|do not depend|does not depend|not depend|no label depends|none depends|depends on no|no influence|mutually": {
        "with": np.isclose(np.exp(np.log([0.3, 0.4]).sum()), 0.3 * 0.4),
        "without": np.isclose(0.3, 0.3 * 0.3),  # of two labels that are always the same, with the probability 0.3
    },
    "intercept; would not help|does not help|brings nothing|is superfluous|0 is best|makes no difference <- these data|these six|six people|here|driving test|symmetr*|replacing|this model|these examples|mirror*": {
        "with": abs(turned[0]) < 1e-6,
        "without": abs(fit_logistic(add_intercept(x), np.array([0, 1, 0, 1, 1, 1])).theta[0]) < 1e-6,
    },
    "loss|cost; like a straight line|grows linearly|slope 1|linearly <- wrong|wrongly|misjudg*|mistake*|label 0|label of 0|wrong side|false": {
        "with": np.isclose(confident[2] - confident[1], 1, rtol=1e-9),
        "without": np.isclose(np.logaddexp(0, -41.0) - np.logaddexp(0, -40.0), 1),
    },
    "subtracts nearly equal|nearly equal numbers|cancellation|loses digits|loses its digits <- $y=1$|label 1|label of 1|label is 1|class 1|the label 1": {
        "with": np.logaddexp(0, 40.0) - 40.0 == 0,
        "without": np.logaddexp(0, 40.0) == 0,
    },
    "subtracts nearly equal|nearly equal numbers|cancellation <- large|sure|confident*|40|big|huge": {
        "with": np.logaddexp(0, 40.0) - 40.0 == 0,
        "without": np.logaddexp(0, 0.7) - 0.7 == 0,
    },
    "label|labels|label of example|$y_n$ @ for no|for yes": {
        "−1 for no|-1 for no|2 for yes|0 for yes|1 for no|1 and 2|minus one for no": sorted(set(y.tolist())) != [0, 1],
    },
    "#six-losses:13|#six-losses:14": {
        "clearest|clear cases|easiest|easy|most certain|cheapest|practised most": at_one[[2, 3]].max() < np.log(2),
        "surprised|surprising|wrong|misjudged|dearest|most expensive": at_one[[2, 3]].min() > np.log(2),
    },
    "#six-losses:11|#six-losses:16": {
        "surprised|surprising|wrong|misjudged|dearest|most expensive": at_one[[0, 5]].max() > np.log(2),
        "clearest|clear cases|easiest|easy|most certain|cheapest|practised most": at_one[[0, 5]].max() < np.log(2),
    },
    "#six-losses:2|#six-losses:10": {
        "sum|sums|total|in all|added up|add up|summed|together": np.isclose(losses_at_0.sum(), np.log(2)),
        "median|largest|smallest|worst": bool(np.isclose(at_one.max(), at_one.mean())),
    },
    "#confident-losses:1": {
        "label 1|label of 1|$y=1$|class 1": np.isclose(np.logaddexp(0, 40.0) - 40.0, 40),
        "right|correct|correctly|rightly": np.isclose(np.logaddexp(0, -40.0), 40),
        "probability 40|probability of 40": sigmoid(40.0) == 40,
    },
    "#loss-agrees": {
        "differs|disagrees|only roughly|up to a constant|up to a factor|up to the sign": not np.isclose(
            by_torch.item(), losses.mean()
        ),
        "sum|total|summed|added up": np.isclose(by_torch.item(), losses.sum()),
        "from the scores|from scores|from the score": bool(p.min() < 0),
    },
    "#tiny-loss": {
        "$y=0$|label 0|label of 0|class 0": np.logaddexp(0, 40.0) == 0,
        "small score|score near 0|score close to 0|moderate score|negative score|very negative": np.logaddexp(0, 0.7)
        - 0.7
        == 0,
        "divides|multiplies|adds|overflows": not np.isfinite(np.logaddexp(0, 40.0)),
        "keeps the digits either way|both keep|exact as well": np.logaddexp(0, 40.0) - 40.0 > 0,
    },
    "loss|cost|mean|mean loss @ $w=1$, $w=0$, -each, -cost of, -surprised": {
        "rises": at_one.mean() > losses_at_0.mean(),
        "falls": at_one.mean() < losses_at_0.mean(),
    },
    "four|four of the six|most people|most of the six|most of them|four people @ $w=0$|$w=1$, -separable, -practised": {
        "costs more|cost more|dearer|more expensive|lose": np.sum(at_one > np.log(2)) > 3,
        "costs less|cost less|cheaper|gain|gained": np.sum(at_one < np.log(2)) > 3,
    },
    "log-likelihood|logarithm of the likelihood @": {
        "equals the mean loss|is the mean loss|same as the mean loss": np.isclose(
            best_likelihood, -best_likelihood / 6
        ),
        "positive": best_likelihood > 0,
        "negative": best_likelihood < 0,
    },
    "likelihood|product|it @ examples|more examples|larger data|grows": {
        "grows with the number|rises with each example|larger with each|increases with each": 0.3 * 0.4 > 0.3,
    },
    "bernoulli|Bernoulli distribution @ parameter|parameters|fixed|variance": {
        "two parameters|mean and a variance|mean and variance independently": len(bernoulli.param_shape) == 2,
    },
    "softplus|$\\log(1+e^z)$ @": {
        "negative|below 0": np.logaddexp(0, -5.0) < 0,
        "bounded": np.logaddexp(0, 1000.0) < 100,
        "concave": bool(np.diff(np.logaddexp(0, [0.0, 1.0, 2.0]), 2)[0] < 0),
        "odd|symmetric|even function": np.isclose(np.logaddexp(0, 2.0), np.logaddexp(0, -2.0)),
    },
    "expectation|loss of a coin|coin|model without inputs|model that ignores the inputs @ loss|cost*|nats": {
        "costs one nat|cost 1|costs 1|costs nothing|log 10": np.isclose(np.log(2), 1, rtol=0.1),
    },
    "likelihood @ probabilities|labels, -log*, -penalty, -posterior": {
        "sum of the|sum of their|average of the|mean of the": np.isclose(0.3 + 0.4, 0.3 * 0.4),
        "product of": np.isclose(np.exp(np.log([0.3, 0.4]).sum()), 0.3 * 0.4),
    },
    "more data|more examples|further example|each example|every example|further examples|new example|additional example|larger data set @ likelihood|larger, likelihood, -log*, -sharper, -prior, -posterior": {
        "larger likelihood|higher likelihood|greater likelihood|raises the likelihood|raise the likelihood|increases the likelihood|increase the likelihood|makes the likelihood larger": 0.3
        * 0.4
        > 0.3,
        "smaller likelihood|lower likelihood|lowers the likelihood|reduces the likelihood|decreases the likelihood": 0.3
        * 0.4
        < 0.3,
    },
    "likelihood @ example|examples|data|predict*, -log*, -prior": {
        "grows with every example|grows with each|rises with every|increases with every|grows as examples|becomes larger with": 0.3
        * 0.4
        > 0.3,
    },
    "only one|one of them|only one of them|one person|three of them|three people|nobody|no one|none|none of them|all six @ $w=1$|slope 1|coin, -separable": {
        "wrong side|wrong side of one half|misjudged|below one half": int(
            (sigmoid(np.where(y == 1, x, -x)) < 0.5).sum()
        )
        != 2,
    },
    "softplus|$\\log(1+e^z)$ @ large|size|version|smooth*": {
        "absolute value|modulus|$-z$|step function|sigmoid itself": np.isclose(np.logaddexp(0, -40.0), 40),
    },
    "softplus|slope of softplus|derivative of softplus @ derivative|slope": {
        "softplus again|exceeds 1|its own derivative|unbounded": not np.isclose(
            (np.logaddexp(0, 0.7001) - np.logaddexp(0, 0.6999)) / 0.0002, sigmoid(0.7), rtol=1e-6
        ),
        "is the sigmoid|the sigmoid": np.isclose(
            (np.logaddexp(0, 0.7001) - np.logaddexp(0, 0.6999)) / 0.0002, sigmoid(0.7), rtol=1e-6
        ),
    },
    "loss|cost|loss of an example|single loss @ label 1|label of 1|$y=1$|right|rightly, score 40|score of 40|large score|sure|certain, -comput*, -round*, -float*, -wrong": {
        "is 0|is exactly 0|exactly 0|exactly zero|is zero|equals 0|reaches 0|vanishes altogether": np.logaddexp(
            0, -40.0
        )
        == 0,
    },
    "two surprises|surprises|the two surprises|who surprised|two who surprised|misjudged two|two misjudged @ $w=0$|slope 1|\\log 2|coin": {
        "gain|gains|profit|save|become cheaper|are cheaper|get cheaper": at_one.max() < np.log(2),
    },
    "people|persons|examples|six people @ cheaper|$w=0$, slope 1|$w=1$, -four of, -most, -two, -practised": {
        "each of the six|every one of the six|all cheaper|without exception": at_one.max() < np.log(2),
    },
    "likelihood|its integral|area under the likelihood @ \\theta|integral|parameters|$w$, -prior, -log*": {
        "probability distribution|distribution over|distribution of the parameters|probability of the parameters|therefore 1|equal to 1|is 1|integrates to 1|adds up to 1|how probable the estimate": np.isclose(
            integrate.quad(lambda w: np.exp(-len(x) * np.mean(np.logaddexp(0, w * x) - y * w * x)), -30, 30)[0],
            1,
            rtol=0.01,
        ),
    },
    "logarithm|logarithm of a probability|\\log p @ probability|label, -odds, -minus, -negative logarithm, -strictly": {
        "positive|above 0": np.log(0.99) > 0,
    },
    "loss|cost|model|a loss @ example|label, nothing|less|below|negative, -log*, -gradient, -derivative, -curvature": {
        "less than nothing|less than 0|below 0|negative for": np.logaddexp(0, -5.0) < 0,
    },
    "doubling the score|twice the score|doubled score|double the score @ loss|cost|mistake, -odds": {
        "squares|quadruples|four times": np.isclose(np.logaddexp(0, 80.0), np.logaddexp(0, 40.0) ** 2),
        "doubles|twice": np.isclose(np.logaddexp(0, 80.0), 2 * np.logaddexp(0, 40.0)),
    },
}

# %% after gradient-agrees: The gradient: prediction minus target
lowest_at = fit_logistic(x[:, None], y).theta[0]
pulls = (sigmoid(0.7 * x) - y) * x
chance = np.linspace(0.05, 0.95, 19)
steep, flat = 1 / (chance * (1 - chance)), chance * (1 - chance)  # the slopes of logarithm and sigmoid
chain = [-1 / sigmoid(0.7), sigmoid(0.7) * sigmoid(-0.7), 2.0]  # by the probability, the score and a parameter
moved_slope = (np.logaddexp(0, -2.0 * (0.35 + 5e-7)) - np.logaddexp(0, -2.0 * (0.35 - 5e-7))) / 1e-6
chained = np.isclose(np.prod(chain), moved_slope, rtol=1e-5, atol=0)


{
    "gradient|derivative|it @ target|label|prediction": {
        "target minus the prediction|target minus prediction|label minus prediction|label minus the prediction": not prediction_minus_target,
    },
    "example|label|examples @ great certainty|with certainty|surely|sure of the right|predicted rightly|well predicted, gradient|pull*|contribut*, -wrong": {
        "contributes most|contribute most|pulls most|pull most|pulls hardest|pull hardest|counts most|count most|largest share|dominates|dominate": abs(
            sigmoid(4.0) - 1
        )
        > abs(sigmoid(0.0) - 1),
    },
    "examples near|near one half|ones near|undecided examples|undecided|those near @ gradient|pull*|contribut*, certain*|sure*": {
        "hardly count|hardly counts|hardly contribute|contribute little|pull least|contribute least|contribute nothing": abs(
            sigmoid(0.0) - 1
        )
        < abs(sigmoid(4.0) - 1),
    },
    "cancel exactly": {
        "steep logarithm": steep.min() > 1 and np.allclose(steep * flat, 1, rtol=1e-12, atol=0),
        "flat sigmoid": flat.max() < 1,
    },
    "logarithm, sigmoid, cancel": {"flat logarithm": steep.max() < 1, "steep sigmoid": flat.min() > 1},
    "chain rule, slope of the sigmoid, score": {
        "multiplies": np.isclose(-1 / sigmoid(0.7) * sigmoid(0.7) * sigmoid(-0.7), sigmoid(0.7) - 1),
        "divides": False,
        "adds": False,
    },
    "each example pulls": {"error times its input": np.isclose(pulls.mean(), gradient(0.7), rtol=1e-12, atol=0)},
    "derivative, best slope": {
        "loss falls": gradient(0.0) < 0 and loss(0.1) < loss(0.0),
        "still negative": gradient(1.0) < 0,
        "above 1": lowest_at > 1,
    },
    "best slope, lies": {"below 1": lowest_at < 1, "above 1": lowest_at > 1},
    "gradient with respect to the score": {
        "prediction minus target": np.isclose(
            (np.logaddexp(0, 0.7001) - np.logaddexp(0, 0.7)) / 1e-4, sigmoid(0.7), rtol=1e-3
        ),
        "target minus prediction": False,
    },
    "derivative of; comes in; three steps": len(chain) == 3 and chained,
    "with respect to the score; chain rule; multiplies this; slope of the sigmoid": np.isclose(
        chain[0] * chain[1], sigmoid(0.7) - 1, rtol=1e-9
    ),
    "gradient with respect to the score; prediction minus target; because; steep logarithm; flat sigmoid; cancel exactly": (
        np.allclose(steep * flat, 1, rtol=1e-12, atol=0) and steep.min() > 1 > flat.max() and prediction_minus_target
    ),
    "with respect to a parameter; $z_n=\\sum_i\\theta_ix_{n,i}$; has the derivative; $x_{n,i}$": chained,
    "$w=0$; derivative; loss falls as $w$ grows; $w=1$; still negative; best slope lies above 1": (
        gradient(0.0) < 0 and loss(0.1) < loss(0.0) and gradient(1.0) < 0 and lowest_at > 1
    ),
    "all entries at once; matrix; vectors": np.allclose(
        add_intercept(x).T @ (sigmoid(x) - y) / len(x), [np.mean(sigmoid(x) - y), gradient(1.0)], atol=1e-12
    ),
    "loss|mean|mean loss @ $w=1$, -higher": {
        "passes": lowest_at < 1,
        "falls short": lowest_at > 1,
        "passed its lowest|past its minimum|at its lowest|reached its lowest|reached its minimum": lowest_at <= 1,
    },
    "slope|more slope|larger slope|steeper slope|fit @ $w=1$, -0": {
        "better": loss(1.1) < loss(1.0),
        "worse": loss(1.1) > loss(1.0),
        "too large|too steep": lowest_at < 1,
        "too small|not steep enough": lowest_at > 1,
    },
    "derivative|gradient|slope of the loss @ $w=0$, $w=1$": {
        "changed its sign|changes its sign|changes sign|changed sign|opposite signs|different signs": gradient(0.0)
        * gradient(1.0)
        < 0,
        "same sign": gradient(0.0) * gradient(1.0) > 0,
    },
    "minimum|best slope|minimiser @ $w=1$|two slopes": {
        "between|between these|below 1|left of": lowest_at < 1,
        "above 1|beyond 1|further on|to the right": lowest_at > 1,
    },
    "derivative|gradient @ $w=1$, -$w=0$": {
        "positive|zero|vanishes": gradient(1.0) > -0.01,
        "negative": gradient(1.0) < 0,
    },
    "gradient|derivative|slope of the loss": {"$w=0$": abs(gradient(0.0)), "$w=1$": abs(gradient(1.0))},
    "#gradient-start:2|#gradient-start:4": {
        "positive|rising|rises as|zero": gradient(0.0) >= 0,
        "second derivative|curvature|Hessian": False,
    },
    "#gradient-agrees": {
        "disagrees|differs|only roughly|up to the sign|opposite sign": not np.isclose(by_autograd(0.7), gradient(0.7)),
        "curvature|second derivative|Hessian": np.isclose(
            by_autograd(0.7), np.mean(sigmoid(0.7 * x) * sigmoid(-0.7 * x) * x**2)
        ),
    },
    "loss|mean loss @ $w=0$, derivative|slope|$w$": {
        "rises as $w$ grows|rises with $w$|grows with $w$|increases with $w$|rises": loss(0.1) > loss(0.0),
        "falls as $w$ grows|falls with $w$": loss(0.1) < loss(0.0),
    },
    "error|p-y|$p-y$|derivative|gradient of an example|gradient with respect to the score|push @ score|example, -squared, -mean": {
        "unbounded|larger than 1|exceeds 1|above 1|beyond 1": abs(sigmoid(40.0) - 0) > 1,
        "between −1 and 1|between -1 and 1|at most 1": abs(sigmoid(40.0) - 0) <= 1,
    },
    "example|examples|right example|example on the right side|well-fitted example @ gradient|pull*|contribut*": {
        "contributes nothing|no gradient|does not contribute|exactly 0": bool(np.any(pulls == 0)),
    },
    "gradient|gradient of cross-entropy|gradient of the loss @ label|labels|target": {
        "contains the slope|slope of the sigmoid remains|slope of the sigmoid stays|keeps the slope": not prediction_minus_target,
    },
    "surprised|who surprised|two who surprised|misjudged|wrong examples|wrongly predicted|examples predicted wrongly|misjudged examples|wrong ones @ gradient|derivative|pull*|contribut*": {
        "contribute nothing|contributes nothing|no pull|pull nothing|have no say|do not count|contribute least|pull least|contribute little": bool(
            abs(pulls).argmin() in (2, 3) or np.any(pulls == 0)
        ),
    },
    "examples that are predicted rightly|predicted rightly|right examples|well-predicted examples|examples on the right side @ gradient|derivative|pull*|slope": {
        "only they|pull most|contribute most|alone pull|alone count": bool(abs(gradient(0.7)) < 0),
    },
}


# %% after clouds: Why the sigmoid?
def curved(one, two, spreads):
    """Whether the log-odds of two normal classes contain the square of the input."""
    at = np.linspace(-2, 2, 5)
    parts = [-((at - mean) ** 2) / (2 * spread**2) for mean, spread in zip((one, two), spreads, strict=True)]
    return not np.allclose(np.diff(parts[1] - parts[0], 2), 0, atol=1e-9, rtol=0)


reasons = [
    np.allclose(np.log(ratios), 0.7, rtol=1e-9, atol=0),
    prediction_minus_target,
    not curved(-1, 1, (1, 1)),
]
others = special.ndtr(scores_of)  # the distribution function of the normal distribution


by_probit = (-special.log_ndtr(0.7 + 1e-6) + special.log_ndtr(0.7 - 1e-6)) / 2e-6  # the label 1
flat_probit = special.ndtr(0.7) * (1 - special.ndtr(0.7))
solution = integrate.solve_ivp(lambda _, p: p * (1 - p), (0, 2), [0.2, 0.6], rtol=1e-8).y[:, -1]
densities = stats.norm.pdf(0.5, loc=[-1, 1])
from_densities = np.log(share * densities[1]) - np.log((1 - share) * densities[0])


{
    "slope|it @ means & farther|means & further|means & apart|distance & means": {
        "smaller|falls|flatter": (1.5 - (-1.5)) / 1.0 < (1.0 - (-1.0)) / 1.0,
        "larger|rises|steeper": (1.5 - (-1.5)) / 1.0 > (1.0 - (-1.0)) / 1.0,
    },
    "classes|class @ overlap & strongly|overlap & more|overlap": {
        "steepest curve|steepest curves|steeper curve|steepest slope|larger slope|largest slope": (0.5 - (-0.5)) / 1.0
        > (1.0 - (-1.0)) / 1.0,
    },
    "first, coefficients": {"logarithms of odds ratios": np.isclose(np.log(np.exp(1.7) / np.exp(1.0)), 0.7, rtol=1e-9)},
    "second, gradient": {
        "prediction minus target": np.isclose(
            (np.logaddexp(0, 0.7001) - np.logaddexp(0, 0.7)) / 1e-4, sigmoid(0.7), rtol=1e-3
        )
    },
    "third, data": {"exact": not curved(-1, 1, (1, 1)), "approximate": False},
    "another smooth, increasing!!": {"f=p(1-p)": np.allclose(flat * steep, 1, rtol=1e-12, atol=0)},
    "x^2, cancels": {"variance is common": not curved(-1, 1, (1, 1)), "means differ": not curved(-1, 1, (1, 2))},
    "inputs of each class are normal": {"common variance": not curved(-1, 1, (1, 1))},
    "what is left, cancels": {"linear in x": not curved(-1, 1, (1, 1)), "quadratic": curved(-1, 1, (1, 1))},
    "unequal variances": {"x^2 stays": curved(-1, 1, (1, 2))},
    "by bayes, odds of class 1": {
        "share times density": np.isclose(
            special.logit(share) + (1.5**2 - 0.5**2) / 2, from_bayes[0] + from_bayes[1] * 0.5
        )
    },
    "for the means, true intercept!!": {
        "1 and −1": sorted(centres) == [-1, 1],
        "0.3 for class 1": share == 0.3,
        "$\\log(3/7)$": np.isclose(np.log(3 / 7), from_bayes[0], rtol=1e-9),
        "true slope 2": from_bayes[1] == 2,
    },
    "other functions; map scores to probabilities; distribution function of the normal distribution; probit": (
        others.min() > 0 and others.max() < 1
    ),
    "three reasons; favour; the sigmoid": sum(map(bool, reasons)) == 3,
    "first; coefficients of its inputs; logarithms of odds ratios": reasons[0],
    "second; makes the gradient; prediction minus target": reasons[1],
    "another smooth and increasing function; of slope; chain rule gives; which is $p-y$ only where; $f=p(1-p)$; sigmoid and its shifts": (
        np.isclose(by_probit, (special.ndtr(0.7) - 1) * stats.norm.pdf(0.7) / flat_probit, rtol=1e-5)
        and not np.isclose(by_probit, special.ndtr(0.7) - 1, rtol=1e-2)
        and np.allclose(flat * steep, 1, rtol=1e-12, atol=0)
        and np.allclose(solution, sigmoid(2 + special.logit([0.2, 0.6])), rtol=1e-4)
    ),
    "third; it is exact; some data|some kinds of data": reasons[2],
    "inputs of each class; are normal; common variance; true shares of the classes": reasons[2],
    "Bayes' theorem; true odds of class 1; ratio of share times density; true log-odds": (
        np.isclose(from_densities, special.logit(share) + (1.5**2 - 0.5**2) / 2)
    ),
    "variance is common; because; $x^2$ cancels; what is left; linear in": reasons[2] and curved(-1, 1, (1, 2)),
    "means 1 and −1; variance 1; share of 0.3; class 1; true intercept; $\\log(3/7)$; true slope 2": (
        sorted(centres) == [-1, 1]
        and share == 0.3
        and from_bayes[1] == 2
        and np.isclose(np.log(3 / 7), from_bayes[0], rtol=1e-9)
        and np.isclose(from_densities, from_bayes[0] + from_bayes[1] * 0.5)
    ),
    "the model fitted; 50000; draws": len(clouds) == 50_000,
    "unequal variances; $x^2$ stays; linear in $x$ alone; wrong model": curved(-1, 1, (1, 2)),
    "normal|inputs, variances, unequal|differ": {
        "linear in x is right": not curved(-1, 1, (1, 2)),
        "cancels": False,
        "stays": curved(-1, 1, (1, 2)),
    },
    "slope|slopes": {"fitted|estimated|estimate": theta_clouds[1], "true|Bayes": from_bayes[1]},
    "intercept|intercepts": {"fitted|estimated|estimate": theta_clouds[0], "true|Bayes": from_bayes[0]},
    "log-odds|score|true log-odds @ common variance|same variance|equal variances": {
        "linear": not curved(-1, 1, (1, 1)),
        "quadratic|parabola|not linear": curved(-1, 1, (1, 1)),
    },
    "log-odds|score|true log-odds @ unequal variances|different variances|variances differ": {
        "linear in $x$ alone is right|stay linear|remain linear|still linear": not curved(-1, 1, (1, 2)),
        "quadratic|parabola": curved(-1, 1, (1, 2)),
    },
    "sigmoid|model|logistic model|sigmoid of a linear score|linear score @ unequal variances|different variances": {
        "exact|right|still exact|remains right": not curved(-1, 1, (1, 2)),
    },
    "intercept @ unequal variances|different variances": {
        "only the intercept|alone changes": not curved(-1, 1, (1, 2))
    },
    "$x^2$; cancels|drops out|disappears|vanishes|falls out <- <COMMON_VARIANCE>": {
        "with": not curved(-1, 1, (1, 1)),
        "without": not curved(-1, 1, (1, 2)),
    },
    "$x^2$; stays|remains|survives|does not cancel <- <UNEQUAL_VARIANCES>": {
        "with": curved(-1, 1, (1, 2)),
        "without": curved(-1, 1, (1, 1)),
    },
    "true log-odds|log-odds of two normal|what is left; linear|linear in $x$|straight line <- <COMMON_VARIANCE>": {
        "with": not curved(-1, 1, (1, 1)),
        "without": not curved(-1, 1, (1, 2)),
    },
    "linear in $x$ alone|linear score; wrong model|misspecified|not the right model <- <UNEQUAL_VARIANCES>": {
        "with": curved(-1, 1, (1, 2)),
        "without": curved(-1, 1, (1, 1)),
    },
    "unequal shares|different shares|shares of the classes|share of class 1|shares @ slope|intercept|log-odds|model": {
        "change the slope|affect the slope|enter the slope|the slope alone|only the slope|both coefficients": curved(
            -1, 1, (1, 1)
        ),
        "change only the intercept|only the intercept|intercept alone": not curved(-1, 1, (1, 1)),
    },
    "#clouds:1|#clouds:3": {"true|from Bayes|exact": np.isclose(theta_clouds[1], 2.0, atol=1e-4)},
    "#clouds:2": {"fitted|estimated": np.isclose(theta_clouds[0], from_bayes[0], atol=1e-5)},
    "fitted slope|fitted model|fitted coefficients|estimate|model fitted @ true|Bayes|draws": {
        "far from|off by a tenth|more than a tenth": abs(theta_clouds[1] - 2) > 0.1,
        "exactly the true|equal the true|coincide": theta_clouds[1] == 2,
    },
    "probit|normal distribution function|distribution function of the normal @ gradient|coefficient*": {
        "prediction minus target as well|also prediction minus target|same gradient": np.isclose(
            by_probit, special.ndtr(0.7) - 1, rtol=1e-2
        ),
        "logarithms of odds ratios as well|also logarithms of odds": False,
    },
    "larger variance|common variance|variance @ slope|log-odds, -unequal, -prior": {
        "makes the slope steeper|steeper slope|larger slope|increases the slope": 1 / 2.0 > 1 / 1.0,
        "makes the slope flatter|flatter slope|smaller slope": 1 / 2.0 < 1 / 1.0,
    },
    "distance between the means|means|distance @ slope, variance|normal|class*": {
        "smaller slope|flatter|does not enter the slope|only the intercept": (1.0 - (-1.0)) == 0,
    },
    "intercept|fitted intercept @ than the slope|slope, draws|found|fitted|estimat*": {
        "less precisely|less precise|less accurate|farther from": bool(
            abs(theta_clouds[0] - from_bayes[0]) > abs(theta_clouds[1] - from_bayes[1])
        ),
    },
    "shares|shares of the classes|class shares|share of class 1|share @ slope, -pool*, -sign, -variance, -other": {
        "through the slope|in the slope|into the slope|changes the slope|change the slope|affects the slope|moves the slope": curved(
            -1, 1, (1, 1)
        ),
    },
    "slope|true slope|slope of the log-odds @ rarer|rare|shares of the classes|share of class 1|more frequent|commoner, -zeros": {
        "smaller|larger|falls|rises|changes|steeper|flatter": curved(-1, 1, (1, 1)),
        "stays": not curved(-1, 1, (1, 1)),
    },
    "intercept|true intercept @ rarer|rare|less common": {
        "stays|stay the same|as it is|does not change|larger|rises": special.logit(0.1) >= special.logit(0.3),
        "smaller|falls|lower": special.logit(0.1) < special.logit(0.3),
    },
    "logistic model|logistic regression|linear score|sigmoid of a linear score @ true log-odds|normal classes|common variance, -unequal, -different, -probit": {
        "can only approximate|only approximate|only approximates|an approximation|never exact|not exact": curved(
            -1, 1, (1, 1)
        ),
    },
    "slope|true slope|curve @ +apart|distance between the means|distance of the means, -variance*, -descent": changes(
        [(each - -1) / 1 for each in (1.0, 2.0, 4.0)]
    ),
    "classes|classes that overlap|overlapping classes @ overlap*, normal|means|slope, -separable": {
        "steepest curve|steep curve|large slope|steeper curve|larger slope|steepest curves": (0.2 - -0.2)
        > (1.0 - -1.0),
    },
}

# %% after explorer: Why not squared error?
strongest = chances[push.argmax()]
second = np.gradient(2 * (chances - 1) * chances * (1 - chances), chances) * chances * (1 - chances)  # of m, for y = 1
inner = slice(5, -5)
guesses = np.linspace(0, 1, 1001)
best_guess = guesses[(0.3 * (guesses - 1) ** 2 + 0.7 * guesses**2).argmin()]
by_squares, by_entropy = abs(2 * (sigmoid(-8.0) - 1) * sigmoid(-8.0)), 1 - sigmoid(-8.0)
flat_there, steep_there = by_squares < 0.001, by_entropy < 0.001


far_off = -np.array([2.0, 4, 8, 16])  # ever more wrong, for the label 1
push_entropy, push_squares = 1 - sigmoid(far_off), 2 * (1 - sigmoid(far_off)) ** 2 * sigmoid(far_off)

{
    "single example, smallest!": {
        "p=y": chances[((chances - 1) ** 2).argmin()] == 1,
        "p=1/2": chances[((chances - 1) ** 2).argmin()] == 1 / 2,
    },
    "its gradient, however": {
        "slope of the sigmoid": np.isclose(
            ((sigmoid(0.7001) - 1) ** 2 - (sigmoid(0.7) - 1) ** 2) / 1e-4,
            2 * (sigmoid(0.7) - 1) * sigmoid(0.7) * sigmoid(-0.7),
            rtol=1e-3,
        )
    },
    "sure, example with y=1|take an example": {"wrong": sigmoid(-8.0) < 0.01, "right": False},
    "plateau, squared error": {"hardly moves": abs(2 * (sigmoid(-8.0) - 1) * sigmoid(-8.0)) < 0.001},
    "second derivative of!!": {
        "2p(1-p)^2(3p-1)": np.allclose(
            second[inner], (2 * chances * (1 - chances) ** 2 * (3 * chances - 1))[inner], atol=1e-3, rtol=0
        ),
        "p=1/3": abs(strongest - 1 / 3) < 0.01,
        "below that": np.all(second[1:90] < 0) and np.all(second[110:-1] > 0),
        "not convex": second.min() < 0,
    },
    "push, strongest": {"p=1/2": abs(strongest - 1 / 2) < 0.01, "p=1/3": abs(strongest - 1 / 3) < 0.01},
    "most wrong, steepest": {
        "most wrong the sigmoid is flat": sigmoid(-8.0) * (1 - sigmoid(-8.0)) < 0.01,
        "steepest the error is smaller": 1 - sigmoid(0.0) < 1 - sigmoid(-8.0),
    },
    "brier": {"poor loss to descend": strongest < 0.5},
    "cross-entropy, plateau, -squared": {"no plateau": 1 - sigmoid(-8.0) > 0.99},
    "squared error, convex": {"not convex": second.min() < 0, "convex": second.min() >= 0},
    "square the error of the probability; single example; smallest; $p=y$": (
        chances[((chances - 1) ** 2).argmin()] == 1 and chances[(chances**2).argmin()] == 0
    ),
    "its gradient; however; still contains; slope of the sigmoid": np.isclose(
        ((sigmoid(0.7001) - 1) ** 2 - (sigmoid(0.7) - 1) ** 2) / 1e-4,
        2 * (sigmoid(0.7) - 1) * sigmoid(0.7) * sigmoid(-0.7),
        rtol=1e-3,
    ),
    "example with $y=1$; about which; model is sure; but wrong": sigmoid(-8.0) < 0.01,
    (
        "gradient of cross-entropy; that of squared error; on this plateau; descent on squared error; "
        "hardly moves; need it most"
    ): (flat_there and not steep_there),
    "cross-entropy / squared error": {
        "hardly moves": (steep_there, flat_there),
        "has a plateau": (steep_there, flat_there),
        "no plateau": (not steep_there, not flat_there),
        "poor loss": (steep_there, flat_there),
        "good loss": (not steep_there, not flat_there),
        "slope of the sigmoid cancels": (np.isclose(by_entropy, 1 - sigmoid(-8.0)), not flat_there),
    },
    "$y=1$; second derivative of; $2p(1-p)^2(3p-1)$; push is strongest; $p=1/3$; below that; not convex": (
        np.allclose(second[inner], (2 * chances * (1 - chances) ** 2 * (3 * chances - 1))[inner], atol=1e-3, rtol=0)
        and abs(strongest - 1 / 3) < 0.01
        and np.all(second[1:90] < 0)
        and np.all(second[110:-1] > 0)
    ),
    "where the model is most wrong; sigmoid is flat; where the sigmoid is steepest; error is smaller": (
        sigmoid(-8.0) * (1 - sigmoid(-8.0)) < 0.01
        and slopes_at.argmax() == len(slopes_at) // 2
        and 1 - sigmoid(0.0) < 1 - sigmoid(-8.0)
    ),
    "Brier score; squared error; measures probabilities well; it is; poor loss to descend; through a sigmoid": (
        np.isclose(best_guess, 0.3, atol=1e-9) and flat_there
    ),
    "binary cross-entropy; no plateau; of this kind": not steep_there,
    "push|pushes|gradient|slope of|pull|pulls|correct|corrects|moves": {
        "cross-entropy": by_entropy,
        "squared error": by_squares,
    },
    "squared error|push of squared error|gradient of squared error|slope of squared error|squares @ +<WRONG>|<SURE>|worse|further off, -right, -third": (
        changes(push_squares)
    ),
    "cross-entropy|push of cross-entropy|gradient of cross-entropy|slope of cross-entropy @ +<WRONG>|<SURE>|worse|further off, -right, -loss, -costs": (
        changes(push_entropy) | bounds(push_entropy)
    ),
    "squared error|squares @ worst|worst mistakes|mistakes|confidently wrong|surely wrong|most wrong": {
        "first|hardest|most strongly|soonest|fastest|quickly": push_squares[-1] == push_squares.max(),
        "last|least|hardly": push_squares[-1] < 0.01,
    },
    "push|pushes|it|pushed @ cross-entropy|squared": {
        "as hard as squared|less than squared|weaker than squared": by_entropy < by_squares,
    },
    "gradient|push|pull|gradient with respect to the score|slope of the loss|its push @ cross-entropy, -squared, -parameter": bounds(
        push_entropy
    ),
    "push, squared error|its": {
        "p=1/3|a third|one third|1/3": chances[push.argmax()] * 2 * (1 - chances[push.argmax()]) ** 2,
        "p=1/2|one half|1/2|even": push[len(push) // 2],
        "limit|is 0|p=0|most wrong|worst|confidently wrong|surest": push_squares[-1],
    },
    "squared error @ bound*|limit|most|at most": {"unbounded": ((1 - sigmoid(far_off)) ** 2).max() > 1},
    "gradient|its gradient|gradient of cross-entropy|push|its push @ cross-entropy, plateau|wrong, -squared": {
        "vanishes|disappears|goes to 0|tends to 0|fades": push_entropy[-1] < 0.5,
        "slope of the sigmoid|contains the slope|still contains": not prediction_minus_target,
    },
    "push; strongest; $p=1/3$|p=1/3 <- $y=1$|label 1|target 1|target is 1|label is 1|class 1|label of 1": {
        "with": abs(strongest - 1 / 3) < 0.01,
        "without": abs(chances[(2 * chances**2 * (1 - chances)).argmax()] - 1 / 3) < 0.01,
    },
    "squared error; hardly moves|barely moves|plateau|hardly pushes <- wrong|sure|confident*|worst|−8|-8|flat|saturat*|need it most|surest|kind|extreme*": {
        "with": by_squares < 0.001,
        "without": 2 * (1 - sigmoid(-1.0)) ** 2 * sigmoid(-1.0) < 0.001,
    },
    "#confidently-wrong:2|#confidently-wrong:5": {
        "squared error": by_entropy < by_squares,
        "cross-entropy": by_entropy > by_squares,
    },
    "#confidently-wrong:3|#confidently-wrong:6": {
        "cross-entropy": by_entropy < by_squares,
        "squared error": by_entropy > by_squares,
    },
    "squared error|Brier score @ proper|probabilities, -descend, -push, -gradient": {
        "does not measure|measures badly|is no measure|favours extreme|minimised at 0 or 1|smallest at 0 or 1": not np.isclose(
            best_guess, 0.3
        ),
    },
    "squared error|its gradient|push of squared error @ right|rightly|correct": {
        "larger|strong|strongest": 2 * (1 - sigmoid(8.0)) ** 2 * sigmoid(8.0) > 0.1,
    },
    "from −4 to −8|from -4 to -8|between the two scores|score −8|score -8 @ squared error|squared": {
        "twice|doubles|half|halves|a little smaller|slightly smaller|hardly changes": by_squares
        > 0.4 * 2 * (1 - sigmoid(-4.0)) ** 2 * sigmoid(-4.0),
    },
    "squared error|its gradient|gradient of squared error|push of squared error @ falls from $1/3$|from $1/3$ to 0|$p$ falls|below $p=1/3$|below 1/3|approaches 0": {
        "grows|rises|increases|larger": abs(2 * (sigmoid(-8.0) - 1) * sigmoid(-8.0))
        > abs(2 * (1 / 3 - 1) * 1 / 3 * 2 / 3),
        "shrinks|falls|vanishes|smaller": abs(2 * (sigmoid(-8.0) - 1) * sigmoid(-8.0)) < 0.01,
    },
}


# %% after descent-figure: Gradient descent
def bend(of):
    """The second derivative of the mean loss at a slope, for some labels."""
    return np.diff([np.mean(np.logaddexp(0, w * x) - of * w * x) for w in (0.7, 0.71, 0.72)], 2)[0] / 1e-4


no_labels = np.isclose(bend(y), bend(1 - y), rtol=1e-6, atol=0)


turn_labels = np.mean(sigmoid(0.7 * x) * (1 - sigmoid(0.7 * x)) * x**2)  # no label in it
wide = np.mean((2 * x) ** 2) / 4
product = [np.logaddexp(0, -a * b) for a, b in ((2.0, 2.0), (-2.0, -2.0), (0.0, 0.0))]  # at two points and between them
tall = np.array([loss(4.0 * w) for w in np.linspace(-1, 1, 9)])
safe = [loss(w - gradient(w) * 2 / largest) - loss(w) for w in np.linspace(-6, 9, 31)]
bounded = [
    (-0.9 + 0.9**2 * largest / 2) * gradient(w) ** 2 - (loss(w - 0.9 * gradient(w)) - loss(w)) for w in (-3, 0, 2)
]
descent_axes = len({id(axis) for axis, *_ in styles})
creeping, passing, leaping = paths[1.0], paths[4.0], paths[20.0]
twice_curved = np.diff(np.logaddexp(0, [0.7, 0.7001, 0.7002]), 2)[0] / 1e-8
from_matrix = np.linalg.eigvalsh(x[:, None].T @ x[:, None]).max() / (4 * len(x))


both_columns, twin = add_intercept(x), np.column_stack([x, 2 * x])  # independent columns, and dependent ones


def hessian(inputs_of, theta):
    p_of = sigmoid(inputs_of @ np.asarray(theta, dtype=float))
    return inputs_of.T @ (inputs_of * (p_of * (1 - p_of))[:, None]) / len(inputs_of)


drawn_thetas = np.random.default_rng(0).normal(size=(40, 2))
lowest_curvatures = [np.linalg.eigvalsh(hessian(both_columns, theta)).min() for theta in drawn_thetas]
highest_curvatures = [np.linalg.eigvalsh(hessian(both_columns, theta)).max() for theta in drawn_thetas]
bound_of_both = np.linalg.eigvalsh(both_columns.T @ both_columns).max() / (4 * len(x))
heights_at = [-logistic_log_likelihood(both_columns, y, theta) for theta in drawn_thetas]
middles = [-logistic_log_likelihood(both_columns, y, (drawn_thetas[k] + drawn_thetas[k - 1]) / 2) for k in range(40)]
midway = [middles[k] - (heights_at[k] + heights_at[k - 1]) / 2 for k in range(40)]
shorter = [loss(w - gradient(w) * a / largest) - loss(w) for w in np.linspace(-6, 9, 31) for a in (0.5, 1.0, 1.5)]

heights_of = {alpha: [loss(w) for w in path] for alpha, path in paths.items()}


def walked(alpha):
    """What a path does, from its slopes."""
    return toward(paths[alpha], best) | course(paths[alpha])


def steps_of_path(alpha):
    """What becomes of the steps of a path, whose losses each of them may lower or not."""
    lower = bool(np.all(np.diff(heights_of[alpha]) < 0))
    lengths = changes(np.abs(np.diff(paths[alpha])))
    return {
        **lengths,
        "lowers the loss|reduces the loss|improves": lower,
        "lower the loss": lower,
        "raises the loss|raise the loss|increases the loss|makes it worse": bool(
            np.any(np.diff(heights_of[alpha]) > 0)
        ),
    }


closer_at_the_end = [abs(path[-1] - best) < abs(path[0] - best) for path in paths.values()]

{
    "loss of logistic regression|loss|cross-entropy|mean loss @ minima, -squared|network|networks": {
        "several local minima|several minima|many local minima|many minima|several valleys": bool(
            np.any(np.diff([loss(w) for w in np.linspace(-3, 6, 50)], 2) < 0)
        ),
    },
    "columns|dependent columns|minimum|loss|minimiser @ proportional|dependent|linearly dependent, -independent": {
        "no minimum at all|no minimum|no minimiser|concave|negative curvature|not convex": bool(
            np.linalg.eigvalsh(np.column_stack([x, 2 * x]).T @ np.column_stack([x, 2 * x]) / (4 * len(x))).min() < -1e-9
        ),
    },
    "step size|larger step size|it|step @ bound & than|beyond|past, -may|can|need not": {
        "only make the descent slower|only makes the descent slower|only slower|still lower|would still lower|still lowers|lower the loss with every step": bool(
            np.all(np.diff(heights_of[20.0]) < 0)
        ),
    },
    "curvature": {
        "with certainty|certainty|surely predicted|very sure": sigmoid(4.0) * (1 - sigmoid(4.0)),
        "undecided|near one half|around one half": sigmoid(0.0) * (1 - sigmoid(0.0)),
    },
    "score is linear in, loss": {"convex": np.all(np.diff(tall, 2) > 0)},
    "curvature is 0, columns": {"linearly dependent": np.linalg.matrix_rank(np.column_stack([x, 2 * x])) == 1},
    "network computes the score": {"need not be convex": product[2] > (product[0] + product[1]) / 2, "convex": False},
    "gradient descent, goes, step size": {"against the gradient": loss(-0.1 * gradient(0.0)) < loss(0.0)},
    "creeps, first step, minimum": {
        "five steps": len(paths[1.0]) == 6 and paths[1.0].max() < best,
        "passes the minimum": paths[4.0][1] > best,
        "the others return": np.all(np.diff(paths[4.0][1:]) < 0),
    },
    "first step leaps, start, -twenty": {"higher": loss(far[1]) > loss(0.0), "lower": loss(far[1]) < loss(0.0)},
    "step size four, minimum, the first step": {
        "beyond": paths[4.0][1] > best,
        "return": np.all(np.diff(paths[4.0][1:]) < 0),
    },
    "step size one, points": {"creep": paths[1.0].max() < best},
    "first step, step size, minimum": {"short of": paths[4.0][1] < best, "beyond": paths[4.0][1] > best},
    "first step, leaps, step size": {
        "step size twenty": paths[20.0][1] > 8,
        "step size four": False,
        "step size one": False,
    },
    "the bound in the, direction": {
        "length 1": 2.0**2 * np.mean(x**2 / 4) > largest,
        "at most": turn_labels < largest,
    },
    "direction of|direction, at most": {
        "any length": 2.0**2 * np.mean(x**2 / 4) <= largest,
        "length 1": 2.0**2 * np.mean(x**2 / 4) > largest,
    },
    "largest eigenvalue, bound is reached!": {
        "\\theta=0": np.isclose(np.mean(sigmoid(0 * x) ** 2 * x**2), largest, rtol=1e-12, atol=0)
    },
    "taylor, step!!": {
        "at most": min(bounded) >= 0,
        "$(-\\alpha+\\alpha^2\\Lambda/2)\\lVert\\nabla J\\rVert^2$": min(bounded) >= 0,
        "not positive": max(safe) <= 0,
        "0<\\alpha\\leq2/\\Lambda": max(safe) <= 0,
    },
    "no step raises, wherever!!": {
        "2/\\Lambda": max(safe) <= 0,
        "a step may, but need not": loss(far[1]) > loss(far[0]) and loss(far[2]) < loss(far[1]),
        "curvature can be smaller": turn_labels < largest,
    },
    "curvature, where you are": {"larger": turn_labels > largest, "smaller": turn_labels < largest},
    "beyond it": {"every step": loss(far[2]) > loss(far[1])},
    "inputs, bound|\\Lambda, doubl|twice|larger scale": {
        "quarters": np.isclose(wide, 4 * largest, rtol=1e-12, atol=0),
        "doubles": False,
        "longer": False,
    },
    "counting|repeat, twice, people|examples": {
        "doubles": False,
        "unchanged": np.isclose(np.mean(np.tile(x, 2) ** 2) / 4, largest),
    },
    "hessian|curvature, labels|label": {
        "does not": no_labels,
        "depends on": not no_labels,
        "contains": not no_labels,
        "smaller": False,
    },
    "gradient descent, raise the loss!": {"\\alpha\\leq2/\\Lambda": max(safe) <= 0, "does not raise": max(safe) <= 0},
    "differentiate; $p-y$; once more": np.isclose(twice_curved, sigmoid(0.7) * sigmoid(-0.7), rtol=1e-3),
    "parameters of a linear score; depends on; through $z_n$; brings the factor; $p_n(1-p_n)x_{n,k}$": np.isclose(
        (sigmoid(2 * 0.3501) - sigmoid(2 * 0.35)) / 1e-4, sigmoid(0.7) * sigmoid(-0.7) * 2, rtol=1e-3
    ),
    "score is linear; if; loss is convex; local minimum; global": (
        np.all(np.diff(tall, 2) > 0) and max(midway) <= 0 and product[2] > (product[0] + product[1]) / 2
    ),
    "curvature; is 0; only if; for all examples; columns; linearly dependent; if they are independent; at most one minimiser": (
        np.isclose(np.array([2, -1]) @ hessian(twin, [0.3, 0.2]) @ [2, -1], 0, atol=1e-12)
        and np.linalg.matrix_rank(twin) == 1
        and np.allclose(twin @ [2, -1], 0)
        and min(lowest_curvatures) > 0
    ),
    "where a network computes the score; as a function of the parameters; need not be convex": (
        product[2] > (product[0] + product[1]) / 2
    ),
    "gradient descent; goes against the gradient; step size": loss(-0.1 * gradient(0.0)) < loss(0.0),
    "loss against the slope; valley; paths of gradient descent; two panels": descent_axes == 2,
    "step size one; points creep; steps; from 0": creeping.max() < best,
    "step size four; first step; beyond the minimum; the others return": (
        passing[1] > best and np.all(np.diff(passing[1:]) < 0)
    ),
    "with step size twenty; the first step leaps; where the loss; the later ones go": leaping[1] > 8,
    "loss of the six people; first; steps from $w=0$; minimum is at": leaping[0] == 0 and len(x) == 6,
    "slope creeps; in five steps; first step; passes the minimum; others return": (
        len(creeping) == 6 and creeping.max() < best < passing[1] and np.all(np.diff(passing[1:]) < 0)
    ),
    "$\\alpha=1$ / $\\alpha=4$ / $\\alpha=20$": {
        "creeps": (creeping[1] < 0.5, passing[1] < 0.5, leaping[1] < 0.5),
        "passes the minimum": (creeping[1] > best, passing[1] > best, leaping[1] > best),
        "leaps": (creeping[1] > 8, passing[1] > 8, leaping[1] > 8),
        "higher than at the start": tuple(loss(path[1]) > loss(0.0) for path in (creeping, passing, leaping)),
    },
    "step size one / step size four / step size twenty": {
        "creep": (creeping[1] < 0.5, passing[1] < 0.5, leaping[1] < 0.5),
        "beyond the minimum": (creeping[1] > best, passing[1] > best, leaping[1] > best),
        "leaps": (creeping[1] > 8, passing[1] > 8, leaping[1] > 8),
    },
    "$\\alpha=20$; first step leaps; loss is higher; than at the start": loss(leaping[1]) > loss(0.0),
    "bound; curvature of one example; curvature of; direction of length 1; is at most": (
        max(highest_curvatures) <= bound_of_both and flat.max() <= 1 / 4 + 1e-12
    ),
    "largest eigenvalue; $\\lambda_{\\max}$; $\\theta=0$; bound is reached": (
        np.isclose(from_matrix, largest, rtol=1e-12)
        and np.isclose(np.linalg.eigvalsh(hessian(both_columns, [0, 0])).max(), bound_of_both, rtol=1e-9)
    ),
    (
        "Taylor's formula; bound for the second derivative; raises the loss; by at most; "
        "$(-\\alpha+\\alpha^2\\Lambda/2)\\lVert\\nabla J\\rVert^2$; not positive; "
        "$0<\\alpha\\leq2/\\Lambda$"
    ): (min(bounded) >= 0 and max(safe) <= 0),
    "up to $2/\\Lambda$; no step raises the loss; wherever it starts; beyond it; may, but need not; curvature can be smaller": (
        max(safe) <= 0
        and max(shorter) <= 0
        and loss(far[1]) > loss(far[0])
        and loss(far[2]) < loss(far[1])
        and turn_labels < largest
    ),
    "for the six people; the bound; bound is": np.isclose(2 / largest, 2 / from_matrix),
    "score is linear in $\\theta$; if; columns of $X$ are independent; at most one minimiser": (
        min(lowest_curvatures) > 0
        and np.isclose(np.array([2, -1]) @ hessian(twin, [0.3, 0.2]) @ [2, -1], 0, atol=1e-12)
    ),
    "curvature, example|of the loss": {
        "largest where the model is most certain": False,
        "largest where the model is least certain": (flat.argmax() == len(flat) // 2),
        "largest at $p=1/2$": flat.argmax() == len(flat) // 2,
        "vanishes at": flat[len(flat) // 2] < 0.1,
        "depends on the label": not no_labels,
        "also on the label": not no_labels,
    },
    "hessian": {"indefinite": False, "positive semidefinite": turn_labels > 0, "negative": turn_labels < 0},
    "<PATH> @ <ONE>": walked(1.0),
    "<PATH> @ <FOUR>": {
        **toward(paths[4.0], best),
        "from above": min(paths[4.0][1:]) > best,
        "from one side|from the same side|without passing|never passes": min(paths[4.0][1:]) < best,
    },
    "<PATH> @ <TWENTY>": {
        "beyond the minimum|to the right of the minimum|above the minimum": min(paths[20.0][1:]) > best,
        "from above|from one side|from the right side": min(paths[20.0][1:]) > best,
        "passes": toward(paths[20.0], best)["passes"],
        "settles": toward(paths[20.0], best)["settles"],
        "diverges": toward(paths[20.0], best)["diverges"],
        "slows down": course(paths[20.0])["slows down"],
    },
    "<STEPS> @ <ONE>": {**steps_of_path(1.0), "passes": toward(paths[1.0], best)["passes"]},
    "<STEPS> @ <FOUR>, <SLOWLY>": {**steps_of_path(4.0)},
    "<STEPS> @ <TWENTY>, <SLOWLY>, -next": steps_of_path(20.0),
    "step size|step sizes|none of the three|none of the three step sizes|all three|each of the three|every one of them|three step sizes @ loss, -only, -2/\\Lambda, -largest": {
        "never raises|ever raises|lowers the loss in each|lower the loss in each|lowers it in each": all(
            np.all(np.diff(each) < 0) for each in heights_of.values()
        ),
        "raises the loss|raise the loss": all(np.any(np.diff(each) > 0) for each in heights_of.values()),
    },
    "loss|losses|mean loss @ <ONE>, -higher": course(heights_of[1.0]),
    "loss|losses|mean loss @ <FOUR>, -higher": {
        "rises": np.any(np.diff(heights_of[4.0]) > 0),
        "falls": np.all(np.diff(heights_of[4.0]) < 0),
    },
    "curvature|curvature of the loss|second derivative|curved": {
        f"$w=0$|the start|\\theta=0|{MIDDLE}": np.mean(flat.max() * x**2),
        f"far from the start|far away|$w=4$|saturated|{ENDS}": np.mean(sigmoid(4 * x) * (1 - sigmoid(4 * x)) * x**2),
    },
    "curvature|curvature of the loss|second derivative|bend @ +0 and 1|0 or 1|<SURE>|from the start": changes(
        [np.mean(sigmoid(w * x) * (1 - sigmoid(w * x)) * x**2) for w in (0.0, 1.0, 2.0, 4.0)]
    ),
    "step size four|step size 4|$\\alpha=4$|step size one|step size 1|$\\alpha=1$ @ bound": {
        "above": 2 / largest < 4,
        "below": 2 / largest > 4,
        "too large|exceeds": 2 / largest < 4,
    },
    "step size twenty|step size 20|$\\alpha=20$ @ bound": {"above": 2 / largest < 20, "below": 2 / largest > 20},
    "path|passes|passing|jumps|jumping|jump|overshooting @ minimum": {
        "sign that some step has raised|must have raised|has raised the loss|raised the loss|a higher loss": (
            max(heights_of[4.0][1:]) > heights_of[4.0][0]
        ),
        "step size is too large|step size too large|too large a step size": max(np.diff(heights_of[4.0])) > 0,
    },
    "all three|all paths|each path|every path|each of the paths @ minimum|closer|nearer": {
        "settles|closer to the minimum|nearer to the minimum|end closer|arrive": all(closer_at_the_end),
    },
    "<TWENTY>|largest step size|largest of the three @ first|fastest|soonest, minimum|there": {
        "gets there first|is there first|arrives first|is fastest|fastest": abs(far[-1] - best)
        < abs(paths[4.0][-1] - best),
    },
    "loss is convex|loss is then convex|makes the loss convex <- linear|affine": {
        "with": np.all(np.diff(tall, 2) > 0) and max(midway) <= 0,
        "without": product[2] <= (product[0] + product[1]) / 2,
    },
    "local minimum; global|the lowest of all|lowest overall <- linear|affine|convex*": {
        "with": max(midway) <= 0,
        "without": product[2] <= (product[0] + product[1]) / 2,
    },
    "at most one minimiser|at most one minimum|no more than one minimiser|more than one minimiser|only one minimiser|minimiser is unique|one minimiser at most <- independent|linear independence|full rank|full column rank|\\lambda>0|penalty": {
        "with": min(lowest_curvatures) > 0,
        "without": np.linalg.eigvalsh(hessian(twin, [0.3, 0.2])).min() > 1e-9,
    },
    "at most one minimiser|at most one minimum <- linear*|affine|\\lambda>0|convex*": {
        "with": min(lowest_curvatures) > 0,
        "without": product[2] <= (product[0] + product[1]) / 2,
    },
    "loss|it|step|steps|descent; no step raises|does not raise|never raises|cannot raise|do not raise|none raises|not raise <- $2/\\Lambda$|2/\\Lambda|\\alpha\\leq2/\\Lambda|\\leq2/\\Lambda|bound|small enough|sufficiently small|short enough|\\alpha=1|\\alpha=4|step size one|step size four|4.5714": {
        "with": max(safe) <= 0,
        "without": loss(far[1]) <= loss(far[0]),
    },
    "bound is reached|bound is attained|reaches the bound|attains the bound|bound is tight <- \\theta=0|origin|start|at 0|all scores are 0|one half|w=0": {
        "with": np.isclose(np.mean(sigmoid(0 * x) ** 2 * x**2), largest),
        "without": np.isclose(np.mean(sigmoid(x) * sigmoid(-x) * x**2), largest),
    },
    "curvature of $J$ in a direction|curvature in a direction|direction; is at most|at most|cannot exceed; curvature <- length 1|unit length|unit vector|norm 1|length one|unit direction": {
        "with": max(highest_curvatures) <= bound_of_both,
        "without": 2.0**2 * np.mean(x**2 / 4) <= largest,
    },
    "each step|every step|each of the five steps|all five steps|each of the five|every one of the five|each of them|all of the steps @ <TWENTY>, -first, -next": {
        "raises the loss|raise the loss|raises|raise|increases|makes it worse": bool(
            np.all(np.diff(heights_of[20.0]) > 0)
        ),
        "lowers the loss|lower the loss|lowers|falls": bool(np.all(np.diff(heights_of[20.0]) < 0)),
    },
    "none|no step|none of the steps|each step|every step|each of the five steps @ <FOUR>, -<TWENTY>": {
        "raises the loss|raises": bool(np.all(np.diff(heights_of[4.0]) > 0)),
    },
    "two|two of the three|two of them|all three|one of the three @ bound, step size*, -lie*": {
        "above|exceed|exceeds|beyond": sum(2 / largest < each for each in paths) > 1,
    },
    "network|deep network|neural network|loss of a network @": {
        "still convex|also convex|stays convex|convex as well|remains convex|is convex": product[2]
        <= (product[0] + product[1]) / 2,
    },
    "curvature|second derivative|$p(1-p)$ @ example|cross-entropy, -squared": {
        "at most one half|at most 1/2|at most 1|up to 1": not flat.max() <= 0.2501,
        "negative|below 0": flat.min() < 0,
    },
    "\\Lambda|bound @ examples|people|N, -six": {
        "grows with the number|proportional to the number|shrinks with the number|falls with the number": not np.isclose(
            np.mean(np.tile(x, 2) ** 2) / 4, largest
        ),
    },
    "step size|bound|allowed step|largest step @ units|inputs, twice|doubl*|larger": {
        "doubles|twice as large|larger|grows|half as large|unchanged|stays the same": not np.isclose(wide, 4 * largest),
        "a quarter|quarter|four times smaller|smaller": np.isclose(wide, 4 * largest),
    },
    "left|left panel @ step size twenty|$\\alpha=20$, -right": {"step size twenty|twenty": styles[2][0] is left},
    "halv, inputs, step size|bound, -doubl": {
        "halves the": np.isclose(wide, 2 * largest),
        "quarters the": np.isclose(wide, largest / 4),
    },
    "derivative|gradient|slope of the loss @ beyond|past|other side|to the right|above the best|steeper than the best, -0.4167, -curvature": {
        "negative|stays negative|below 0": gradient(best + 1) < 0,
        "positive|above 0": gradient(best + 1) > 0,
    },
    "descent|gradient descent @ derivative, beyond|past, -step size, -$\\alpha$, -separable": {
        "goes on increasing|goes on raising|keeps increasing|keeps raising|continues upwards|never returns": gradient(
            best + 1
        )
        < 0,
    },
    "independent columns|independence of the columns|linearly independent columns|columns that are independent @ minimiser|minimum|loss, -at most, -two, -more than one, -unique, -curvature": {
        "ensure|ensures|guarantee|guarantees|suffice|sufficient|make sure|bring a": np.logaddexp(0, -8.0)
        <= np.logaddexp(0, -16.0),
    },
    "largest safe step|safe step|safe step size|bound|bound on the step|permitted step|2/\\Lambda @ labels|passed|failed, -curvature, -convex": {
        "depends on the labels|depend on the labels|different|would change|another one": largest != np.mean(x**2) / 4,
        "stays|the same": largest == np.mean(x**2) / 4,
    },
    "largest safe step|safe step|largest step|bound|2/\\Lambda @ inputs & larger|inputs & ten times|hours|minutes|multiplied, -people": {
        "ten times as large|ten times larger|larger|grows|rises|hundred times larger|longer": np.mean((10 * x) ** 2)
        <= np.mean(x**2),
        "smaller|a hundredth|shrinks": np.isclose(np.mean((10 * x) ** 2), 100 * np.mean(x**2)),
    },
    "step beyond the bound|steps beyond the bound|larger step|step above the bound|steps above the bound|beyond it|beyond the bound @ bound|2/\\Lambda": {
        "always raises|always raise|raises in any case|must raise|inevitably raises|every time": loss(
            descend(5.0, 1)[1]
        )
        > loss(0.0),
    },
    "curvature|curve it|curvature of the loss, -$w$, -Newton, -step, -parabola": {
        "one half|undecided|least certain|even odds": 1 / 4,
        "with certainty|nearly certain|almost certain|sure|most certain|surest": sigmoid(4.0) * sigmoid(-4.0),
    },
}

# %% after halved: No closed form, and Newton's method


def half_width(curve, low, middle, high):
    """How far one may go from the lowest place of a curve until it has risen by 0.2."""
    reach = np.linspace(0, high - low, 4001)
    right_side = np.array([curve(middle + each) for each in reach])
    return reach[np.argmax(right_side > right_side[0] + 0.2)]


def touching(w):
    return loss(4.0) + gradient(4.0) * (w - 4.0) + curvature(4.0) * (w - 4.0) ** 2 / 2


vertex_at = 4.0 - gradient(4.0) / curvature(4.0)
away = [0.0]
for _ in range(4):
    away.append(away[-1] - gradient(away[-1]) / curvature(away[-1]))
errors = np.abs(np.array(away) - best)
crawled = [0.0]
for _ in range(20):
    crawled.append(crawled[-1] - gradient(crawled[-1]))
onward = vertex_at - gradient(vertex_at) / curvature(vertex_at)
dots = {line.get_marker(): line for line in panels[1].lines if line.get_marker() == "o" and len(line.get_xdata()) == 1}
filled = [line for line in panels[1].lines if line.get_marker() == "o" and line.get_markerfacecolor() != "white"]
hollow = [line for line in panels[1].lines if line.get_marker() == "o" and line.get_markerfacecolor() == "white"]
wider = half_width(touching, 0, vertex_at, 9) > half_width(loss, 0, best, 9)
fitted_share = special.expit(add_intercept(clouds) @ theta_clouds).mean()
reached_at = [round(each, 4) == round(best, 4) for each in away]
for _ in range(2):
    away.append(away[-1] - gradient(away[-1]) / curvature(away[-1]))
in_five = round(away[5], 4) == round(best, 4)
diverges = abs(onward) > abs(vertex_at) > 4
slope_there = gradient(4.0) + curvature(4.0) * (vertex_at - 4.0)


NEWTON_UNLESS = (
    "-step size one, -step size four, -step size twenty, -\\alpha, -gradient descent, -fit_logistic, -line search"
)
NEWTON_PATH = "Newton's method|Newton|path|slope|first step|method|iterates"
NEWTON_STEPS = "each step|every step|step|steps|following steps|next step|step lengths|later steps|last steps|last ones|step sizes of Newton's method|steps of Newton's method"
lost = [4.0, vertex_at, onward]

after_halving = [4.0]
for _ in range(6):
    shortened = gradient(after_halving[-1]) / curvature(after_halving[-1])
    while loss(after_halving[-1] - shortened) > loss(after_halving[-1]):
        shortened /= 2
    after_halving.append(after_halving[-1] - shortened)
halving_leads = np.isclose(after_halving[-1], best, rtol=1e-6)

from_two = [2.0]
for _ in range(3):
    from_two.append(from_two[-1] - gradient(from_two[-1]) / curvature(from_two[-1]))
apart_x, apart_y, onwards = np.array([-2.0, -1.0, 1.0, 2.0]), np.array([0, 0, 1, 1]), 0.0
for _ in range(40):  # Newton's method with a line search, on a convex loss without a minimum
    chance_there = sigmoid(onwards * apart_x)
    towards = np.mean((chance_there - apart_y) * apart_x) / np.mean(chance_there * (1 - chance_there) * apart_x**2)
    onwards -= towards
stays_bounded = onwards < 20


from_zero = [0.0]
for _ in range(4):
    from_zero.append(from_zero[-1] - gradient(from_zero[-1]) / curvature(from_zero[-1]))


{
    "curvature|second derivative @ distant start|far from the minimum|far away": {
        "is large|is high|is largest|is strong": curvature(4.0) > curvature(0.0),
    },
    "Newton steps|steps of Newton's method|steps|Newton's steps @ distant start|far from the minimum|far away": {
        "are short|too short|are small|too small": abs(gradient(4.0) / curvature(4.0))
        < abs(gradient(0.0) / curvature(0.0)),
    },
    "Newton's method|Newton|each Newton step|method|step @ Newton*, minim*|near|close|digits, -gradient descent adds": {
        "adds the same number|same number of correct digits|same number of digits|one more digit|a fixed number of digits|a constant number of digits": bool(
            abs(errors[3] / errors[2] - errors[2] / errors[1]) < 0.1
        ),
    },
    "gradient descent|descent @ digits|error, -Newton step roughly": {
        "doubles them|doubles the number|doubles the digits|squares the error|squares its error": bool(
            abs(crawled[20] - best) < abs(crawled[10] - best) ** 1.9
        ),
    },
    "Newton's method|Newton|method|Newton step @ Newton*, -quasi|L-BFGS|w=4|from 4|programs": {
        "needs a step size|has a step size to choose|requires a step size|depends on a step size": abs(errors[4])
        >= 1e-3,
        "needs no second derivative|needs no second derivatives|no second derivatives|without second derivatives|ignores the curvature|ignores curvature|does not use the curvature|uses only the gradient|needs only the gradient": np.isclose(
            gradient(0.0) / curvature(0.0), gradient(0.0)
        ),
        "cheaper than a gradient step|cheaper than a step of gradient|costs less than a gradient|as cheap as a gradient": 30
        * 31
        / 2
        < 30,
    },
    "gradient descent|descent @ Newton*|curvature": {
        "uses the curvature|uses it to choose|needs the Hessian|inverts the Hessian|divides by the curvature": np.isclose(
            crawled[1], crawled[0] - gradient(crawled[0]) / curvature(crawled[0])
        ),
    },
    "minimiser, intercept, ones": {
        "mean of the fitted probabilities": np.isclose(fitted_share, groups.mean(), atol=1e-6, rtol=0)
    },
    "least squares such equations": {
        "linear": np.allclose(np.diff([np.mean((w * x - y) * x) for w in (0, 1, 2, 3)], 2), 0, atol=1e-12, rtol=0),
        "exponential": not np.allclose(np.diff([gradient(w) for w in (0, 1, 2, 3)], 2), 0, atol=1e-3, rtol=0),
    },
    "after a step, parabola": {
        "same value": np.isclose(touching(4.0), loss(4.0), rtol=1e-12, atol=0),
        "gradient and hessian": np.isclose(
            (touching(4.001) - touching(3.999)) / 0.002, gradient(4.0), rtol=1e-4, atol=0
        ),
    },
    "hessian, expected value": {"does not contain the labels": no_labels, "symmetric": False},
    "hessian, labels": {"contains": not no_labels, "does not contain": no_labels},
    "parabola, valley, vertex": {
        "close to 0 or 1": np.sum((sigmoid(4.0 * x) < 0.15) | (sigmoid(4.0 * x) > 0.85)) > 3,
        "curvature is small": curvature(4.0) < curvature(0.0),
        "wider": wider,
        "higher than before": loss(vertex_at) > loss(4.0),
    },
    "parabola, valley": {"narrower": not wider, "wider": wider},
    "parabola resembles": {"minimum": errors[4] < 1e-3},
    "minimiser, error": {
        "square": errors[3] / errors[2] ** 2 < 2 and errors[3] < 0.1 * errors[2],
        "positive curvature": curvature(best) > 0,
    },
    "each error": {"halved": abs(errors[3] / errors[2] - 0.5) < 0.1},
    "same method": {"diverges": abs(onward) > abs(vertex_at) > 4, "converges": False},
    "convexity alone": {"does not": abs(onward) > 100, "makes": False},
    "step, of newton, goes": {
        "from the filled point": len(filled) == 1 and filled[0].get_xdata()[0] == 4.0,
        "the open point": len(hollow) == 1 and np.isclose(hollow[0].get_xdata()[0], vertex_at),
    },
    "newton, goes from": {"from the open point": hollow[0].get_xdata()[0] == 4.0},
    "dashed parabola": {"touches it at a filled point": filled[0].get_xdata()[0] == 4.0},
    "newton, few steps": {"near the minimiser": errors[4] < 1e-3, "overshoot far": abs(onward) > 100},
    "two ways, minimum": {"both of which can overshoot": loss(far[1]) > loss(0.0) and abs(onward) > 100},
    "many parameters, l-bfgs": {"scikit-learn's default": LogisticRegression().solver == "lbfgs"},
    "minimiser; gradient; with an intercept; column is 1; mean of the fitted probabilities; share of ones": np.isclose(
        fitted_share, groups.mean(), atol=1e-6, rtol=0
    ),
    "in least squares; such equations are linear; contains an exponential; no formula": (
        np.allclose(np.diff([np.mean((w * x - y) * x) for w in (0, 1, 2, 3)], 2), 0, atol=1e-12, rtol=0)
        and not np.allclose(np.diff([gradient(w) for w in (0, 1, 2, 3)], 2), 0, atol=1e-3, rtol=0)
    ),
    "Newton's method; approximates the loss; after a step; by a parabola; same value; gradient and Hessian": (
        np.isclose(touching(4.0), loss(4.0), rtol=1e-12, atol=0)
        and np.isclose((touching(4.001) - touching(3.999)) / 0.002, gradient(4.0), rtol=1e-4, atol=0)
        and np.isclose(np.diff([touching(w) for w in (3.9, 4.0, 4.1)], 2)[0] / 0.01, curvature(4.0), rtol=1e-6)
        and np.isclose((gradient(4.001) - gradient(3.999)) / 0.002, curvature(4.0), rtol=1e-4)
    ),
    "steps to where; its gradient; is 0; if the Hessian is invertible": np.isclose(slope_there, 0, atol=1e-12),
    "Hessian; does not contain the labels; so; expectation under the model; Fisher scoring": no_labels,
    "parabola resembles the valley; four steps; lead to the minimum; to the digits shown": (
        in_five and not reached_at[3]
    ),
    "close to a minimiser; positive curvature; error; proportional to the square; one before": (
        np.isclose(errors[3] / errors[2] ** 2, errors[2] / errors[1] ** 2, rtol=0.5)
        and errors[3] < 0.1 * errors[2]
        and curvature(best) > 0
    ),
    "from $w=4$; the same method; diverges": diverges,
    "most probabilities; close to 0 or 1; curvature is small; much wider than the valley; vertex; loss is higher than before": (
        np.sum((sigmoid(4.0 * x) < 0.15) | (sigmoid(4.0 * x) > 0.85)) > len(x) / 2
        and wider
        and curvature(4.0) < curvature(0.0) / 4
        and loss(vertex_at) > loss(4.0)
    ),
    "$w=0$ / $w=4$": {
        "resembles the valley": (in_five, not diverges),
        "diverges": (not in_five, diverges),
        "lead to the minimum": (in_five, not diverges),
    },
    "convexity alone; does not make Newton's method; method converge": (diverges and np.all(np.diff(tall, 2) > 0)),
    "programs; shorten a step; raises the loss; fit_logistic; halves it; leads to the minimum": np.isclose(
        w, best, rtol=1e-6, atol=0
    ),
    (
        "very many parameters; each step is expensive; L-BFGS; estimates the curvature; "
        "last steps; scikit-learn's default; gradient descent on standardised inputs"
    ): (LogisticRegression().solver == "lbfgs"),
    "two panels; loss as a valley; dashed parabola; touches it; filled point": (
        len(panels) == 2 and filled[0].get_xdata()[0] == 4.0
    ),
    "step of Newton's method; from the filled point; vertex of the parabola; open point; lands on the loss": (
        filled[0].get_xdata()[0] == 4.0
        and np.isclose(hollow[0].get_xdata()[0], vertex_at)
        and np.isclose(hollow[0].get_ydata()[0], loss(vertex_at))
    ),
    ("gradient and curvature; two ways; to its minimum; both of which can overshoot; penalty helps; no minimum"): (
        diverges and loss(far[1]) > loss(0.0)
    ),
    "choose a step size; step of Newton's method; overshoots": diverges,
    "Newton|Newton's method / gradient descent": {
        "needs the Hessian": (curvature(4.0) > 0, max(safe) > 0),
        "goes against the gradient": (not in_five, max(safe) <= 0),
    },
    "gradient descent with; $\\alpha\\leq2/\\Lambda$; does not raise $J$; Newton's method; few steps; near the minimiser; may overshoot; far from it": (
        max(safe) <= 0 and max(shorter) <= 0 and in_five and diverges
    ),
    "<NEWTON_PATH> @ $w=0$|from 0, <NEWTON_UNLESS>": {
        **toward(away[:5], best),
        "rises": course(away[:5])["rises"],
        "falls": course(away[:5])["falls"],
    },
    "<NEWTON_PATH> @ $w=4$|from 4, <NEWTON_UNLESS>, -digits": {
        "settles": toward(lost, best)["settles"],
        "diverges": toward(lost, best)["diverges"],
        "passes": toward(lost, best)["passes"],
        "falls short": toward(lost, best)["falls short"],
        "slows down": course(lost)["slows down"],
        "speeds up": course(lost)["speeds up"],
    },
    "<NEWTON_STEPS> @ $w=0$|from 0, <NEWTON_UNLESS>": {
        **toward(away[:5], best),
        **changes(np.abs(np.diff(away[:5]))),
        "raises the loss": loss(away[1]) > loss(away[0]),
        "too far": max(away[:5]) > best + 1e-6,
    },
    "<NEWTON_STEPS> @ $w=4$|from 4, <NEWTON_UNLESS>, -digits": {
        **{name: toward(lost, best)[name] for name in ("settles", "diverges", "passes", "falls short")},
        **changes(np.abs(np.diff(lost))),
        "lowers the loss|lower the loss|reduces the loss": loss(lost[1]) < loss(lost[0]),
        "raises the loss|raise the loss": loss(lost[1]) > loss(lost[0]),
        "a little too far|slightly too far|only just": abs(lost[2]) < 10,
    },
    "vertex|vertex of the parabola @ $w=4$|from 4": {
        "passes": (4.0 - best) * (vertex_at - best) < 0,
        "falls short": (4.0 - best) * (vertex_at - best) > 0,
        "near the minimum|close to the minimum": abs(vertex_at - best) < 1,
    },
    "loss|mean loss @ $w=4$|from 4, <NEWTON_UNLESS>": course([loss(w) for w in lost[:2]]),
    "loss|mean loss @ $w=0$|from 0, newton*|parabola|step, <NEWTON_UNLESS>": course([loss(w) for w in away[:4]]),
    "error|errors|distance @ minimum|minimiser|newton*|each step|every step, -halves it": {
        "rises": errors[3] > errors[2],
        "halved|halves|proportional to the one before|linearly|constant factor": errors[3] / errors[2] > 0.3,
        "stays": errors[3] == errors[2],
    },
    "parabola @ $w=4$|from 4": {"wider": wider, "narrower": not wider},
    "vertex @ $w=4$|from 4|$w=0$|from 0, -lower": {
        "at the minimum|at the minimiser|in the minimum": abs(vertex_at - best) < 0.1
    },
    "error @ newton*|each step|every step, -halves it": {
        "half as large|about half|by half|halved|halves": errors[3] / errors[2] > 0.3,
    },
    "halving|line search|shorter step|halving the step|shortening the step @ $w=4$|from 4|raises": {
        "better": halving_leads,
        "in vain|stops at the first|fails|no shorter one|gets stuck": not halving_leads,
    },
    "shorter one|shorter step|half of the step @ $w=4$|from 4|line search": {
        "lowers the loss": loss(after_halving[1]) < loss(4.0),
    },
    "mean of the fitted probabilities|average of the fitted probabilities|average fitted probability|fitted probabilities; is the share of ones|equals the share of ones|is the share of the ones|is the proportion of ones|match the share of ones <- intercept|column of ones|column is 1": {
        "with": np.isclose(fitted_share, groups.mean(), atol=1e-6, rtol=0),
        "without": np.isclose(
            special.expit(clouds * fit_logistic(clouds, groups).theta[0]).mean(),
            groups.mean(),
            atol=1e-3,
            rtol=0,
        ),
    },
    "each error|the error|errors|distance; square of the one before|square of the previous|square of the last|quadratically <- close|near|nearby|neighbourhood|last|end|once": {
        "with": errors[3] < 0.1 * errors[2],
        "without": abs(onward - best) < abs(4.0 - best),
    },
    "each error|the error|errors; square of the one before|square of the previous|quadratically; Newton*|minimiser|close <- positive curvature|curvature & positive|curvature & not 0|curved|invertible": {
        "with": errors[3] < 0.1 * errors[2],
        "without": (1 - 1 / 3) < 0.1,  # of the fourth power, whose curvature at its minimum is 0, each step leaves 2/3
    },
    "steps to where its gradient|steps to where the gradient|goes to where its gradient|steps to the point where; is 0|vanishes|zero <- invertible|nonsingular|not singular|full rank|positive definite|positive curvature": {
        "with": np.linalg.matrix_rank(hessian(both_columns, [0.3, 0.2])) == 2,
        "without": np.linalg.matrix_rank(hessian(twin, [0.3, 0.2])) == 2,
    },
    "Fisher scoring|Fisher; same step <- label*|expect*": {"with": no_labels, "without": not no_labels},
    "line search|sufficient decrease; converges|always converges|method converge|reaches the minimum|finds the minimum <- curvature|strongly convex|strong convexity": {
        "with": halving_leads,
        "without": stays_bounded,
    },
    "Newton*|same method; diverges <- 4|far|start*|alone|separable": {"with": diverges, "without": not in_five},
    "#halved": {
        "single step|one step|first step|at once|immediately|two steps": abs(after_halving[2] - best) < 1e-3,
        "doubles|double|a third|a quarter|lengthens": not halving_leads,
        "gradient descent|without the Hessian|against the gradient": np.isclose(
            gradient(4.0) / curvature(4.0), gradient(4.0)
        ),
        "fails|diverges|does not help|in vain|never arrives|gets stuck": not halving_leads,
        "saddle|local maximum|another minimum": curvature(best) < 0,
        "without any halving|without halving|full steps": not diverges,
    },
    "#newton-steps:5": {"three steps|two steps|six steps|ten steps": reached_at[3], "four steps": reached_at[4]},
    "#newton-steps:8|#newton-steps:9": {
        "$w=0$|from 0": not diverges,
        "lower than|lower loss|falls": loss(vertex_at) < loss(4.0),
        "near the minimum|close to the minimum|at the minimum": abs(vertex_at - best) < 1,
    },
    "open point|open circle|hollow point|white point|open dot @ newton*|step|vertex|parabola|caption": {
        "the minimum|minimum of the loss|its minimum|on the parabola|the vertex|the start|starting point": np.isclose(
            hollow[0].get_xdata()[0], best, atol=1e-2
        ),
        "on the loss": np.isclose(hollow[0].get_ydata()[0], loss(vertex_at)),
    },
    "filled point|filled circle|filled dot|solid point @ newton*|step|vertex|parabola": {
        "the minimum|lands|end of the step|where it ends": filled[0].get_xdata()[0] != 4.0,
    },
    "parabola|vertex @ loss, value|touch*|start": {
        "lies everywhere above|never below the loss|bounds the loss from above|upper bound": bool(
            np.all([touching(w) >= loss(w) - 1e-9 for w in np.linspace(-8, 12, 81)])
        ),
        "lies everywhere below|never above the loss|lower bound": bool(
            np.all([touching(w) <= loss(w) + 1e-9 for w in np.linspace(-8, 12, 81)])
        ),
    },
    "first step|Newton's first step|step|Newton's method @ $w=2$|from 2, -gradient descent": {
        "negative slope|lands at a negative|below 0|wrong side of 0|diverges": from_two[1] < 0,
        "longer": abs(from_two[2] - from_two[1]) > abs(from_two[1] - from_two[0]),
    },
    "second|second step|the next|next step @ $w=2$|from 2": {
        "longer": abs(from_two[2] - from_two[1]) > abs(from_two[1] - from_two[0]),
        "shorter": abs(from_two[2] - from_two[1]) < abs(from_two[1] - from_two[0]),
    },
    "closed form|formula|formula for the solution|solution @ logistic|least squares|equations|normal equations, -\\log": {
        "least squares has none|neither has|both have|also for logistic": not np.allclose(
            np.diff([np.mean((w * x - y) * x) for w in (0, 1, 2, 3)], 2), 0, atol=1e-12
        ),
    },
    "Newton's method|Newton step|each step @ Hessian|many parameters|parameters": {
        "cheap|cheaper than gradient|costs the same as gradient": len(hessian(both_columns, [0, 0])) == 1,
        "needs no Hessian|only the gradient|without second derivatives": np.isclose(
            gradient(4.0) / curvature(4.0), gradient(4.0)
        ),
    },
    "step|Newton step|Newton's method @ units|scale|rescal*|standardis*, -penalty": {
        "depends on the units|depends on the scale|changes with the units|needs standardised": not np.isclose(
            gradient(0.5) / curvature(0.5),
            2 * np.mean((sigmoid(0.5 * x) - y) * 2 * x) / np.mean(sigmoid(0.5 * x) * sigmoid(-0.5 * x) * (2 * x) ** 2),
        ),
    },
    "newton, error|distance, -line search, -raises": {
        "halves the error": abs(errors[3] / errors[2] - 0.5) < 0.1,
        "halves it": False,
    },
    "each of them|each of the steps|every one of them|second|the second|later steps|later ones @ $w=0$, steps|step|method, -$\\alpha$, -step size, -descent, -parabola": {
        "longer|longer than the one before|overshoots|passes": bool(
            np.any(np.diff(np.abs(np.diff(from_zero))) > 0) or max(from_zero) > best + 1e-9
        ),
        "shorter|falls short": bool(np.all(np.diff(np.abs(np.diff(from_zero))) < 0)),
    },
    "gradient|slope of the loss|derivative @ $w=4$, -20, -curvature": {
        "very large|huge|enormous|large|steepest|explodes|small|tiny|nearly 0": not 0.05 < abs(gradient(4.0)) < 1,
    },
    "loss|valley @ Newton, long|longest|steps": {
        "steepest|steep": curvature(4.0) > curvature(0.0),
        "straight|nearly straight|flat curvature|hardly curved": curvature(4.0) < curvature(0.0) / 4,
    },
    "curvature|second derivative @ $w=4$, $w=0$|Newton|parabola|step": {
        "large|larger|high|higher": curvature(4.0) > curvature(0.0),
        "small|smaller": curvature(4.0) < curvature(0.0),
    },
    "Newton's method|Newton|Newton's step @ curvature|Hessian|second derivative, -expensive, -programs": {
        "ignores|does not use|needs no|leaves out|without the curvature": np.isclose(from_zero[1], -gradient(0.0)),
    },
    "gradient descent|descent @ curvature|Hessian|second derivative, -bound, -L-BFGS": {
        "uses it|uses the|uses its|needs the|inverts|divides by": np.isclose(descend(1.0, 1)[1], from_zero[1]),
    },
}


# %% after growth: When there is no minimum
def refuses(inputs, labels):
    try:
        fit_logistic(inputs, labels)
    except ValueError:
        return True
    return False


ladder = np.array([clear_loss(w) for w in np.linspace(0.5, 20, 40)])
square = np.random.default_rng(3).normal(size=(4, 4))
signs = np.array(np.meshgrid(*[[-1.0, 1.0]] * 4)).reshape(4, -1)
none_fits = refuses(clear_x[:, None], clear_y)
ever_better = np.all(np.diff(ladder) < 0)
by_class = [clear_x[clear_y == label] for label in (1, 0)]
positive_for = tuple(bool(np.all(each > 0)) for each in by_class)
sizes = np.abs(clear_x)
doubled_better = all(np.all(special.expit(2 * w * sizes) > special.expit(w * sizes)) for w in (1, 4))


steps_of = np.outer([1, 2], np.linspace(0.5, 20, 40))

grown = [0.0]
for _ in range(10_000):
    grown.append(grown[-1] - clear_gradient(grown[-1]))
decided = [int(np.sum((w * clear_x > 0) == (clear_y == 1))) for w in grown[10::3330]]
chances_of = [special.expit(w * clear_x[clear_y == 1]) for w in (grown[10], grown[-1])]
SEPARABLE = "separable|four people|10000|1000|steps|without a penalty|keeps going|four"

one_is_refused = True
try:
    fit_logistic(clear_x[:, None], clear_y, l2=0.1)
except ValueError:
    pass
else:
    one_is_refused = False


{
    "separation|classes|overlap|estimate|overlapping classes @ overlap*": {
        "overlap too much|because the classes overlap|when the classes overlap|diverges|diverge|infinite|makes the estimate run": refuses(
            x[:, None], y
        ),
    },
    "slope|descent|gradient descent|estimate @ larger step size|larger steps|longer steps|small step|smaller step, separable|growth|slope, -six|penalty": {
        "converge|would converge|settle|would settle|come to rest|stay finite": reached[10_000] < reached[1000] + 0.1,
    },
    "four people, average": {
        "more than average passed": clear_y[clear_x > 0].min() == 1,
        "others failed": clear_y[clear_x < 0].max() == 0,
    },
    "have the same loss": {
        "1 and −1": np.isclose(np.logaddexp(0, 0.7) - 0.7, np.logaddexp(0, -0.7)),
        "2 and −2": np.isclose(np.logaddexp(0, 1.4) - 1.4, np.logaddexp(0, -1.4)),
    },
    "both terms": {"fall as": np.all(np.diff(ladder) < 0), "neither reaches 0": ladder.min() > 0},
    "terms, grows": {"rise": False, "fall": np.all(np.diff(ladder) < 0)},
    "each example of class 1": {
        "class 1 a positive score": np.all(clear_x[clear_y == 1] > 0),
        "class 0 a negative": np.all(clear_x[clear_y == 0] < 0),
    },
    "multiplying such": {"all losses to 0": ladder[-1] < 1e-6, "does not exist": none_fits},
    "separable data, maximum-likelihood": {"does not exist": none_fits, "have no": none_fits, "exists": not none_fits},
    "columns, independent, minimiser": {"at most one": none_fits, "exactly one": not none_fits, "at least one": False},
    "larger slope, predictions": {"better": np.all(np.diff(ladder) < 0), "without end": ladder.min() > 0},
    "the derivative is close!!": {
        "$-e^{-w}/2$": np.isclose(clear_gradient(12.0), -np.exp(-12.0) / 2, rtol=1e-3, atol=0),
        "about 1/2": np.isclose(np.exp(12.0) * (np.exp(-clear_gradient(12.0)) - 1), 1 / 2, rtol=1e-3, atol=0),
        "$\\log(k/2)$": abs(reached[10_000] - np.log(10_000 / 2)) < 0.01,
    },
    "slope that you report": {"when you stopped": reached[10_000] > reached[1000]},
    "such data, fit_logistic": {"refuses": none_fits, "returns": not none_fits},
    "labellings": {
        "all labellings": all(np.allclose(np.sign(square @ np.linalg.solve(square, each)), each) for each in signs.T),
        "linearly independent": np.linalg.matrix_rank(square) == 4,
    },
    "four people|four examples|four labels; practised more than average; passed; all others failed": (
        clear_y[clear_x > 0].min() == 1 and clear_y[clear_x < 0].max() == 0
    ),
    "points at 1 and −1; have the same loss; those at 2 and −2": (
        all(np.isclose(np.logaddexp(0, each) - each, np.logaddexp(0, -each)) for each in (0.7, 1.4))
    ),
    "both terms; fall as $w$ grows; neither reaches 0": (
        np.all(np.diff(np.logaddexp(0, -steps_of), axis=1) < 0) and np.logaddexp(0, -steps_of).min() > 0
    ),
    "separable; gives each example of class 1; a positive score; each example of class 0; a negative one": (
        positive_for == (True, False)
    ),
    "class 1 / class 0": {
        "a positive score": positive_for,
        "a negative one": tuple(bool(np.all(each < 0)) for each in by_class),
    },
    "multiplying such; growing factor; all losses to 0; which no; separable data; does not exist": (
        none_fits and ever_better and ladder[-1] < 1e-6 and ladder.min() > 0
    ),
    "double it; every probability; of a true class; rises": doubled_better,
    "all decide alike; probabilities differ; so does the loss": (
        np.array_equal(sigmoid(clear_x) > 0.5, sigmoid(2 * clear_x) > 0.5)
        and not np.any(np.isclose(sigmoid(clear_x), sigmoid(2 * clear_x)))
        and clear_loss(1.0) != clear_loss(2.0)
    ),
    "larger slope; every one of the four predictions; better; without end": (
        doubled_better and ever_better and ladder.min() > 0
    ),
    "gradient descent keeps going; 10000 steps; of size 1; the slope": max(reached) == 10_000 and reached[10_000] > 8,
    "for large $w$; derivative is close to; $-e^{-w}/2$; adds about 1/2; after $k$ steps; $\\log(k/2)$": (
        np.isclose(clear_gradient(12.0), -np.exp(-12.0) / 2, rtol=1e-3, atol=0)
        and np.isclose(np.exp(12.0) * (np.exp(-clear_gradient(12.0)) - 1), 1 / 2, rtol=1e-3, atol=0)
        and all(abs(reached[each] - np.log(each / 2)) < 0.05 for each in (1000, 10_000))
    ),
    "slope that you report; when you stopped; huge coefficients; often a sign of separation": (
        reached[10_000] > reached[1000]
    ),
    "fit_logistic; refuses such data; other programs may return; last value": none_fits,
    (
        "separation is common; inputs are many; as many linearly independent columns as examples; "
        "all labellings; can be separated"
    ): (
        np.linalg.matrix_rank(square) == 4
        and all(np.allclose(np.sign(square @ np.linalg.solve(square, each)), each) for each in signs.T)
    ),
    "what happens; each of the four losses; if you double; the slope": len(clear_x) == 4 and doubled_better,
    "recognise data; without a maximum-likelihood estimate; penalty assumes": none_fits,
    "separable data; have; no maximum-likelihood estimate": none_fits,
    "whether; there is one; at all; another question": (none_fits and not refuses(x[:, None], y)),
    "a threshold; separates the classes; steeper slope; always better": ever_better,
    "threshold between 2 and 3; separates its classes; without error; slope diverges": refuses(
        add_intercept(np.array([1.0, 2.0, 3.0, 4.0])), clear_y
    ),
    "separable data, slope, descent": {"converges": reached[10_000] < reached[1000] + 0.1, "keeps": not ever_better},
    "slope @ <SEPARABLE>, -penalty|\\lambda, -with a, -six": {
        **bounds([grown[10], grown[100], grown[1000], grown[10_000]]),
        "slows down": course(grown[10::1000])["slows down"],
        "keeps its pace": course(grown[10::1000])["keeps its pace"],
        "speeds up": course(grown[10::1000])["speeds up"],
        "rises": course(grown[::100])["rises"],
        "falls": course(grown[::100])["falls"],
        "settles|stopped growing|stops growing|stands still": grown[-1] - grown[1000] < 0.1,
    },
    "growth|growth of the slope|slope's growth @": {
        "slows down": course(grown[10::1000])["slows down"],
        "keeps its pace": course(grown[10::1000])["keeps its pace"],
        "speeds up": course(grown[10::1000])["speeds up"],
        "comes to an end|ends|stops|bounded": grown[-1] - grown[1000] < 0.1,
    },
    "steps|thousand|add|adds": {
        "first thousand|first ten|first hundred|first steps": grown[1000],
        "last thousand|last steps": grown[-1] - grown[-1001],
    },
    "decisions|decision|accuracy|classifications|classification @ slope|10000|longer|further steps|more steps|later, -test": {
        "better": decided[-1] > decided[0],
        "worse": decided[-1] < decided[0],
        "more of the four|more of them|more people|more answers|still change|changes|change": decided[-1] != decided[0],
        "the same|stay": decided[-1] == decided[0],
    },
    "probabilities|predictions|model @ separable|four people|10000, +slope|steps|longer, -penalty|\\lambda": confidence(
        *chances_of
    ),
    "loss|losses|mean loss @ separable|slope|four people|without a penalty, -penalised, -validation, -six": {
        "reaches 0|becomes 0|is 0|attains 0|reaches its minimum": clear_loss(30.0) == 0,
        "levels off above|stays above 0.1|cannot fall below 0.1": clear_loss(30.0) > 0.01,
    },
    "loss|losses|loss of the four people|likelihood @ separable|four people": {
        "has a minimum|has a smallest value|a smallest value|its smallest value|a lowest value|has a maximum": not ever_better,
        "no minimum|no smallest value|no lowest value|no maximum": ever_better,
        "attains|attained|attains it|is reached": clear_loss(30.0) == 0,
    },
    "descent|gradient descent|it @ separable|four people|10000, -penalty|\\lambda": {
        "attains in the end|reaches it in the end|arrives in the end|finds the minimum|reaches the best slope": not ever_better,
    },
    "slope|it|growth @ hundred steps|first hundred|after 100 steps, -six": {
        "hardly changes|hardly grows|barely changes|barely grows|stands still|no longer changes|has stopped": grown[-1]
        - grown[100]
        < 0.1,
    },
    "gradient descent|descent @ hundred steps|first hundred|10000, -penalty": {
        "has found the best slope|found the best slope|found the minimum|has arrived": not ever_better,
    },
    "larger slope|steeper slope|a steeper slope|doubling the slope|slope @ four people|people|each of the four|two people near": {
        "better": doubled_better,
        "worse": not doubled_better,
    },
    "best slope @ effects|people|compromise|balance*, -penalty|\\lambda": {
        "balances|is a compromise|weighs": not ever_better,
    },
    "maximum-likelihood estimate|likelihood; does not exist|do not exist|has no maximum|have no|no maximum-likelihood|there is none <- <SEPARABLE_DATA>|both cases": {
        "with": none_fits,
        "without": refuses(x[:, None], y),
    },
    "all labellings|every labelling|any labelling|each labelling|all labels; separated|separable|be separated <- linearly independent|independent columns|columns & independent|full rank|rank": {
        "with": all(np.allclose(np.sign(square @ np.linalg.solve(square, each)), each) for each in signs.T),
        "without": all(
            np.allclose(np.sign(square[:, :1] @ np.linalg.lstsq(square[:, :1], each)[0]), each) for each in signs.T
        ),
    },
    "derivative; $-e^{-w}/2$|-e^{-w}/2 <- large|far|grows|big|\\infty|many steps": {
        "with": np.isclose(clear_gradient(12.0), -np.exp(-12.0) / 2, rtol=1e-3, atol=0),
        "without": np.isclose(clear_gradient(0.5), -np.exp(-0.5) / 2, rtol=1e-3, atol=0),
    },
    "all losses to 0|losses go to 0|losses to 0|losses vanish|losses tend to 0 <- separable|such|separat*|positive score|growing": {
        "with": ladder[-1] < 1e-6,
        "without": loss(30.0) < 1e-6,
    },
    "huge coefficients|very large coefficients|large coefficients; separation|separable|separated <- standardised|standardized|same scale|scaled|units|unit": {
        "with": abs(fit_logistic(x[:, None], y).theta[0]) < 10,
        "without": abs(fit_logistic(x[:, None] / 1000, y).theta[0]) < 10,
    },
    "fit_logistic; refuses|raises an error|rejects <- <UNPENALISED_DATA>": {
        "with": none_fits,
        "without": one_is_refused,
    },
    "#growth:2|#growth:5|#growth:8|#growth:11": {
        "\\log(k/2)|log(k/2)|predicted|formula gives": bool(np.isclose(grown[10], np.log(5), rtol=1e-2)),
    },
    "#growth:12": {
        "1000 steps|100 steps|10 steps|after 1000": bool(np.isclose(np.log(1000 / 2), np.log(10_000 / 2), rtol=1e-3)),
        "measured|reached|descent has reached": grown[-1] == np.log(10_000 / 2),
    },
    "ten times as many steps|ten times the steps|tenfold steps|tenfold @ slope|add*": {
        "doubles the slope|doubles|ten times the slope|tenfold slope|multiplies": grown[10_000] / grown[1000] > 1.9,
        "about 1 to|a little less than 1|half a unit": grown[10_000] - grown[1000] < 2,
    },
    "threshold|decision|boundary|threshold of one half @ four people|separable|larger slope|growing slope, -separates": {
        "moves|shifts|changes": decided[-1] != decided[0],
        "stays": decided[-1] == decided[0],
    },
    "overlapping classes|overlapping data|six people|the six @ minimum|maximum-likelihood|best slope|separable": {
        "no minimum|no best slope|does not exist|separable too|also separable|are separable": refuses(x[:, None], y),
    },
    "one more person|a fifth person|one exception|single exception|a person who @ separable|four people|minimum": {
        "changes nothing|does not help|still no minimum|remain separable|stays separable": refuses(
            np.append(clear_x, -1.5)[:, None], np.append(clear_y, 1)
        ),
    },
    "convex loss|every convex loss|convex function|every convex function|convexity @": {
        "has a minimiser|has a minimum|attains its minimum|guarantees a minimum|guarantees a minimiser|ensures a minimum": not none_fits,
    },
    "those at 1|those at 2|two at 1|people at 1|two of the four|the four people|all four people @ slope|descent|probability": {
        "keep the probability|one half|undecided|lose|become worse|do not profit": bool(
            np.isclose(sigmoid(reached[10]), 0.5)
        ),
    },
    "approximation|$\\log(k/2)$|estimate of the slope|this formula|gap|rule @ step*, -error of, -gap": {
        "worse|worsens|less accurate|poorer|drifts|diverges": bool(
            abs(reached[10_000] - np.log(5000)) > abs(reached[10] - np.log(5))
        ),
        "better|more accurate": bool(abs(reached[10_000] - np.log(5000)) < abs(reached[10] - np.log(5))),
    },
    "error of the approximation|gap|difference between the two|its error|error of this @ step*|$k$, \\log|approximation, -standard": {
        "rises|grows|larger|accumulates|add up": bool(
            abs(reached[10_000] - np.log(5000)) > abs(reached[10] - np.log(5))
        ),
        "falls|smaller|shrinks": bool(abs(reached[10_000] - np.log(5000)) < abs(reached[10] - np.log(5))),
    },
    "loss|mean loss|loss of the four|loss of the four people @ four people|separable|four": {
        "approaches $\\log 2$|approaches \\log 2|tends to \\log 2|stays above \\log 2|levels off above|a positive limit|levels off": clear_loss(
            20.0
        )
        > 0.1,
    },
}

# %% after sklearn-agrees: The penalty as a prior


def held_slope(strength, scale=1.0):
    return fit_logistic(scale * clear_x[:, None], clear_y, l2=strength).theta[0]


def at_both(strength):
    """The loss of the four people at the best slope, without the penalty."""
    return clear_loss(held_slope(strength))


middle, width = 0.4, 0.8
places = np.linspace(0.01, 6, 60_000)
steps_axis = right.get_xscale()
most_probable = places[stats.lognorm.pdf(places, width, scale=np.exp(middle)).argmax()]
stronger = held_slope(1.0) < held_slope(0.1)
variance = 1 / (4 * 0.1)


def prior_is(spread):
    """Whether a normal prior of some variance is the penalty, for four people and the strength 0.1."""
    return np.isclose(-np.diff(stats.norm.logpdf([0.0, 1.3], scale=spread**0.5))[0] / 4, 0.1 / 2 * 1.3**2, rtol=1e-9)


one_minimiser = np.all(np.diff(held, 2) > 0) and 0 < held.argmin() < 120 and np.isclose(held_slope(0.1), penalised)
at_minimum = np.isclose(clear_gradient(penalised) + 0.1 * penalised, 0, atol=1e-6)
intercepts = np.array([-40, -20, 0, 20, 40])
intercept_alone = np.logaddexp(0, intercepts) - intercepts / 2  # as many yes as no
early = reached[100] < reached[10_000]


uneven_y = np.array([0, 0, 0, 1])
uneven = fit_logistic(add_intercept(clear_x), uneven_y, l2=[0, 0.1])
free_intercept = add_intercept(clear_x).T @ (special.expit(add_intercept(clear_x) @ uneven.theta) - uneven_y) / 4
posterior = np.exp(-4 * plain) * stats.norm.pdf(grid, scale=variance**0.5)


def one_label_refuses():
    try:
        fit_logistic(add_intercept(clear_x), np.ones(4, dtype=int), l2=[0, 0.1])
    except ValueError:
        return True
    return False


one_label_refused = one_label_refuses()

strengths_tried = (0.01, 0.1, 1.0, 10.0)
held_at = [held_slope(each) for each in strengths_tried]
chance_held = [special.expit(each * clear_x) for each in held_at]
spreads = [1 / (4 * each) for each in strengths_tried]
same_side = all(np.array_equal(each > 0.5, chance_held[0] > 0.5) for each in chance_held)

{
    "separable data|data|loss|penalised loss|there @ penalty|\\lambda, separable, -without|no penalty|unpenalised": {
        "no minimum either|have no minimum|has no minimum|no minimiser either|have no minimiser|still no minimum": not one_minimiser,
    },
    "penalty|it|\\lambda @ growth|slope, -stops": {
        "only slows|merely slows|slows the growth|only delays|merely delays|postpones": bool(np.isinf(penalised)),
    },
    "intercept|the intercept @ penal*|shrunk|shrink*|prior, -without": {
        "is penalised|penalised most|is penalised too|penalised as well|is shrunk|is shrunk most|shrinks most|is held back|shrunk like all": bool(
            np.allclose(fit_logistic(np.ones((4, 1)), np.array([1, 1, 1, 0]), l2=[0]).theta, 0, atol=0.1)
        ),
    },
    "penalty|large penalty|strong penalty|\\lambda|strength|prior @ prior, large penalty|strong penalty|large \\lambda|large strength|larger penalty, -small|weak*|without|no penalty": {
        "wide prior|a wide prior|vague prior|flat prior|may take any value|knows little|says little|know little|little is known": variance
        < 1 / (4 * 1.0),
    },
    "C|$C$|larger C|larger $C$|large $C$ @ C|$C$, -smaller C|smaller $C$|small $C$|inverse": {
        "shrinks the coefficients more|shrinks them more|shrinks more|is the strength|strength of the penalty|penalises more|stronger penalty|holds the coefficients more": bool(
            abs(LogisticRegression(C=100.0).fit(clear_x[:, None], clear_y).coef_[0, 0])
            < abs(LogisticRegression(C=1.0).fit(clear_x[:, None], clear_y).coef_[0, 0])
        ),
    },
    "right, axis of steps": {"logarithmic": right.get_xscale() == "log", "linear": right.get_xscale() == "linear"},
    "left: without a penalty": {
        "loss falls": plain[-1] < plain[0],
        "with a penalty it has a minimum": held.argmin() < 120 - 1,
    },
    "penalty, slope rises": {"without a penalty the slope rises": max(reached.values()) > max(slowed.values())},
    "l2, derivative!": {"\\lambda\\theta_i": np.isclose(0.1 / 2 * (3.0001**2 - 3**2) / 1e-4, 0.1 * 3, rtol=1e-3)},
    "both labels, minimiser!!": {
        "exactly one minimiser": np.isclose(held_slope(0.1), penalised, rtol=1e-6),
        "\\lambda>0": none_fits and held_slope(0.1) > 0,
    },
    "one of the two labels": {"ever more expensive": np.logaddexp(0, 9.0) > np.logaddexp(0, 5.0)},
    "there is only one, penalty!!": {
        "\\lambda\\sum_iv_i^2": np.isclose(np.diff([0.1 / 2 * w**2 for w in (1, 1.01, 1.02)], 2)[0] / 1e-4, 0.1)
    },
    "normal priors, variance!": {
        "1/(N\\lambda)": prior_is(1 / (4 * 0.1)),
        "N/\\lambda": prior_is(4 / 0.1),
        "\\lambda/N": prior_is(0.1 / 4),
    },
    "most probable, given the data, -density": {
        "minimiser": abs(grid[held.argmin()] - penalised) < 0.05,
        "maximiser": False,
    },
    "twice the data": {"half the variance": np.isclose(1 / (8 * 0.1), variance / 2), "twice the variance": False},
    "factor n is there": {
        "a mean": np.isclose(clear_loss(1.0), (np.logaddexp(0, clear_x) - clear_y * clear_x).sum() / 4)
    },
    "unless you say!!": {"C=1": LogisticRegression().C == 1, "C=1/(N\\lambda)": np.isclose(C, variance)},
    "odds ratio, most probable!": {
        "$e^{m-s^2}$": np.isclose(most_probable, np.exp(middle - width**2), rtol=1e-3, atol=0),
        "$e^{m+s^2}$": np.isclose(most_probable, np.exp(middle + width**2), rtol=1e-3, atol=0),
    },
    "density of, normal, most probable": {"not at e^m": abs(most_probable - np.exp(middle)) > 0.1},
    "penalty itself": {
        "depends on the units": not np.isclose(2 * held_slope(0.1, scale=2.0), held_slope(0.1), rtol=1e-2)
    },
    "larger \\lambda|\\lambda grows|\\lambda larger, prior": {"narrower": variance > 1 / (4 * 1.0), "wider": False},
    "larger \\lambda|\\lambda grows|stronger penalty, coefficients": {
        "closer": stronger,
        "further": not stronger,
        "smaller": stronger,
    },
    "\\lambda, infinity, minimiser, estimate": {"approaches": held_slope(100.0) > held_slope(0.1)},
    "training loss, \\lambda": {"rises": at_both(1.0) > at_both(0.1), "falls": at_both(1.0) < at_both(0.1)},
    "best slope, descent": {"settles": np.isclose(slowed[10_000], penalised, rtol=1e-6), "goes on": False},
    "add a term; that grows with; the coefficients": held[-1] - plain[-1] > held[1] - plain[1],
    "intercept is usually left out; sum starts at 1; without an intercept|without intercept; it starts at 0": (
        at_minimum
        and np.isclose(free_intercept[0], 0, atol=1e-6)
        and np.isclose(free_intercept[1], -0.1 * uneven.theta[1], atol=1e-6)
    ),
    "this is; L2 regularisation; adds $\\lambda\\theta_i$; derivative": np.isclose(
        0.1 / 2 * (3.0001**2 - 3**2) / 1e-4, 0.1 * 3, rtol=1e-3
    ),
    "$\\lambda>0$; both labels occur; if; exactly one minimiser; separable data or not": (
        none_fits and one_minimiser and one_label_refused
    ),
    "there is one; because; $J_\\lambda$ is convex; goes to infinity; in each direction; along the intercept alone; one of the two labels; ever more expensive; in all others; penalty grows": (
        intercept_alone.argmin() == 2
        and min(intercept_alone[0], intercept_alone[-1]) > 19
        and 0.1 / 2 * 1e6**2 > 1e9
        and np.logaddexp(0, 9.0) > np.logaddexp(0, 5.0)
        and np.all(np.diff(held, 2) > 0)
    ),
    "there is only one; because; penalty adds; $\\lambda\\sum_iv_i^2$; to the curvature; along the intercept; loss is curved": (
        np.all(np.diff(intercept_alone, 2) > 0)
        and np.isclose(np.diff([0.1 / 2 * w**2 for w in (1, 1.01, 1.02)], 2)[0] / 1e-4, 0.1)
    ),
    "left; without a penalty; the loss falls; with a penalty; has a minimum": (
        plain.argmin() == 120 and held.argmin() < 119
    ),
    "without a penalty / with a penalty": {
        "has a minimum": (plain.argmin() < 120, held.argmin() < 120),
        "settles": (not early, np.isclose(slowed[10_000], slowed[1000], rtol=1e-6)),
    },
    "logarithmic axis of steps; without a penalty the slope rises; with one only": (
        right.get_xscale() == "log" and max(reached.values()) > max(slowed.values()) > min(slowed.values())
    ),
    "separable people; loss with and without a penalty; slope during gradient descent; in both cases": (
        len(slowed) == len(reached)
    ),
    "with $\\lambda=0.1$; the best slope; descent settles there": np.isclose(slowed[10_000], penalised, rtol=1e-6),
    ("independent normal priors; mean 0; variance $1/(N\\lambda)$; constant"): prior_is(variance),
    "up to constants; likelihood times prior; gives": prior_is(variance),
    "so that; minimiser of $J_\\lambda$; most probable; given the data": (posterior.argmax() == held.argmin()),
    "factor $N$; there; because; $J$ is a mean; same $\\lambda$; twice the data; prior of half the variance": (
        np.isclose(
            -np.diff(stats.norm.logpdf([0.0, 1.3], scale=(variance / 2) ** 0.5))[0] / 8, 0.1 / 2 * 1.3**2, rtol=1e-9
        )
        and prior_is(variance)
    ),
    "LogisticRegression; takes this variance; $C=1/(N\\lambda)$; $C=1$ unless": (
        LogisticRegression().C == 1
        and np.isclose(C, variance)
        and np.isclose(reference.coef_[0, 0], penalised, rtol=1e-5)
    ),
    (
        "chosen by its loss on other data; states no belief; stopping gradient descent early; "
        "similar effect; without any prior"
    ): (early and max(slowed.values()) < max(reached.values())),
    "most probable value; depends on the scale; is normal; mean $m$ and variance $s^2$; odds ratio; most probable at $e^{m-s^2}$; not at $e^m$": (
        np.isclose(most_probable, np.exp(middle - width**2), rtol=1e-3, atol=0)
        and abs(most_probable - np.exp(middle)) > 0.1
    ),
    "the penalty itself; depends on the units; of the inputs; standardise them first": not np.isclose(
        2 * held_slope(0.1, scale=2.0), held_slope(0.1), rtol=1e-2
    ),
    (
        "$\\lambda>0$; all coefficients but the intercept; both labels; exactly one minimiser; "
        "most probable; normal priors; variance $1/(N\\lambda)$"
    ): (one_minimiser and prior_is(variance)),
    "penalty|regularisation, minimiser|estimate, separable": {"exists": one_minimiser, "exactly one": one_minimiser},
    "penalty, coefficients, -without": {"shrinks": stronger, "larger": not stronger, "grows": not stronger},
    "slope|best slope|coefficients|coefficient|minimiser|weights @ <PENALTY>, -steps, -10000, -intercept, -odds ratio": {
        **changes(held_at),
        "closer to 0|nearer to 0|towards 0|closer to zero|pulled to 0": held_at[-1] < held_at[0],
        "further from 0|further away from 0|away from 0|farther from 0|further from zero": held_at[-1] > held_at[0],
        "unbounded": held_at[0] > 1e3,
        "exactly 0|exactly zero|becomes 0|reaches 0": held_at[-1] == 0,
    },
    "probabilities|model|predictions|probability|fitted probabilities|answers @ <PENALTY>, -validation, -test": confidence(
        chance_held[0], chance_held[-1]
    ),
    "loss of the four people|unpenalised loss|data loss|training loss|loss of the data|fit to the data|loss on the training part @ <PENALTY>, -without, -epoch*": (
        changes([at_both(each) for each in strengths_tried])
    ),
    "prior|normal distribution|normal prior|priors|belief|density @ <PENALTY>, -data": {
        **changes(spreads),
        "wider": spreads[-1] > spreads[0],
        "narrower": spreads[-1] < spreads[0],
        "weaker|vaguer|less informative": spreads[-1] > spreads[0],
        "little confidence": spreads[-1] > spreads[0],
        "firmer|more informative|stricter": spreads[-1] < spreads[0],
    },
    "prior|priors|normal prior|normal priors @ wide|narrow|vague": {
        "large penalty|strong penalty|stronger penalty|larger penalty|large $\\lambda$": spreads[-1] > spreads[0],
    },
    "variance|variance of the prior|prior variance @ +data|examples|N, -with the same": changes(
        [1 / (each * 0.1) for each in (4, 8, 16)]
    ),
    "decisions|decision|accuracy|classes @ <PENALTY>, four people|four, -test, -validation": {
        "stays": same_side,
        "change|changes|differ|differs|worse|suffer": not same_side,
    },
    "penalty|regularisation|penalties @ decision*|four people|wrong side|side|classif*, -test, -validation": {
        "wrong side|some decisions|wrong decisions|become wrong|misclassif*|changes a decision|changes the decisions": not same_side,
        "right side|no decision|same decisions|decisions stay": same_side,
    },
    "some decisions|a decision|two of the four|two of the four people|one of the four|some of the four @ penalty|minimum|slope|\\lambda|strength": {
        "become wrong|becomes wrong|change|wrong|misclassified|misjudged|fall on the wrong side|changes": not same_side,
    },
    "best slope|minimiser|slope @ without the penalty|without a penalty|without penalty, -steps": {
        "exists|there is one|a little smaller|a little larger|a little higher": not none_fits,
        "does not exist|no best": none_fits,
    },
    "descent|gradient descent|slope @ with a penalty|with the penalty|$\\lambda=0.1$, -without, -stronger, -larger, -weaker, -smaller": {
        "settles": np.isclose(slowed[10_000], penalised, rtol=1e-6),
        "diverges": slowed[10_000] > 2 * penalised,
        "unbounded": slowed[10_000] > 2 * penalised,
        "keeps growing|keeps going|goes on growing|never comes to rest": slowed[10_000] > slowed[1000] + 0.01,
    },
    "prior|priors|normal prior @ twice the data|more data|more observations": {
        "wider": variance / 2 > variance,
        "narrower": variance / 2 < variance,
        "weaker|vaguer": variance / 2 > variance,
    },
    "observations|more observations|more data|twice the data @ prior|belief": {
        "weaken the belief|weakens the belief|weaken the prior|loosen|loosens": variance / 2 > variance,
    },
    "<ONE_MINIMISER> <- <BOTH_LABELS>": {"with": one_minimiser, "without": not one_label_refused},
    "<ONE_MINIMISER> <- <POSITIVE_PENALTY>": {"with": one_minimiser, "without": not none_fits},
    "most probable $\\theta$|most probable \\theta|most probable parameters|most probable value of \\theta; minimiser <- prior*|belief|given the data|posterior": {
        "with": posterior.argmax() == held.argmin(),
        "without": plain.argmin() == held.argmin(),
    },
    "twice the data|twice as many|double the data; half the variance|half as large <- same \\lambda|\\lambda & same|fixed \\lambda|\\lambda & unchanged|\\lambda & fixed|keep \\lambda": {
        "with": np.isclose(1 / (8 * 0.1), variance / 2),
        "without": np.isclose(1 / (8 * 0.05), variance / 2),
    },
    "most probable; $e^{m-s^2}$|e^{m-s^2} <- normal|lognormal|log-normal|Gaussian": {
        "with": np.isclose(most_probable, np.exp(middle - width**2), rtol=1e-3, atol=0),
        "without": np.isclose(
            places[(stats.logistic.pdf(np.log(places), middle, width * 3**0.5 / np.pi) / places).argmax()],
            np.exp(middle - width**2),
            rtol=1e-2,
            atol=0,
        ),
    },
    "variance|prior|priors|normal priors @ variance, coefficients|penalised|summary|minimiser, -C, -twice, -residual": {
        "variance $1/\\lambda$|variance 1/\\lambda|variance $\\lambda$|variance \\lambda|variance N\\lambda|variance $N\\lambda$|variance \\lambda/N|variance N/\\lambda": prior_is(
            1 / 0.1
        ),
        "mean 1|mean of 1": False,
    },
    "#sklearn-agrees": {
        "inverse of this variance|reciprocal of this variance|the inverse|the reciprocal|precision": np.isclose(
            C, 1 / variance
        ),
        "standard deviation|square root": np.isclose(C, variance**0.5),
        "twice this variance|half this variance|half of this variance": np.isclose(C, variance / 2),
        "sum of squares|absolute values|L1": not np.isclose(reference.coef_[0, 0], penalised, rtol=1e-5),
        "C=N\\lambda|C=\\lambda|C=1/\\lambda": np.isclose(C, 4 * 0.1),
    },
    "#penalised:2": {
        "without a penalty|no penalty|\\lambda=0|keeps growing|goes on growing|larger than without": none_fits is False,
        "\\lambda=1|\\lambda=0.01|\\lambda=0.2": bool(np.isclose(held_slope(1.0), penalised)),
    },
    "penalty|it|penalty of this kind|L2 penalty|L2 regularisation @ coefficient*|derivative|sparse, -both labels": {
        "sets some coefficients exactly|makes some coefficients exactly|some of them exactly to 0|sparse": held_at[-1]
        == 0,
        "absolute values|absolute value|sum of the absolute": not np.isclose(
            0.1 / 2 * (3.0001**2 - 3**2) / 1e-4, 0.1 * 3, rtol=1e-3
        ),
        "adds a constant|same amount to each": np.isclose(0.1 * 3, 0.1 * 1),
    },
    "intercept @ penalty|penalised|sum|left out|prior": {
        "penalised as well|also penalised|is penalised too|penalised like": not np.isclose(
            free_intercept[0], 0, atol=1e-6
        ),
        "left out|not penalised|free": np.isclose(free_intercept[0], 0, atol=1e-6),
    },
    "one label|only one label|single label|all labels equal|only ones|only zeros|only yes @ penalty|minimiser|$\\lambda>0$|intercept": {
        "still exactly one|still one minimiser|a minimiser all the same|there is still|brings a minimum": not one_label_refused,
        "no minimiser|no minimum|diverges|grows without": one_label_refused,
    },
    "larger $C$|large $C$|a larger C|larger C|$C$ larger @": {
        "stronger penalty|more penalty|smaller coefficients|stronger regularisation|closer to 0": 1 / (4 * 10.0)
        > 1 / (4 * 1.0),
        "weaker penalty|less penalty|larger coefficients": 1 / (4 * 10.0) < 1 / (4 * 1.0),
    },
    "$C=1$|C=1|default @ four people|sklearn|scikit-learn|LogisticRegression, penal*": {
        "no penalty|switches the penalty off|unpenalised|without a penalty": np.isclose(
            held_slope(1 / 4), held_slope(1e-6)
        ),
    },
    "slope|coefficient|estimate @ penalty|\\lambda, twice the inputs|other units|units|hours": {
        "does not depend on the units|whatever the units|unaffected by the units|same in all units": np.isclose(
            2 * held_slope(0.1, scale=2.0), held_slope(0.1), rtol=1e-2
        ),
    },
    "penalised loss|J_\\lambda|$J_\\lambda$ @ minimum|minimiser|descent, -exactly one, -most probable": {
        "not convex|need not be convex": not np.all(np.diff(held, 2) > 0),
        "0 at its minimum|reaches 0": held.min() < 1e-6,
    },
    "doubl, penalty|\\lambda|strength, variance, -data": {
        "doubles the variance": np.isclose(1 / (4 * 0.2), 2 * variance),
        "halves the variance": np.isclose(1 / (4 * 0.2), variance / 2),
    },
    "J_\\lambda|penalised loss|loss with the penalty @ separable": {
        "no minimiser|no minimum|has none|unbounded below|several minimisers": not one_minimiser,
    },
    "prior|priors|normal prior|normal priors @ estimate|coefficients|penal*": {
        "centred at the estimate|centred on the estimate|around the estimate|centred at the maximum|centre is the estimate|mean is the estimate": not np.isclose(
            fit_logistic(clear_x[:, None], clear_y, l2=1e6).theta[0], 0, atol=1e-4
        ),
        "centred at 0|centred on 0|around 0": np.isclose(
            fit_logistic(clear_x[:, None], clear_y, l2=1e6).theta[0], 0, atol=1e-4
        ),
    },
    "weaker penalty|smaller penalty|smaller $\\lambda$|smaller strength|weak penalty @ slope|coefficient*": {
        "nearer to 0|closer to 0|smaller slope|shrinks|flatter|smaller coefficients": bool(
            fit_logistic(clear_x[:, None], clear_y, l2=0.01).theta[0] < penalised
        ),
        "larger slope|steeper": bool(fit_logistic(clear_x[:, None], clear_y, l2=0.01).theta[0] > penalised),
    },
    "stronger penalty|larger penalty|larger $\\lambda$|strong penalty|the stronger the penalty @ estimate|coefficients|slope, -validation, -loss": {
        "closer to the estimate|closer the coefficients come to that|returns to the estimate|returns to that|steeper|larger slope|larger coefficients|away from 0": bool(
            fit_logistic(clear_x[:, None], clear_y, l2=1.0).theta[0] > penalised
        ),
        "closer to 0|nearer to 0|smaller coefficients|smaller slope": bool(
            fit_logistic(clear_x[:, None], clear_y, l2=1.0).theta[0] < penalised
        ),
    },
}


# %% after train-separable: Training in PyTorch, on data split in three
def moved(optimiser, **settings):
    """Where one step takes a weight of 2 without a gradient, with the penalty 0.1 and the step size 0.5."""
    leaf = torch.nn.Parameter(torch.tensor([2.0], dtype=torch.float64))
    leaf.grad = torch.tensor([0.3], dtype=torch.float64)
    optimiser([leaf], lr=0.5, weight_decay=0.1, **settings).step()
    return leaf.item()


def alike(layer):
    """Whether a layer answers the same in training and in evaluation, and keeps gradients in both."""
    given, torch_state = torch.ones(4, 8), torch.random.get_rng_state()
    answers = [layer.train()(given), layer.eval()(given)]
    torch.random.set_rng_state(torch_state)
    return torch.equal(*answers)


small_layer = nn.Linear(2, 1)
marked = ax.lines[2].get_ydata()[0]
from_training = [np.allclose(centre, data.X[part].mean(axis=0), rtol=1e-9) for part in (train, validation, test)]
falling = np.all(np.diff(history[::20, 0]) < 0)  # single epochs jitter, since their batches are drawn
drops = not alike(nn.Dropout(0.5)) and alike(nn.Linear(8, 1))
recorded = small_layer.eval()(torch.ones(1, 2)).requires_grad
by_logits = F.binary_cross_entropy(torch.sigmoid(torch.tensor([0.7])), torch.tensor([1.0]))
takes_scores = torch.isclose(nn.BCEWithLogitsLoss()(torch.tensor([0.7]), torch.tensor([1.0])), by_logits).item()
given_pair = torch.tensor([[1.0, 2.0]], requires_grad=True)
by_sgd, by_adamw, by_adam = (moved(each) for each in (torch.optim.SGD, torch.optim.AdamW, torch.optim.Adam))
added_to = np.isclose(by_sgd, 2 - 0.5 * (0.3 + 0.1 * 2), rtol=1e-9), np.isclose(by_adamw, by_adam, rtol=1e-6)
shrunk = tuple(np.isclose(each, 2 * (1 - 0.5 * 0.1) - 0.5, rtol=1e-6) for each in (by_sgd, by_adamw))
apart_parts = not set(train) & set(validation) and not set(train) & set(test) and not set(validation) & set(test)
turns_up = history[-1] > history.min(axis=0) + 0.005
first_batch = len(torch.tensor(train).split(64)[0])


ends_of = history[[lowest, -1]]
after_turn, coarse = history[lowest::20], history[::20]

twice_back = torch.nn.Parameter(torch.tensor([2.0]))
for _ in range(2):
    (3 * twice_back).sum().backward()
backward_adds = twice_back.grad.item() == 6
penalised_bias = 0.0 if '"weight_decay": 0}' else 1.0


{
    "layer|linear layer|`nn.Linear`|its output|output @ layer|Linear|PyTorch, -no sigmoid": {
        "ends with a sigmoid|applies a sigmoid|applies the sigmoid|contains the sigmoid|contains a sigmoid|includes the sigmoid|returns a probability|returns probabilities|is a probability|are probabilities": bool(
            free(inputs).min() >= 0 and free(inputs).max() <= 1
        ),
    },
    "BCEWithLogitsLoss|criterion|loss @ probabilit*, BCEWithLogitsLoss|criterion, -instead|not": {
        "takes this probability|takes the probability|takes probabilities|expects probabilities|expects a probability|wants probabilities": np.isclose(
            criterion(torch.tensor([0.3]), torch.tensor([1.0])).item(), -np.log(0.3)
        ),
    },
    "mini-batch*|batches|batch|each batch|they @ mini-batch*|batch*": {
        "exact gradient|the exact|all the examples|all examples|the whole gradient|every example of": bool(
            np.isclose(evaluate(free, train[:64]), evaluate(free, train))
        ),
    },
    "target|targets|labels|target of the loss @ PyTorch|BCEWithLogitsLoss|criterion|integer*, -pool*": {
        "must be integers|have to be integers|need to be integers|must be an integer|must be whole numbers": labels.dtype
        == torch.int64,
    },
    "three parts|validation part|test part|all three parts|each part|each of the three @ mean, standard deviation": {
        "have mean 0|has mean 0|have a mean of 0|mean 0 and standard deviation 1": bool(
            torch.allclose(inputs[validation].mean(dim=0), torch.tensor(0.0, dtype=torch.float64), atol=0.01)
        ),
    },
    "model ends": {"without a sigmoid": takes_scores, "adds the intercept itself": small_layer.bias is not None},
    "nn.linear, score!!": {"nn.BCEWithLogitsLoss": takes_scores},
    "model ends, sigmoid": {"with a sigmoid": not takes_scores, "without a sigmoid": takes_scores},
    "tumours": {
        "569": len(data.y) == 569,
        "30 measurements": data.X.shape[1] == 30,
        "class 1 is malignant": data.y.sum() == 212,
    },
    "one part trains": {"one chooses": len((train, validation, test)) == 3},
    "means and standard deviations": {
        "training part": from_training[0],
        "validation": from_training[1],
        "test": from_training[2],
    },
    "layer returns the shape!!": {"$(N,1)$": free(inputs[:3]).shape == (3, 1)},
    "train and eval": {"matter only": drops and recorded, "gradients": not recorded},
    "train, eval": {"matter only": drops, "recording": not recorded},
    "torch.optim.sgd!!": {
        "adds \\lambda\\theta_i to the gradient": np.isclose(
            moved(torch.optim.SGD), 2 - 0.5 * (0.3 + 0.1 * 2), rtol=1e-9
        )
    },
    "adamw, weights": {
        "shrinks the weights directly": np.isclose(moved(torch.optim.AdamW), 2 * (1 - 0.5 * 0.1) - 0.5, rtol=1e-6),
        "adds to the gradient": np.isclose(moved(torch.optim.AdamW), moved(torch.optim.Adam), rtol=1e-6),
    },
    "adamw, weight_decay": {
        "the same": np.isclose(moved(torch.optim.AdamW), moved(torch.optim.Adam), rtol=1e-6),
        "means the same": np.isclose(moved(torch.optim.AdamW), moved(torch.optim.Adam), rtol=1e-6),
    },
    "without a penalty, separable, -people": {"training loss has no minimum": falling, "goes on falling": falling},
    "no minimum, falling": {"validation loss": np.all(np.diff(history[::20, 1]) < 0), "training loss": falling},
    "during training, marked": {
        "marked validation": marked == history[lowest, 1],
        "marked training": marked == history[lowest, 0],
    },
    "loss against the epoch": {"logarithmic": ax.get_xscale() == "log", "linear": ax.get_xscale() == "linear"},
    "validation loss, lowest, epochs, has|fallen|rises|falls": {
        "risen": history[-1, 1] > history[lowest, 1],
        "fallen": False,
    },
    "the loss falls from, after one|one epoch": {"training loss": history[-1, 0] < history[0, 0]},
    "falls from, after one epoch": {"training loss": history[-1, 0] < history[0, 0]},
    "validation loss falls from": {
        "then rises": history[-1, 1] > history[lowest, 1],
        "then falls": history[-1, 1] < history[lowest, 1],
    },
    (
        "the score comes from; nn.Linear(d - 1, 1); adds the intercept itself; nn.BCEWithLogitsLoss; "
        "so the model has no sigmoid"
    ): (takes_scores and small_layer.bias is not None),
    "the data; 569 tumours; 30 measurements each; class 1 is malignant": (
        data.X.shape == (569, 30) and data.y.sum() == 212
    ),
    "one part trains; one chooses; is kept for the end": apart_parts,
    "means and standard deviations; training part alone; because; others stand for patients not yet known": (
        from_training == [True, False, False] and np.allclose(scale, data.X[train].std(axis=0)) and apart_parts
    ),
    "layer returns the shape; $(N,1)$; labels have $(N)$; hence squeeze(1)": (
        free(inputs[:3]).shape == (3, 1) and labels[:3].shape == (3,) == free(inputs[:3]).squeeze(1).shape
    ),
    "train and eval; matter only; act differently in training; dropout": drops and recorded,
    "SGD gets; gradients of; mini-batches; 64": first_batch == 64,
    "torch.optim.SGD; weight_decay; adds $\\lambda\\theta_i$ to the gradient; AdamW; shrinks the weights directly; not a term of the loss": (
        added_to == (True, False) and shrunk == (False, True)
    ),
    "SGD / AdamW": {
        "adds $\\lambda\\theta_i$": added_to,
        "adds to the gradient": added_to,
        "a term of the loss": added_to,
        "$\\lambda$ of this chapter": added_to,
        "shrinks the weights": shrunk,
    },
    "loss; against the epoch; on a logarithmic axis": ax.get_xscale() == "log",
    "training loss falls; after one epoch; after": history[-1, 0] < history[0, 0],
    "validation loss falls; at epoch; and then rises": (turns_up[1] and history[lowest, 1] < history[0, 1]),
    "training loss|training / validation loss|validation": {
        "goes on falling": (falling, np.all(np.diff(history[::20, 1]) < 0)),
        "then rises": tuple(turns_up),
        "has risen": tuple(turns_up),
        "no minimum": (falling, np.all(np.diff(history[::20, 1]) < 0)),
    },
    "losses during training; without a penalty; marked validation loss; of epoch": marked == history[lowest, 1],
    "with 30 inputs; training part is separable; without a penalty; training loss; no minimum; goes on falling": (
        falling and inputs.shape[1] == 30 and np.all((2 * data.y[train] - 1) * (columns[train] @ weights) > 0)
    ),
    "validation loss is lowest; after; epochs; has risen; -lowest at": turns_up[1],
    "keep the 300 epochs; choose $\\lambda$; by the validation loss": lowest + 1 < len(history),
    "train the model; in PyTorch; data that are split in three": apart_parts,
    "one part trains; one chooses $\\lambda$; one is kept for the end": apart_parts,
    "training loss|loss on the training part|loss in training @ -penalty|\\lambda|strength|penalties": {
        "turns": turns_up[0],
        "never turns": not turns_up[0],
        "rises": course(coarse[:, 0])["rises"],
        "falls": course(coarse[:, 0])["falls"],
        "reaches a minimum|reaches its minimum|is lowest at epoch 155|lowest after 155": turns_up[0],
    },
    "validation loss|loss on the validation part @ -penalty|\\lambda|strength|penalties": {
        "turns": turns_up[1],
        "never turns": not turns_up[1],
        "falls throughout|falls until the end|keeps falling|goes on falling|still falling|falls all the way": not turns_up[
            1
        ],
    },
    "validation loss @ after that|afterwards|from then on|from there on|after epoch 155|later epochs, -penalty|\\lambda|strength": {
        "rises": after_turn[-1, 1] > after_turn[0, 1],
        "falls": after_turn[-1, 1] < after_turn[0, 1],
        "stays": np.isclose(*after_turn[[0, -1], 1]),
    },
    "both losses|both curves|two losses|the losses|both @ epoch*|that epoch|afterwards|from then on|training": {
        "rises": all(turns_up),
        "falls": not any(turns_up),
        "turns": all(turns_up),
    },
    "loss, 300|at the end|the end|last epoch|in the end": {
        "training|training loss|training part": ends_of[1, 0],
        "validation|validation loss|validation part": ends_of[1, 1],
    },
    "loss, 155|at the turn|turning point|at its lowest": {
        "training|training loss|training part": ends_of[0, 0],
        "validation|validation loss|validation part": ends_of[0, 1],
    },
    "criterion|nn.BCEWithLogitsLoss|BCEWithLogitsLoss|loss function @": {
        "expects probabilities|takes probabilities|wants probabilities|needs probabilities|is given probabilities|gets probabilities|from the probabilities|expects the probability|takes the probability": (
            not takes_scores
        ),
        "expects scores|takes scores|expects logits|takes the score|takes logits": takes_scores,
        "the sum|sums|adds up|total": nn.BCEWithLogitsLoss()(torch.zeros(2), torch.zeros(2)).item() > 1,
        "averages|the mean": nn.BCEWithLogitsLoss()(torch.zeros(2), torch.zeros(2)).item() < 1,
    },
    "score|scores|output|outputs|model|it @ criterion|nn.BCEWithLogitsLoss|nn.Linear, -without a sigmoid, -if, -probability": {
        "passes through a sigmoid|goes through a sigmoid|through a sigmoid first|ends with a sigmoid|must end with a sigmoid|ends in a sigmoid": (
            not takes_scores
        ),
    },
    "SGD|AdamW|both optimisers|two optimisers|both|weight decay|weight_decay @ SGD, AdamW, -while": {
        "alike": by_sgd == by_adamw,
        "different": by_sgd != by_adamw,
        "both add it|both add|add it to the gradient": added_to == (True, True),
        "both shrink|shrink the weights": shrunk == (True, True),
    },
    "nn.Linear|layer|linear layer @ -dropout, -differently": {
        "without an intercept|no intercept|column of ones|does not add|must be added": small_layer.bias is None,
        "adds the intercept|has an intercept|its own intercept": small_layer.bias is not None,
        "applies a sigmoid|returns probabilities|returns a probability|outputs probabilities": bool(
            (small_layer(torch.full((9, 2), 99.0)).abs() <= 1).all()
        ),
    },
    "training loss, training|validation": {
        "the last|at the end|300|last epoch": ends_of[1, 0],
        "epoch 155|at epoch 155": ends_of[0, 0],
    },
    "means and standard deviations|mean and standard deviation|standard deviations|the means|standardisation|scaling @": {
        "from all the data|from all cases|from the whole|from all three|all 569|from all of": np.allclose(
            centre, data.X.mean(axis=0)
        ),
        "from the test|from the validation": from_training[2],
    },
    "training loss; no minimum|has no minimum|goes on falling|keeps falling <- <UNPENALISED_DATA>": {
        "with": none_fits,
        "without": not (0 < held.argmin() < 120),
    },
    "losses during training|during training|training run|history|run|curve|curves @ losses|marked|epoch": {
        "with the chosen penalty|with a penalty|with the penalty|with a small penalty|penalised": not np.array_equal(
            ax.lines[0].get_ydata(), history[:, 0]
        ),
        "without a penalty|unpenalised": np.array_equal(ax.lines[0].get_ydata(), history[:, 0]),
    },
    "backward()|backward @ gradient*|stor*": {
        "overwrites|replaces|erases|clears|resets|frees|sets to 0": not backward_adds,
        "adds|accumulates|sums": backward_adds,
    },
    "zero_grad|optimiser.zero_grad()|optimiser.zero_grad @ gradient*": {
        "sets the weights|resets the weights|clears the weights|only frees memory|saves memory": not backward_adds,
    },
    "split|splits|three parts|parts|parts of the data|shuffl* @ malignant|class|classes|share": {
        "stratified|the same share of malignant|same share of malignant|same proportion|within each class|equal shares": np.ptp(
            [data.y[each].mean() for each in (train, validation, test)]
        )
        < 0.01,
    },
    "share of malignant|malignant share|share of malignant tumours|malignant @ parts|three parts|training|test": {
        "the same in|equal in|alike in|identical in": np.ptp(
            [data.y[each].mean() for each in (train, validation, test)]
        )
        < 0.01,
    },
    "most tumours|most of the tumours|majority|most cases @ malignant|benign|tumours": {
        "are malignant|malignant": data.y.mean() > 0.5,
        "are benign|benign": data.y.mean() < 0.5,
    },
    "class 1|label 1 @ malignant|benign|tumours, -most": {
        "is benign|benign": data.y.sum() != 212,
        "is malignant|malignant": data.y.sum() == 212,
    },
    "training part|training set|training cases @ validation|test, parts|cases": {
        "as large as the others|smallest part|less than half|a third of the cases|half of the cases": len(train)
        < 0.55 * len(data.y),
    },
    "validation part|validation set @ test part|test set, cases, -malignant": {
        "twice as large|larger than the test|smaller than the test": len(validation) != len(test),
    },
    "shuffled|order|batches|examples|cases @ each epoch|every epoch|epoch": {
        "once before training|only once|same order in each|same order in every|in the same order": bool(
            np.array_equal(*[np.random.default_rng(0).permutation(train)] * 2) and history[0, 0] == history[1, 0]
        ),
    },
    "losses @ trained model": {
        "after each batch|after each step|before each epoch|after each mini-batch": len(history) != 300,
        "after each epoch": len(history) == 300,
    },
    "six batches|batches|mini-batches|steps @ epoch, -epochs": {
        "five batches|five steps|four steps|ten steps|seven": len(torch.tensor(train).split(64)) != 6,
    },
    "last batch|the last @ batch*|mini-batch*|64": {
        "as large|full|64 as well|dropped|left out": len(torch.tensor(train).split(64)[-1]) == 64,
    },
    "#train-separable": {
        "not separable|inseparable|overlaps|overlap|almost separable|nearly separable": not np.all(
            (2 * data.y[train] - 1) * (columns[train] @ weights) > 0
        ),
        "validation part is|test part is|all three parts|whole data|all 569": bool(
            np.all((2 * data.y - 1) * (columns @ weights) > 0)
        ),
        "two inputs|single input|one input|few inputs": inputs.shape[1] < 10,
    },
    "#unpenalised:3|#unpenalised:6": {
        "training loss": np.isclose(history[lowest, 1], history[lowest, 0], rtol=1e-2),
        "with a penalty": not np.array_equal(ax.lines[0].get_ydata(), history[:, 0]),
    },
    "dropout|train|eval|train and eval @ linear|nn.Linear|this model|here": {
        "changes the result|makes a difference|would differ|give other|matters here": not alike(nn.Linear(8, 1)),
    },
    "weight decay|weight_decay @ intercept|bias": {
        "applies to the intercept|also to the intercept|shrinks the intercept|penalises the intercept": abs(
            float(penalised_bias)
        )
        > 0,
    },
    "gap|gap between the two losses|distance between the two @ training, validation": {
        "closes|shrinks|narrows|stays": abs(np.diff(history[-1])[0]) < abs(np.diff(history[lowest])[0]),
        "widens|opens|grows": abs(np.diff(history[-1])[0]) > abs(np.diff(history[lowest])[0]),
    },
}

# %% after other-splits: Training in PyTorch, on data split in three
draws = np.random.default_rng(0).normal(size=(2000, 5))
hundred = np.random.default_rng(1).normal(size=(2000, 100)).min(axis=1).mean()
other_case = test_losses(scores[0.0])
naive = np.std(strong - weak, ddof=1) / np.sqrt(len(weak))
corrected = compare_splits(weak, strong, train=455, test=114)
optimistic = draws.min(axis=1).mean() < 0
apart = np.var(by_case) + np.var(other_case)
truth_is = 0.3 * 0.7
by_splits = (weak, strong)
spread_of = np.std(weak - strong, ddof=1)
corrected_root = spread_of * np.sqrt(1 / 50 + 114 / 455)
roots = np.diff(corrected.interval)[0] / 2 / corrected_root
wider_than_naive = corrected_root > 3 * spread_of / np.sqrt(50)
tested_again = np.isin(validation, np.random.default_rng(1).permutation(569)[455:]).any()
other_fit = fit_logistic(x[:, None], np.array([0, 0, 0, 1, 1, 0])).theta[0]


variances = [(0.3 - 1) ** 2 * true + 0.3**2 * (1 - true) - (0.3 - true) ** 2 for true in (0.3, 0.6)]
curved_there = np.diff(np.logaddexp(0, special.logit(0.3) + np.array([-1e-3, 0, 1e-3])), 2)[0] / 1e-6

of_strength = [validated[each] for each in sorted(validated)]
on_test = {each: test_losses(scores[each]).mean() for each in scores}
harder = all(on_test[each] > validated[each] for each in validated)
without_worst = np.sort(by_case)[:-3].sum() / by_case.sum()
wins = int(np.sum(by_splits[0] < by_splits[1]))
of_first = losses_on_split(1)

unpaired = np.sqrt((np.var(by_case, ddof=1) + np.var(other_case, ddof=1)) / len(by_case))

{
    "weight decay|weight_decay|decay @ weights": {
        "raises the weights|enlarges the weights|increases the weights|makes the weights larger": bool(
            models[0.03].weight.norm() > models[0.0].weight.norm()
        ),
    },
    "standard error|error of the mean @ number of cases|times as many cases, -split*": {
        "in proportion to the number|proportional to the number|inversely proportional to the number": np.isclose(
            by_case.std() / np.sqrt(4 * len(by_case)), by_case.std() / np.sqrt(len(by_case)) / 4
        ),
    },
    "strength|\\lambda|penalty|it @ chosen|choose|choice|chose": {
        "by the test loss|on the test part|by the test part|from the test loss|with the test part|by its test loss|on the test cases": chosen
        != min(validated, key=validated.get),
        "by the training loss|on the training part|from the training loss": chosen
        == min(models, key=lambda each: evaluate(models[each], train)),
    },
    "validation part|validation loss|validation cases @ end|needed|chosen|report": {
        "kept for the end|kept until the end|used only at the end|not needed|superfluous|plays no part": chosen
        != min(validated, key=validated.get),
    },
    "test part|test loss|test cases|test set @ choice|chosen|strength, -other": {
        "used in this choice|used for this choice|used for the choice|part in the choice|decided the choice|decides the choice|had a say|chose the strength": chosen
        != min(validated, key=validated.get),
    },
    "standard error|standard errors|it @ test loss|loss|error of the test, -simulat*": {
        "from epoch to epoch|with more training|between epochs|over the epochs|with more epochs|during training": not np.isclose(
            error, by_case.std(ddof=1) / np.sqrt(len(by_case))
        ),
    },
    "splits|fifty splits|they|random splits @ split*": {
        "are independent|independent of each other|independent of one another|share no cases|do not overlap|are disjoint": 50
        * 114
        <= 569,
    },
    "standard error|error|usual one|formula @ splits|fifty splits, -test loss|corrected|wider": {
        "the usual one|usual one applies|it is correct|is valid|can be trusted": not wider_than_naive,
    },
    "stronger penalty|larger strength|chosen strength|difference|splits|fifty splits|interval @ splits|these data|fifty": {
        "clearly better|leave no doubt|leaves no doubt|no doubt|beyond doubt|settle the question|settles the question|shown to be better|proves|prove": bool(
            low > 0 or high < 0
        ),
    },
    "comparison|paired|case by case|by cases|it @ two models|case by case|by cases, -split*": {
        "less precise|less accurate|less sharp|wider interval|larger standard error": paired.error > error,
    },
    "validation loss is lowest at!": {"\\lambda=": chosen == 0.003},
    "new patients, smallest": {
        "too favourable": optimistic,
        "smallest of five": len(validated) == 5,
        "was lower": history[lowest, 1] < validated[chosen],
    },
    "new patients, estimate, average": {"pessimistic": not optimistic, "favourable": optimistic},
    "training loss, estimate|new patients|fault": {"unbiased": False, "favourable": history[-1, 0] < by_case.mean()},
    "tried|candidates|values, smallest": {"more favourable": hundred < draws.min(axis=1).mean(), "faithful": False},
    "standard error over, -splits": {"test cases": len(by_case) == len(test)},
    "case by case": {"hard for both cancels": np.var(by_case - other_case) < apart, "independent": False},
    "chosen model minus": {
        "epochs without a penalty": np.isclose((by_case - other_case).mean(), paired.mean, rtol=1e-9),
        "does not say which": abs(paired.mean) < 2 * paired.error,
    },
    "how much depends": {"next larger": sorted(models)[sorted(models).index(chosen) + 1] == 0.01},
    "splits the difference": {"in favour of the chosen strength": over.mean < 0},
    "splits, difference, sign": {"against the chosen": over.mean > 0, "in favour": over.mean < 0},
    "all splits share": {"too much": naive < (corrected.interval[1] - corrected.interval[0]) / 4},
    "standard error, number of splits": {
        "too little": naive > (corrected.interval[1] - corrected.interval[0]) / 4,
        "too much": naive < (corrected.interval[1] - corrected.interval[0]) / 4,
    },
    "interval for new samples": {
        "just contains 0": over.interval[0] < 0 < over.interval[1],
        "do not settle": over.interval[0] < 0 < over.interval[1],
    },
    "variance of the label": {
        "if the model is right": np.isclose(variances[0], curved_there, rtol=1e-3),
        "whether or not": np.isclose(variances[1], curved_there, rtol=1e-3),
    },
    "choose \\lambda, instead": {
        "validation loss": chosen == min(validated, key=validated.get),
        "training loss": chosen == min(models, key=lambda s: evaluate(models[s], train)),
        "test loss": chosen == min(models, key=lambda s: test_losses(scores[s]).mean()),
    },
    "validation loss is lowest; at; $\\lambda=$": chosen == 0.003,
    "estimate for new patients; on average too favourable; because; smallest of five values; was lower; the smallest of": (
        optimistic and len(validated) == 5 and history[lowest, 1] < validated[chosen] and len(history) == 300
    ),
    "its standard error; over the test cases; even that is rough; three cases": (
        worst > 0.5 and len(by_case) == len(test)
    ),
    "the test loss / the standard error": {"over the test cases": (False, len(by_case) == len(test))},
    "compare two models; case by case; hard for both; cancels": np.var(by_case - other_case) < apart,
    "chosen model minus; epochs without a penalty; standard error; does not say which; better for new patients": (
        abs(paired.mean) < 2 * paired.error
    ),
    "split the same data; fifty times; two fixed strengths; the chosen one; next larger": (
        over.count == 50 and sorted(models)[sorted(models).index(chosen) + 1] == 0.01
    ),
    "splits; difference; on average; in favour of the chosen strength; the other sign": over.mean < 0,
    "that strength; chosen on some of the same cases; may be flattered": tested_again,
    "the test loss; runs from; depending; few hard cases": worst > 0.5,
    "all splits share; 569 cases; standard error; shrinks with the number of splits; promise too much": (
        wider_than_naive
    ),
    "Nadeau and Bengio; standard deviation $s$ of the differences; replace the variance; of the mean; right if any two differences; correlation 114/569; the test share": (
        abs(roots - 2) < 0.05
        and len(test) == 114 == len(data.y) - 455
        and wider_than_naive
        # With the correlation c, the mean has the variance (1 + (R − 1) c) / R, and s² the expectation 1 − c.
        and np.isclose((1 + 49 * 114 / 569) / 50, (1 - 114 / 569) * (1 / 50 + 114 / 455))
    ),
    "about two roots; to each side; nominally; interval for new samples; just contains 0; fifty other splits; just excludes it; do not settle": (
        abs(roots - 2) < 0.05 and over.interval[0] < 0 < over.interval[1] and corrected.interval[1] < 0
    ),
    "other labels; same inputs; could have given; another": not np.isclose(other_fit, best),
    "model is right; if; derivative of one loss; with respect to the score; $p-y$; variance of the label; second derivative": (
        np.isclose(variances[0], curved_there, rtol=1e-3) and not np.isclose(variances[1], curved_there, rtol=1e-1)
    ),
    "new data; neither fitted nor used to choose; the answer; standard error": optimistic,
    "standard errors|standard error, number of examples|twice the data|amount of data": {
        "proportion to the number": np.isclose(1 / np.sqrt(4), 1 / 4),
        "halve": np.isclose(1 / np.sqrt(2), 1 / 2),
    },
    "example|label, tells most|most information, probability": {
        "close to one half": np.isclose(flat.max(), 1 / 4, atol=0.01),
        "close to 0": flat[0] == flat.max(),
        "close to 1": flat[-1] == flat.max(),
    },
    "correlated, coefficients|inputs": {
        "more precise": np.linalg.inv([[1.0, 0.9], [0.9, 1.0]])[0, 0] < 1,
        "less precise": np.linalg.inv([[1.0, 0.9], [0.9, 1.0]])[0, 0] > 1,
        "less sure": np.linalg.inv([[1.0, 0.9], [0.9, 1.0]])[0, 0] > 1,
    },
    "identity|p-y, variance, model": {
        "no assumption": np.isclose(truth_is, 0.6 * 0.4),
        "even where": np.isclose(truth_is, 0.6 * 0.4),
    },
    "validation loss|validation|validation part": {
        f"{UNPENALISED}": validated[0.0],
        "0.001|weakest|weakest penalty|smallest penalty": validated[0.001],
        "0.003|chosen strength|chosen penalty|chosen one": validated[0.003],
        "0.01": validated[0.01],
        "0.03|strongest|largest penalty|strongest penalty|largest strength": validated[0.03],
    },
    "every penalty|each penalty|all penalties|any penalty|every strength|each strength|every one of the penalties @ none|without|no penalty|unpenalised|improve*|help*|validation": {
        "better": max(of_strength[1:]) < of_strength[0],
        "worse": min(of_strength[1:]) > of_strength[0],
        "lower|a lower": max(of_strength[1:]) < of_strength[0],
        "higher|a higher": min(of_strength[1:]) > of_strength[0],
    },
    "validation loss|loss|loss on the validation part @ validation, penalty|penalties|\\lambda|strength, -first": {
        "with every increase|with each increase|steadily|throughout|monotonically|all the way|the stronger the penalty": course(
            of_strength
        )["never turns"],
    },
    "stronger penalty|still stronger penalty|larger $\\lambda$|still larger $\\lambda$ @ validation": {
        "worth a try|would help|would be better|would have been better|lower still|even lower": of_strength[-1]
        < of_strength[-2],
    },
    "weakest penalty|strongest penalty|strongest|largest penalty @ validation, none|without|no penalty|unpenalised": {
        "better": of_strength[-1] < of_strength[0],
    },
    "loss|losses, -training, -standard error": {
        "test loss|test part|test cases|the test|test": on_test[chosen],
        "validation loss|validation part|validation": validated[chosen],
    },
    "test loss|test losses": {
        "chosen model|chosen strength|chosen penalty|chosen one|0.003": on_test[chosen],
        f"{UNPENALISED}": on_test[0.0],
    },
    "test cases|cases|patients|test patients|three worst cases @ hard|difficult|loss|test": {
        "equally hard|about equally|equally difficult|much the same degree|in equal parts|evenly|alike": worst < 0.1,
        "concentrated|unevenly|very unevenly": worst > 0.5,
    },
    "leaving out|without the three|three worst|dropping the three|removing the three|three cases|three worst cases @": {
        "only slightly|hardly|barely|scarcely|only a little|little": without_worst > 0.9,
        "most of|more than half": worst > 0.5,
        "a small part|a small share|less than half|a minority|a tenth": worst < 0.5,
    },
    "standard error @ +cases|test cases|patients|size of the test part, -split*": changes(
        [1 / np.sqrt(each) for each in (100, 200, 400)]
    ),
    "standard error @ test, -split*, -coefficients": {
        "negligible|small|tiny|too small to matter": error < 0.1 * by_case.mean(),
        "larger than the loss|exceeds the loss": error > by_case.mean(),
    },
    "difference|comparison|test set|test part|this test set @ two models|without a penalty|unpenalised|chosen model|penalty, -split*": {
        "significant|clearly|decides|proves|leaves no doubt|well beyond|many times|several times": abs(paired.mean)
        > 2 * paired.error,
        "within|smaller than its standard error|less than its standard error|less than one standard error": abs(
            paired.mean
        )
        < paired.error,
    },
    "splits|fifty splits|all splits|the splits @ -other splits, -number of, -share": {
        "unanimous|agree|all agree|agree with each other|of one mind|speak with one voice|same sign": wins in (0, 50),
        "disagree|differ|do not agree": 0 < wins < 50,
    },
    "each of them|every split|each split|all splits|each of the splits|every one of them|whichever split|each of the fifty|chosen strength @ split*|splits|each of them|every split, -average, -most, -%": {
        "lower test loss on each|a lower test loss|lower loss|a lower loss": wins == 50,
        "wins|better|is better|ahead": wins == 50,
        "higher|a higher test loss": wins == 0,
    },
    "larger strength|larger one|next larger|stronger penalty|0.01 @ split*|most of": {
        "lower loss|lower test loss|the lower loss|the lower test loss|wins|is ahead|better|a lower loss": wins
        < len(by_splits[0]) / 2,
        "higher loss|higher test loss|the higher loss|loses|the higher test loss": wins > len(by_splits[0]) / 2,
    },
    "chosen strength|chosen one|smaller strength|weaker penalty|0.003 @ split*|most of, -each, -every": {
        "higher loss|higher test loss|the higher loss|loses|the higher test loss|worse": wins < len(by_splits[0]) / 2,
        "wins in most|the lower loss|the lower test loss": wins > len(by_splits[0]) / 2,
    },
    "standard error|it @ split*, number|fifty|overlap*|share, -test cases": {
        "too large|too pessimistic|overestimates": not wider_than_naive,
        "too small|too optimistic|underestimates": wider_than_naive,
    },
    "correction|corrected variance|it|corrected interval @ interval|variance, split*|overlap*": {
        "narrows|shortens|makes it shorter|smaller|narrower|shrinks": not wider_than_naive,
        "widens|lengthens|larger|wider": wider_than_naive,
    },
    "interval|95 % interval @ -other, -excludes it": {
        "entirely below|excludes 0|does not contain|lies below|lies above|well below 0|wholly below|far from 0": over.interval[
            1
        ]
        < 0,
        "contains 0|includes 0|covers 0": over.interval[0] < 0 < over.interval[1],
    },
    "test loss|test losses|it @ split*, -difference, -sign": {
        "hardly depends|barely depends|about the same on|nearly the same|stable|the same on each": by_splits[0].max()
        < 1.2 * by_splits[0].min(),
        "hardly varies|barely varies|hardly changes|varies little|hardly moves": by_splits[0].max()
        < 1.2 * by_splits[0].min(),
    },
    "standard error|standard error of the difference @ case by case|paired|comparing": {
        "larger": paired.error > unpaired,
        "smaller": paired.error < unpaired,
    },
    "test loss|it @ validation loss|validation part, -than": {
        "within one standard error|close to|about the same|agrees with": abs(by_case.mean() - validated[chosen])
        < error,
    },
    "two parts|both parts|validation and test @ loss|patients|story": {
        "same story|agree|about equal|alike": abs(by_case.mean() - validated[chosen]) < error,
    },
    "test loss|loss @ split*, -difference, -factor": {
        "a few percent|only a little|only slightly|slightly": by_splits[0].max() < 1.2 * by_splits[0].min(),
    },
    "too favourable|too optimistic|too good <- smallest of|chosen|choose|chose|selected|picked|best of|lowest of|minimum of|smallest": {
        "with": optimistic,
        "without": draws[:, 0].mean() < -0.1,
    },
    "hard for both|difficult for both|hard for the two; cancels|cancel|drops out|drop out <- case by case|paired|pairs|same cases|each case": {
        "with": np.var(by_case - other_case) < apart,
        "without": np.var(by_case - np.random.default_rng(0).permutation(other_case)) < np.var(by_case - other_case),
    },
    "Nadeau and Bengio; right|exact|correct <- correlation|correlated": {
        "with": np.isclose((1 + 49 * 114 / 569) / 50, (1 - 114 / 569) * (1 / 50 + 114 / 455)),
        "without": np.isclose(1 / 50, 1 / 50 + 114 / 455),
    },
    "standard error; promise too much|too small|too optimistic; splits <- share|shared|overlap*|same & cases|common & cases|same cases": {
        "with": wider_than_naive,
        "without": np.sqrt(1 / 50) > 3 / np.sqrt(50),
    },
    "variance of the label; $p-y$|derivative <- model is right|model holds|model is true|model is correct|correct model|right model|true model|model & right|probabilities are right": {
        "with": np.isclose(variances[0], curved_there, rtol=1e-3),
        "without": np.isclose(variances[1], curved_there, rtol=1e-3),
    },
    "new data; question|asked|answered|tells|measured|standard error <- neither & choos*|neither & chos*|neither & choice|nor & chos*|nor & choos*|untouched|unused|set aside|held back|kept aside|kept for the end|no part in": {
        "with": abs(draws[:, 0].mean()) < 0.1,
        "without": abs(draws.min(axis=1).mean()) < 0.1,
    },
    "#test-loss:1": {
        "summed|sum|total|added up|in all|together": np.isclose(by_case.sum(), by_case.mean()),
        "validation loss|training loss|median": bool(np.isclose(np.median(by_case), by_case.mean(), rtol=0.1)),
        "without a penalty|unpenalised": bool(np.isclose(on_test[0.0], on_test[chosen], rtol=1e-3)),
    },
    "#test-loss:2": {
        "standard deviation|spread of the cases|over the splits|over splits": bool(
            np.isclose(by_case.std(ddof=1), error)
        ),
    },
    "#test-loss:3": {
        "of the cases|of the patients|three best|three easiest|three typical|of the test cases": worst < 0.5,
    },
    "#test-loss:4": {"higher|worse|larger": paired.mean > 0, "lower|better|smaller": paired.mean < 0},
    "#splits:1": {
        "in favour of the larger|in favour of the stronger|in favour of the next|favours the larger|against the chosen": over.mean
        > 0,
        "in favour of the chosen|in favour of the smaller|in favour of the weaker": over.mean < 0,
    },
    "#splits:3": {
        "same sign|in favour of the chosen|wins for the chosen": other > 50,
        "other sign|opposite sign": other < 50,
    },
    "#splits:5|#splits:6": {
        "one root|three roots|standard deviation to each side": abs(roots - 2) > 0.2,
        "all of the splits|of the splits lie|of all splits": False,
    },
    "#splits:7|#splits:8": {
        "difference|differences": bool(np.isclose(by_splits[0].max(), over.mean)),
        "training loss|validation loss|standard error": bool(np.isclose(by_splits[0].max(), over.mean)),
    },
    "#other-splits": {
        "contains|includes|covers|contains it too|contains 0": corrected.interval[0] < 0 < corrected.interval[1],
        "above 0|wholly above|entirely above|positive": corrected.interval[0] > 0,
        "excludes|excludes it|below 0": corrected.interval[1] < 0,
        "clearly excludes|excludes it clearly|by far|well below|far below": corrected.interval[1] < -0.003,
        "same splits|same fifty|first fifty|a hundred|hundred splits": corrected.count == 100,
    },
    "#penalties:5|#penalties:6": {
        "highest|largest|without a penalty|no penalty|test loss|training loss": validated[chosen] != min(of_strength),
        "lowest|smallest": validated[chosen] == min(of_strength),
    },
    "#zeros-halved:1|#zeros-halved:2": {
        "corrected|correction|corrected coefficients|after subtract*|half of the zeros": False,
        "all data|whole data|full data|everything": bool(np.allclose([-0.85, 2.03], theta_clouds.round(2))),
    },
    "#zeros-halved:3|#zeros-halved:4": {
        "all data|whole data|full data|uncorrected|without the correction": bool(
            np.allclose([-0.84, 2.04], theta_clouds.round(2))
        ),
    },
    "splits|fifty splits|difference|comparison|result|the average @ strength|larger|chosen, -test set, -#": {
        "in favour of the larger|in favour of the stronger|in favour of the next|favours the larger|against the chosen": over.mean
        > 0,
    },
    "each of the four|each of the four penalties|each of the four strengths|each of the four positive strengths|every one of the four|all four|all four penalties|any of the four|each of them|any penalty @ validation|none|no penalty|penalt*, -losses, -people": {
        "lower validation loss|a lower|lower|better|improves|beats|helps": max(of_strength[1:]) < of_strength[0],
        "higher validation loss|a higher|higher|worse|harms": min(of_strength[1:]) > of_strength[0],
    },
    "strongest|the strongest|largest|strongest penalty|largest strength @ validation|none|no penalty|unpenalised|epochs, -size*": {
        "better": of_strength[-1] < of_strength[0],
        "worse": of_strength[-1] > of_strength[0],
    },
    "choice|choice among the strengths|exact value|value of the penalty @ strength*|penalt*|matter*": {
        "matters little|hardly matters|does not matter|is unimportant|makes no difference": max(of_strength)
        < 1.1 * min(of_strength),
    },
    "order|order of the strengths|their order|chosen strength @ stopp*|epochs": {
        "only their order|only the order": max(of_strength[1:]) < of_strength[0],
    },
    "test loss|it|excess|gap|difference @ validation loss, standard error*|standard errors|chance": {
        "more than two|more than twice|three standard errors|more than the chance|more than chance|significant*|two of its": (
            by_case.mean() - validated[chosen] > 2 * error
        ),
        "within two|less than two|no more than chance|explained by chance": by_case.mean() - validated[chosen]
        < 2 * error,
    },
    "variance|curvature|variance of the label|information|weight|tell|informative": {
        "surest|most certain|most sure|sure|certain|confident|extreme|close to 0 or 1": 0.99 * 0.01,
        "undecided|unsure|least certain|least sure|close to one half|around one half|in doubt|even": 1 / 4,
    },
    "validation loss, standard errors, exceeds|above|excess|larger|higher|carry a message": {
        "more than two": by_case.mean() - validated[chosen] > 2 * error,
        "two standard errors": by_case.mean() - validated[chosen] > 2 * error,
        "three": by_case.mean() - validated[chosen] > 3 * error,
        "than the chance": by_case.mean() - validated[chosen] > 2 * error,
    },
    "model|it @ tell*|inform*|learn*, coefficients|identity": {
        "surest|most certain|most sure": 0.99 * 0.01 > 1 / 4,
        "least certain|undecided|least sure|unsure": 0.99 * 0.01 < 1 / 4,
    },
    "examples|example|they|those|labels|cases|these @ coefficients|information|standard errors, tell*|inform*|most|weigh*": {
        "surest|most certain|most sure|model is sure|model is certain": 0.99 * 0.01 > 1 / 4,
        "least certain|undecided|least sure|unsure|close to one half": 0.99 * 0.01 < 1 / 4,
    },
    "standard errors|standard error|coefficients @ twice the data|twice as many examples|four times|number of examples, -split*": {
        "halved|half as large|by half|in proportion to the number": np.isclose(1 / np.sqrt(2), 1 / 2, rtol=0.05),
    },
    "fifty splits|more splits|hundred splits|splits @ interval|standard error|information|new patients": {
        "arbitrarily narrow|as narrow as we like|to nothing|shrinks to 0|independent|as good as new data|replace new": not wider_than_naive,
    },
    "median|median loss|typical case|most cases @ test loss|mean|loss": {
        "above the mean|larger than the mean|higher than the mean|close to the mean|about the mean": bool(
            np.median(by_case) > 0.5 * by_case.mean()
        ),
    },
    "test loss, estimate|average, -validation, -split": {
        "too pessimistic": draws[:, 0].mean() > 0.1,
        "too optimistic": draws[:, 0].mean() < -0.1,
        "too favourable": draws[:, 0].mean() < -0.1,
    },
    "each split|every split|a split|split @ sample|data|standard error, -same": {
        "is a new sample|a fresh sample|a new sample|independent of the others|an independent sample": not tested_again,
    },
    "standard error @ more splits|number of splits|many splits": {
        "as small as we like|as small as you like|arbitrarily small|honest": not wider_than_naive,
    },
    "penalty|penalties|strength|strengths|stronger|\\lambda|values|five values|losses|validation loss|order @ validation|validation loss, penalt*|strength*|\\lambda, -up to, -fixed, -new": {
        "lower the validation loss|higher the validation loss|better the validation|worse the validation|follow the strengths|follow the order|follows the strength|in the order of the strengths|with every increase": bool(
            len({float(each) for each in np.sign(np.diff([validated[each] for each in sorted(validated)]))}) == 1
        ),
    },
    "loss|test loss|mean|the loss|its loss @ cases|patients, -gradient, -split*, -without": {
        "spread evenly|evenly spread|evenly distributed|evenly|shared by all|shared equally|much the same for": worst
        < 0.1,
    },
    "three worst cases|worst three|three cases|worst cases|the three @ mean|test loss|loss": {
        "a few percent|hardly change|hardly matter|little|only slightly|negligible": worst < 0.1,
    },
    "difference|it|gap|advantage|this @ standard error|chance, case by case|two models|without a penalty|chosen, -split*, -validation, -correct*": {
        "more than twice|twice its|exceeds|more than its|larger than its|several times|well beyond|more than two": abs(
            paired.mean
        )
        > paired.error,
        "less than half|smaller than its|within": abs(paired.mean) < paired.error / 2,
    },
    "corrected variance|correction|correction of the variance|corrected one|corrected error|corrected standard error|corrected root @ split*|cases|overlap*": {
        "smaller than|is smaller|reduces|lowers|shrinks the variance|narrower": corrected_root
        < spread_of / np.sqrt(50),
        "larger than|is larger|raises|wider": corrected_root > spread_of / np.sqrt(50),
    },
    "corrected variance|it|corrected interval|correction|corrected one @ corrected, more splits|more and more splits|many splits|number of splits": {
        "tends to 0|goes to 0|vanishes|falls to 0|shrinks to 0|disappears|approaches 0|becomes negligible": bool(
            np.sqrt(1 / 1e9 + 114 / 455) < 0.01
        ),
    },
    "all three parts|three parts|validation part|test part|other parts|each part|every part @ mean|means|standard deviation, -share": {
        "mean 0|means 0|means of 0|standard deviation 1|average 0": abs(inputs[validation].mean(0)).max().item() < 0.01,
    },
    "test part|test set|test data|test cases|test loss @ choice|chosen|choose|choosing|selection, strength|\\lambda|choice, -validation loss, -neither, -not used, -better": {
        "was used|were used|used in this|used as well|also used|took part|helped": chosen
        != min(validated, key=validated.get),
    },
    "comparison|comparison by cases|paired difference|its standard error|paired comparison @ case by case|by cases|cases, -split*, -several": {
        "less precise|larger than that|rougher|less accurate|larger|vaguer": paired.error > error,
        "more precise|smaller than that|smaller|sharper": paired.error < error,
    },
}

# %% after exercise-6-code: Exercise 6. Is this separable?
at_three, rows = np.array([3.0, 3.0]), np.ones((1, 2))
added = penalised_gradient(at_three, rows, np.ones(1), 0.4) - penalised_gradient(at_three, rows, np.ones(1), 0.0)
half_loss, quarter_loss = -np.log(0.5), -np.log(0.75)
tiny, large = torch.tensor(1e-12, dtype=torch.float64), torch.tensor(30.0, dtype=torch.float64)
keeps = [torch.isclose(-torch.expm1(-each), 1 - torch.exp(-each), rtol=1e-6, atol=0).item() for each in (tiny, large)]
moved_by = reduced - theta_clouds
one_row, two_rows = (data_part(np.ones(1), np.ones((each, 1)), np.ones(each))[0] for each in (1, 2))
small_pool, first_alone = torch.tensor([[0.3]]), np.logaddexp(0, -0.3)
of_one = np.isclose(pool_loss(small_pool, torch.tensor([1])).item(), first_alone, rtol=1e-4)
kept_half = abs(kept[groups == 0].mean() - 0.5) < 0.02
huge = loss_from_scores(torch.tensor([1000.0, -1000.0]), torch.tensor([0.0, 1.0]))
drawn, rowed = draw_scores(np.random.default_rng(0)), draw_pools(np.random.default_rng(0))
theta_drawn, X_drawn, y_drawn, _ = draw_regression(np.random.default_rng(0))
in_pool = 1 - 0.5 * 0.5
doubling = np.isclose(1 / ((1 - 0.5) / 2) * (1 - 0.5) / 1, 2)
share_of = reduced @ np.array([1, 0]) > theta_clouds[0]
only_both = 0.5 * 0.5 == 1 / 4
by_pool = [pool_loss(torch.tensor([[0.3, -0.7]]), torch.tensor([result])).item() for result in (0, 1)]
softplus_sum = np.logaddexp(0, [0.3, -0.7]).sum()
of_softplus = tuple(bool(np.isclose(each, softplus_sum, rtol=1e-5)) for each in by_pool)


even_half = np.random.default_rng(2).random(len(groups)) < 0.5
moved_evenly = fit_logistic(add_intercept(clouds[even_half]), groups[even_half]).theta[0] - theta_clouds[0]


def negative_gradient(score, protected):
    """The gradient of a negative pool of three people, with and without the inner where."""
    leaf = torch.full((1, 3), score, requires_grad=True)
    result = torch.tensor([0])
    healthy = F.softplus(leaf).sum(dim=1)
    within = torch.where(result == 1, healthy, 1.0) if protected else healthy
    torch.where(result == 1, -torch.log(-torch.expm1(-within)), healthy).mean().backward()
    return leaf.grad


high_grad, unprotected = negative_gradient(20.0, False), negative_gradient(-110.0, False)

from_rows = np.allclose(add_intercept(x) @ [0.2, 0.7], 0.2 + 0.7 * x)
one_first = bool((add_intercept(x)[:, 0] == 1).all())
by_hand_slope = len(fit_logistic(x[:, None], y).theta)
first_split = losses_on_split(1)[0]
enumerates = np.isclose(
    by_enumeration(torch.tensor([[0.3, -0.7]]).double(), torch.tensor([1])).item(), by_pool[1], rtol=1e-5
)
odds_free = odds_axis.figure.axes[0].get_xlabel()
on_left = odds_axis.figure.axes[0].yaxis.get_label_position() == "left"
loss_lines = [line.get_ydata() for line in panels[0].lines if len(line.get_xdata()) > 100]
valley_drawn = bool(course(loss_lines[0])["turns"] and loss_lines[0].argmin() not in (0, 200))
dashed = next(line for line in panels[0].lines if line.get_linestyle() == "--")
parabola_is_dashed = np.allclose(np.diff(dashed.get_ydata(), 3), 0, atol=1e-9)
ax_history = ax.get_xscale(), ax.get_yscale()
failed_too = np.array([0, 0, 0, 0, 1, 1])  # one who passed with little practice fails instead
other_intercept = fit_logistic(add_intercept(x), failed_too, l2=[0, 0.1]).theta[0]
with_intercept = fit_logistic(add_intercept(x), y).theta
from_four = descend(1.0, 40, w=4.0)
left_of = [-2.0]
for _ in range(2):
    left_of.append(left_of[-1] - gradient(left_of[-1]) / curvature(left_of[-1]))
overshoots_left = bool(max(left_of) > best)
one_for_squares = bool(np.isclose(np.mean((0.7 * x - y) * x) / np.mean(x**2), 0.7 - np.polyfit(x, y, 1)[0], atol=1e-6))
with_square = np.column_stack([add_intercept(x), x**2])
quadratic_fits = bool(np.linalg.eigvalsh(hessian(with_square, [0.2, 0.7, -0.1])).min() > -1e-12)
grid_of = np.linspace(-3, 15, 6001)
held_density = np.exp(-4 * np.array([clear_loss(each) + 0.1 * each**2 / 2 for each in grid_of]))
held_density /= integrate.trapezoid(held_density, grid_of)
small_steps, slow_course = np.zeros(31), []
for each in range(8000):  # a quarter of the chapter's step size, and all examples at once
    if each % 50 == 0:
        slow_course.append(
            np.mean(
                np.logaddexp(0, columns[validation] @ small_steps)
                - data.y[validation] * (columns[validation] @ small_steps)
            )
        )
    small_steps = small_steps - 0.05 * columns[train].T @ (
        special.expit(columns[train] @ small_steps) - data.y[train]
    ) / len(train)
slow_course = np.array(slow_course)
mode_is_mean = bool(
    np.isclose(integrate.trapezoid(grid_of * held_density, grid_of), grid_of[held_density.argmax()], rtol=0.01)
)
turns_in_small_steps = bool(slow_course.argmin() < len(slow_course) - 1 and slow_course[-1] > 1.05 * slow_course.min())
try:
    criterion(torch.zeros(3, 1), torch.zeros(3))
except ValueError:
    mismatch_raises = True
else:
    mismatch_raises = False
one_label_at_two = refuses(add_intercept(np.array([1.0, 2.0, 2.0, 3.0])), np.array([0, 1, 1, 1]))


random_start = not bool((fit(0.0, epochs=0)[0].weight == 0).all())


def cost_at(slope):
    """The losses of the six people at a slope."""
    return np.logaddexp(0, slope * x) - y * slope * x


def slope_at(score):
    """The slope of the sigmoid at a score."""
    return sigmoid(score) * sigmoid(-score)


def bends_at(chance):
    """The second derivative of squared error by the score, for the label 1, by differences."""
    near = special.logit(chance) + np.array([-1e-3, 0, 1e-3])
    return np.diff((sigmoid(near) - 1) ** 2, 2)[0]


def deep(weight):
    """The loss of a network with a hidden unit, on one example, along a line through its weights."""
    return np.logaddexp(0, -weight * np.tanh(weight))


network_is_convex = np.diff([deep(each) for each in np.linspace(-2, 2, 41)], 2).min() >= 0
lowest_marked = np.isclose(marked, history[:, 1].min()) and lowest not in (0, len(history) - 1)


{
    "the losses are": {
        "log 2": np.isclose(half_loss, np.log(2)),
        "log(4/3)": np.isclose(quarter_loss, np.log(4 / 3)),
    },
    "probabilities of class 1": {"three quarters": np.isclose(sigmoid(np.log(3)), 3 / 4)},
    "torch.logaddexp": {"without overflow": bool(torch.isfinite(torch.logaddexp(0 * large, 99 * large)))},
    "function that first rounds": {
        "inf or nan": np.isinf(from_probability),
        "large scores": sigmoid(3.0) < 1 and sigmoid(40.0) == 1,
    },
    "both products!!": {"0.1 · 1/2": np.isclose(0.1 * 1 / 2, 0.05)},
    "first part, penalty adds!!": {"\\lambda\\theta_i": np.isclose(added[1], 0.4 * 3), "i\\geq1": added[0] == 0},
    "mixes the samples": {"at least one": 1 - 0.5 * 0.5 == 3 / 4, "all of them": 0.5 * 0.5 == 3 / 4},
    "both are healthy, pool": {
        "probability 1/4": 0.5 * 0.5 == 1 / 4,
        "positive with probability 3/4": 1 - 0.5 * 0.5 == 3 / 4,
    },
    "pool is negative if": {
        "all its members are healthy": np.isclose(np.exp(-np.logaddexp(0, [0.0, 0.0]).sum()), 1 / 4)
    },
    "positive pool has!!": {
        "$1-e^{-s}$": np.isclose(1 - np.exp(-2 * np.log(2)), 3 / 4),
        "$-\\log(1-e^{-s})$": np.isclose(-np.log(1 - np.exp(-2 * np.log(2))), quarter_loss),
    },
    "torch.expm1": {"s is small": not keeps[0] and keeps[1], "s is large": not keeps[1]},
    "this ends where, pool": {"infinite": impossible.isinf().item()},
    "s=1, s=-1!!": {
        "for s=1 this is the loss for y=1": np.isclose(np.logaddexp(0, -0.7), np.logaddexp(0, 0.7) - 0.7),
        "for s=-1 it is the loss for y=0": np.isclose(np.logaddexp(0, 0.7), np.logaddexp(0, 0.7) - 0 * 0.7),
    },
    "product $sz$|margin, decision|product, margin": {"positive": 1 * 0.7 > 0, "negative": False},
    "s_n=2y_n-1|labels are 1": {"1 and −1": sorted(2 * np.array([0, 1]) - 1) == [-1, 1]},
    "\\log 2, intercept": {
        "subtract": np.isclose(moved_by[0], np.log(2), atol=0.05),
        "add": np.isclose(moved_by[0], -np.log(2), atol=0.05),
    },
    "every score, zeros": {"log 2 is added": moved_by[0] > 0},
    "likelihood, maximum, case|cases": {
        "both cases": not found[0] and not found[2],
        "only in the first": found[2],
        "one case": False,
    },
    "likelihood, case|cases, maximum": {"has no": not found[0], "has a": found[0], "no maximum": not found[0]},
    "quasi-separable, (c)": {
        "keep the probability one half": sigmoid(3.0 * (2 - 2)) == 0.5,
        "improve": np.logaddexp(0, -3.0) < np.logaddexp(0, -1.0),
    },
    "zeros at, (b)": {"there is a maximum": found[1]},
    "(a), data": {"separable": not found[0]},
    "separated, touch": {"(a) the classes are separated": not found[0]},
    "do they overlap": {"only in (b)": found == [False, True, False]},
    "read as log-odds": {
        "through the sigmoid": np.allclose(sigmoid(special.logit(some)), some, rtol=1e-9),
        "logarithm of an odds ratio": np.isclose(np.log(np.exp(1.7) / np.exp(1.0)), 0.7),
    },
    "softplus functions, logarithm": {
        "negative pool": pool_loss(torch.zeros(1, 2), torch.tensor([0]))
        .isclose(torch.tensor(2 * np.log(2), dtype=torch.float32))
        .item(),
        "positive pool": pool_loss(torch.zeros(1, 2), torch.tensor([1]))
        .isclose(torch.tensor(2 * np.log(2), dtype=torch.float32))
        .item(),
    },
    "show that the loss is!": {"$\\log(1+e^{-sz})$": np.isclose(np.log(1 + np.exp(-0.7)), np.logaddexp(0, 0.7) - 0.7)},
    "j_\\lambda|gradient, first column": {"not penalised": added[0] == 0, "penalised": added[0] != 0},
    "mean binary cross-entropy; function of scores and labels; scores as large as 1000": bool(huge.isfinite()),
    "the arguments; float64 tensors; shape $(N)$": (
        drawn[0].dtype == torch.float64 and drawn[0].ndim == drawn[1].ndim == 1
    ),
    "the sum of the two losses; the mean; half of it": (
        (half_loss + quarter_loss) / 2 == np.mean([half_loss, quarter_loss])
    ),
    "second label is 1; its loss is −log p; not −log(1 − p)": (
        np.isclose(quarter_loss, np.logaddexp(0, -np.log(3))) and not np.isclose(quarter_loss, -np.log(1 - 0.75))
    ),
    "probabilities of class 1; one half; three quarters": (
        np.isclose(sigmoid(np.log(3)), 3 / 4) and sigmoid(0.0) == 0.5
    ),
    "the losses; log 2; log(4/3); returns their mean": (
        np.isclose(half_loss, np.log(2))
        and np.isclose(quarter_loss, np.log(4 / 3))
        and np.isclose(
            loss_from_scores(torch.tensor([0.0, np.log(3)]), torch.tensor([0.0, 1.0])).item(),
            (half_loss + quarter_loss) / 2,
        )
    ),
    "torch.logaddexp; $\\log(e^0+e^z)$; without overflow; the formula": (
        bool(torch.isfinite(torch.logaddexp(0 * large, 99 * large)))
    ),
    "function that first rounds; $\\sigma(z)$ to 0 or 1; inf or nan; large scores": (
        np.isinf(from_probability) and through_probabilities(torch.tensor([99.0]), torch.tensor([1.0])).isnan().item()
    ),
    "gradient of $J_\\lambda$; first column; the intercept; not penalised": added[0] == 0 and added[1] != 0,
    "has the shape $(N,d)$; y has $(N)$; theta has $(d)$; NumPy arrays": (
        X_drawn.shape == (len(y_drawn), len(theta_drawn)) and isinstance(X_drawn, np.ndarray)
    ),
    "gradient of the loss; the penalty adds; λ times the slope": np.isclose(added[1], 0.4 * 3),
    "added up the two examples; the loss; is a mean": np.isclose(one_row, two_rows),
    "prediction minus target; sign of the first part; is wrong": np.isclose(
        data_part(np.ones(1), np.ones((1, 1)), np.ones(1))[0], sigmoid(1.0) - 1
    ),
    "average; error times input; over the two people; add λ times the slope": np.isclose(added[1], 0.4 * 3),
    "both products; 2 · (σ(1) − 1); their mean is the same; penalty adds; 0.1 · 1/2": (
        np.allclose([2 * (sigmoid(1.0) - 1), -2 * sigmoid(-1.0)], 2 * (sigmoid(1.0) - 1))
        and np.isclose(
            penalised_gradient(np.array([0, 0.5]), np.array([[1, 2], [1, -2]]), np.array([1, 0]), 0.1)[1],
            2 * (sigmoid(1.0) - 1) + 0.1 / 2,
        )
    ),
    "first part; gradient of the mean loss; penalty adds $\\lambda\\theta_i$; $i\\geq1$": (
        added[0] == 0 and np.isclose(added[1], 1.2)
    ),
    "mixes the samples; several people; positive; at least one; infected": in_pool == 3 / 4,
    "model gives each person; a score; only the results of the pools; known": rowed[0].shape[0] == rowed[1].shape[0],
    "people; infected independently; given the scores": np.isclose(by_pool[0], softplus_sum, rtol=1e-5),
    "float64 tensor of scores; row for each pool; integer tensor of results; 0 or 1": (
        rowed[0].dtype == torch.float64 and rowed[1].dtype == torch.int64
    ),
    "loss of one person; or of; the mean score": np.isclose(half_loss, np.log(2)),
    "a pool; negative only if; both are": only_both and in_pool != 1 / 4,
    "probability of the result; the loss is; its negative logarithm": np.isclose(quarter_loss, -np.log(in_pool)),
    "if both are infected; or both healthy; the loss": np.isclose(2 * half_loss, -np.log(0.5 * 0.5)),
    "one infected person; is enough; of the pool|misconception|infected": in_pool == 3 / 4,
    "both are healthy; probability 1/4; pool is positive; probability 3/4": only_both and in_pool == 3 / 4,
    "a pool is negative; if all its members; are healthy; $\\prod_m\\sigma(-z_m)$": np.isclose(
        np.exp(-by_pool[0]), np.prod(sigmoid(-np.array([0.3, -0.7]))), rtol=1e-5
    ),
    "negative logarithm; $s=\\sum_m\\log(1+e^{z_m})$; sum of softplus; loss of a negative pool": of_softplus[0],
    "negative pool / positive pool": {
        "softplus": of_softplus,
        "sum of softplus": of_softplus,
        "$1-e^{-s}$": (of_softplus[1], np.isclose(by_pool[1], -np.log(1 - np.exp(-softplus_sum)), rtol=1e-4)),
    },
    (
        "positive pool has; probability $1-e^{-s}$; loss $-\\log(1-e^{-s})$; torch.expm1; "
        "keeps its digits; $s$ is small"
    ): (np.isclose(by_pool[1], -np.log(1 - np.exp(-softplus_sum)), rtol=1e-4) and not keeps[0]),
    "float32; positive pool fails; all its scores; below about minus one hundred; $s$ is rounded to 0; the loss is infinite; is not a number": (
        impossible.isinf().item()
        and low.grad.isnan().all().item()
        and F.softplus(low).sum().item() == 0 < F.softplus(torch.tensor(-95.0)).item()
        and low.dtype == torch.float32
    ),
    "some texts write; $s_n=2y_n-1$; labels are 1 and −1": sorted(2 * np.array([0, 1]) - 1) == [-1, 1],
    "for $s=1$; loss for $y=1$; for $s=-1$; loss for $y=0$": (
        all(
            np.isclose(np.log1p(np.exp(-(2 * label - 1) * 0.7)), np.logaddexp(0, 0.7) - label * 0.7) for label in (0, 1)
        )
    ),
    "product $sz$; called the margin; positive; if the label is the more probable one": (
        np.array_equal(margins > 0, (random_scores > 0) == (random_labels == 1))
    ),
    "on random scores; both forms; agree": np.allclose(np.logaddexp(0, -margins), both, rtol=1e-12, atol=0),
    "class 0 is common; keep only a random half; all of class 1": kept[groups == 1].all() and kept_half,
    "fewer zeros; so the odds of a one; are higher": moved_by[0] > 0,
    "share of ones has changed; mean of the fitted probabilities; is that share": np.isclose(
        special.expit(add_intercept(clouds[kept]) @ reduced).mean(), groups[kept].mean(), atol=1e-6
    ),
    "at every; half as many zeros; so the odds double; log 2 is added; to every score": doubling and moved_by[0] > 0,
    "subtract; $\\log 2$; from the intercept": np.isclose(moved_by[0], np.log(2), atol=0.05),
    "the two normal classes; corrected coefficients; all data give": np.allclose(moved_by, [np.log(2), 0], atol=0.05),
    "in (c); threshold at 2; only the two examples; undecided; steeper is better": (
        not found[2] and sum(each == 2 for each in (1, 2, 2, 3)) == 2 and np.logaddexp(0, -3.0) < np.logaddexp(0, -1.0)
    ),
    "in (a); classes are separated; in (c); they touch; one value": (
        max(1, 2) < min(3, 4) and max(1, 2) == min(2, 3) and not found[0] and not found[2]
    ),
    "only in (b); do they; overlap": found == [False, True, False],
    "(a) / (b) / (c)": {
        "classes are separated": (not found[0], False, False),
        "data are separable": (not found[0], not found[1], False),
        "quasi-separable": (False, False, not found[2]),
        "there is a maximum": tuple(found),
        "has no maximum": tuple(not each for each in found),
    },
    "in (c); quasi-separable; two examples at 2; keep the probability one half; others improve": (
        sigmoid(3.0 * (2 - 2)) == 0.5 and np.logaddexp(0, -3.0) < np.logaddexp(0, -1.0) and not found[2]
    ),
    "in both cases; the likelihood; has no maximum": not found[0] and not found[2],
    "in (b); the example of class 1 at 2; lies between the zeros; 1 and 3; there is a maximum": found[1],
    "fit_logistic; finds one; for (b) alone": found == [False, True, False],
    "pool, loss": {
        "mean of the losses": np.isclose(by_pool[1], np.logaddexp(0, [-0.3, 0.7]).mean(), rtol=1e-3),
        "mean of its members": np.isclose(by_pool[1], np.logaddexp(0, [-0.3, 0.7]).mean(), rtol=1e-3),
    },
    "pool, larger|more people, positive result": {
        "more": sigmoid(0.0) / (1 - 0.5**3) > sigmoid(0.0) / (1 - 0.5**2),
        "less": sigmoid(0.0) / (1 - 0.5**3) < sigmoid(0.0) / (1 - 0.5**2),
    },
    "pools of one|pool of one": {"no longer applies": not of_one, "binary cross-entropy": of_one},
    "pool|positive pool; fails|is infinite|infinite <- float32|single precision|32": {
        "with": bool(impossible.isinf()),
        "without": bool(pool_loss(low.detach().double(), torch.tensor([1])).isinf()),
    },
    "torch.expm1|expm1; keeps its digits|keeps the digits|is accurate|is needed <- small|tiny|near 0|close to 0|vanish*": {
        "with": not keeps[0],
        "without": not keeps[1],
    },
    "margin|$sz$; is positive|positive <- more probable|right|correct*|agree*|probability above|likelier": {
        "with": np.array_equal(margins > 0, (random_scores > 0) == (random_labels == 1)),
        "without": np.array_equal(margins > 0, random_labels == 1),
    },
    "pool is negative|negative pool is <- all|every|each|no member|none|both|nobody|neither|loss|softplus": {
        "with": only_both,
        "without": in_pool == 1 / 4,
    },
    "#pool-limit": {
        "exactly zero|is zero|is 0|vanishes|is finite": bool((nearly.grad == 0).all()),
        "negative pool": bool(harmless.grad.isnan().any()),
    },
    "#pool-limit @ higher|$1/s$|1/s|even for": {
        "loss too|loss is infinite|infinite loss|loss is still infinite": bool(right.isinf()),
        "is not a number|nan": bool(nearly.grad.isnan().any()),
        "loss is still right|loss is right": bool(right.isfinite()),
    },
    "#margins-agree": {
        "differ|disagree|differ elsewhere|only where|only for|except|wherever the margin|positive margin": not np.allclose(
            np.logaddexp(0, -margins), both
        ),
        "agree": np.allclose(np.logaddexp(0, -margins), both, rtol=1e-12, atol=0),
    },
    "#only-b": {
        "(a) alone|(c) alone|all three|each of them|none of them|two of them|(a) as well|(c) as well": found
        != [False, True, False],
    },
    "very high scores|high scores|large positive scores @ negative pool|where": {
        "nan|protects|not a number": not bool(high_grad.isfinite().all()),
    },
    "negative pool|gradient of a negative pool|where|inner where @ nan|protect*|branch": {
        "very high scores|high scores|large scores|positive scores": not bool(high_grad.isfinite().all()),
        "very low scores|low scores|negative scores": bool(unprotected.isnan().all()),
    },
    "half of both|half of both classes|half of each class|both classes|half of all examples|half of each @ thrown|keep|kept|half|throw*": {
        "same correction|correction would|needs a correction|must be corrected|log 2|\\log 2|too high|too low|be needed": abs(
            moved_evenly
        )
        > 0.1,
        "no correction|nothing to correct|changes nothing|coefficients stay": abs(moved_evenly) < 0.1,
    },
    "half as many examples|fewer examples|each score|every score|scores @ both classes|half of both|half of each": {
        "too high|too low|shifted|by \\log 2|off by": abs(moved_evenly) > 0.1,
    },
    "slope|slopes @ zeros|thrown, half, -both": {
        "grows by|falls by|doubled|doubles|halved|changes": abs(moved_by[1]) > 0.1,
        "stays|unchanged|remains": abs(moved_by[1]) < 0.1,
    },
    "number of parameters, two of them!!": {"0 to d-1": added[0] == 0 and len(added) == 2},
    "number of examples, one of them!!": {"1 to N": len(x) == np.arange(1, len(x) + 1)[-1]},
    "largest curvature|\\Lambda @ hessian|gradient, -bound, -step": {
        "smallest curvature|largest gradient|largest eigenvalue of $X": not np.isclose(from_matrix, largest),
    },
    "\\lambda_{\\max}|eigenvalue @ matrix": {
        "smallest eigenvalue": not np.isclose(from_matrix, largest),
        "largest eigenvalue": np.isclose(from_matrix, largest),
    },
    "probability of|$p_n=\\sigma(z_n)$ @ according to the model": {
        "y_n=0|no": sigmoid(2.0) < 0.5,
        "y_n=1": sigmoid(2.0) > 0.5,
    },
    "slope of a model @ no other parameter|only parameter": {"with an intercept": add_intercept(x).shape[1] == 1},
    "(a) @ separable|classes|maximum": {"overlap|has a maximum|quasi-separable|touch": found[0]},
    "(c) @ separable|classes|maximum": {"overlap|has a maximum|are separated": found[2]},
    "(b) @ separable|classes|maximum, -(a), -(c)": {"has no maximum|separable|no maximum": not found[1]},
    "pool, is positive, with probability, -healthy, -negative": {
        "probability 1/4": in_pool == 1 / 4,
        "probability 1/2": in_pool == 1 / 2,
        "probability 3/4": in_pool == 3 / 4,
    },
    "slope|slopes @ zeros|class 0|thrown away|half of the zeros, -standard error, -precise*, -pool*": {
        "halved|doubled|corrected|correction|rises|steeper|needs a|divided": not np.isclose(after[1], before[1]),
        "stays": np.isclose(after[1], before[1]),
    },
    "curve|log-odds|line @ fewer zeros|half of the zeros|zeros & thrown, -standard error": {
        "more steeply|steeper|flatter|less steeply": not np.isclose(after[1], before[1]),
        "shifted|moves up|higher": after[0] > before[0],
    },
    "intercept|bias|the intercept @ weight_decay|SGD|weights|penalty, -zeros, -shares, -constant": {
        "shrunk|shrinks|decayed|is penalised|like all other|like every other|like the others": bool(
            penalised_gradient(np.array([2.0, 1.0]), add_intercept(x), y, 1.0)[0]
            != penalised_gradient(np.array([2.0, 1.0]), add_intercept(x), y, 0.0)[0]
        ),
    },
    "(c) @ maximum|slope|minimum|class*|overlap*|separ*": {
        "finite slope|has a maximum|there is a maximum|overlap|an estimate exists|has a minimum": has_maximum(
            [1, 2, 2, 3]
        ),
    },
    "(a) @ maximum|slope|minimum|class*|overlap*|separ*": {
        "finite slope|has a maximum|there is a maximum|overlap|an estimate exists|has a minimum": has_maximum(
            [1, 2, 3, 4]
        ),
    },
    # What stands in the table of symbols, in docstrings, comments, figures, questions and the summary.
    "%row N": {
        "number of parameters|number of inputs|number of classes|examples of class 1|number of steps|0 to N": len(x)
        != 6,
        "number of examples|how many examples": len(x) == 6,
    },
    "%row d": {
        "number of examples|number of inputs|number of classes|1 to d|without the intercept": len(added) != 2,
        "number of parameters|how many parameters|0 to d-1": len(added) == 2 and added[0] == 0,
    },
    "%row x_n": {
        "with the columns|whose columns|column n|outputs|targets|x_{n,0}=0|x_{n,1}=1|no intercept|without an intercept": not (
            from_rows and one_first
        ),
        "with the rows|whose rows": from_rows,
    },
    "%row y_n": {
        "−1|-1|0 for yes|1 for no|2 for|predicted|prediction|probability|score": sorted(set(y)) != [0, 1],
        "1 for yes|0 for no": bool(clear_y[clear_x > 0].all()),
    },
    "%row \\theta": {
        "has an intercept|with an intercept|also has|and an intercept|inputs|scores|labels|step size": by_hand_slope
        != 1,
    },
    "%row z_n=\\theta^\\top x_n": {
        "probability|odds|loss|label|margin|its sigmoid|likelihood": not np.isclose(special.logit(sigmoid(0.7)), 0.7),
        "logit|score|log-odds": np.isclose(special.logit(sigmoid(0.7)), 0.7),
    },
    "%row p_n=\\sigma(z_n)": {
        "y_n=0|class 0|true label|right label|true class|observed label|label that was observed|data|odds|logarithm|exponential": sigmoid(
            2.0
        )
        < sigmoid(-2.0),
        "y_n=1|class 1": sigmoid(2.0) > sigmoid(-2.0),
    },
    "%row p(y\\mid x;\\theta)": {
        "the true distribution; the|true one; the model|true one; that of the model|true distribution; that|true distribution; the model": np.allclose(
            theta_clouds, from_bayes
        ),
        "prior|posterior|joint": np.isclose(sigmoid(0.7) + sigmoid(-0.7), 0.5),
    },
    "%row \\ell_n": {
        "sum|total|summed|maximum|mean loss; the loss of|penal*|squar*|median|largest": not np.isclose(
            loss(0.7), np.mean(np.logaddexp(0, 0.7 * x) - 0.7 * x * y)
        ),
        "mean|average": np.isclose(loss(0.7), np.mean(np.logaddexp(0, 0.7 * x) - 0.7 * x * y)),
    },
    "%row \\nabla J": {
        "smallest|lowest|average|mean curvature|step size|Hessian and gradient|inverse|largest gradient|largest entry": largest
        < max(curvature(w) for w in (0.0, 1.0, 4.0)) - 1e-9,
        "largest|highest|greatest": np.isclose(largest, curvature(0.0)),
    },
    "%row L(\\theta)": {
        "log-likelihood|logarithm|loss|prior|posterior|negative|sum|mean": np.isclose(
            np.exp(-6 * loss(0.7)), loss(0.7)
        ),
    },
    "%row \\alpha": {
        "smallest eigenvalue|its largest|largest admissible|largest value of|largest curvature|number of steps|number of epochs|variance|penalty; the step|largest penalty": not np.isclose(
            descend(0.3, 1)[1], -0.3 * gradient(0.0)
        ),
        "step size": np.isclose(descend(0.3, 1)[1], -0.3 * gradient(0.0)),
    },
    "%row \\mu": {
        "standard deviation|median|standard error|of the labels|of the inputs|Bernoulli|Laplace": np.isclose(
            stats.norm(0, 2).var(), 2
        ),
        "variance": np.isclose(stats.norm(0, 2).var(), 2**2),
    },
    "%sigmoid()": {
        "odds of|the odds|whose odds|logarithm of the probability|label 0|class 0|of a no|of the true label|slope|derivative|loss": np.isclose(
            sigmoid(0.7), np.exp(0.7)
        )
        or np.isclose(sigmoid(0.7), sigmoid(-0.7)),
        "log-odds": np.isclose(special.logit(sigmoid(0.7)), 0.7),
    },
    "%sigmoid() @ -logarithm of|log of": {"odds": np.isclose(odds(sigmoid(0.7)), 0.7)},
    "%loss()": {
        "sum|summed|total|added up|largest|likelihood|log-likelihood|squared|errors|share|wrong|penalty|from probabilities|from the probabilities": not np.isclose(
            loss(0.7), np.mean(np.logaddexp(0, 0.7 * x) - 0.7 * x * y)
        ),
        "four people|four|five|two": len(x) != 6,
        "mean|average|averaged": np.isclose(loss(0.7), np.mean(np.logaddexp(0, 0.7 * x) - 0.7 * x * y)),
    },
    "%gradient()": {
        "sum|summed|total|added up|median|largest": not np.isclose(gradient(0.7), np.mean((sigmoid(0.7 * x) - y) * x)),
        "target − prediction|target minus prediction|label − prediction|label minus prediction|y − p|target - prediction|prediction + target|descent": np.isclose(
            gradient(0.7), np.mean((y - sigmoid(0.7 * x)) * x)
        ),
        "score|scores|probability · input|second derivative|curvature|squared|four|without the input|slope · input|input²": np.isclose(
            gradient(0.7), np.mean((sigmoid(0.7 * x) - y) * 0.7 * x)
        ),
        "mean|average": np.isclose(gradient(0.7), np.mean((sigmoid(0.7 * x) - y) * x)),
    },
    "%descend()": {
        "loss|losses|gradients|derivatives|probabilities|lengths|step sizes|curvatures|scores": not np.isclose(
            descend(1.0, 2)[2], descend(1.0, 1)[1] - gradient(descend(1.0, 1)[1])
        ),
        "without the start|after the start|beginning with the first step|start left out|without its start|beginning after|except the start|excluding the start|ending with the start|start excluded|not the start|backwards|from the last": descend(
            1.0, 2, w=3.0
        )[0]
        != 3.0,
        "last slope|final slope|the slope at the end|last one|only the last|the best slope": len(descend(1.0, 2)) == 1,
    },
    "%curvature()": {
        "first derivative|third derivative|gradient|inverse|square of the derivative|sum|total|largest|bound|four": not np.isclose(
            (gradient(0.7001) - gradient(0.6999)) / 2e-4, curvature(0.7), rtol=1e-6
        ),
        "second derivative|curvature": np.isclose(
            (gradient(0.7001) - gradient(0.6999)) / 2e-4, curvature(0.7), rtol=1e-6
        ),
    },
    "%evaluate()": {
        "sum|total|summed|added up|largest|share|accuracy|number|wrong|errors|correct|right|gradient|penalty|penalised|probability|each case|every case|losses of": not np.isclose(
            evaluate(free, test), test_losses(free(inputs[test]).squeeze(1).detach()).mean()
        ),
        "training part|validation part|test part|all data|whole data|all parts|every part|a batch|mini-batch": np.isclose(
            evaluate(free, train), evaluate(free, validation)
        ),
        "mean|average|averaged": np.isclose(
            evaluate(free, test), test_losses(free(inputs[test]).squeeze(1).detach()).mean()
        ),
    },
    "losses|its losses|loss|history @ %fit()": {
        "batch|each batch|mini-batch|each mini-batch|every batch|each step|every step|of each case|before each epoch|before every epoch|test|accuracy|on the test part|at the end|last epoch|best epoch": history.shape
        != (300, 2),
        "each epoch|every epoch": history.shape == (300, 2),
    },
    "model @ %fit()": {
        "untrained|best|of the best epoch|with the lowest": np.isclose(evaluate(free, validation), history[:, 1].min())
    },
    "backward()|backward|`backward()` @ %loop:comment": {
        "overwrites|replaces|fails|averages|forgets|ignores|resets|clears|subtracts|deletes|erases|raises|frees|sets|starts|discards|multiplies|divides|zeroes": not backward_adds,
        "adds|accumulates|sums": backward_adds,
    },
    "%loop:comment": {
        "saves memory|save memory|frees memory|to save|for speed|faster|not needed|optional|cosmetic|weights to|parameters to|resets the parameters|resets the weights|old weights|step size": not backward_adds,
    },
    "%test_losses()": {
        "mean|average|sum|total|training case|validation case|probability|probabilities|share|label alone|all cases together|gradient|each strength|each model": test_losses(
            scores[chosen]
        ).ndim
        == 0,
        "each test case|every test case": test_losses(scores[chosen]).shape == (len(test),),
    },
    "%losses_on_split()": {
        "training losses|training loss|validation losses|validation loss|gradient descent|mini-batch*|stochastic|L-BFGS|accuracies|errors|one for each split|one for each seed|on an old split|on the old split|on the split above|the split above|same split|without a penalty|penalised losses|including the penalty|with the penalty added|one for each case|for each epoch|average over the strengths": not np.allclose(
            [len(losses_on_split(1)), losses_on_split(1)[0]], [2, first_split]
        ),
        "test losses|test loss": np.isclose(losses_on_split(1)[0], first_split),
    },
    "%loss_from_scores()": {
        "sum|total|summed|each example|every example|squared|hinge|likelihood|−1|-1|probabilities z|odds z|with the probabilities|with the odds|one-hot|median|largest|penal*": not np.isclose(
            loss_from_scores(torch.tensor([0.0, np.log(3)]), torch.tensor([0.0, 1.0])).item(),
            (half_loss + quarter_loss) / 2,
        ),
        "mean|average": np.isclose(
            loss_from_scores(torch.tensor([0.0, np.log(3)]), torch.tensor([0.0, 1.0])).item(),
            (half_loss + quarter_loss) / 2,
        ),
    },
    "%penalised_gradient()": {
        "with the intercept|including the intercept|intercept included|intercept too|all coefficients|every coefficient|all parameters|even the intercept": added[
            0
        ]
        != 0,
        "minus strength|− strength|strength · Σ|strength times the sum|strength * Σ|divided by strength": np.isclose(
            added[1], 2 * 0.4 * 3
        ),
        "sum of the losses|summed loss|total loss|log-likelihood|Hessian|negative gradient|direction of descent|loss itself|squared error": not np.isclose(
            one_row, two_rows
        ),
        "mean loss|average loss": np.isclose(one_row, two_rows),
    },
    "%pool_loss()": {
        "sum of the negative|summed|sum over the pools|total|mean log-likelihood|positive log-likelihood|mean probability|(people, N)|results y of shape (N, people)|result of each person|results of the people|of each person": not (
            of_one and of_softplus[0]
        ),
    },
    "branch|other branch|branch that is not taken|the branch not taken|branch not taken|it @ %exercise-3-code:comment": {
        "differentiated|computed": bool(unprotected.isnan().all()),
        "ignored|skipped|discarded|harmless|costs nothing|never evaluated|has no gradient|without effect|has no influence|no effect": bool(
            unprotected.isfinite().all()
        ),
    },
    "slope|its slope|gradient|its gradient|derivative @ %exercise-3-code:comment": {
        "infinite|not finite|unbounded": bool(unprotected.isnan().all()),
        "finite|zero|0|vanishes|has vanished|bounded|tiny|small|negative": bool(unprotected.isfinite().all()),
    },
    "%exercise-3-code:comment": {
        "sum is large|sum is infinite|sum has overflowed|sum overflows|large scores|high scores|positive scores|pool is positive|scores are high": not bool(
            high_grad.isfinite().all()
        ),
        "rounds|faster|speed|memory|for the value alone|only the value": bool(unprotected.isfinite().all()),
    },
    "%by_enumeration()": {
        "multiply|product|products|average|subtract|most probable|largest|only infected|only healthy|odds|losses|scores|pairs": not enumerates,
    },
    "%tiny-loss:comment": {
        "label 0|is 40|exactly 0|e⁴⁰|2⁻⁴⁰|10⁻⁴⁰|infinite|negative|large|probability|score is": not np.isclose(
            np.logaddexp(0, -40.0), np.exp(-40.0)
        ),
        "label 1": np.isclose(np.logaddexp(0, -40.0), np.exp(-40.0)),
    },
    "%clouds:comment": {
        "variances differ|unequal|of class 1 alone|class 1 only|class 0 only|of both together|mean is|share is|covariance|different": not np.allclose(
            [clouds[groups == each].std() for each in (0, 1)], 1, atol=0.02
        ),
    },
    "%explorer:comment": {
        "target 0|cross-entropy|absolute|second derivative|by the probability|with respect to the probability|label 0": not np.isclose(
            (sigmoid(0.3001) - 1) ** 2 - (sigmoid(0.3) - 1) ** 2,
            1e-4 * 2 * (sigmoid(0.3) - 1) * sigmoid(0.3) * sigmoid(-0.3),
            rtol=1e-3,
        ),
    },
    "error|it @ %explorer:question, steep*": {
        "larger|largest|greater|higher|grows": abs(0.5 - 1) > abs(chances[0] - 1),
        "smaller|less|lower": abs(0.5 - 1) < abs(chances[0] - 1),
    },
    "sigmoid @ %explorer:question, most wrong, -steepest the": {
        "steep|steepest": slopes_at[0] > slopes_at.max() / 2,
        "flat|flattest|level": slopes_at[0] < slopes_at.max() / 2,
    },
    "densities|density|inputs|distributions of the inputs|distribution of the inputs|slope|slopes|coefficients @ %exercise-5-question:comment": {
        "change|changes|are changed|is changed|double|doubled|halve|halved": abs(moved_by[1]) > 0.1,
    },
    "odds|odds of the classes|ratio of the classes|shares @ %exercise-5-question:comment": {
        "change|changes|are changed": bool(doubling),
        "stay|stays|unchanged|remain|remains|the same": not doubling,
    },
    "%exercise-5-question:comment": {
        "half of class 1|half of both|class 1 is thrown|all of class 0|a quarter|two thirds|central limit|convexity|chain rule": not kept[
            groups == 1
        ].all(),
    },
    "%exercise-5-code:comment": {
        "same seed|the seed of the examples as well|seed of the examples again|for speed|any seed would do|any seed will do": not kept_half,
    },
    "%question-odds:question": {
        "added to the odds|adds to the odds|to the odds, not": np.isclose(
            odds(sigmoid(0.3 + 0.7)), odds(sigmoid(0.3)) + 0.7
        ),
        "added to the log-odds": np.isclose(special.logit(sigmoid(0.3 + 0.7)), 0.3 + 0.7),
        "become three to one|gives three to one|become four to one|gives four to one|give three to one|one third|two noes for each yes|one yes for two|three quarters|odds of two to one: three": not np.isclose(
            doubled, 2 / 3
        ),
        "one half means odds of two|odds of one half|one half means odds of 0|half means odds of one half": not np.isclose(
            odds(0.5), 1
        ),
        "probability doubles|probability is doubled|odds square|odds are squared|odds halve": np.isclose(
            doubled, 2 * 0.5
        ),
    },
    "loss @ %question-separable:question": {
        "falls": clear_loss(2.0) < clear_loss(1.0),
        "rises": clear_loss(2.0) > clear_loss(1.0),
        "the same|does not|stays": clear_loss(2.0) == clear_loss(1.0),
    },
    "predictions|every prediction|probability|every probability|the four|one of the four @ %question-separable:question": {
        "rises": bool(doubled_better),
        "falls": not doubled_better,
        "better": bool(doubled_better),
        "worse": not doubled_better,
        "agree|are equal|are the same|do not differ|coincide": clear_loss(2.0) == clear_loss(1.0),
    },
    "%question-separable:question": {
        "two of the four|some of the four|three of the four|half of the four|most of the four": not doubled_better,
        "smaller slope|up to a point|until it|up to the best|decide differently|halve it|halve the slope|reaches 0|finite": ladder.argmin()
        != len(ladder) - 1,
    },
    "%exercise-1-question:question": {
        "returns their sum|returns the sum|mean is twice|twice of it|double of it|larger of the two|difference of|product of": not np.isclose(
            loss_from_scores(torch.tensor([0.0, np.log(3)]), torch.tensor([0.0, 1.0])).item(),
            (half_loss + quarter_loss) / 2,
        ),
        "one quarter|one third|two thirds|second label is 0|first label is 1|log(3/4)|log 4|log 3|not −log p|is −log(1 − p)": not np.isclose(
            sigmoid(np.log(3)), 3 / 4
        ),
    },
    "%exercise-2-question:question": {
        "subtract|subtracts|subtracted|minus λ|then divide|penalty divides|penalty multiplies|penalty halves": np.isclose(
            added[1], -0.4 * 3
        ),
        "λ times the square|square of the slope|half of λ|λ / 2|λ/2|twice λ|2λ|intercept|θ times": not np.isclose(
            added[1], 0.4 * 3
        ),
        "loss is a sum|the sum over|target minus prediction|second part is wrong|sum is the same|sum the error|add up error|without the input|0.1 · 2|0.1 · 1,": not np.isclose(
            one_row, two_rows
        ),
    },
    "%exercise-3-question:question": {
        "positive with probability 1/4|positive with probability 1/2|positive only if both|only if both are infected|needs both|one healthy person is enough|if both are infected, so|negative if one|negative if either|negative if at least": in_pool
        == 1 / 4,
        "healthy with probability 1/2|healthy with probability 3/4|infected with probability 3/4|loss is its logarithm|one of them is healthy?": not only_both,
    },
    "%exercise-6-question:question": {
        "between 1 and 2|between 3 and 4|threshold at 3|threshold at 1|(a) do they overlap|(c) do they overlap|(b) the classes are|(b) they touch|(a) they touch|(c) the classes are separated|(c) they overlap|(a) they overlap": found
        != [False, True, False],
        "flatter is better|gentler is better|flatter slope|gentler slope|slope converges|slope is finite|smaller slope|slope shrinks|all four undecided|three examples on it|becoming better": not doubled_better,
    },
    "odds|axis of odds|second axis|second axis of odds @ %sigmoid-figure, -log*": {
        "above|at the top|on top": on_top,
        "below|at the bottom|on the left|on the right": not on_top,
    },
    "log-odds|score|scores|logits @ %sigmoid-figure": {
        "above|at the top|on top|on the left|on the right": "log-odds" not in odds_free,
        "below|at the bottom": "log-odds" in odds_free,
    },
    "probability|probabilities @ %sigmoid-figure": {
        "on the left|to the left": on_left,
        "on the right|above|below|at the bottom|at the top|to the right": not on_left,
    },
    "%sigmoid-figure": {
        "over the odds|over the probability|against the odds|axis of scores above|axis of log-odds above|axis of probabilities": not on_top,
        "straight line|falling|bell-shaped|inverted|parabola|staircase|mirrored": not s_shaped,
        "two scales|four scales|same scale|one scale": not (on_top and on_left),
    },
    "the others|others|later ones|later points|following ones|they @ %descent-figure, four": {
        "return|come back|go back|turn back": toward(paths[4.0], best)["settles"],
        "move away|move further|go on|continue|move on|leave|go further|diverge|stay there|swing*": toward(
            paths[4.0], best
        )["diverges"],
    },
    "%descent-figure": {
        "Newton|Newton's method|momentum|stochastic|line search": not np.isclose(paths[4.0][1], -4 * gradient(0.0)),
        "hill|ridge|as a plain|against the step|against the step size|against the epoch|loss against the score|derivative against|four people|logarithmic|three panels|one panel|the maximum": not (
            valley_drawn and len(x) == 6
        ),
        "as a valley|valley": valley_drawn,
    },
    "points|path|step size one @ %descent-figure, one": {
        "leap|jump|race|pass|overshoot|reach the minimum|shrink|fall back|return": not toward(paths[1.0], best)[
            "falls short"
        ],
        "creep": toward(paths[1.0], best)["falls short"],
    },
    "%newton-figure": {
        "at an open point|at the open point|from the open point|to the filled point|from the vertex|at two points|crosses it|cuts it|below it": hollow[
            0
        ].get_xdata()[0]
        != vertex_at
        or filled[0].get_xdata()[0] != 4.0,
        "dotted parabola|solid parabola|dashed loss|dashed valley|straight line|tangent line": not parabola_is_dashed,
        "as a hill|hill|gradient descent|vertex of the loss|minimum of the loss|lowest point of the loss|maximum of the parabola|top of the parabola|one panel|three panels": not wider
        or len(panels) != 2,
    },
    "loss|it @ %separable-figure, without a penalty|without penalty|without one|$\\lambda=0$|unpenalised": {
        "falls": course(plain)["falls"],
        "rises": course(plain)["rises"],
        "has a minimum|minimum|turns": course(plain)["turns"],
    },
    "loss|it @ %separable-figure, with a penalty|with the penalty|with penalty|penalised": {
        "falls|falls to 0": course(held)["falls"],
        "rises": course(held)["rises"],
        "has a minimum|minimum|turns": course(held)["turns"],
        "has no minimum": not course(held)["turns"],
    },
    "slope @ %separable-figure": {
        "rises": min(np.diff(list(reached.values()))) > 0 and slowed[10] < slowed[10_000],
        "falls": max(np.diff(list(reached.values()))) < 0,
    },
    "%separable-figure": {
        "with a penalty the slope rises from|with the penalty the slope rises from|without one only|without a penalty only|without it only": max(
            slowed.values()
        )
        > max(reached.values()),
        "overlapping|not separable|inseparable|quasi-separable|cannot be separated|six": not none_fits,
        "axis of slopes|axis of losses|axis of the loss|linear axis|ordinary axis": steps_axis != "log",
        "Newton|Newton's method|line search|stochastic|mini-batches|two intercepts|during training|epochs|test loss|validation loss|accuracy": not np.isclose(
            w, penalised, rtol=1e-3
        )
        and not np.isclose(best, 1.3511, atol=1e-4),
    },
    "%history-figure": {
        "with a penalty|with the penalty|chosen penalty|with penalty|weight decay|with regularisation|penalised|with L2|with the chosen": not np.allclose(
            history[-1], [evaluate(free, part) for part in (train, validation)]
        ),
        "without a penalty|without penalty|unpenalised": np.allclose(
            history[-1], [evaluate(free, part) for part in (train, validation)]
        ),
        "loss on a logarithmic axis|logarithmic loss|logarithm of the loss|logarithmic axis of the loss|logarithmic axis of losses|linear axis|logarithm of the mean": ax_history[
            1
        ]
        == "log",
        "against the step|against the steps|against the penalty|against the batch|after each batch|accuracy|probability|test loss|test losses|after training|share of errors|sum of the losses": not np.isclose(
            history[-1, 0], evaluate(free, train)
        ),
        "marked training|marked test|last epoch|final epoch|first epoch|highest|largest|worst": not lowest_marked,
    },
    "training loss @ %history-figure": {
        "falls": course(history[::20, 0])["falls"],
        "rises": course(history[::20, 0])["rises"],
    },
    "%summary": {
        "read as odds|read as a probability|read as an odds ratio|through the softmax|through the exponential|through softplus|through the logarithm|through its logarithm": not np.isclose(
            special.logit(sigmoid(0.7)), 0.7
        ),
        "coefficient is an odds ratio|coefficient is the odds ratio|logarithm of a probability|coefficient is a probability|logarithm of odds|the odds themselves|coefficient is the odds": not np.isclose(
            np.log(ratios[0]), 0.7
        ),
        "parameter is prediction|parameters is prediction|probability is prediction|to $\\theta$ is prediction|target minus prediction|prediction plus target|normal likelihood|prediction times": not np.isclose(
            (np.logaddexp(0, 0.3001) - np.logaddexp(0, 0.3)) / 1e-4, sigmoid(0.3), rtol=1e-3
        ),
        "many maximum-likelihood|unique maximum-likelihood|one maximum-likelihood|infinitely many|have a maximum-likelihood|several maximum-likelihood|a finite maximum-likelihood": not none_fits,
        "including the intercept|and the intercept|intercept too|or no label|only one label|one label|either label|least probable|two minimisers|a normal one for the intercept|same one for the intercept|uniform priors": not one_label_refused,
        "data that were fitted|data used to choose|data that were used to choose|were fitted|such as those used to choose|the same data|no standard error|without a standard error|has no error|is exact|is certain|either fitted or used|fitted but|not fitted, but|the training data|the validation data": np.isclose(
            error, 0
        ),
        "data that were neither": error > 0,
    },
    "%summary @ -negative|minus|sign": {
        "logarithm of the Bernoulli|logarithm of the likelihood": np.isclose(np.log(np.exp(-6 * loss(0.7))), loss(0.7)),
    },
    "Newton*|Newton's method @ %summary": {
        "many steps near|needs many|slow*|never overshoots|cannot overshoot|does not overshoot|always converges|always leads|few far|few steps far|far from it, but|from any start|from every start|overshoot near|overshoots near|without overshooting": not (
            in_five and diverges
        ),
    },
    "gradient descent|descent @ %summary": {
        "does not pass|never passes|may raise|can raise|raises|always lowers|overshoots|passes no|stays on one side": not toward(
            paths[4.0], best
        )["passes"],
    },
    "%frame": {
        "neither of which|only one of which|never overshoot|cannot overshoot|only the second of which|only the first of which": not diverges,
        "split in two|split in four|in two parts|in four parts": len((train, validation, test)) != 3,
        "in bits|are binary logarithms|base 2|to the base 10|decimal": not np.isclose(loss(0.0), np.log(2)),
    },
    # What the text says of each topic, and what a careless author would.
    "%yes-or-no": {
        "two hours more|two hours less|one hour more|in minutes|in units of one hour": 10 * x.max() != 20,
        "average of the six inputs is not|mean of the inputs is not|inputs do not average": not np.isclose(x.mean(), 0),
        "everyone who practised more passed|nobody who practised less passed": y[x > 0].min() == 1,
    },
    "inverse|its inverse|inverse function|logit|log-odds @ 0 and 1|exactly 1|probability of 1|certain*|at 0": {
        "defined at 0 and 1|finite at|defined there too|largest score|highest score|finite score|exists at": bool(
            np.isfinite(special.logit(1.0))
        ),
        "infinite|not defined|undefined": bool(np.isinf(special.logit(1.0))),
    },
    "probability of exactly 1|probability of 1|probability 1|certainty @ score": {
        "has the largest score|has the highest score|has a score|needs a score of|finite score": bool(
            np.isfinite(special.logit(1.0))
        ),
    },
    "odds|probability|probabilities @ inputs|input, -log-odds|logarithm|multipl*|sigmoid": {
        "linear in|grow linearly|grows linearly|linear function of|proportional to the input|by the same amount": np.allclose(
            np.diff(np.exp(scores_of), 2), 0
        ),
    },
    "model|it|examples|learning|training @ scores of large size|large scores|large score|far from 0, -wrong": {
        "learns most|learns most quickly|learns fastest|move it most": slopes_at[-1] > slopes_at.max() / 2,
    },
    "change|small change|same change|step|change of such a score|unit @ large|large size|far from 0, probability": {
        "furthest|most|moves the probability most|largest effect|most strongly": slopes_at[-1] > slopes_at.max() / 2,
    },
    "slope|derivative|slope of the sigmoid @ three to one|$p=3/4$|0.75": {
        "half|a half|one half|to half|a quarter|a third": not np.isclose(slope_at(np.log(3)), 3 / 16),
        "three quarters": np.isclose(slope_at(np.log(3)) / slope_at(0.0), 3 / 4),
    },
    "slope|slope of the sigmoid|derivative @ $p=0.9$|0.9, sigmoid|score|ends": {
        "tenth|a tenth|half|a quarter|a hundredth": slope_at(special.logit(0.9)) > 0.3 * slope_at(0.0),
    },
    "float32|single precision @ $\\sigma$|sigmoid|score, -pool": {
        "holds longer|later|larger scores|safer|avoids this|not round|keeps": torch.sigmoid(torch.tensor(20.0)).item()
        < 1,
        "earlier|sooner|smaller scores": torch.sigmoid(torch.tensor(20.0)).item() == 1,
    },
    "the two|two|they|both @ label is 0|label 0|$y=0$, true class|class 1|probability": {
        "agree only when|agree when the model is certain|agree always|always agree|equal at certainty": np.isclose(
            sigmoid(8.0), sigmoid(-8.0)
        ),
    },
    "intercept|best intercept @ %read-odds": {
        "inputs alone|still be 0|still 0|remain 0|stays 0|be 0 too|be 0 as well|whatever the labels|not on the labels|on the inputs only": abs(
            other_intercept
        )
        < 1e-3,
        "no longer 0|not 0|no longer be 0|depends on the labels": abs(other_intercept) > 1e-3,
        "raises the slope|changes the slope": not np.isclose(with_intercept[1], best, rtol=1e-3),
    },
    "labels|examples|observations @ %read-odds, independent|likelihood": {
        "identically distributed|same distribution|the same probability|equally probable": len(set(sigmoid(x))) == 1,
    },
    "minimiser|best slope|estimate|\\theta @ mean instead of|sum instead of|divid*|dividing|factor $1/N$": {
        "changes|different|another|depends on|moves|smaller|larger": np.argmin(held) != np.argmin(4 * held),
        "stays": np.argmin(held) == np.argmin(4 * held),
    },
    "surprises|two surprises|surprised|who surprised|two who surprised|they @ %read-losses, doubl*|slope 2|once more|steeper|larger slope": {
        "gain|profit|cheaper|cost less|falls|better|gain too|gain least|gain a little": cost_at(2.0)[2]
        < cost_at(1.0)[2],
        "dearer|cost more|rises|lose|worse": cost_at(2.0)[2] > cost_at(1.0)[2],
    },
    "all six|all six costs|every cost|all costs|each cost|six costs|costs|the mean|mean @ %read-losses, doubl*|slope 2|once more|steeper": {
        "falls|lower|less|smaller|better|cheaper": bool(np.all(cost_at(2.0) < cost_at(1.0))),
    },
    "doubling the slope|doubling|steeper slope|larger slope|slope of 2|slope 2|twice the slope @ %read-losses": {
        "lower all|lowers all|lower every|lowers every|lower each|improves all|improve every|helps everyone|helps all six": bool(
            np.all(cost_at(2.0) < cost_at(1.0))
        ),
        "lower the mean|lowers the mean|improves the mean|reduces the mean|halves": cost_at(2.0).mean()
        < cost_at(1.0).mean(),
    },
    "mean loss|loss|mean @ %read-losses, perfect*|best slope|large enough|some slope": {
        "reaches 0|reach 0|becomes 0|become 0|be 0|vanishes|vanish": loss(best) < 1e-3,
    },
    "label 1|label of 1|same score|score 40|it @ %read-losses-figure": {
        "as much|same cost|same loss|cost the same|costs the same|40 too|equally": np.isclose(
            np.logaddexp(0, 40.0) - 40, np.logaddexp(0, 40.0)
        ),
    },
    "loss|it|cost @ %read-losses-figure": {
        "only on how sure|not on which class|whatever the label|same for both labels|bounded|levels off|grows quadratically|like a parabola|grows exponentially|exponentially|like a square|faster and faster": np.isclose(
            np.logaddexp(0, 80.0), 4 * np.logaddexp(0, 40.0)
        ),
        "linearly": np.isclose(np.logaddexp(0, 80.0), 2 * np.logaddexp(0, 40.0)),
    },
    "derivative|gradient|derivative of the loss @ %read-gradient": {
        "linear in|is linear|a straight line|linear function": np.allclose(
            np.diff([gradient(w) for w in (0, 1, 2)], 2), 0, atol=1e-6
        ),
        "constant|the same everywhere|positive": gradient(0.0) > 0,
    },
    "straight line|line|secant|extrapolation|linear extrapolation @ %read-gradient": {
        "is 0 at the minimum|hits the minimum|exactly|gives the best slope|meets the minimum|exact": np.isclose(
            1 - gradient(1.0) / (gradient(1.0) - gradient(0.0)), best, rtol=1e-3
        ),
    },
    "predictions|errors|residuals|every error|each error|$p_n-y_n$ @ minimum|minimiser|best slope, gradient|derivative|0": {
        "are all 0|all vanish|is 0|are 0|vanish|equal the labels|agree with the labels": bool(
            np.allclose(sigmoid(best * x), y, atol=0.01)
        ),
    },
    "six people|all six|each person|all people|every person @ $w=0$, derivative|gradient": {
        "contribute the same|contribute equally|pull equally|same amount|equally": bool(
            np.allclose((0.5 - y) * x, (0.5 - y[0]) * x[0])
        ),
    },
    "two who surprised|who surprised|surprised @ $w=0$|slope grows|only when, derivative|direction|pull*": {
        "begin to pull|only begin|start to pull": bool((0.5 - y[2]) * x[2] <= 0),
    },
    "x^2|$x^2$|square|squares|square of the input @ inputs|among|add*|extra|further, -cancel*, -squared error": {
        "no longer linear|not linear in the parameters|no longer be linear|not convex|no longer convex|no longer be convex|loses convexity": not quadratic_fits,
    },
    "log-odds|loss|score|it|model @ $x^2$ among|square of x|squares of the inputs|x^2 as|x^2 among|squared input": {
        "no longer be linear|no longer linear|not linear in the parameters|not convex|no longer convex|no longer be convex|give up the sigmoid": not quadratic_fits,
        "remains convex|stays convex|still convex|still linear in the parameters": quadratic_fits,
    },
    "remedy|way out|cure @ unequal variances|x^2|$x^2$|variances": {
        "give up the sigmoid|another sigmoid|give up the logistic|probit|squared error|a network": not quadratic_fits,
    },
    "normal distribution function|distribution function|probit|probit curve @ tails|ends|0 and 1|far from 0": {
        "slower|more slowly|heavier|later|fatter": stats.norm.sf(4.0) > sigmoid(-4.0),
        "faster|sooner|earlier|lighter": stats.norm.sf(4.0) < sigmoid(-4.0),
    },
    "squared error|its loss|the loss|$m$|loss @ %after-explorer, below|under|$p<1/3$, -cross": {
        "is convex|convex there|curves upward": bool(bends_at(0.2) > 0),
        "concave": bool(bends_at(0.2) < 0),
    },
    "push|its push|gradient|push of cross-entropy @ %after-explorer|%read-squared, cross-entropy": {
        "vanishes|exceeds 1|unbounded|without bound|above 1": not abs(sigmoid(-40.0) - 1) <= 1,
        "bounded|at most 1|never above 1": bool(abs(sigmoid(-40.0) - 1) <= 1),
    },
    "bound|its bound|the bound|largest curvature|2/\\Lambda|\\Lambda|safe step|steps @ %step-size, labels|results|passed|failed": {
        "property of the labels|depends on the labels|of the labels|on who passed|other labels|depend on the labels|have been safe|changes|larger|smaller|different|by the labels|on the results": not no_labels,
        "not depend on|inputs alone|stays|unchanged": no_labels,
    },
    "two of the six|other results|other labels|different labels|labels @ %step-size, bound|safe|steps": {
        "larger or smaller|have been safe|would be safe|another bound|change the bound|changes the bound|raise the bound|lower the bound|move the bound": not no_labels,
    },
    "step size|bound|step @ %step-size, fastest|quickest|soonest": {
        "at the bound is fastest|the bound is the fastest|fastest at the bound|largest is fastest|twenty": abs(
            descend(20.0, 5)[-1] - best
        )
        < abs(descend(4.0, 5)[-1] - best),
    },
    "gradient descent|descent|a descent|it @ %read-newton, step size|same start|$w=4$|from 4, -L-BFGS|many parameters": {
        "diverges": toward(from_four, best)["diverges"],
        "settles": toward(from_four, best)["settles"],
        "passes": toward(from_four, best)["passes"],
        "driven off|fare no better|fares no better|do no better|lost too|lost as well|thrown off|be driven|leap away|fail too|fails too|blow up": toward(
            from_four, best
        )["diverges"],
    },
    "loss|slope of the loss|gradient @ %read-newton, $w=4$|from 4|there, -parabola|higher|convex|raise*|lower*": {
        "steep|very steep|steepest": abs(gradient(4.0)) > 2 * abs(gradient(0.0)),
        "concave|not convex": curvature(4.0) < 0,
    },
    "curvature|second derivative @ %read-newton, -positive number|estimates|L-BFGS": {
        "negative|is 0|vanishes|is zero|has the wrong sign": curvature(4.0) <= 0,
    },
    "starts|start|starting point|slopes below|any slope below|any start below|starts to the left|every start below @ Newton*|%read-newton, below|left|negative|smaller": {
        "safe|harmless|converges|rise towards|rises towards|never passes|without passing|works|leads to the minimum|reach the minimum": not overshoots_left,
        "overshoots|diverges": overshoots_left,
    },
    "only starts|only start|starts to the right|only slopes above @ minimum|Newton*|right": {
        "dangerous|fail|diverge|overshoot|risky": not overshoots_left,
    },
    "steps|steps of Newton's method|Newton's steps|Newton's method @ %read-newton, below|left": {
        "rise towards|without passing|never passes|from below": not overshoots_left,
    },
    "Newton's method|Newton @ quadratic|parabola itself|least squares, -contains": {
        "many steps|diverges|several steps|two steps|overshoots": not one_for_squares,
        "one step|single step|first step": one_for_squares,
    },
    "L-BFGS @": {
        "exact Hessian|needs the Hessian|inverts|stores the Hessian|computes the Hessian|whole Hessian|second derivatives": LogisticRegression().solver
        != "lbfgs",
    },
    "their probabilities|probabilities|probability|they|two of the four|some of the four|people|the four people @ %prior": {
        "below one half|wrong side|misclassified|cross the threshold|fall on the wrong|stay below|on the other side": not same_side,
    },
    "most probable|minimiser|most probable value|most probable \\theta|penalised estimate|estimate @ posterior|given the data": {
        "posterior mean|mean of the posterior|is the mean|average of the posterior|expected value|median of the posterior|is also the mean": mode_is_mean,
    },
    "Calling `backward`|backward|backward() @ twice|second time|without `zero_grad`|without zero_grad": {
        "repeat*|same gradient|fails|raises|overwrites|replaces|the last gradient|no effect": not backward_adds,
        "adds|accumulates|doubles|twice the gradient|sums": backward_adds,
    },
    "zero_grad|line|the line|call @ %about-the-loop|%loop": {
        "save memory|saves memory|memory|superfluous|optional|only for speed|left out without": not backward_adds,
    },
    "leaving out `squeeze|without `squeeze|without it|without squeeze|without the `squeeze|squeeze @ %about-the-loop, -act": {
        "broadcast*|silently|without an error|works as well|makes no difference|unnecessary|superfluous|only cosmetic": not mismatch_raises,
    },
    "eval|`eval` @ gradient*|record*|%about-the-loop": {
        "switches off|turns off|stops recording|disables|saves the gradients|no gradients": not recorded,
    },
    "step size|learning rate|lr @ %about-the-loop|%read-unpenalised, -smaller step": {
        "too large|is too large|was too large|too big|far too large": not turns_in_small_steps,
    },
    "smaller step size|smaller one|smaller steps|smaller step|with a smaller one @ %read-unpenalised|training loss|validation loss, -penalty|separable": {
        "falls|both would fall|fall to the end|cures|cure|prevents|prevent|avoids|not rise|no longer rise|keep falling": not turns_in_small_steps,
    },
    "both|both losses|both would @ %read-unpenalised": {
        "falls|fall to the end|go on falling": bool(np.all(history[-1] <= history.min(axis=0))),
    },
    "weights|initial weights|starting weights|start|random start @ %about-the-loop|%loop|%read-unpenalised, -shrinks": {
        "random|at random|drawn at random|initialised at random|from a normal": random_start,
    },
    "test parts|two test parts|parts|splits|two splits @ %read-splits, common|overlap|share|cases": {
        "no case in common|disjoint|seldom have|rarely share|hardly overlap|not overlap|seldom more|few cases in common": 114
        * 114
        / 569
        < 3,
    },
    "case|each case|every case|each of the cases|each tumour @ %read-splits, test part|test parts|tested": {
        "about twice|exactly once|once|twice|five times|about five|never": not 8 < 50 * 114 / 569 < 12,
        "about ten times|ten times": 8 < 50 * 114 / 569 < 12,
    },
    "overlap|overlap of the splits|shared cases|common cases @ %read-splits": {
        "small part|little|negligible|no part|does not matter|hardly matters|minor|can be neglected|harmless": 114 / 455
        < 2 / 50,
    },
    "variance|corrected variance|its variance|corrected interval|interval|it @ %read-splits, thousand|more splits|hundred|many splits|number of splits|more and more": {
        "goes to 0|vanish|vanishes|a quarter|half as wide|much narrower|a tenth|as narrow as|settle*|exclude 0|excludes 0": 114
        / 455
        < 1 / 50,
    },
    "pool of more people|larger pool|bigger pool|more people|larger pools|pools of more people|many people @ pool*, positive|negative, -loss": {
        "less often positive|less often|less likely positive|less likely to be positive|more often negative|more likely negative|rarer|seldom": 1
        - 0.5**3
        < 1 - 0.5**2,
        "more often positive|more likely to be positive|more often": 1 - 0.5**3 > 1 - 0.5**2,
    },
    "probabilities|probabilities of its members|probabilities of infection @ pool*|members, positive": {
        "are multiplied|is multiplied|multiply|are averaged|add up|are added": np.isclose(in_pool, 0.5 * 0.5),
    },
    "two labels|labels|both labels|two examples at 2|examples at 2|both|data|(c) @ were both 1|were 1|both 1|same label|both 0|equal label*, -(b)": {
        "overlap|be an estimate|estimate exists|estimate would exist|has a maximum|be a maximum": not one_label_at_two,
    },
    "there|estimate|maximum|data|it @ (c), were both|both 1|were 1|same label": {
        "be an estimate|would exist|overlap|be a maximum|would overlap|would have an estimate": not one_label_at_two,
    },
    "network|hidden layer|hidden layers|network with hidden layers|deep network @ cross-entropy|loss|descent": {
        "convex loss|is convex|convex too|global minimum from|a single minimum|its global minimum|no local minima": bool(
            network_is_convex
        ),
    },
    "none|none of these|none of these points|no point|all of these|these points @ %summary, linear": {
        "needs a score that is linear|needs a linear|requires a linear|depends on a linear|needs linearity": not network_is_convex,
    },
}
