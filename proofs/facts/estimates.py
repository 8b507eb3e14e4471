"""What the sentences of chapters/estimates.ipynb are held to."""

from bookproof.courses import changes, course

# What sentences call the same thing by.
CURVED = "loss is large|sharply curved|steeply curved|strongly curved|large curvature|steep loss"
FLAT = "gently curved|hardly curved|small curvature|flat loss|nearly flat"
SURE_OF = "near 0 or 1|close to 0 or 1|near 1|near 0|sure"
RATIO = "likelihood-ratio intervals|likelihood-ratio interval|likelihood-ratio test|likelihood-ratio|likelihood ratio"
WALD = "Wald intervals|Wald interval|Wald test|Wald method|Wald"
FEW = "few labels|ten labels|10 labels|so few labels"
SEPARABLE = "separable|wrong sides|close to it|threshold"
MUCH, LITTLE = (
    "covers too much|cover too much|covered too much|too often|too wide",
    "too little|too rarely|too narrow|too seldom|too short",
)
MANY_FLIGHTS = "230|ten for each|ten times as many|many flights"
REPARAMETRISED = "parametrisation|another parameter|name of its parameter|parameter|change of parameter"

# %% after sharp-flat: From one step of Newton's method to a standard error
widths_of = {name: spreads[name] for name in ("wide", "narrow")}
curvature_of = {"wide": np.sum((wide - 3) ** 2), "narrow": np.sum(((wide - 3) / 2) ** 2)}
sharper = max(curvature_of, key=curvature_of.get)
sharp_is_precise = widths_of[sharper] == min(widths_of.values())
information_at = [chance * (1 - chance) for chance in special.expit(np.array([0.0, 2.0, 5.0]))]
noise_spreads = [
    (sigma * np.random.default_rng(1).normal(size=(4000, 5)) @ np.linalg.pinv(add_intercept(wide))[1]).std()
    for sigma in (0.5, 1.0, 2.0)
]

{
    "standard error|standard errors|its standard error|estimate|slope @ <CURVED>": {
        "large|larger|uncertain|imprecise": not sharp_is_precise,
        "small|precise|certain": sharp_is_precise,
    },
    "standard error|standard errors|its standard error|estimate|slope @ <FLAT>": {
        "large|larger|uncertain|imprecise": sharp_is_precise,
        "small|precise|certain": not sharp_is_precise,
    },
    "inputs|input|they @ close together|narrow|crowded": {
        "make the slope precise|makes the slope precise|help|sharpen the slope": widths_of["narrow"]
        < widths_of["wide"],
    },
    "inputs|points @ spread wide|far apart|wide": {
        "make the slope uncertain|make the slope imprecise|harm|hurt": widths_of["wide"] > widths_of["narrow"],
        "make the slope precise": widths_of["wide"] < widths_of["narrow"],
    },
    "spread|standard error|standard deviation": {
        "wide|wide inputs": widths_of["wide"],
        "narrow|narrow inputs|narrow ones": widths_of["narrow"],
    },
    "curvature|curved|parabola": {"wide inputs": curvature_of["wide"], "narrow inputs": curvature_of["narrow"]},
    "standard error|standard errors|spread @ +noise|sigma": changes(noise_spreads),
    "example|examples|it @ information, <SURE_OF>": {
        "most|adds most|counts most|adds more|a lot": information_at[-1] > information_at[0],
        "least|little|adds least|hardly": information_at[-1] < information_at[0],
    },
    "example|examples|it @ information, one half|even odds": {
        "most|adds most|counts most|adds more": information_at[0] == max(information_at),
        "least|little|adds least": information_at[0] == min(information_at),
    },
}

# %% after t-coverage: A line and few points: the t distribution
covered_by = {
    (draw.__name__, name): line_coverage(inputs, draw) for draw in (normal, skewed) for name, inputs in designs.items()
}
multiples = [stats.t.ppf(0.975, df) for df in (1, 3, 10, 30, 100)]
exact_for = {
    kind: max(abs(by[0] - 0.95) for (drawn, _), by in covered_by.items() if drawn == kind) < 0.006
    for kind in ("normal", "skewed")
}
own_errors = np.random.default_rng(3).normal(size=(20_000, 5))
of_slopes = own_errors @ np.linalg.pinv(add_intercept(x))[1]
remains = own_errors - own_errors @ np.linalg.pinv(add_intercept(x)).T @ add_intercept(x).T
unrelated = abs(np.corrcoef(np.abs(of_slopes), (remains**2).sum(axis=1))[0, 1]) < 0.03

{
    "97.5 % point|multiple of the t distribution|its multiple @": {
        "is smaller|lies below": multiple < 1.96,
        "is larger|lies above": multiple > 1.96,
        "is the same|is equal": np.isclose(multiple, 1.96),
    },
    "intervals|interval|t intervals|t interval @ t distribution|97.5 % point|Student": {
        "become shorter|becomes shorter|are shorter|is shorter|narrower": multiple < 1.96,
        "become longer|becomes longer|are longer|is longer|wider": multiple > 1.96,
    },
    "multiple|97.5 % point|point @ +degrees of freedom|number of points|points": changes(multiples),
    "coverage|share|cover|contain": {
        "t intervals|by t|t distribution": covered_by["normal", "five inputs"][0],
        "with 1.96|by 1.96|1.96|intervals by the normal": covered_by["normal", "five inputs"][1],
    },
    "1.96|multiple 1.96|intervals with 1.96|normal intervals @ thirty|30": {
        "as badly|just as badly|no better|much too small|fails": covered_by["normal", "thirty"][1] < 0.9,
        "nearly right|almost enough|hardly matters": covered_by["normal", "thirty"][1] > 0.93,
    },
    "intervals with 1.96|intervals by the normal distribution|normal intervals @ five": {
        f"{MUCH}": covered_by["normal", "five inputs"][1] > 0.95,
        f"{LITTLE}": covered_by["normal", "five inputs"][1] < 0.94,
    },
    "t intervals|t interval @ skewed|exponential errors": {
        "exact|stay exact|still exact|remain exact": exact_for["skewed"],
        "approximate|only approximate": not exact_for["skewed"],
    },
    "t intervals|t interval @ normal errors|errors are normal|normal, -skewed|exponential": {
        "exact": exact_for["normal"],
        "approximate|only approximate|roughly": not exact_for["normal"],
    },
    "t intervals|share|coverage @ far from the others|far off": {
        f"{MUCH}": covered_by["skewed", "one far off"][0] > 0.955,
        f"{LITTLE}": covered_by["skewed", "one far off"][0] < 0.945,
    },
    "residuals|they|these @ $\\hat\\theta$|estimate, normal, -variance": {
        "dependent|depend on|correlated": not unrelated,
        "independent": unrelated,
    },
}

# %% after default-penalty: The flights: seven events
penalised, unpenalised = default.coef_[0, 0], fit_logistic(scaled, damaged).theta[1]
shrunk = abs(penalised) < abs(unpenalised) - 1e-3
by_descent = {
    name: regression.descend_logistic(
        columns, damaged, lr=4 * 23 / np.linalg.eigvalsh(columns.T @ columns).max(), steps=300
    ).loss[-1]
    for name, columns in (("raw", X), ("standardised", scaled))
}
fitted_mean_loss = -flights.log_likelihood / 23

{
    "LogisticRegression()|LogisticRegression|scikit-learn @ -C=np.inf|large C": {
        "no penalty|without a penalty|has no penalty|unpenalised": not shrunk,
        "a penalty": shrunk,
        "reports standard errors|gives standard errors|with standard errors": hasattr(default, "bse"),
    },
    "slope|coefficient|slopes|it @ penalty|default|defaults": {
        "away from 0|further from 0|steeper": not shrunk,
        "towards 0|closer to 0": shrunk,
    },
    "Gradient descent|gradient descent|descent|it @ raw|raw temperatures, -standardised": {
        "has arrived|arrives|settles|at the minimum|is done": by_descent["raw"] - fitted_mean_loss < 1e-3,
    },
    "Gradient descent|gradient descent|descent|it @ standardised": {
        "far away|still far|has not arrived|has hardly moved": by_descent["standardised"] - fitted_mean_loss > 1e-3,
    },
    "loss|mean loss, steps": {
        "raw|raw temperatures": by_descent["raw"],
        "standardised|standardised ones": by_descent["standardised"],
    },
    "loss|mean loss, temperature": {
        "without the temperature|without temperature|without it": stats.entropy([7 / 23, 16 / 23]),
        "with it|with the temperature": fitted_mean_loss,
    },
    "odds|probability of damage|risk|chance of damage @ +temperature|degrees|degree": {
        "rises": flights.theta[1] > 0,
        "falls": flights.theta[1] < 0,
        "larger": flights.theta[1] > 0,
        "smaller": flights.theta[1] < 0,
    },
}

# %% after flights-agree: From one step of Newton's method to a standard error
from_elsewhere = np.array([1.0, 1.0])
line_here = add_intercept(x)
one_linear_step = from_elsewhere - np.linalg.solve(
    line_here.T @ line_here, line_here.T @ (line_here @ from_elsewhere - y)
)
start_of_flights = flights.theta * 0.9
p_there = special.expit(X @ start_of_flights)
one_logistic_step = start_of_flights - np.linalg.solve((X.T * (p_there * (1 - p_there))) @ X, X.T @ (p_there - damaged))
linear_is_exact = np.allclose(one_linear_step, line.theta)

{
    "loss|step|it|Newton step @ least squares": {
        "only close to a parabola|nearly a parabola|approximately a parabola|only approximate": not linear_is_exact,
        "exact|is a parabola": linear_is_exact,
    },
    "loss|step|it|Newton step @ logistic regression": {
        "exact|is a parabola": np.allclose(one_logistic_step, flights.theta, rtol=1e-6),
    },
}

# %% after nearly-separable: Wald against likelihood ratio
wald_p_value, ratio_p_value = 2 * stats.norm.sf(abs(slope / error)), stats.chi2.sf(ratio(0.0), df=1)
reach_down, reach_up = slope - ends[0], ends[1] - slope
skew_of_ends = abs(reach_down / reach_up - 1) > 0.05
coverages = {"Wald": wald, "ratio": (effect["ratio"] < limit)[fitted].mean()}
of_many = {"Wald": np.mean(many["wald"] < 1.96), "ratio": np.mean(many["ratio"] < limit)}
alarms = {"Wald": exists * np.mean(none["wald"] > 1.96), "ratio": np.mean(none["ratio"] > limit)}
as_extreme = {
    "Wald": exists * np.mean(none["wald"] > abs(slope / error) - 1e-9),
    "ratio": np.mean(none["ratio"] > ratio(0.0) - 1e-9),
}
exaggerated = abs(np.median(effect["slope"])) > abs(flights.theta[1])
spread_exceeds = np.diff(np.quantile(effect["slope"], [0.16, 0.84]))[0] / 2 > np.median(effect["error"])


def nearly_apart(places):
    labels_of = (inputs > 0).astype(int)
    labels_of[list(places)] = 1, 0
    return fit_logistic(add_intercept(inputs), labels_of), labels_of


approach = [nearly_apart(places) for places in ((6, 13), (8, 11), (9, 10))]
wald_course = course([each.theta[1] / each.standard_errors[1] for each, _ in approach])
error_course = course([each.standard_errors[1] for each, _ in approach])
ratio_course = course(
    [
        2 * (each.log_likelihood - fit_logistic(np.ones((20, 1)), labels_of).log_likelihood)
        for each, labels_of in approach
    ]
)
error_outgrows = course([each.standard_errors[1] / each.theta[1] for each, _ in approach])["rises"]
near_nominal = {name: abs(share - 0.95) < 0.02 for name, share in of_many.items()}

{
    "p-value": {
        "Wald|Wald test": wald_p_value,
        "likelihood-ratio|likelihood ratio|likelihood-ratio test": ratio_p_value,
    },
    "p-values|two p-values @ far from": {
        "agree|agree best|agree most|are equal|coincide": np.isclose(wald_p_value, ratio_p_value, rtol=0.5),
    },
    "likelihood-ratio interval|likelihood-ratio intervals|it @ estimate, -for $p$": {
        "symmetric": not skew_of_ends,
        "not symmetric|asymmetric": skew_of_ends,
    },
    "estimate|distance|further, likelihood-ratio": {"lower end": reach_down, "upper end": reach_up},
    "Wald intervals|Wald interval|<WALD> @ here|simulation|simulations|estimate|flights, -for $p$|labels|230|counts as a miss": {
        f"{MUCH}": coverages["Wald"] > 0.96,
        f"{LITTLE}": coverages["Wald"] < 0.94,
    },
    "likelihood-ratio intervals|<RATIO> @ here|simulation|simulations|estimate|flights|ratio, -for $p$|labels|230": {
        f"{MUCH}": coverages["ratio"] > 0.95,
        f"{LITTLE}": coverages["ratio"] < 0.94,
        "exact": abs(coverages["ratio"] - 0.95) < 0.005,
    },
    "false alarms|false alarm": {
        "Wald|Wald test": alarms["Wald"],
        "likelihood-ratio test|likelihood ratio|likelihood-ratio": alarms["ratio"],
    },
    "estimates|estimate|slopes|median slope|they @ others|truth|exists|simulated, -without an estimate|likelihood-ratio|spread": {
        "too close to 0|closer to 0|too small|underestimate": not exaggerated,
        "too far from 0|further from 0|exaggerate": exaggerated,
    },
    "spread|it @ standard error, claims|quantiles": {
        "smaller|below": not spread_exceeds,
        "larger|above": spread_exceeds,
    },
    "standard error|standard errors @ claims|simulated|quantiles, spread": {
        "exaggerates|overstates|claims too much uncertainty": not spread_exceeds,
    },
    "Wald statistic|statistic of Wald @ <SEPARABLE>": {
        "rises": wald_course["rises"],
        "falls": wald_course["falls"],
        "larger|more significant": wald_course["rises"],
        "smaller|less significant": wald_course["falls"],
    },
    "likelihood ratio|likelihood-ratio statistic @ <SEPARABLE>": {
        "rises": ratio_course["rises"],
        "falls": ratio_course["falls"],
    },
    "Wald standard error|standard error|its standard error @ <SEPARABLE>": {
        "rises": error_course["rises"],
        "falls": error_course["falls"],
        "slower than the estimate|more slowly than|less than the estimate": not error_outgrows,
        "faster than the estimate|more quickly than": error_outgrows,
    },
    "p-value of the likelihood-ratio test|likelihood-ratio test|that of the likelihood-ratio test @ p-value|statistics at least as extreme": {
        "too large|much too large": ratio_p_value > as_extreme["ratio"],
        "too small": ratio_p_value < as_extreme["ratio"],
    },
    "p-value of the Wald test|that of the Wald test|Wald test @ p-value|statistics at least as extreme": {
        "too small|much too small": wald_p_value < as_extreme["Wald"],
        "too large|much too large": wald_p_value > as_extreme["Wald"],
    },
    "both methods|two methods|methods|neither method @ <MANY_FLIGHTS>": {
        "close to nominal|near nominal|nearly nominal": all(near_nominal.values()),
        "far from nominal": not any(near_nominal.values()),
    },
    "only the likelihood-ratio intervals|only likelihood-ratio intervals|only the Wald intervals|only Wald intervals @ <MANY_FLIGHTS>": {
        "close to nominal|near nominal|nearly nominal": not all(near_nominal.values()),
    },
}

# %% after rings-figure: What the model says about a cold morning
reaches = {where: 1.96 * np.sqrt(np.array([1, where]) @ covariance @ np.array([1, where])) for where in (31.0, 70.0)}
in_probability = {
    where: np.ptp(special.expit(np.array([1, where]) @ flights.theta + reaches[where] * np.array([-1, 1])))
    for where in reaches
}
widens = reaches[31.0] > reaches[70.0] and in_probability[31.0] > in_probability[70.0]

{
    "band|bands|the band @ 31|cold|away from the data|outside the data|far from the data": {
        "as wide as|as narrow as|narrower|narrowest|shrinks|becomes narrow": not widens,
        "wider|widest|grows": widens,
    },
    "band|bands|width of the band": {"31|31 degrees": reaches[31.0], "middle|70|middle of the data": reaches[70.0]},
}

# %% after rate-bias: Another parameter for the same model
exact_shares = {name: [exact_coverage(interval, N, 0.1) for N in (10, 50, 500)] for name, interval in methods.items()}
mean_estimates = {
    count: np.mean(1 / np.random.default_rng(2).exponential(0.5, size=(200_000, count)).mean(axis=1))
    for count in (5, 20, 80)
}
rate_biases = [each - 2 for each in mean_estimates.values()]
beside_error = [bias * np.sqrt(count) for bias, count in zip(rate_biases, mean_estimates, strict=True)]
of_roots = np.random.default_rng(4).normal(size=(100_000, 5)).std(axis=1, ddof=1).mean()
means_of_times = np.random.default_rng(2).exponential(0.5, size=(200_000, 5)).mean()
wald_moves = not np.allclose(wald_p(3, 10), wald_log_odds(3, 10), atol=1e-3)

{
    "estimate|unbiased estimate|root|its root|square root @ variance|$s^2$": {
        "unbiased estimate of the standard deviation|unbiased for the standard deviation|unbiased too|also unbiased|unbiased as well": abs(
            of_roots - 1
        )
        < 0.01,
        "too small": of_roots < 0.99,
        "too large": of_roots > 1.01,
    },
    "Wald intervals|Wald interval @ <REPARAMETRISED>|invariant": {
        "do not depend|does not depend|invariant|survive|survives|stay the same|agree": not wald_moves,
    },
    "unbiasedness @ <REPARAMETRISED>|invariant": {
        "does not either|do not either|does not depend|invariant|survives|is kept": abs(of_roots - 1) < 0.01,
    },
    "only Wald intervals|only the Wald intervals @ <REPARAMETRISED>": {"do": abs(of_roots - 1) < 0.01},
    "Wald interval for $p$|Wald interval|Wald p|first|for $p$ @ <FEW>": {
        f"{MUCH}|covers enough": exact_shares["Wald p"][0] > 0.95,
        f"{LITTLE}": exact_shares["Wald p"][0] < 0.95,
        "between 0 and 1|stays above 0": wald_p(1, 10)[0] >= 0,
    },
    "log-odds|one by the log-odds|interval by the log-odds @ <FEW>": {
        f"{LITTLE}": exact_shares["Wald log-odds"][0] < 0.95,
        f"{MUCH}": exact_shares["Wald log-odds"][0] > 0.95,
        "below 0|outside": wald_log_odds(1, 10)[0] < 0,
    },
    "coverage, <FEW>": {
        "Wald interval for $p$|the first|of the first": exact_shares["Wald p"][0],
        "log-odds|by the log-odds": exact_shares["Wald log-odds"][0],
    },
    "coverage, 500 labels|many labels": {
        "for $p$|Wald interval for $p$": exact_shares["Wald p"][2],
        "log-odds|by the log-odds": exact_shares["Wald log-odds"][2],
    },
    "estimate of the rate|estimates of the rate|rate|estimates|its inverse|inverse @ waiting times|mean time": {
        "too small|too low|unbiased": rate_biases[0] < 0.01,
        "too large|too high": rate_biases[0] > 0.01,
    },
    "mean of $N$ exponential|mean of the waiting times|mean waiting time @ mean time": {
        "biased|too small|too large": abs(means_of_times - 0.5) > 0.005,
        "unbiased": abs(means_of_times - 0.5) < 0.005,
    },
    "bias|biases|both biases|that bias @ -squared": {
        "stays|remain|remains|does not vanish|do not vanish|never vanishes": rate_biases[-1] > rate_biases[0] / 2,
        "vanish|vanishes|goes to 0": rate_biases[-1] < rate_biases[0] / 2,
        "slower than the standard error|more slowly than|slower than": beside_error[-1] > beside_error[0],
        "faster than|sooner than": beside_error[-1] < beside_error[0],
        "rises": rate_biases[-1] > rate_biases[0],
    },
}

# %% after robust-agrees: Noise that is not the same everywhere
in_fans = {count: fan(count) for count in (40, 8)}
share_in = {count: {name: each[2] for name, each in table.items()} for count, table in in_fans.items()}
sigma_at = 0.05 * sizes**2
by_large_weights = sm.WLS(measured, columns, weights=sigma_at**2).fit().params
noisy_count_more = np.allclose(by_large_weights, divided.theta, rtol=1e-6)
robust_fit = sm.OLS(measured, columns).fit(cov_type="HC3")
weighted_spread, ordinary_spread = in_fans[40]["weighted"][0], in_fans[40]["usual"][0]
usual_too_small = all(table["usual"][1] < table["usual"][0] for table in in_fans.values())

{
    "example|examples|row|point|observation @ much noise|more noise|noisy|noisier": {
        "large weight|larger weight|more weight|counts more|count more|larger the weight": noisy_count_more,
        "small weight|smaller weight|less weight|counts less|smaller its weight": not noisy_count_more,
    },
    "weight|weights|its weight @ +noise|noisier": {
        "larger": noisy_count_more,
        "smaller": not noisy_count_more,
        "rises": noisy_count_more,
        "falls": not noisy_count_more,
    },
    "weighted slope|weighted fit|weighted least squares|weighted estimate @": {
        "less precise|worse|as precise as": weighted_spread > 0.9 * ordinary_spread,
        "more precise|better": weighted_spread < 0.9 * ordinary_spread,
    },
    "coverage|cover, 8 points": {
        "robust|robust intervals|sandwich": share_in[8]["robust"],
        "usual|usual ones|usual intervals": share_in[8]["usual"],
        "HC3": share_in[8]["HC3"],
    },
    "coverage|cover, 40 points": {
        "robust|HC1": share_in[40]["robust"],
        "usual|usual ones": share_in[40]["usual"],
        "weighted": share_in[40]["weighted"],
    },
    "sandwich|this sandwich|robust errors|robust standard errors|HC1 @": {
        "made for few data|works with few data|few data suffice|needs few|right for few data|good for few": (
            abs(share_in[8]["robust"] - 0.95) < abs(share_in[40]["robust"] - 0.95)
        ),
        "needs many|many data": abs(share_in[8]["robust"] - 0.95) > abs(share_in[40]["robust"] - 0.95),
    },
    "sandwich|this sandwich|robust intervals|robust errors|its intervals @ few data|8 points|20 counts": {
        f"{MUCH}|exact": share_in[8]["robust"] > 0.95,
        f"{LITTLE}": share_in[8]["robust"] < 0.95,
        "better|more than the usual": share_in[8]["robust"] > share_in[8]["usual"],
    },
    "HC3|those of HC3 @ few data|8 points|here": {
        "worse|further from|comes no closer": abs(share_in[8]["HC3"] - 0.95) > abs(share_in[8]["robust"] - 0.95),
        "closer|better": abs(share_in[8]["HC3"] - 0.95) < abs(share_in[8]["robust"] - 0.95),
    },
    "usual standard error|usual error|usual errors|usual standard errors @ noise|spread": {
        "too large|larger": not usual_too_small,
        "too small|smaller": usual_too_small,
    },
    "fit|statsmodels|it @ robust errors|use_t|default": {
        "uses the t distribution by default|uses the t by default|by default the t": robust_fit.use_t,
    },
}

# %% after overdispersed: Noise that is not the same everywhere
with_counts = {200: overdispersed(200, sets=200)}
means_suffice = all(abs(each[0].mean() - 1) < 0.05 for each in with_counts.values())
count_shares = {
    count: [np.mean(np.abs(each[0] - 1) < 1.96 * claim) for claim in each[1:]] for count, each in with_counts.items()
}

{
    "solution|estimate|slope|coefficients|it @ many independent|many examples|overdispersed": {
        "only if the variances|only when the variances|needs the variances|far from the truth": not means_suffice,
        "close to the truth": means_suffice,
    },
    "plain error|plain errors|plain standard error|plain standard errors @": {
        "too large|right|enough|larger": with_counts[200][1].mean() > with_counts[200][0].std(),
        "too small|smaller": with_counts[200][1].mean() < with_counts[200][0].std(),
    },
    "error|standard error, counts": {
        "plain|plain error": with_counts[200][1].mean(),
        "robust|robust error": with_counts[200][2].mean(),
    },
    "coverage, counts|plain": {"plain|plain error": count_shares[200][0], "robust|robust error": count_shares[200][1]},
    "standard errors|they @ means, variances": {
        "do not need the variances|without the variances|need only the means|only need the means": (
            count_shares[200][0] > 0.9
        ),
    },
}

# %% after exercise-4-code: Exercises
slope_ratio = celsius.theta[1] / flights.theta[1]
ratio_kept = np.isclose(*ratios, rtol=1e-6)

{
    "slope|standard error|coefficient|they @ Celsius|9/5|units": {
        "smaller|multiplied by 5/9|5/9 times|5/9": slope_ratio < 1,
        "larger|multiplied by 9/5|9/5 times": slope_ratio > 1,
        "stays|stay|the same": np.isclose(slope_ratio, 1),
    },
    "their ratio|ratio|likelihood|probabilities @ Celsius|9/5|units": {
        "changes|change|larger|smaller": not ratio_kept,
        "stays|stay": ratio_kept,
    },
    "intercept @ Celsius|0 degrees|units": {
        "stays|stay|the same|unchanged": np.isclose(celsius.theta[0], flights.theta[0], rtol=1e-3),
        "changes": not np.isclose(celsius.theta[0], flights.theta[0], rtol=1e-3),
    },
}

# %% after exercise-6-question: Exercises
more_rows = len(copied) - 2 > len(y) - 2

{
    "standard errors|standard error @ copies, weights": {
        "agree|the same|equal|coincide": same_errors,
        "differ|different": not same_errors,
    },
    "coefficients|line @ copies, weights": {
        "differ|different": not same_line,
        "agree|the same|equal": same_line,
    },
    "divisor|rows|$N-d$|number of rows": {"copies": len(copied), "weights": len(y)},
    "divisor|divisor $N-d$ @ copies": {"smaller": not more_rows, "larger": more_rows},
}
