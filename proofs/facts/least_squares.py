"""What the sentences of chapters/least-squares.ipynb are held to."""

from bookproof.courses import bounds, changes, course

# What sentences call the same thing by.
SLOW = "0.05|smallest of the three|smallest step size"
FAST = "0.165|just below the bound"
OVER = "0.175|above the bound|largest of the three"
FLAT = "flat direction|flat part|flat one|smaller curvature|along the valley"
STEEP = "steep direction|steep part|steep one|steepest direction|larger curvature|across the valley"
SGD = "SGD|stochastic gradient descent|run|it"
HATTED = r"$\hat\sigma^2$|maximum-likelihood variance|mean squared residual|maximum-likelihood estimate of the variance"
UNBIASED = "$s^2$|unbiased variance|unbiased estimate"
SOLUTION = "solution|minimiser|least-squares solution|minimum"

# %% after slices: A distribution for y given x
gaps = np.abs(y - mu)
centre_of = {each: stats.norm.pdf(0.0, 0.0, each) for each in (0.1, 0.3, 1.0, 3.0)}

{
    "line|closest|furthest|distance|lies|passes": {
        "the first point|the first": gaps[0],
        "the last point|the last": gaps[-1],
    },
    "density|densities @ bell|centre|standard deviation|narrow*|probability, -log": {
        "between 0 and 1|at most 1|below 1|not exceed 1|less than 1": max(centre_of.values()) < 1,
        "negative": density.min() < 0,
    },
    "peak|its peak|density|height|the bell @ +narrower|narrow|precise": {
        "rises": centre_of[0.1] > centre_of[1.0],
        "falls": centre_of[0.1] < centre_of[1.0],
        "larger": centre_of[0.1] > centre_of[1.0],
        "smaller": centre_of[0.1] < centre_of[1.0],
    },
    "point|points|data @ first guess, -last|tail": {
        "below the line|under the line|beneath the line": np.all(y < mu),
        "above the line|over the line": np.all(y > mu),
    },
    "density|densities|probable": {
        "first point|first": density[0],
        "second point|second": density[1],
        "middle|third point|in the middle": density[2],
        "fourth point|fourth": density[3],
        "last point|last": density[-1],
    },
}

# %% after slopes-by-sigma: The loss: squares
assumed_spreads = (0.5, 1.0, 2.0)
lines_at, tops_at = zip(*(most_likely_line(each) for each in assumed_spreads), strict=True)

{
    r"line|minimiser|most likely slope|most likely line @ +standard deviation|\sigma|noise, -true|learned": {
        "stays": abs(lines_at[2][1] - lines_at[0][1]) < 1e-3,
        "flatter|becomes flatter": lines_at[2][1] < lines_at[0][1] - 1e-3,
        "steeper|becomes steeper": lines_at[2][1] > lines_at[0][1] + 1e-3,
        "depends on": abs(lines_at[2][1] - lines_at[0][1]) > 1e-3,
    },
    r"log-likelihood|likelihood @ assumed|standard deviation|three values, line": {
        "stays": np.ptp(tops_at) < 0.1,
        "the same": np.ptp(tops_at) < 0.1,
        "changes|differs": np.ptp(tops_at) > 0.1,
    },
    "standard deviation|\\sigma|noise level @ line|minimum|minimiser, -learned|true": {
        "decides where|moves the line|moves the minimum|changes the line|shifts the line": abs(
            lines_at[2][1] - lines_at[0][1]
        )
        > 1e-3,
    },
}

# %% after residual-figure: The gradient, and its sign
pulled = gradient(theta)
nudged = loss(theta - 1e-3 * pulled)

{
    "first guess|line|it @ gradient|entries|negative": {
        "too high|too steep|above the points": pulled.max() > 0,
        "too low|below the points": pulled.max() < 0,
    },
    "step|step against the gradient|descent @ gradient, line": {
        "lowers it|moves it down|lowers the line|flatter": pulled.max() > 0,
        "raises it|lifts it|raises the line|steeper": pulled.max() < 0,
        "raises the loss|increases the loss": nudged > loss(theta),
    },
    "example|point|input @ slope, +large|larger|far": {
        "counts more|more": np.diff(pulls).min() > 0,
        "counts less|less": np.diff(pulls).max() < 0,
    },
    "residuals|residual @ right|left|input, first guess": {
        "rises": np.diff(y - mu).min() > 0,
        "falls": np.diff(y - mu).max() < 0,
    },
    "influence|counts|weight|adds|contributes|pull": {
        "near the origin|small input|small inputs|first point": pulls[0],
        "far point|large input|large inputs|far points|last point": pulls[-1],
    },
}

# %% after wrong-sign: The gradient, and its sign
signed = {sign: descend(sign) for sign in (1, -1)}
at_zero = loss(np.zeros(2))
climb = [descend(-1, steps=each) for each in range(6)]

{
    "descent|loss|it @ wrong sign|wrong one|minus sign": {
        "takes longer|only slower|a little above|slightly above|hardly above": signed[-1] < 2 * at_zero,
        "then falls|falls again|comes back": climb[-1] < max(climb),
        "falls": course(climb)["falls"],
        "rises": course(climb)["rises"],
        "settles": signed[-1] < at_zero,
        "diverges": signed[-1] > at_zero,
    },
    "loss|after five steps|five steps": {
        "right sign|right one": signed[1],
        "start": at_zero,
        "wrong sign|wrong one": signed[-1],
    },
}

# %% after batch-loop: Gradient descent on all examples
walk = [np.zeros(2)]
for _ in range(3000):
    walk.append(walk[-1] + 0.15 * X.T @ (y - X @ walk[-1]) / N)
walked_losses = [loss(each) for each in walk]
early_fall, late_fall = walked_losses[0] - walked_losses[100], walked_losses[100] - walked_losses[1000]

mean_step, sum_step = 2 / np.linalg.eigvalsh(X.T @ X / N)[-1], 2 / np.linalg.eigvalsh(X.T @ X)[-1]

{
    "loss|progress|descent @ first to the last|at first|all steps|pace, -0.05|0.165|0.175|wrong": {
        "same pace|a constant rate|at the same pace|steadily": late_fall > 0.5 * early_fall,
        "slows down": late_fall < early_fall,
        "speeds up": late_fall > early_fall,
        "faster at the end|faster later|fast at last": late_fall > early_fall,
    },
    "coefficients|coefficient|intercept|slope|they @ 1000|3000": {
        "still change as much|change as much|still move|keep changing|still change": (
            np.abs(walk[1000] - walk[3000]).max() > 1e-3
        ),
    },
    "intercept|intercept's path @ step|steps, -best": {
        "rises throughout|rises all the way": np.all(np.diff([each[0] for each in walk]) > 0)
    },
    "step size|largest step size|path|step sizes @ nn.MSELoss|sum of the squares|sums over|without the half": {
        "alike": np.isclose(mean_step, sum_step),
        "exactly ours|just as well": np.isclose(mean_step, sum_step),
    },
}

# %% after trace-figure: Which step sizes converge
parts_of = {alpha: (abs(1 - alpha * flat), abs(1 - alpha * steep)) for alpha in paths}
crossed = {alpha: 1 - alpha * steep < 0 for alpha in paths}

{
    "end|at the end|ahead|behind|last": {
        f"{SLOW}": -paths[slow][-1],
        f"{FAST}": -paths[fast][-1],
        f"{OVER}": -paths[diverging][-1],
    },
    "<FLAT> @ <SLOW>": {
        "faster|sooner|more quickly": parts_of[slow][0] < parts_of[fast][0],
        "slower|more slowly|later": parts_of[slow][0] > parts_of[fast][0],
    },
    "<FLAT> @ <FAST>": {
        "faster|sooner|more quickly": parts_of[slow][0] > parts_of[fast][0],
        "slower|more slowly|later": parts_of[slow][0] < parts_of[fast][0],
        "diverges": parts_of[fast][0] > 1,
    },
    "<STEEP> @ <SLOW>": {
        "diverges": parts_of[slow][1] > 1,
        "rises": parts_of[slow][1] > 1,
        "falls": parts_of[slow][1] < 1,
        "from both sides": crossed[slow],
        "slow|slowly|last": parts_of[slow][1] > parts_of[slow][0],
    },
    "<STEEP> @ <FAST>": {
        "diverges": parts_of[fast][1] > 1,
        "rises": parts_of[fast][1] > 1,
        "from both sides": crossed[fast],
        "from one side|without changing sides|on one side": not crossed[fast],
    },
    "<STEEP> @ <OVER>": {
        "diverges": parts_of[diverging][1] > 1,
        "rises": parts_of[diverging][1] > 1,
        "falls": parts_of[diverging][1] < 1,
        "settles": parts_of[diverging][1] < 1,
    },
    "<FLAT> @ <OVER>": {
        "diverges": parts_of[diverging][0] > 1,
        "rises": parts_of[diverging][0] > 1,
        "falls": parts_of[diverging][0] < 1,
        "settles": parts_of[diverging][0] < 1,
    },
    "both parts|both directions|each part|both @ <OVER>": {
        "rises": min(parts_of[diverging]) > 1,
        "falls": max(parts_of[diverging]) < 1,
        "diverges": min(parts_of[diverging]) > 1,
    },
    "excess|excess loss|loss @ <OVER>": bounds(paths[diverging][[10, 20, 40, 80, 160, 320]]),
    "curvature|curvatures|shrinks|factor": {f"{FLAT}": flat, f"{STEEP}": steep},
    "parts|the parts|two parts @ step|mix": {
        "mix": abs(np.linalg.eigh(X.T @ X)[1][:, 0] @ np.linalg.eigh(X.T @ X)[1][:, 1]) > 1e-9,
    },
    "<FAST>|step size just below the bound|just below the bound @ choice|three|end, -factor": {
        "worst|slowest|the last": paths[fast][-1] > paths[slow][-1],
        "best|fastest": paths[fast][-1] < paths[slow][-1],
    },
}

# %% after path-figure: Which step sizes converge
moved_inputs = {"measured": X, "centred": add_intercept(x - x.mean())}
condition = {name: np.linalg.cond(each.T @ each) for name, each in moved_inputs.items()}
needed = {name: np.log(1 / 1000) / np.log((each - 1) / (each + 1)) for name, each in condition.items()}

{
    "condition number|ratio|steps|needs|distance|share": {
        "as measured|measured|not centred|raw": condition["measured"],
        "centred|with its mean subtracted|centring": condition["centred"],
    },
    "centring|it|centring the input|subtracting the mean @ condition number|steps|descent": {
        "raises|increases|raises the condition number": condition["centred"] > condition["measured"],
        "lowers|reduces|lowers the condition number": condition["centred"] < condition["measured"],
    },
    "descent|gradient descent|it @ centred|centring|centre": {
        "more steps|longer|slower": needed["centred"] > needed["measured"],
        "fewer steps|faster": needed["centred"] < needed["measured"],
    },
    "path|steps|descent @ centred": {"zigzags|zigzag": ends[1] > 0.1},
    "path|steps|descent @ measured": {"goes straight|straight to the minimum|nearly there": ends[0] < 0.1},
    "number of steps|steps|descent @ +condition number, -best": changes(
        [np.log(1000) / -np.log(1 - 2 / (each + 1)) for each in (3, 10, 70)]
    ),
    "descent|gradient descent|path|distance|it @ as measured|input as measured|measured": {
        "almost arrived|nearly arrived|nearly there|almost there|has arrived": ends[0] < 0.1,
        "most of the distance|far away|still far": ends[0] > 0.5,
    },
    "descent|gradient descent|path|distance|it @ centred": {
        "almost arrived|nearly arrived|nearly there|almost there|has arrived": ends[1] < 0.1,
        "most of the distance|far away|still far": ends[1] > 0.5,
    },
}

# %% after explorer-factors: Which step sizes converge
explored = {each: (abs(1 - each), abs(1 - 10 * each)) for each in (0.1, 0.18, 0.21)}

{
    "<STEEP> @ 0.21": {
        "settles": explored[0.21][1] < 1,
        "diverges": explored[0.21][1] > 1,
        "falls": explored[0.21][1] < 1,
    },
    "<FLAT> @ 0.21": {
        "settles": explored[0.21][0] < 1,
        "diverges": explored[0.21][0] > 1,
        "rises": explored[0.21][0] > 1,
    },
    "<STEEP> @ 0.18": {
        "diverges": explored[0.18][1] > 1,
        "settles": explored[0.18][1] < 1,
        "from both sides": 1 - 10 * 0.18 < 0,
    },
    "<STEEP> @ step size 0.1|0.1 the": {"slow|slowly|from both sides": explored[0.1][1] > 0.5},
}

# %% after sgd-loop: One example at a time
single_gradients = (design @ best - targets)[:, None] * design
noisy = np.ptp(single_gradients, axis=0).max() > 0.1

{
    "<SGD> @ constant step size|constant, -noise|vanish": {
        "settles": constant[-1] < 1e-6,
        "reaches the solution|gets there|arrives": constant[-1] < 1e-6,
        "hovers": constant[-20:].min() > 1e-3,
        "diverges": constant[-1] > 10 * constant[0],
    },
    "<SGD> @ decay*|decays|falling step size": {
        "keeps hovering|hovers|stays away": decaying[-1] > constant.mean(),
        "diverges": decaying[-1] > 1,
    },
    "<SGD> @ without noise|no noise|residuals vanish": {
        "hovers|keeps hovering|does not arrive|stays away": noise_free[-1] > 1e-9,
        "settles": noise_free[-1] < 1e-9,
        "reaches the solution|gets there|arrives": noise_free[-1] < 1e-9,
    },
    "distance|last distance|ends": {
        "without noise|no noise": noise_free[-1],
        "decaying|decays|decaying step size": decaying[-1],
        "constant|constant step size": constant.mean(),
    },
    "mini-batch|batch of a few|mean over a few examples @": {
        "noisier|more noisy|noisier than one": 1 / np.sqrt(8) > 1,
        "less noisy": 1 / np.sqrt(8) < 1,
    },
    "single step|step of SGD|one step|each step @ SGD|direction|average": {
        "with certainty|exact|without noise|free of noise|always right": not noisy,
        "noisy|random": noisy,
    },
}


# %% after sigma-hat: How large is the noise?
def log_likelihood_at(spread):
    return linear_log_likelihood(X, y, theta_hat, spread)


spreads_around = sigma_hat * np.array([0.25, 0.5, 1.0, 2.0, 4.0])
likelihoods_around = np.array([log_likelihood_at(each) for each in spreads_around])

rank_of_inputs = np.linalg.matrix_rank(X)
through_zero = y - x * (x @ y) / (x @ x)

{
    "likelihood|log-likelihood, bells|standard deviation|\\sigma": {
        "as small as possible|as narrow as possible|narrowest|smallest": likelihoods_around[0],
        "mean squared residual|root of the mean squared residual": likelihoods_around[2],
        "as large as possible|widest": likelihoods_around[-1],
    },
    "bells|narrower bells|standard deviation|narrow bells @ likelihood|points|fit, -drag": {
        "fit better|fit the five points better|always fit|always better": course(likelihoods_around)["falls"],
        "the narrower the better|the smaller the better": course(likelihoods_around)["falls"],
    },
    "log-likelihood @ $\\hat\\sigma$|there|maximum|narrow*": {"negative": highest < 0, "positive": highest > 0},
    "line|least-squares line|coefficients|other coefficients|solution|minimiser @ five points|just as well|independent columns": {
        "one of many|not unique|just as well|equally good|as good": rank_of_inputs < 2,
        "unique|the only one": rank_of_inputs == 2,
    },
    "residuals|they @ with an intercept|model with an intercept": {
        "sum to 0|sum to zero": np.isclose((y - X @ theta_hat).sum(), 0, atol=1e-9),
    },
    "residuals|they @ without a column|column of ones|without an intercept|without one": {
        "still sum to 0|sum to 0|sum to zero|still sum to zero": np.isclose(through_zero.sum(), 0, atol=1e-6),
    },
    "slope|line @ column of ones|without an intercept|through the origin": {
        "zero|0|flat": np.isclose((x @ y) / (x @ x), 0, atol=0.1),
    },
}

# %% after biased-simulation: The estimate is too small on average
mean_hat, mean_s2, mean_s = np.mean(S_each / 5), np.mean(S_each / 3), np.mean(np.sqrt(S_each / 3))
bias_by_size = [(each - 2) / each for each in (5, 50, 500)]

{
    "<HATTED>|mean @ average|bias*|mean of, -root|residuals": {
        "too large|too big|overestimates": mean_hat > 1.02,
        "too small|underestimates": mean_hat < 0.98,
        "is unbiased|right on average": abs(mean_hat - 1) < 0.02,
    },
    "<UNBIASED> @ average|bias*, -root": {
        "too large|overestimates": mean_s2 > 1.02,
        "too small|underestimates": mean_s2 < 0.98,
    },
    "root|the root|root of the unbiased variance|root of an unbiased estimate @": {
        "too large|overestimates": mean_s > 1.02,
        "too small|underestimates": mean_s < 0.98,
        "is unbiased|unbiased too|unbiased as well": abs(mean_s - 1) < 0.02,
    },
    "dividing|division|dividing by $N-d$|dividing by $N-d$ instead @": {
        "smaller|lowers|reduces": mean_s2 < mean_hat,
        "larger|raises": mean_s2 > mean_hat,
    },
    "bias|its bias|factor|difference @ +data|$N$|examples|points, -learned": {
        "rises": bias_by_size[-1] < bias_by_size[0],
        "falls": bias_by_size[-1] > bias_by_size[0],
        "stays": bias_by_size[-1] == bias_by_size[0],
    },
    "squared residuals|residuals|sum of the squared residuals, sum": {
        "squared residuals|residuals": np.mean(S_each),
        "squared errors|errors|true line": np.mean(np.sum(errors**2, axis=1)),
    },
}

# %% after learned-figure: A noise that is learned
gain = test_losses().mean() - before.mean()
bands = band.numpy()
truth_bands = 0.05 * grid.numpy() ** 2

floor_values = [F.gaussian_nll_loss(mean, target, torch.tensor([each])).item() for each in (1e-6, 1e-8, 1e-10)]

{
    "their loss|held-out loss|loss|loss on new points|mean loss @ after training|before|new points|held-out|learned, -spread": {
        "higher|larger|worse": gain > 0,
        "lower|smaller|better": gain < 0,
        "rises": gain > 0,
        "falls": gain < 0,
    },
    "learned noise|learned standard deviation|learned variance|training both lines|second line @ new points|held-out|test|help*": {
        "better": gain < 0,
        "worse": gain > 0,
    },
    "learned standard deviation|standard deviation|noise|true standard deviation|band @ +input|right|larger things": {
        "rises": np.all(np.diff(bands) > 0),
        "falls": np.all(np.diff(bands) < 0),
        "stays": np.ptp(bands) < 0.1,
    },
    "sure|surest|precise|most precise": {
        "on the left|small inputs|small input": -bands[0],
        "on the right|large inputs|large input": -bands[-1],
    },
    "learned standard deviation|learned one|band @ true|truth": {
        "too small|below the true|underestimates": np.all(bands < truth_bands),
        "exactly|equals": np.allclose(bands, truth_bands, rtol=0.05),
    },
    "variance|variances|loss|it @ floor|10^{-6}|GaussianNLLLoss, below": {
        "costs more and more|the smaller|grows further|more and more": np.ptp(floor_values) > 1,
    },
}

# %% after outlier: What the normal distribution was for
squares_slope = fit_linear(X, mistyped).theta[1]
best_absolute = [line[1] for line, total in zip(lines, sums, strict=True) if np.isclose(total, sums.min(), rtol=1e-9)]

{
    "slope|slope moves|moves|changes|pulled": {
        "squares|least squares|squared": abs(squares_slope - 1.99),
        "absolute|absolute residuals|absolute values": max(abs(each - 1.99) for each in best_absolute),
    },
    "minimiser|best line @ absolute": {"unique|only one|exactly one": len(best_absolute) == 1},
    "absolute residuals|absolute values|absolute errors|sum of absolute residuals @ outlier|far point|mistyped|typing": {
        "more sensitive|pulled further|pulled more|less robust": max(best_absolute) > squares_slope,
        "less sensitive|more robust|pulled less": max(best_absolute) < squares_slope,
    },
    "least squares|squares @ outlier|far point|mistyped": {
        "hardly moves|barely moves|robust|hardly changes|barely changes": abs(squares_slope - 1.99) < 0.2,
    },
}
