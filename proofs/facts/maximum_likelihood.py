"""What the sentences of chapters/maximum-likelihood.ipynb are held to."""

from bookproof.courses import bounds, changes, course
from scipy import special

# What sentences call the same thing by.
BLOCKS = "block|blocks|height|heights"
COPIED = "copy|copies|copied|stored ten times|repeat*|copied labels"
DERIVED = "derivative|slope"
LATER = "new days|other days|not used|days|held-out"
ERROR_FIRST = "belong*|come from|comes from|error from|error to"
KIND_FIRST = "for a positive parameter $e^z$|take|for a probability the|for several classes the"
LIKELIHOOD = "likelihood|curve of the likelihood"
LOG_LIKELIHOOD = "log-likelihood|sum of logarithms|sums of logarithms|sums|sum of the logarithms"
LOSS_OF_ONE = "loss|loss of an example|cost|costs|it"
SCORED = "nn.PoissonNLLLoss|PoissonNLLLoss"
RUNNING = "machine that still runs|machines that still run|running machine|running machines|still running|still runs"
TWO_SIDED = "positive on|positive to|positive left|positive below|negative on|negative to|negative left|negative below"
WITH_PRIOR = "prior|beta prior|beta distribution|MAP|maximum a posteriori|$a=b=2$"

# %% after three-candidates: Ten throws of a drawing pin
candidates_for_p = np.linspace(0.001, 0.999, 999)
of_candidates = np.array([likelihood(each_p) for each_p in candidates_for_p])
area_below = np.trapezoid(of_candidates, candidates_for_p)
left_of_best, right_of_best = (ups / each_p - (N - ups) / (1 - each_p) for each_p in (0.5, 0.9))

{
    "probable|probability|likelihood|explains|data|fits": {
        "0.5|fair pin|one half": likelihood(0.5),
        "0.7|share of ones|observed share": likelihood(0.7),
        "0.9": likelihood(0.9),
    },
    '<LIKELIHOOD>|it @ p, -", -Nothing, -only after|becomes': {
        "a distribution over|distribution over|a probability distribution|density over|distribution of": np.isclose(
            area_below, 1
        ),
    },
    "integral|area under the likelihood|its integral @": {"equal to 1|is 1|are 1": np.isclose(area_below, 1)},
    "data|labels|throws @ fixed|vary|varies|random variable, parameter|likelihood": {
        "vary|varies|change|changes": likelihood(0.5) == likelihood(0.7),
    },
    "parameter|$p$ @ fixed|held|vary|varies, data": {
        "is fixed|stays|is held fixed": likelihood(0.5) == likelihood(0.7),
    },
    "maximum likelihood|it @ parameter": {
        "least probable|most probable parameter|smallest": likelihood(0.7) < likelihood(0.5),
    },
    "<DERIVED>|its derivative @ left|below, -<TWO_SIDED>": {"positive": left_of_best > 0, "negative": left_of_best < 0},
    "<DERIVED>|its derivative @ right|above, -<TWO_SIDED>": {
        "positive": right_of_best > 0,
        "negative": right_of_best < 0,
    },
    "<DERIVED>|its derivative @": {
        "negative to its left|negative on the left|negative to the left|negative below the share": left_of_best < 0,
        "positive to its right|positive on the right|positive to the right|positive above the share": right_of_best > 0,
    },
    "<LIKELIHOOD>|log-likelihood|curve @": {
        "rises to its right|rises to the right|rises on the right|rises above the share": course(of_candidates[700:])[
            "rises"
        ],
        "falls to its left|falls to the left|falls on the left|falls below the share": course(of_candidates[:700])[
            "falls"
        ],
    },
    "estimate|maximum-likelihood estimate|maximum @ share": {
        "above the share|larger than the share|below the share|smaller than the share|close to the share": not (
            np.isclose(candidates_for_p[of_candidates.argmax()], ups / N)
        ),
    },
    "maximum|maximum-likelihood estimate|estimate @ all labels are equal|only ones|only zeros|all throws|all ten": {
        "inside|one half|in the middle|does not exist|there is none": 0 < (candidates_for_p**N).argmax() < 998,
        "at the end|at an end|end of the interval": (candidates_for_p**N).argmax() == 998,
    },
}

# %% after argmax: Why the logarithm
logs = np.log(values)

{
    "logarithm|log @": {
        "decreasing|falls": course(logs[:70])["falls"],
        "changes the order|changes their order|reorders|reverses": np.any(np.argsort(values) != np.argsort(logs)),
        "keeps the order|keeps their order|preserves the order": np.all(np.argsort(values) == np.argsort(logs)),
        "moves the maximum|shifts the maximum|changes the place": logs.argmax() != best,
    },
    "candidates|candidate|they @ order": {
        "change their order|changes its order|swap|swaps|overtake|overtakes|lose their order": np.any(
            np.argsort(values) != np.argsort(logs)
        ),
        "keep their order|keep the order": np.all(np.argsort(values) == np.argsort(logs)),
    },
    "maximum|its place|place of the maximum|peak|peaks|they @ logarithm|log-likelihood": {
        "moves|shifts|another place|different places|elsewhere": logs.argmax() != best,
        "the same place|same place|keeps its place": logs.argmax() == best,
    },
    "ratios|ratio|their ratios @ logarithm|order|values": {
        "stays|stay|remain|unchanged|the same|are kept|keep": np.isclose(logs[60] / logs[50], values[60] / values[50]),
    },
    "logarithm|it @ product|sum": {
        "into a product|to a product": np.isclose(np.log(0.2 + 0.7), np.log(0.2) * np.log(0.7)),
        "into a sum|to a sum": np.isclose(np.log(0.2 * 0.7), np.log(0.2) + np.log(0.7)),
    },
    "cosine @ likelihood|place|order, -not": {
        "increasing|increases": course(np.cos(3000 * values))["rises"],
        "keeps the place|keeps the order|the same place": np.cos(3000 * values).argmax() == best,
    },
}

# %% after two-models: What the computer does to a product
one_product = {each: np.multiply.reduce(np.full(1000, 0.5, each)) for each in (np.float32, np.float64)}

{
    "product|factors|number|lasts|underflow|range": {
        "float32|single precision": -np.log2(np.finfo(np.float32).smallest_subnormal),
        "float64|double precision": -np.log2(np.finfo(np.float64).smallest_subnormal),
    },
    "float32|a float32 product|single precision|product in float32 @ product|factor": {
        "later|lasts longer|holds out longer|more factors": one_product[np.float32] > one_product[np.float64],
        "sooner|earlier|fewer factors": one_product[np.float32] < one_product[np.float64],
    },
    "float64|a float64 product|double precision|product in float64 @ product|factor": {
        "later|lasts longer|holds out longer|more factors": one_product[np.float64] > one_product[np.float32],
        "sooner|earlier|fewer factors": one_product[np.float64] < one_product[np.float32],
    },
    "underflow|product|this|it @ float32|single precision, -float64": {
        "later|longer|lasts longer": one_product[np.float32] > one_product[np.float64],
        "sooner|earlier": one_product[np.float32] < one_product[np.float64],
    },
    "stored likelihood|stored product|products|stored likelihoods @ models|model": {
        "tell them apart|differ|distinguish|differs|different": good.prod() != bad.prod(),
        "alike": good.prod() == bad.prod(),
    },
    "<LOG_LIKELIHOOD> @ models|model, -products": {
        "tell them apart|differ|distinguish|differs|different": np.log(good).sum() != np.log(bad).sum(),
        "alike": np.log(good).sum() == np.log(bad).sum(),
    },
    "log-likelihood|sum of logarithms|sums of logarithms|sum": {
        "good model": np.log(good).sum(),
        "bad model": np.log(bad).sum(),
    },
    "multiply|product, factor, logarithm, first|then|before": {
        "logarithm of the product": bool(good.prod() > 0),
        "multiply the factors first": bool(good.prod() > 0),
        "then the logarithm": bool(good.prod() > 0),
        "then take the logarithm": bool(good.prod() > 0),
        "logarithm of each factor": bool(np.isfinite(np.log(good).sum())),
    },
    "logarithm @ stored 0|product": {
        "in time|early enough|still helps|saves it|rescues": bool(good.prod() > 0),
        "too late": bool(good.prod() == 0),
    },
}

# %% after pin-loss: The minus sign: this is the loss
means_of_p = np.array([stats.bernoulli.logpmf(y, each_p).mean() for each_p in candidates_for_p])
sums_of_p = np.array([stats.bernoulli.logpmf(y, each_p).sum() for each_p in candidates_for_p])
reported = nn.BCELoss()(torch.full((N,), 0.7), torch.tensor(y, dtype=torch.float32)).item()
costs_toward_zero = [-np.log(10.0 ** -(2**each)) for each in range(1, 7)]
by_tens = [-np.log(10.0**-each) for each in range(5)]

walking_p = nn.Parameter(torch.tensor(0.5))
nn.BCELoss()(walking_p.expand(N), torch.tensor(y, dtype=torch.float32)).backward()
torch.optim.SGD([walking_p], lr=0.1).step()

{
    "negative log-likelihood|NLL|its negative|loss @ log-likelihood, largest|maximum|peak|highest": {
        "is largest|largest|is greatest|greatest|has its maximum": (-means_of_p).argmax() == means_of_p.argmax(),
        "is smallest|smallest|has its minimum": (-means_of_p).argmin() == means_of_p.argmax(),
    },
    "optimiser|optimisers|PyTorch's optimisers @": {
        "maximise|climb|uphill": likelihood(walking_p.item()) < likelihood(0.5),
        "minimise|minimises": likelihood(walking_p.item()) > likelihood(0.5),
    },
    "PyTorch|a criterion|its losses @ mean|sum": {
        "the sum unless|sum by default|adds up unless|the sum by default": bool(np.isclose(reported, losses.sum())),
        "the mean unless|mean by default|the mean by default": bool(np.isclose(reported, losses.mean(), rtol=1e-4)),
    },
    "mean|sum|both|two|they @ minimiser|minimisers|minimum": {
        "different minimisers|another minimiser|other minimisers|different places|a different minimiser": (
            means_of_p.argmax() != sums_of_p.argmax()
        ),
        "the same minimiser|same minimiser": means_of_p.argmax() == sums_of_p.argmax(),
    },
    "<LOSS_OF_ONE> @ probability falls|smaller probability|lower probability|less probable|probability of what happened "
    "goes to 0": {"rises": -np.log(0.1) > -np.log(0.5), "falls": -np.log(0.1) < -np.log(0.5)},
    "<LOSS_OF_ONE> @ probability rises|larger probability|higher probability|more probable": {
        "rises": -np.log(0.5) > -np.log(0.1),
        "falls": -np.log(0.5) < -np.log(0.1),
    },
    "less probable event|rare event|improbable event|what was improbable|less probable @": {
        "cheaper|costs less": -np.log(0.1) < -np.log(0.5),
        "dearer|costs more": -np.log(0.1) > -np.log(0.5),
    },
    "loss|cost|it @ goes to 0|approaches 0|impossible|ruled out, -one half": {
        **bounds(costs_toward_zero),
        "approaches its largest value|a largest value|an upper limit|hardly more": bounds(costs_toward_zero)["bounded"],
    },
    "loss|it @ factor of ten|0.01": {
        "by less than|by more than": not np.isclose(by_tens[2] - by_tens[1], by_tens[1] - by_tens[0]),
        "by as much": np.isclose(by_tens[2] - by_tens[1], by_tens[1] - by_tens[0]),
    },
    "loss|cost|costs": {"certain|certainty": 0 * N, "one half": -np.log(0.5)},
    "loss|costs|it @ certain": {
        "positive|more than 0|more than nothing": -np.log(1.0 * N / N) > 0,
        "negative|less than 0": -np.log(1.0 * N / N) < 0,
    },
    "mean loss|sum of the losses|sum @ best": {
        "highest|largest possible": means_of_p.argmin() == 699,
        "lowest|smallest possible": means_of_p.argmax() == 699,
    },
    "blocks|block|tall|height": {
        "zero|zeros|a zero|of the zeros": -np.log(1 - 0.9),
        "ones|a one|of the ones": -np.log(0.9),
    },
    "<BLOCKS>|they @ zeros|a zero, 0.9": {
        "taller|higher|larger": -np.log(1 - 0.9) > -np.log(0.9),
        "shorter|lower|smaller": -np.log(1 - 0.9) < -np.log(0.9),
    },
    "ones|blocks of the ones @ 0.9|0.1": {
        "cheaper": -np.log(0.9) < -np.log(0.5),
        "dearer|more expensive": -np.log(0.9) > -np.log(0.5),
    },
    "zeros|blocks of the zeros @ 0.9|0.1": {
        "cheaper": -np.log(0.1) < -np.log(0.5),
        "dearer|more expensive": -np.log(0.1) > -np.log(0.5),
    },
    "stack|sum of the losses @ 0.7": {
        "lowest|at its lowest": sums_of_p.argmax() == 699,
        "highest|at its highest|tallest": sums_of_p.argmin() == 699,
    },
    "sum of the losses|stack|sum @ 0.9": {
        "rises": sums_of_p[899] < sums_of_p[499],
        "falls": sums_of_p[899] > sums_of_p[499],
    },
}

# %% after poisson-fit: With inputs: a distribution for each example
fitted_means = np.exp(intercept + slope * x)
score_leaf = torch.tensor([0.5, 2.0], dtype=torch.float64, requires_grad=True)
poisson_criterion = nn.PoissonNLLLoss(reduction="sum")
poisson_criterion(score_leaf, torch.tensor([1.0, 9.0], dtype=torch.float64)).backward()
too_large, too_small = score_leaf.grad.tolist()
stepped = (score_leaf - 0.01 * score_leaf.grad).tolist()

full_leaf = torch.tensor([0.5, 2.0], dtype=torch.float64, requires_grad=True)
nn.PoissonNLLLoss(reduction="sum", full=True)(full_leaf, torch.tensor([1.0, 9.0], dtype=torch.float64)).backward()

along = np.linspace(-2, 2, 41)
slopes_along = [np.mean((np.exp((intercept + slope * x) + each * (1 - x)) - cones) * (1 - x)) for each in along]

holding = nn.Linear(1, 1, dtype=torch.float64)
poisson_criterion(holding(torch.tensor(x)[:, None])[:, 0], torch.tensor(cones, dtype=torch.float64)).backward()
pulls = np.exp(holding(torch.tensor(x)[:, None])[:, 0].detach().numpy()) - cones
of_bias, of_weight = holding.bias.grad.item(), holding.weight.grad.item()

of_one, of_two = (
    nn.PoissonNLLLoss(log_input=each_flag)(torch.tensor(1.0), torch.tensor(2.0)).item() for each_flag in (True, False)
)

{
    "$\\theta$ @ -$\\theta_0$|$\\theta_1$|what": {
        "the same for all|belongs to the model": model.weight.numel() == 1,
        "differs from example to example|belongs to the distribution": model.weight.numel() > 1,
    },
    "$\\omega_n$ @ -what": {
        "the same for all|belongs to the model": np.ptp(fitted_means) < 1e-9,
        "differs from example to example|belongs to the distribution": np.ptp(fitted_means) > 0,
    },
    "\\theta|it @ factors|product": {
        "each factor|every factor|each of the factors|each of its factors|all factors|all the factors": np.allclose(
            fitted_means, cones, atol=0.05
        ),
    },
    "score|linear score|$z$ @ mean|positive|negative": {
        "must be positive|is positive|is always positive|cannot be negative": intercept > 0,
    },
    "mean|$\\mu$|$\\mu_n$ @ exponential|score": {
        "may be negative|can be negative": np.exp(intercept) < 0,
    },
    "minus, target|label": {
        "Prediction minus target": np.isclose(too_large, np.exp(0.5) - 1),
        "target minus prediction": np.isclose(too_large, 1 - np.exp(0.5)),
    },
    "gradient|it @ prediction|mean, too large|too high|above the count|mean is above|it is above": {
        "positive": too_large > 0,
        "negative": too_large < 0,
    },
    "gradient|it @ prediction|mean, too small|too low|below the count|mean is below|it is below": {
        "positive": too_small > 0,
        "negative": too_small < 0,
    },
    "step|descent|it @ prediction|mean, too large|too high|above the count|mean is above|it is above": {
        "raises": stepped[0] > 0.5,
        "lowers": stepped[0] < 0.5,
    },
    "step|descent|it @ prediction|mean, too small|too low|below the count|mean is below|it is below": {
        "raises": stepped[1] > 2.0,
        "lowers": stepped[1] < 2.0,
    },
    "SGD|torch.optim.SGD|gradient descent|step|parameter @ gradient": {
        "along the gradient|in the direction of the gradient|with the gradient|up the gradient": np.any(
            (np.array(stepped) - [0.5, 2.0]) * score_leaf.grad.numpy() > 0
        ),
    },
    "$\\theta_0$ / $\\theta_1$": {
        "as its weight": (np.isclose(of_weight, pulls.sum()), np.isclose(of_weight, (pulls * x).sum())),
        "as its bias": (np.isclose(of_bias, pulls.sum()), np.isclose(of_bias, (pulls * x).sum())),
        "times $x_n$": (np.isclose(of_bias, (pulls * x).sum()), np.isclose(of_weight, (pulls * x).sum())),
    },
    "last term|$\\log(y!)$|constant term|factorial|term without z @": {
        "changes the gradient|affects the gradient|depends on z|moves the minimiser|contains z": not torch.equal(
            full_leaf.grad, score_leaf.grad
        ),
    },
    "slope of the mean loss|slope @ line in|along a line": {
        "falls": course(slopes_along)["falls"],
        "rises": course(slopes_along)["rises"],
    },
    "loss|mean loss|Poisson loss @ gradient is 0|minimum": {
        "several minima|another minimum|only a local minimum|valleys|a saddle": np.diff(slopes_along).min() < 0,
    },
    "<SCORED>|it @ reads the output|log_input=True|default, -read as": {
        "as \\log\\mu": np.isclose(of_one, np.e - 2),
        "as \\mu": np.isclose(of_one, 1),
    },
    "<SCORED>|it @ log_input=False, -read as": {
        "as \\log\\mu": np.isclose(of_two, np.e - 2),
        "as \\mu": np.isclose(of_two, 1, atol=1e-4),
    },
    "<SCORED>|it @ default|log_input=True, -log_input=False": {
        "expects the mean|takes the mean|reads the mean|wants the mean": np.isclose(of_one, 1, atol=1e-3),
        "expects the logarithm|takes the logarithm|reads the logarithm": np.isclose(of_one, np.e - 2, atol=1e-3),
    },
    "<SCORED>|it @ factorial|constant|\\log(y!)|log(y!)": {
        "includes|adds|contains|computes": not np.isclose(of_one, np.e - 2, atol=1e-3),
        "leaves out|omits": np.isclose(of_one, np.e - 2, atol=1e-3),
    },
}

# %% after poisson-agrees: With inputs: a distribution for each example
overspread = np.random.default_rng(0).negative_binomial(1, 0.2, size=(2000, 50))
true_scatter, promised_scatter = overspread.mean(axis=1).std(), np.sqrt(overspread.mean() / 50)
widths_of = [stats.poisson.std(each) for each in (1.0, 5.0, 20.0)]

{
    "distribution|Poisson distribution|it @ +mean|means, -relative": {
        "wider": course(widths_of)["rises"],
        "narrower": course(widths_of)["falls"],
        "the same width|as wide|stays": np.ptp(widths_of) < 1e-9,
    },
    "counts|they|variance|spread|scatter @ +mean": {
        "scatter more|rises|larger": course(widths_of)["rises"],
        "scatter less|falls|smaller": course(widths_of)["falls"],
        "stays|constant": np.ptp(widths_of) < 1e-9,
    },
    "variance|its variance|variance of a Poisson distribution @ Poisson*": {
        "the square of|the root of|twice its mean|half its mean|larger than its mean|smaller than its mean": not (
            np.isclose(stats.poisson.var(4.0), 4.0)
        ),
        "is its mean|equals its mean": np.isclose(stats.poisson.var(4.0), 4.0),
    },
    "standard deviation|root of the variance @ Poisson*": {
        "is its mean|equals its mean|is the mean": np.isclose(stats.poisson.std(4.0), 4.0),
        "root of its mean|root of the mean": np.isclose(stats.poisson.std(4.0), 2.0),
    },
    "certainty|its certainty @ scatter more|counts scatter": {
        "still right|is right|too low|too small": true_scatter < 1.1 * promised_scatter,
        "too high|too large": true_scatter > 1.1 * promised_scatter,
    },
    "standard error|standard errors|interval|intervals @ scatter more|counts scatter": {
        "too large|too wide|still right": true_scatter < 1.1 * promised_scatter,
        "too small|too narrow": true_scatter > 1.1 * promised_scatter,
    },
}

# %% after held-out-spread: The loss of days that were not used
gaps_of_days = by_constant - by_model
quarter_errors = [gaps_of_days.std(ddof=1) / np.sqrt(each) for each in (50, 100, 400, 1600)]
half_width = stats.t.ppf(0.975, 99) * gaps_of_days.std(ddof=1) / 10

{
    "loss|losses": {
        "with the temperature|with temperature": by_model.mean(),
        "without|same mean|constant model|without the temperature": by_constant.mean(),
    },
    "with the temperature|model with the temperature|temperature @ loss|days|better": {
        "better": by_model.mean() < by_constant.mean(),
        "worse": by_model.mean() > by_constant.mean(),
        "smaller loss|lower loss": by_model.mean() < by_constant.mean(),
        "larger loss|higher loss": by_model.mean() > by_constant.mean(),
    },
    "neither model|both models|models|both @ days": {
        "has seen|have seen|were trained on|was trained on|trained on them": bool(
            np.isin(days[200:], days[:200]).any()
        ),
    },
    "standard error|error of the mean|it @ +days|examples|cases|independent ones, -single": changes(quarter_errors),
    "standard deviation|scatters|scatter, differences": {
        "single|single differences": gaps_of_days.std(ddof=1),
        "mean of|mean": gaps_of_days.std(ddof=1) / 10,
    },
    "interval|95 % interval|it @ -samples": {
        "contains 0|includes 0|contains zero|includes zero|reaches below 0": half_width > gaps_of_days.mean(),
        "excludes 0|excludes zero|above 0": half_width < gaps_of_days.mean(),
    },
    "interval|95 % interval|intervals @ +standard error": {"wider": half_width > 0, "narrower": half_width < 0},
    "interval|95 % interval|it @ standard error": {
        "one standard error on each|three standard errors on each|half a standard error": not (
            np.isclose(stats.t.ppf(0.975, 99), 2, atol=0.1)
        ),
        "two standard errors on each": np.isclose(stats.t.ppf(0.975, 99), 2, atol=0.1),
    },
    "interval|intervals|such interval @ samples|contains|mean over": {
        "always contains|surely contains|certain to contain|with certainty": inside.mean() == 1,
    },
    "simulation|it @ sets": {
        "disagrees|contradicts": not 0.9 < inside.mean() < 0.98,
        "agrees|confirms": 0.9 < inside.mean() < 0.98,
    },
}

# %% after one-answer: The recipe
errors_tried = np.array([-3.0, -1.0, 0.5, 2.0, 4.0])


def runs_as(some_loss, other):
    """Whether two losses are the same up to a factor and a constant."""
    return np.isclose(np.corrcoef(some_loss, other)[0, 1], 1)


normal_costs, laplace_costs = -stats.norm.logpdf(errors_tried), -stats.laplace.logpdf(errors_tried)
squares, sizes_of = errors_tried**2, np.abs(errors_tried)
bernoulli_costs = -stats.bernoulli.logpmf(1, np.array([0.2, 0.5, 0.9]))
entropy_costs = -np.log(np.array([0.2, 0.5, 0.9]))

scores_tried = np.array([-3.0, 0.0, 4.0])
in_range = {
    "exp": np.exp(scores_tried),
    "sigmoid": special.expit(scores_tried),
    "softmax": special.softmax(scores_tried),
}
positive_beyond_one = {name: each.min() > 0 and each.max() > 1 for name, each in in_range.items()}
of_unit_sum = {name: np.isclose(each.sum(), 1) for name, each in in_range.items()}

counts_seen = np.arange(60)
chances = stats.poisson.pmf(counts_seen, rate)
answers_for = {"mode": float(mode), "median": stats.poisson.median(rate), "mean": rate}
wrong_share = {name: 1 - chances[counts_seen == each].sum() for name, each in answers_for.items()}
square_of = {name: chances @ (counts_seen - each) ** 2 for name, each in answers_for.items()}
size_of = {name: chances @ np.abs(counts_seen - each) for name, each in answers_for.items()}
range_of = {
    "mode": np.inf,
    "median": np.abs(np.array([1, 2, 3, 4, 20.0]) - 3).max(),
    "mean": np.abs(np.array([1, 2, 3, 4, 20.0]) - 6).max(),
    "middle": np.abs(np.array([1, 2, 3, 4, 20.0]) - 10.5).max(),
}

{
    "normal, real number|label, -Laplace": {
        "squared error": runs_as(normal_costs, squares),
        "absolute error": runs_as(normal_costs, sizes_of),
        "binary cross-entropy": runs_as(normal_costs[:3], entropy_costs),
        "with outliers": stats.norm.sf(4) > stats.laplace.sf(4 * 2**0.5),
    },
    "Laplace, real number|label, -normal": {
        "squared error": runs_as(laplace_costs, squares),
        "absolute error": runs_as(laplace_costs, sizes_of),
        "binary cross-entropy": runs_as(laplace_costs[:3], entropy_costs),
    },
    "normal, Laplace": {
        "fixed \\sigma squared error": runs_as(normal_costs, squares),
        "fixed \\sigma absolute error": runs_as(normal_costs, sizes_of),
        "fixed b absolute error": runs_as(laplace_costs, sizes_of),
        "fixed b squared error": runs_as(laplace_costs, squares),
    },
    "Bernoulli, -normal, -Laplace": {
        "squared error": runs_as(bernoulli_costs, squares[:3]),
        "binary cross-entropy": runs_as(bernoulli_costs, entropy_costs),
    },
    "$e^z$ @ -<KIND_FIRST>": {
        "for a positive parameter|positive parameter": positive_beyond_one["exp"],
        "for a probability|probabilities of several|several classes": in_range["exp"].max() < 1,
    },
    "sigmoid @ -<KIND_FIRST>": {
        "for a positive parameter|positive parameter": positive_beyond_one["sigmoid"],
        "for a probability": in_range["sigmoid"].max() < 1,
        "probabilities of several|several classes": of_unit_sum["sigmoid"],
    },
    "softmax @ -<KIND_FIRST>": {
        "for a positive parameter|positive parameter": positive_beyond_one["softmax"],
        "probabilities of several|several classes": of_unit_sum["softmax"],
    },
    "Poisson, label|choice|distribution, -exponential": {
        "waiting time": bool(stats.poisson.cdf(0.5, 3) > stats.poisson.cdf(0.4, 3)),
        "waiting times": bool(stats.poisson.cdf(0.5, 3) > stats.poisson.cdf(0.4, 3)),
    },
    "exponential distribution|exponential, rate, -Poisson": {
        "count": float(stats.expon.rvs(random_state=0)).is_integer(),
        "counts": float(stats.expon.rvs(random_state=0)).is_integer(),
    },
    "mode / median / mean": {
        "makes the fewest wrong|has the fewest wrong|is wrong least often": tuple(
            each == min(wrong_share.values()) for each in wrong_share.values()
        ),
        "makes the smallest squared error|minimises the squared error": tuple(
            each == min(square_of.values()) for each in square_of.values()
        ),
        "makes the smallest absolute error|minimises the absolute error": tuple(
            each == min(size_of.values()) for each in size_of.values()
        ),
    },
    "mean @ -<ERROR_FIRST>": {
        "smallest squared error|least squared error": square_of["mean"] == min(square_of.values()),
        "smallest absolute error|least absolute error": size_of["mean"] == min(size_of.values()),
        "most probable label|most frequent label": np.isclose(rate, chances.argmax()),
    },
    "median @ -<ERROR_FIRST>": {
        "smallest squared error|least squared error": square_of["median"] == min(square_of.values()),
        "smallest absolute error|least absolute error": size_of["median"] == min(size_of.values()),
        "most probable label|most frequent label": np.isclose(answers_for["median"], chances.argmax()),
    },
    "mode @ -<ERROR_FIRST>": {
        "smallest squared error|least squared error": square_of["mode"] == min(square_of.values()),
        "most probable label|most frequent label": np.isclose(answers_for["mode"], chances.argmax()),
    },
    "middle of the range @": {
        "largest error": max(range_of, key=lambda name: -range_of[name]) == "middle",
        "squared errors|absolute errors": range_of["middle"] > range_of["mean"],
    },
    "mean|it @ twenty degrees|4.79": {"a count|a possible count|an observable count": float(rate).is_integer()},
}

# %% after errors-figure: Another distribution, another loss
peaked = stats.laplace(scale=np.sqrt(0.5))
steepness = {each.dist.name: -each.logpdf(4) + each.logpdf(3.99) for each in (stats.norm(), peaked)}
best_for_spread = [
    candidates_for_p[np.argmin([-stats.norm.logpdf(y, each_p, spread_tried).sum() for each_p in candidates_for_p])]
    for spread_tried in (0.5, 2.0)
]

{
    "Laplace|Laplace distribution|it @ tails": {
        "heavier|heavier tails|fatter tails|thicker tails": peaked.sf(4) > stats.norm.sf(4),
        "lighter tails|thinner tails|lighter|thinner": peaked.sf(4) < stats.norm.sf(4),
    },
    "normal|normal distribution|normal density @ tails": {
        "heavier|heavier tails|fatter tails|thicker tails": peaked.sf(4) < stats.norm.sf(4),
        "lighter tails|thinner tails|lighter|thinner": peaked.sf(4) > stats.norm.sf(4),
    },
    "Laplace|Laplace distribution|Laplace one|it @ peak|top|round, -normal": {
        "round": np.isclose(peaked.pdf(0.001), peaked.pdf(0), rtol=1e-4),
        "a peak|pointed": not np.isclose(peaked.pdf(0.001), peaked.pdf(0), rtol=1e-4),
    },
    "costs|loss|cost, four|large|far": {
        "normal|normal distribution|parabola": -stats.norm.logpdf(4),
        "Laplace|Laplace distribution|letter V": -peaked.logpdf(4),
    },
    "large error|an error of four|outlier|far point @ Laplace": {
        "cheaper": -peaked.logpdf(4) < -stats.norm.logpdf(4),
        "dearer|more expensive": -peaked.logpdf(4) > -stats.norm.logpdf(4),
    },
    "large error|an error of four|outlier|far point @ normal": {
        "cheaper": -peaked.logpdf(4) > -stats.norm.logpdf(4),
        "dearer|more expensive": -peaked.logpdf(4) < -stats.norm.logpdf(4),
    },
    "parabola @ four|far from|large": {
        "above": at_four["normal"] > at_four["Laplace"],
        "below": at_four["normal"] < at_four["Laplace"],
    },
    "letter V @ four|far from|large": {
        "above": at_four["normal"] < at_four["Laplace"],
        "below": at_four["normal"] > at_four["Laplace"],
    },
    "thin tails|thin tail|thinner tails @ loss": {
        "steep|steeper": steepness["norm"] > steepness["laplace"],
        "flat|flatter|gentle": steepness["norm"] < steepness["laplace"],
    },
    "density|densities @": {
        "at most 1|never exceed 1|never exceeds 1|cannot exceed 1|below 1": stats.norm(scale=0.1).pdf(0) <= 1,
    },
    "loss|such a loss|losses @ density|densities": {
        "never negative|cannot be negative|always positive|at least 0": -stats.norm(scale=0.1).logpdf(0) >= 0,
    },
    "factor|constant|factor and a constant|they @ minimiser|minimum": {
        "moves|move the minimiser|shift the minimiser|change the minimiser": best_for_spread[0] != best_for_spread[1],
    },
    "F.l1_loss": {
        "mean": bool(torch.nn.functional.l1_loss(torch.zeros(2), torch.tensor([1.0, 3.0])) == 2),
        "sum": bool(torch.nn.functional.l1_loss(torch.zeros(2), torch.tensor([1.0, 3.0])) == 4),
    },
}

# %% after two-centres: Another distribution, another loss
moved_outlier = np.array([1.0, 2.0, 3.0, 4.0, 40.0])
between_two = [np.abs(np.array([1.0, 2, 3, 4]) - each).sum() for each in (2.2, 2.8)]
slope_at = (answers < 3.5).sum() - (answers > 3.5).sum()
risen = np.abs(answers - 3.51).sum() > np.abs(answers - 3.5).sum()

{
    "squared error / absolute error": {
        "where $\\mu$ is the mean|estimates the mean|chooses the mean": (
            np.isclose(squared, answers.mean()),
            np.isclose(absolute, answers.mean()),
        ),
        "where $\\mu$ is the median|estimates the median|chooses the median": (
            np.isclose(squared, np.median(answers)),
            np.isclose(absolute, np.median(answers)),
        ),
    },
    "slope of the sum|slope|it @ sign": {
        "at the mean": np.sign((answers < 5.99).sum() - (answers > 5.99).sum())
        != np.sign((answers < 6.01).sum() - (answers > 6.01).sum()),
        "at the median": np.sign((answers < 2.99).sum() - (answers > 2.99).sum())
        != np.sign((answers < 3.01).sum() - (answers > 3.01).sum()),
    },
    "labels, minus": {
        "below minus the number above": (slope_at > 0) == risen,
        "above minus the number below": (slope_at < 0) == risen,
    },
    "outlier|pulls|pulled|sensitive|moves|depends": {
        "median|absolute error": abs(np.median(moved_outlier) - np.median(answers)),
        "mean|squared error": abs(moved_outlier.mean() - answers.mean()),
    },
    "median|it @ outlier|twice as far|far away, -without": {
        "moves|rises|doubles|follows|is pulled": np.median(moved_outlier) != np.median(answers),
        "stays": np.median(moved_outlier) == np.median(answers),
    },
    "mean @ outlier|far away": {
        "stays|robust|unaffected|hardly moves|hardly changes": np.isclose(
            moved_outlier.mean(), answers.mean(), atol=0.1
        ),
        "moves|is pulled|rises": moved_outlier.mean() > answers.mean() + 0.1,
    },
    "outlier|distance of the outlier|it @": {
        "double the median|doubles the median|move the median|moves the median|lifts the median|lift the median": (
            np.median(moved_outlier) != np.median(answers)
        ),
        "leaves the mean|does not move the mean": np.isclose(moved_outlier.mean(), answers.mean(), atol=0.1),
    },
    "answer|minimiser @ outlier, twice as far": {
        "different|doubles|would double|would change": np.median(moved_outlier) != np.median(answers),
    },
    "mean|it @ labels": {
        "above four": (answers < answers.mean()).sum() == 4,
        "below four|above two|above three|in the middle of the five|between the second": (
            (answers < answers.mean()).sum() != 4
        ),
    },
    "median|minimiser|slope|it @ even number": {
        "unique|only one|exactly one|a single": not np.isclose(*between_two),
    },
}

# %% after sticky: What i.i.d. buys
both_ups = {
    "independent": (independent[:, 0] & independent[:, 1]).mean(),
    "sticky": (sticky[:, 0] & sticky[:, 1]).mean(),
}


def almost_as_good(ones, trials):
    """How many values of p make the data at least a tenth as probable as the best one does."""
    logs_of = ones * np.log(candidates_for_p) + (trials - ones) * np.log(1 - candidates_for_p)
    return (logs_of > logs_of.max() - np.log(10)).sum()


{
    "independent|independence|it @ product": {
        "buys the product": np.isclose(both_ups["independent"], 0.7**2, atol=0.01),
    },
    "one rule for all|one rule|same rule|it @ product, -independen*": {
        "buys the product": np.isclose(both_ups["sticky"], 0.7**2, atol=0.01),
    },
    "labels|labels given their inputs|they @ given their inputs|identically": {
        "must be identically|have to be identically|are identically distributed|all have the same distribution": (
            np.ptp(fitted_means) < 1e-9
        ),
    },
    "hot day|cold day @": {"the same distribution|same mean": np.ptp(fitted_means) < 1e-9},
    "likelihood|log-likelihood|curve|it @ independence|independent|more data|more throws, -copy": {
        "sharper|narrower|sharpen|as narrow": almost_as_good(70, 100) < almost_as_good(7, 10),
        "wider|flatter|blunter|as wide": almost_as_good(70, 100) >= almost_as_good(7, 10),
    },
    "values of $p$|values of p|candidates @ explain*, -ten": {
        "fewer": almost_as_good(70, 100) < almost_as_good(7, 10),
        "more": almost_as_good(70, 100) > almost_as_good(7, 10),
    },
    "data|independent data|more data @ likelihood": {
        "blur|flatten|widen": almost_as_good(70, 100) > almost_as_good(7, 10),
        "sharpen|narrow": almost_as_good(70, 100) < almost_as_good(7, 10),
    },
    "likelihood|log-likelihood|curve|it @ <COPIED>": {
        "sharper|as sharp|narrower|as narrow": almost_as_good(70, 100) < almost_as_good(7, 10),
        "as wide|wider|stays|unchanged|keeps its width": almost_as_good(70, 100) >= almost_as_good(7, 10),
    },
    "copies|copying|copied labels|copied throws|likelihood @ information": {
        "new information|more information|information": not np.isclose(spread(sticky), np.sqrt(0.21 / 20), rtol=0.05),
    },
    "estimate|maximum-likelihood estimate|share|it @ <COPIED>|counted five times": {
        "stays": np.isclose(np.repeat(y, 10).mean(), y.mean()),
        "rises|falls|moves": not np.isclose(np.repeat(y, 10).mean(), y.mean()),
        "biased|wrong on average|too large on average|too small on average": abs(sticky.mean() - 0.7) > 0.01,
    },
    "scatter|scatters|spread|standard deviation|precise": {
        "copied|copied labels|counted five times": spread(sticky),
        "independent|independent labels": spread(independent),
    },
    "estimates|estimate @ copied|repeat*|counted five times": {
        "scatter less|scatters less|more precise": spread(sticky) < spread(independent),
        "scatter more|scatters more|less precise": spread(sticky) > spread(independent),
    },
    "certainty|computed certainty @ repeat*|copied|copies, -right for|correct for": {
        "too high|too large": spread(sticky) > 1.1 * promised,
        "too low|too small": spread(sticky) < 0.9 * promised,
        "right|still right|correct|justified": np.isclose(spread(sticky), promised, rtol=0.1),
    },
    "formula|promised|standard error|standard deviation of a mean @ repeat*|copied|copies|one film, -holds for": {
        "too large|too pessimistic|overestimates": spread(sticky) < 0.9 * promised,
        "too small|too optimistic|underestimates": spread(sticky) > 1.1 * promised,
        "holds|still holds|stays right": np.isclose(spread(sticky), promised, rtol=0.1),
    },
    "copied labels|copies|they @ look|seem|certain|sure": {
        "less certain|less sure|more uncertain": spread(sticky) < 0.9 * promised,
        "more certain|surer|more sure": spread(sticky) > 1.1 * promised,
    },
}

# %% after map-zero: When an estimate calls something impossible
posterior_of_p = stats.beta(a + 0, b + 10).pdf(candidates_for_p)
posterior_of_odds = posterior_of_p * candidates_for_p * (1 - candidates_for_p)
likelihood_of_p = (1 - candidates_for_p) ** 10
by_bayes = likelihood_of_p * stats.beta(a, b).pdf(candidates_for_p)

{
    "loss|it @ later point up|estimate 0": {
        **bounds([-np.log(10.0 ** -(2**each)) for each in range(6)]),
    },
    "<WITH_PRIOR>|estimate @ point up|one half|throw|throws": {
        "towards the ends|away from one half|more extreme": estimate < 0,
        "towards one half|towards the middle|less extreme": estimate > 0,
    },
    "this|prior|<WITH_PRIOR> @ of each kind": {
        "two throws|half a throw|two of each": not np.isclose(estimate, (0 + 1) / (10 + 2)),
        "one throw|one of each": np.isclose(estimate, (0 + 1) / (10 + 2)),
    },
    "posterior, likelihood, Bayes": {
        "times prior": np.isclose(np.corrcoef(by_bayes, posterior_of_p)[0, 1], 1),
        "plus prior": np.isclose(
            np.corrcoef(likelihood_of_p + stats.beta(a, b).pdf(candidates_for_p), posterior_of_p)[0, 1], 1
        ),
        "divided by the prior": np.isclose(
            np.corrcoef(likelihood_of_p / stats.beta(a, b).pdf(candidates_for_p), posterior_of_p)[0, 1], 1
        ),
    },
    "posterior|posterior's maximum|maximum of the posterior|place of this maximum|MAP estimate @ parametri*|log-odds": {
        "the same|stays|is unchanged": posterior_of_p.argmax() == posterior_of_odds.argmax(),
        "moves|elsewhere|depends on|another place": posterior_of_p.argmax() != posterior_of_odds.argmax(),
    },
    "likelihood's maximum|place of a likelihood's maximum|maximum of the likelihood|maximum of a likelihood|"
    "maximum-likelihood estimate @ parametri*|log-odds": {
        "the same|stays": np.log(candidates_for_p[:700]).argmax() == candidates_for_p[:700].argmax(),
        "moves|elsewhere|depends on|another place": (
            np.log(candidates_for_p[:700]).argmax() != candidates_for_p[:700].argmax()
        ),
    },
    "prior @ distribution over": {
        "over the data|over the labels": np.isclose(likelihood_of_p.sum(), posterior_of_p.sum()),
        "over the parameter": np.isclose(stats.beta(a, b).cdf(1), 1),
    },
}

# %% after exercise-3-code: Exercises 1 to 3
failures_only = np.random.default_rng(0).exponential(1 / 2.0, size=4000)
cut = np.minimum(failures_only, 0.5)
has_failed = failures_only < 0.5
with_running, without_running = has_failed.sum() / cut.sum(), has_failed.sum() / cut[has_failed].sum()
rates_tried = np.array([0.5, 1.0, 2.0, 4.0])
survival = np.exp(-rates_tried * 3)
scales_tried = np.linspace(0.5, 50, 400)
without_constant = [(1.0 / each) for each in scales_tried]

tram = {each_M: float(each_M) ** -4 for each_M in range(51, 80)}
mean_largest = np.random.default_rng(0).integers(1, 61, size=(4000, 4)).max(axis=1).mean()

{
    "constant|$\\log(2b)$|its constant @ scale|learned": {
        "may be left out|can be left out|can be dropped|does not matter|superfluous|makes no difference": (
            np.argmin(without_constant) != len(scales_tried) - 1
        ),
        "counts|matters": np.argmin(without_constant) == len(scales_tried) - 1,
    },
    "rate @ +waiting time|time": {
        "rises|larger": 1 / np.mean([1.0, 3.0]) > 1 / np.mean([0.5, 1.5]),
        "falls|smaller": 1 / np.mean([1.0, 3.0]) < 1 / np.mean([0.5, 1.5]),
    },
    "rate|minimiser|its minimiser @ mean waiting time": {
        "one over the mean": np.isclose(1 / failures_only.mean(), 2.0, rtol=0.05),
        "twice the mean|the root of the mean|the logarithm of the mean": not (
            np.isclose(1 / failures_only.mean(), 2.0, rtol=0.05)
        ),
    },
    "<RUNNING>|it @ rate": {
        "high rate|higher rate|large rate": course(survival)["rises"],
        "low rate|lower rate|small rate": course(survival)["falls"],
        "no evidence|says nothing|irrelevant": np.ptp(survival) < 1e-9,
    },
    "rate|rate common to all|estimated rate @ without it|without them|leaves out|left out|ignor*": {
        "overestimated|too high|too large": without_running > with_running,
        "underestimated|too low|too small": without_running < with_running,
    },
    "leaving out|leaving them out|ignoring|without the machines @ rate": {
        "overestimates|raises": without_running > with_running,
        "underestimates|lowers": without_running < with_running,
    },
    "for a failure|failed machine|failure / still runs|running machine|for a running": {
        "adds $-z$|subtracts $z$": (
            bool(censored_loss(torch.ones(1), torch.ones(1), torch.tensor([True])) < np.e - 0.5),
            bool(censored_loss(torch.ones(1), torch.ones(1), torch.tensor([False])) < np.e - 0.5),
        ),
    },
    "likelihood|it @ +number of cars|$M$, -below": {
        "rises": course(tram.values())["rises"],
        "falls": course(tram.values())["falls"],
    },
    "likelihood|it @ below the largest number|fewer cars than": {"positive|more than 0|greatest": max(tram) < 51},
    "estimate|it @ true number|number of cars|cars": {
        "biased upwards|too large on average|at least the true number|too large": mean_largest > 60,
        "biased downwards|too small on average|at most the true number|too small": mean_largest < 60,
        "unbiased|right on average": np.isclose(mean_largest, 60, rtol=0.01),
    },
}
