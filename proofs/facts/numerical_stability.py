"""What the sentences of chapters/numerical-stability.ipynb are held to."""

import warnings

# What sentences call the same thing by.
NEAR_ZERO = "near 0|close to 0|small probability|tiny probability|near zero"
NEAR_ONE = "near 1|close to 1|just below 1|near one"
KEPT = "stored well|kept well|well stored|keeps its digits|keep their digits|keeps all its digits"
LOST = "loses its digits|lose their digits|lose digits|loses digits|stored badly|suffer|suffers"
DENSER = "denser|twice as dense|closer together|finer|denser still|crowd together"
SPARSER = "sparser|half as dense|less dense|further apart|thin out|coarser|thinner"
LOW = "low|very negative|very negative logits|far below 0|both exponentials underflow"
HIGH = "large|0 and 100|large logit|large logits|$(0, 100)$"
SAFE = "safe|are safe|is stable|is harmless|is fine|is finite|survives|is right"
MASKED = "forbidden class|forbidden classes|$-\\infty$|minus infinity|masked|fourth row"
MOST_WRONG = "most wrong|exactly 1"
FAR_OUT = "beyond it|beyond|further out|beyond 27.6|past it"
GRADIENT = "gradient of BCELoss|gradient of the loss|gradient of that row|gradient|its gradient|gradients|each gradient"
SURE = f"example|such an example|sure example|{GRADIENT}"
CONSTANT = "constant|divisor|smallest divisor"

# %% after subnormals: Numbers with few digits
info_of = {name: torch.finfo(dtype) for name, dtype in dtypes.items()}
digits_of = {name: 1 - math.log2(each.eps) for name, each in info_of.items()}
most = {name: each.max for name, each in info_of.items()}


def gap_at(place, upwards=True):
    here = torch.tensor(place, dtype=torch.float32)
    return abs(torch.nextafter(here, torch.tensor(math.inf if upwards else -math.inf)) - here).item()


def spoiled(value):
    """How much of a number its float32 loses."""
    return abs(torch.tensor(value).double().item() - value) / value


dense_below, dense_above = 1 / gap_at(1.0, upwards=False), 1 / gap_at(1.0)
of_small, of_rest = spoiled(1e-8), abs((1 - torch.tensor(1 - 1e-8)).item() - 1e-8) / 1e-8
subnormal_gaps = [gap_at(each) for each in (1e-40, 4e-40, 1e-39)]
tie_up = (torch.tensor(258.0).bfloat16() + 1).item()  # 259 lies between 258 and 260
tie_down = (torch.tensor(256.0).bfloat16() + 1).item()
quarter = max(spoiled(1 - each * 1e-9) for each in range(1, 200)) / info_of["float32"].eps

{
    "gaps|gap|spacing|spacings|distances @ power of two|powers of two, -below the smallest|subnormal|Below 1": {
        "twice as wide|twice as large|doubles|double": gap_at(2.0) / gap_at(1.0) == 2,
        "half as wide|half as large|halves|halve|four times as wide": gap_at(2.0) / gap_at(1.0) != 2,
        "wider": gap_at(2.0) > gap_at(1.0),
        "narrower": gap_at(2.0) < gap_at(1.0),
        "rises": gap_at(2.0) > gap_at(1.0),
        "falls": gap_at(2.0) < gap_at(1.0),
    },
    "gaps|they|floats @ below the smallest normal|Below the smallest normal": {
        "stay as they are|the same|stay": len(set(subnormal_gaps)) == 1,
        "rises": subnormal_gaps[-1] > subnormal_gaps[0],
        "falls": subnormal_gaps[-1] < subnormal_gaps[0],
        "keep all their digits|keep their digits|as many digits": gap_at(1e-39) / 1e-39 < info_of["float32"].eps,
    },
    "gaps|gap|floats|floats around it @ +total|sum|running total": {
        f"wider|{SPARSER}": gap_at(2.0**20) > gap_at(2.0**10),
        f"narrower|{DENSER}": gap_at(2.0**20) < gap_at(2.0**10),
        "rises": gap_at(2.0**20) > gap_at(2.0**10),
        "falls": gap_at(2.0**20) < gap_at(2.0**10),
    },
    "gap|gaps|floats @ Below 1|below 1|just below 1": {
        "half as wide": gap_at(1.0, upwards=False) / gap_at(1.0) == 0.5,
        "twice as wide|as wide as|twice as far apart": gap_at(1.0, upwards=False) / gap_at(1.0) != 0.5,
        f"{DENSER}": dense_below > dense_above,
        f"{SPARSER}": dense_below < dense_above,
    },
    "floats|they|numbers|gaps @ towards 0|near 0|nearer to 0|closer to 0": {
        f"{DENSER}": gap_at(1e-3) < gap_at(1.0),
        f"{SPARSER}": gap_at(1e-3) > gap_at(1.0),
    },
    "floats|numbers @": {
        "densest around 1|densest near 1|densest at 1|evenly spaced throughout": gap_at(1e-3) > gap_at(1.0),
    },
    "probability|probabilities|it|p|value @ <NEAR_ZERO>": {
        f"{KEPT}": of_small < 1e-6,
        f"{LOST}": of_small > 1e-6,
        "quarter of $\\epsilon$": of_small > 1e-6,
    },
    "probability|probabilities|it|p|value @ <NEAR_ONE>": {
        f"{KEPT}|all its digits": of_rest < 1e-6,
        f"{LOST}": of_rest > 1e-6,
        "quarter of $\\epsilon$": 0.2 < quarter <= 0.25,
        "half of $\\epsilon$|within $\\epsilon$|eighth of $\\epsilon$|half a gap above": not 0.2 < quarter <= 0.25,
    },
    "small probabilities|small probability|tiny probabilities @": {
        f"{LOST}": of_small > 1e-6,
        f"{KEPT}": of_small < 1e-6,
    },
    "bfloat16 @ range|reaches": {
        "range of float16|far as float16|range as float16": abs(math.log(most["bfloat16"] / most["float16"])) < 1,
        "range of float32|far as float32|range as float32": abs(math.log(most["bfloat16"] / most["float32"])) < 1,
        "range of float64|far as float64|range as float64": abs(math.log(most["bfloat16"] / most["float64"])) < 1,
    },
    "float16 @ range|reaches, -bfloat16": {
        "range of float32|far as float32|range as float32": abs(math.log(most["float16"] / most["float32"])) < 1,
    },
    "digits|more digits|precision|precise": digits_of,
    "range|largest number|reaches|its range": {name: round(math.log(each), 1) for name, each in most.items()},
    "overflows|overflow|exponential ends|end of the exponential": {
        name: round(math.log(each), 1) for name, each in most.items()
    },
    "exponential|$e^{-x}$ @ $1/(1+e^{-x})$": {
        "underflows|underflow|vanishes|is 0": torch.tensor(89.0).exp().item() == 0,
        "overflows|overflow|is infinite": torch.tensor(89.0).exp().isinf(),
    },
    "float|tie|ties|it @ in the middle|exactly in the middle|midway|tie|ties": {
        "last digit is 1|odd|rounded up|rounded down|larger of the two|smaller of the two|away from zero|upwards|downwards": (
            tie_up != 260 or tie_down != 256
        ),
        "last digit is 0|even": tie_up == 260 and tie_down == 256,
    },
}

# %% after count-bfloat16: Numbers with few digits
with warnings.catch_warnings(record=True) as told_of:
    warnings.simplefilter("always")
    stopped = count_to(300, torch.bfloat16)

summed_exactly = int(torch.ones(1000, dtype=torch.bfloat16).sum()) == 1000

{
    "count_to|it|total|running total @ bfloat16|256, -torch.sum": {
        "warns|raises|with a warning|with a message|reports": len(told_of) > 0,
        "wraps around|returns to 0|becomes infinite|overflows": stopped != 256,
        "stops": stopped == 256,
    },
    "torch.sum @ bfloat16|count_to": {
        "stops|no way out|no better|in bfloat16 as well|loses as much|the same way": not summed_exactly,
        "in float32": summed_exactly,
    },
    "sum|long sum|total|running total|long total @ floats|gaps|total, -torch.sum|float32": {
        "more precise|more exact|more accurate|closer to the truth": stopped == 300,
    },
    "loss|new loss|each new loss @ total, -step": {
        "rounded away|changes nothing": stopped < 300,
        "counts more|counts twice|rounded up": stopped > 300,
    },
}

# %% after ways-fail: Log-softmax in three ways
first_low, second_low, third_low = (way(low) for way in WAYS)
first_large, second_large, third_large = (way(large) for way in WAYS)
summed_logs = torch.full((5000,), 0.5).log().sum()

{
    "logarithm|log-likelihood|it|sum @ product of probabilities|likelihood": {
        "underflows|underflow|overflows": not summed_logs.isfinite(),
    },
    "first way|way_one|way one|the first @ <LOW>": {
        f"{SAFE}|works|$-\\infty$|right": first_low.isfinite().all(),
        "nan|$0/0$": first_low.isnan().all(),
        "$\\infty/\\infty$": low.exp().isinf().any(),
    },
    "first way|way_one|way one|the first @ <HIGH>": {
        f"{SAFE}|works|right": first_large.isfinite().all(),
        "$\\infty/\\infty$": large.exp().isinf().any(),
        "$0/0$": large.exp().sum() == 0,
    },
    "second way|way_two|way two|the second @ <LOW>": {
        f"{SAFE}|works|right": second_low.isfinite().all(),
        "$-\\infty$|minus infinity|below 0": (second_low < 0).any(),
        "$+\\infty$|plus infinity|above 0": (second_low == math.inf).all(),
        "nan|$0/0$": second_low.isnan().any(),
    },
    "second way|way_two|way two|the second @ <HIGH>": {
        f"{SAFE}|works|right": second_large.isfinite().all(),
        "nan": second_large.isnan().any(),
        "$+\\infty$|plus infinity": (second_large == math.inf).any(),
    },
    "third way|way_three|way three @ logit, -first and second": {
        "nan|infinite|fails|breaks|would still underflow|still underflows|still overflows": not torch.stack(
            [third_low, third_large]
        )
        .isfinite()
        .all(),
    },
    "exponential|exponentials|both exponentials @ <LOW>": {
        "overflows|overflow|infinite|as infinity": low.exp().isinf().any(),
        "underflows|underflow": (low.exp() == 0).all(),
    },
    "exponential|exponentials @ <HIGH>": {
        "overflows|overflow|infinite|as infinity": large.exp().isinf().any(),
        "underflows|underflow": (large.exp() == 0).any(),
    },
    "three formulas|three ways|all three|formulas @ mild logits|mild|equal on paper": {
        "differ|disagree": not all((error.abs() < 5e-6).all() for error in errors),
    },
}

# %% after softmax-zero: Log-softmax in three ways
{
    "z.softmax(-1).log()|logarithm of the softmax|softmax and logarithm @": {
        "is safe|is stable|is right|is as safe|is as stable|as good|gives the same|enough": far.softmax(-1)
        .log()
        .isfinite()
        .all(),
    },
    "two steps|softmax and log|softmax and logarithm @ log_softmax|logarithm": {
        "give the same|gives the same|as good as|as safe as|agree": far.softmax(-1).log().isfinite().all(),
    },
    "softmax|softmax and log_softmax @ (0, 200)|$(0, 200)$": {
        "$-\\infty$|minus infinity|nan": not far.softmax(-1).isfinite().all(),
    },
    "log_softmax @ (0, 200)|$(0, 200)$": {"minus infinity|infinite|nan": not far.log_softmax(-1).isfinite().all()},
}

# %% after lse-agrees: logsumexp, derived
equal_logits, lone_logit = torch.zeros(8, dtype=torch.float64), torch.zeros(8, dtype=torch.float64)
lone_logit[0] = 30.0
over_equal, over_lone = logsumexp(equal_logits) - equal_logits.max(), logsumexp(lone_logit) - lone_logit.max()
FULL, LONE = "all equal|equal logits|logits are equal", "far behind|one logit|one logit leaves"

{
    "upper bound|upper one @": {
        "when all logits are equal|if all logits are equal|for equal logits|by equal logits": torch.isclose(
            over_equal, torch.tensor(math.log(8), dtype=torch.float64)
        ),
        "when one logit|if one logit|by one logit|one logit leaves": over_lone > math.log(8) - 0.1,
    },
    "lower bound|lower one @": {
        "when all logits are equal|if all logits are equal|for equal logits|by equal logits|when all are equal": (
            over_equal < 0.1
        ),
        "reaches": over_lone.item() == 0,
        "only approaches": over_lone.item() > 0,
    },
    "logsumexp|it|$\\operatorname{lse}(z)$ @ <FULL>": {
        "upper bound": over_equal > math.log(8) - 0.1,
        "lower bound|the maximum itself|is the maximum|equals the maximum": over_equal < 0.1,
    },
    "logsumexp|it|$\\operatorname{lse}(z)$ @ <LONE>": {
        "upper bound": over_lone > math.log(8) - 0.1,
        "lower bound": over_lone < 0.1,
    },
    "logsumexp|it @ maximum|largest": {
        "at least $\\log C$|minus at most|below the maximum|at most the maximum": over_equal < math.log(8) - 0.1,
        "plus at most": over_equal > 0,
    },
    "exponent|exponents @ $m$|maximum|largest|so far|terms": {
        "positive|at least 0|above 0": (rows - rows.amax(dim=1, keepdim=True)).max() > 0,
        "at most 0": (rows - rows.amax(dim=1, keepdim=True)).max() <= 0,
    },
    "term|terms|sum @ largest|subtract|shift, -mean|smallest|way|float16": {
        "can overflow|may overflow|can underflow|may underflow|could overflow": not all(map(torch.isfinite, by_hand)),
    },
    "definition @ float64": {
        "right|finite|works|holds|can be typed|only in float32|is safe": thousand.exp().sum().log().isfinite(),
        "underflows": (thousand.exp() == 0).any(),
    },
}

# %% after gradient-way-two: Its gradient
mild = torch.tensor([0.3, 2.0, -1.0])
of_moving = gradient(lambda each: each.amax() + (each - each.amax()).exp().sum().log(), mild)
of_fixed = gradient(lambda each: each.amax().detach() + (each - each.amax().detach()).exp().sum().log(), mild)
needs_maximum = not torch.allclose(of_moving, of_fixed, atol=1e-6)
ce_gradient = gradient(lambda each: F.cross_entropy(each, torch.tensor(0)), mild)
signed_right = torch.allclose(ce_gradient, mild.softmax(0) - torch.tensor([1.0, 0, 0]), atol=1e-6)
drawn = 20 * torch.randn(200, 4, generator=torch.Generator().manual_seed(0))
all_slopes = gradient(lambda each: F.cross_entropy(each, torch.zeros(200, dtype=torch.int64), reduction="sum"), drawn)

{
    "derivative|<GRADIENT> @ first part|logsumexp": {
        "the softmax": torch.allclose(of_moving, mild.softmax(0), atol=1e-6),
        "the log-softmax|logarithm of the softmax|the sigmoid|one-hot|softmax minus": not torch.allclose(
            of_moving, mild.softmax(0), atol=1e-6
        ),
    },
    "program|programme|code|you|backward pass @ maximum": {
        "has to differentiate|must differentiate|must also differentiate|needs to differentiate|have to differentiate": (
            needs_maximum
        ),
        "as a constant": not needs_maximum,
    },
    "<GRADIENT>|gradient of the largest logit|result @ maximum, constant|detach|differentiate": {
        "too small|too large|wrong|changes|comes out": needs_maximum,
    },
    "derivative|its derivative @ respect to $a$": {"is 1|is one|is not 0|depends on": needs_maximum},
    "<GRADIENT> @ loss, -perceptron": {
        "target minus prediction": not signed_right,
        "prediction minus target": signed_right,
    },
    "It|<GRADIENT>|entries|each entry @ prediction minus target": {
        "between 0 and 1|unbounded|without bound|as large as the logits": all_slopes.min() >= 0,
        "between −1 and 1|between $-1$ and $1$": all_slopes.min() >= -1 and all_slopes.max() <= 1,
    },
    "second way|gradient of the second way @ gradient": {
        "is right|is finite|holds no nan": of_second.isfinite().all(),
        "holds nan|is nan": of_second.isnan().any(),
    },
}

# %% after masked-tests: A logit of minus infinity
on_masked = {name: loss_of(masked) for name, loss_of in targets.items()}
slopes_on_masked = [gradient(loss_of, masked) for loss_of in targets.values()]
parameters_survive = all(each.isfinite().all() for each in slopes_on_masked)
row_gradient = gradient(lambda each: F.cross_entropy(each, ignored), two_rows)[0]

{
    "probabilities|target with probabilities|probability targets|targets with probabilities|target @ <MASKED>, 0 for|a 0|gives the|0": {
        f"safe|{SAFE}|infinite": not on_masked["probabilities"].isnan(),
        "nan": on_masked["probabilities"].isnan(),
    },
    "smoothing|label smoothing @ <MASKED>": {
        f"adds nothing|{SAFE}|nan": not on_masked["smoothing"].isinf(),
        "infinite|infinity": on_masked["smoothing"].isinf(),
    },
    "logit of $-\\infty$|logit of minus infinity|forbidden class @ index of another|index of a permitted": {
        "safe|harmless": on_masked["permitted"].isfinite(),
        "nan|infinite|unsafe": not on_masked["permitted"].isfinite(),
    },
    "logit of $-\\infty$|logit of minus infinity|forbidden class @ with probabilities|but not with probabilities": {
        "safe|harmless": on_masked["probabilities"].isfinite(),
    },
    "index of a permitted class|permitted class|index of another class @": {
        "infinite|nan|$-\\infty$": not on_masked["permitted"].isfinite(),
    },
    "index of the forbidden class @": {"finite|nan|costs nothing|loss of 0": not on_masked["forbidden"].isinf()},
    "BCEWithLogitsLoss @ $-\\infty$|minus infinity": {
        f"safe|{SAFE}": on_masked["binary 0"].isfinite() or on_masked["binary 1"].isfinite(),
    },
    "parameters|<GRADIENT> @ <MASKED>, -all logits|row|batch": {
        "lost|spoiled|ruined|become nan|becomes nan|is nan|are nan|infinite": not parameters_survive,
        "survive|survives|finite": parameters_survive,
    },
    "finite logit|mask with a finite logit|−1000|-1000 @": {
        "still nan|still infinite|nan too|makes no difference": not on_masked["finite"].isfinite(),
    },
    "torch.logsumexp @ all logits|empty sum|such a row": {
        "nan|returns 0|raises|+∞": returned.logical_not(),
    },
    "<GRADIENT>|gradient of such a row @ all logits|ignore_index|such a row": {
        "finite|is 0|is zero|vanishes|harmless|disappears": row_gradient.isfinite().all(),
        "nan": row_gradient.isnan().all(),
    },
    "ignored row|ignored rows|row that is ignored @": {
        "gradient 0|zero gradient|no gradient|harmless|finite gradient": row_gradient.isfinite().all(),
    },
    "ignore_index @ row|rows": {
        "removes the nan|is enough|keeps the gradient finite|saves the gradient|cures": row_gradient.isfinite().all(),
    },
}

# %% after saturation-points: Where the sigmoid ends
ends_in = {name: eighths[torch.sigmoid(eighths.to(dtype)) == 1][0].item() for name, dtype in dtypes.items()}
one_digit_later = [math.log(2 ** (b + 1) - 1) > b * math.log(2) for b in (8, 11)]
by_digits = [ends_in[name] for name in sorted(ends_in, key=lambda name: digits_of[name])]
mirrored_tail = torch.sigmoid(torch.tensor(-20.0)) > 0
LATER, SOONER = "later|further out|last", "sooner|earlier|first of all"

{
    "sigmoid|its sigmoid|end|saturation @ +digits|precision": {
        f"{LATER}": by_digits == sorted(by_digits),
        f"{SOONER}": by_digits == sorted(by_digits, reverse=True),
        "larger": by_digits == sorted(by_digits),
        "smaller": by_digits == sorted(by_digits, reverse=True),
    },
    "sigmoid|its sigmoid|p @ float64, -float32|label|long before": {
        f"{LATER}": ends_in["float64"] == max(ends_in.values()),
        f"{SOONER}": ends_in["float64"] < max(ends_in.values()),
    },
    "sigmoid|its sigmoid|p @ bfloat16|16 bits, -float32": {
        f"{LATER}": ends_in["bfloat16"] == max(ends_in.values()),
        f"{SOONER}": ends_in["bfloat16"] == min(ends_in.values()),
    },
    "sigmoid|ends|end|exactly 1|first logit|saturates": ends_in,
    "sum|$1+e^{-z}$ @ half of the gap|half a gap|half the gap": {
        "rounded up": torch.tensor(1.0) + 2.0**-24 > 1,
        "rounded down|rounded to 1": torch.tensor(1.0) + 2.0**-24 == 1,
    },
    "tie @ exactly half": {
        "goes to the next|goes away from 1|goes to the float above|goes up": torch.tensor(1.0) + 2.0**-24 > 1,
        "goes to 1": torch.tensor(1.0) + 2.0**-24 == 1,
    },
    "this|end|it|threshold @ digit's worth|one digit": {
        "sooner|earlier": not all(one_digit_later),
        "later": all(one_digit_later),
    },
    "$\\sigma(-z)$|dtype @ beyond its end|Beyond its end": {
        "is 0|is lost|loses|stored as 0|underflows at once": not mirrored_tail,
        "stores|with all its digits": mirrored_tail,
    },
    "$1-p$|$1-\\sigma(z)$ @ large logit, -floats|In floats": {
        "negative|near 1|about $e^z$|exactly 0": 1 / (1 + math.exp(20)) <= 0
    },
    "this|it|$1-p$ @ large logit, paper": {"0|exactly 0|negative": 1 / (1 + math.exp(20)) <= 0},
    "thresholds|measured ends|ends @ multiples of 1/8": {
        "below the thresholds|before the thresholds|under the thresholds": any(
            ends_in[name] < thresholds[name] for name in ends_in
        ),
        "above the thresholds": all(ends_in[name] >= thresholds[name] for name in ends_in),
    },
}

# %% after logsigmoid: log1p
sum_at = {each: (1 + torch.tensor(each)).log().item() for each in (1e-8, 100.0)}
function_at = {each: torch.tensor(each).log1p().item() for each in (1e-8, 100.0)}
helps_small = abs(sum_at[1e-8] - math.log1p(1e-8)) > 100 * abs(function_at[1e-8] - math.log1p(1e-8))
helps_large = abs(sum_at[100.0] - math.log1p(100)) > 100 * abs(function_at[100.0] - math.log1p(100)) + 1e-5


def nearest(pair, values):
    """Which of two functions fits a formula best, on numbers small in size."""
    return min(pair, key=lambda each: max(abs(each[1](value) - each[2](value)) for value in values))[0]


log_of_p = nearest(
    [
        (sign, lambda z, s=sign: math.log(1 / (1 + math.exp(-z))), lambda z, s=sign: -math.log1p(math.exp(-s * z)))
        for sign in (1, -1)
    ],
    (0.5, 2.0),
)
log_of_complement = nearest(
    [
        (sign, lambda z: math.log(1 - 1 / (1 + math.exp(-z))), lambda z, s=sign: -math.log1p(math.exp(-s * z)))
        for sign in (1, -1)
    ],
    (0.5, 2.0),
)

{
    "log1p|log1p(x)|function @ -$1-e^{-x}$|exp(−x)|candidates|F.cross_entropy|large x": {
        "where $x$ is large|for large $x$|when $x$ is large|if $x$ is large|for a large $x$": helps_large,
        "where $x$ is near 0|for $x$ near 0|for small $x$": helps_small,
    },
    "plain logarithm|log(1 + x)|logarithm of the sum @ near 0|small $x$|tiny|is small": {
        "as good|enough|loses nothing|keeps|is right|exact": not helps_small,
    },
    "log(sigmoid(z))": {"F.logsigmoid(z)": log_of_p == 1, "F.logsigmoid(-z)": log_of_p == -1},
    "log(1 - sigmoid(z))": {"F.logsigmoid(-z)": log_of_complement == -1, "F.logsigmoid(z)": log_of_complement == 1},
    "exp(x) - 1": {
        "expm1(x)": math.isclose(math.exp(0.5) - 1, math.expm1(0.5)),
        "log1p(x)": math.isclose(math.exp(0.5) - 1, math.log1p(0.5)),
    },
    "log(1 + x)": {
        "log1p(x)": math.isclose(math.log(1.5), math.log1p(0.5)),
        "expm1(x)": math.isclose(math.log(1.5), math.expm1(0.5)),
    },
    "sum|difference @ $x=e^{-20}$|$e^{-20}$": {
        "keep what|keep more|keep it": direct.item() != 0,
        "lose|is lost|rounded": direct.item() == 0,
    },
}

# %% after stable-agrees: log1p
zero_logit = torch.tensor([0.0])
by_maximum = gradient(lambda each: torch.maximum(each, torch.zeros(1)).sum(), zero_logit).item()
by_clamp = gradient(lambda each: each.clamp(min=0).sum(), zero_logit).item()
loss_slope = gradient(lambda each: with_logits(each, torch.ones(1)), torch.tensor([0.4])).item()
far_pair = torch.tensor([0.0, 1000.0])
shifted_by = {each: (far_pair - each(far_pair.tolist())).exp().sum().log() for each in (max, min)}

{
    "torch.maximum @ exactly 0|at 0": {
        "halves": by_maximum == 0.5,
        "doubles|drops|keeps the whole|leaves out|passes on the whole|whole derivative": by_maximum != 0.5,
        "wrong": by_maximum != 0.5,
    },
    "z.clamp(min=0)|clamp @ exactly 0|gradient there": {
        "halves": by_clamp == 0.5,
        "would be $1/2-y$|the same gradient|as well": by_clamp == 0.5,
    },
    "it|<GRADIENT>|derivative @ logit, -entropy|target": {
        "without a division": math.isfinite(loss_slope),
        "target minus prediction|label minus probability": loss_slope > 0,
        "prediction minus target": loss_slope < 0,
    },
    "subtract, logits 0 and $z$": {
        "the larger": shifted_by[max].isfinite(),
        "the smaller": shifted_by[min].isfinite(),
    },
}

# %% after where-gradient: log1p
through_both, with_harmless = gradient(chosen, hundred).item(), gradient(harmless, hundred).item()
value_there = chosen(hundred).item()

{
    "backward pass|<GRADIENT>|it|torch.where @ branch|torch.where": {
        "only the branch|follows only|only through|one branch only|skips the branch|cuts off|ignores the branch": (
            math.isfinite(through_both)
        ),
        "both branches": math.isnan(through_both),
    },
    "<GRADIENT>|slopes @ branch|torch.where, -harmless|clamps|clamp": {
        "is right|right too|finite|correct|is one|is 1|is 0|infinite": math.isfinite(through_both),
        "nan": math.isnan(through_both),
    },
    "value|its value @ logit of 100|torch.where": {
        "wrong|nan|infinite": not math.isclose(value_there, 100.0),
        "right": math.isclose(value_there, 100.0),
    },
    "<GRADIENT> @ harmless": {
        "nan|infinite|is 0|still nan": math.isnan(with_harmless),
        "is one": with_harmless == 1,
    },
    "branch|branch that is not taken|branch not taken @ gradient": {
        "spoils nothing|cannot spoil|has no effect|does not matter|adds nothing": math.isfinite(through_both),
    },
}

# %% after softplus-threshold: log1p
drops = abs(candidates["softplus"] - exact) > 1e-12
rounded_anyway = F.softplus(above.float()) == torch.logaddexp(above.float(), torch.tensor(0.0))

{
    "softplus|F.softplus|it|nothing @ float64, -autocast": {
        "nothing is lost|loses no|is exact|rounded result|keeps the term|keeps it": not drops,
        "drops|loses": drops,
    },
    "softplus|F.softplus|it|nothing @ float32, -autocast": {
        "drops|loses|costs digits": not rounded_anyway,
        "rounded result|nothing is lost|no digit": rounded_anyway,
    },
    "F.softplus|softplus @ threshold": {
        "is 0|is infinite|is 20": F.softplus(above) != above,
        "is $z$": F.softplus(above) == above,
    },
    "torch.logaddexp|torch.logaddexp(z, torch.zeros_like(z))|logaddexp @": {
        "drop it|drops it|lose it|loses it|drop the term": abs(candidates["logaddexp"] - exact) > 1e-12,
    },
}

# %% after bce-grid: What happens to a loss of probabilities
fading = [
    gradient(through_sigmoid, torch.tensor([each], dtype=torch.float64)).item() for each in (28.0, 30.0, 32.0, 34.0)
]
at_thirty = torch.tensor([30.0], dtype=torch.float64)
share_of_gradient = gradient(through_sigmoid, at_thirty).item()
share_of_loss = (through_sigmoid(at_thirty) / 30).item()
same_end = first(grid_errors["float32", 1][1] > 0.05) == first(grid_errors["float64", 1][1] > 0.05)
where_wrong = gradient(through_sigmoid, torch.tensor([20.0])).item()
adds_epsilon = from_p(torch.tensor([0.5]), torch.ones(1)).item() != -torch.tensor(0.5).log().item()
typed_p = torch.sigmoid(torch.tensor([20.0, -110.0]))
losses_typed = torch.stack(
    [-(1 * typed_p[0].log() + 0 * (1 - typed_p[0]).log()), -(0 * typed_p[1].log() + (1 - typed_p[1]).log())]
)
tail_ratio = [
    math.exp(-each)
    / (
        torch.sigmoid(torch.tensor(each, dtype=torch.float64)) * torch.sigmoid(-torch.tensor(each, dtype=torch.float64))
    ).item()
    for each in (10.0, 20.0)
]

{
    "<GRADIENT>|slope @ <FAR_OUT>": {
        "rises": fading[-1] > fading[0],
        "falls": fading[-1] < fading[0],
        "stays at|settles|keeps|levels off|holds": fading[-1] > fading[0] / 2,
        "factor of 2|factor of ten|factor of 10": not math.isclose(
            (fading[0] / fading[-1]) ** (1 / 6), math.e, rel_tol=0.01
        ),
        "factor of $e$": math.isclose((fading[0] / fading[-1]) ** (1 / 6), math.e, rel_tol=0.01),
    },
    "<CONSTANT> @ -float16|Near": {
        "shrinks with|depends on the dtype|differs between|smaller in float64|changes with|differs in float64": not same_end,
        "the same": same_end,
    },
    "<GRADIENT>|fading @ float64, -right|nearly|off by|logit": {
        "holds on|lasts longer|goes on longer|ends later|does not end": not same_end,
    },
    "<GRADIENT>|which @ from the logit|from logits|BCEWithLogitsLoss, -BCELoss|clamp": {
        "fades|vanishes|dies out|is cut off|stops": gradient(from_logit, torch.tensor([110.0])).item() < 1,
    },
    "formula|the formula typed @ typed|right prediction|only where": {
        "fails only where the model is wrong|is exact|is right|fails only": losses_typed.isfinite().any(),
        "fails": losses_typed.isnan().any(),
    },
    "more digits|more precision|higher precision @ beyond|$\\log10^{12}$|27.6": {
        "better|help": not same_end,
    },
    "<GRADIENT>|it @ <MOST_WRONG>|wrong": {
        "is largest|is infinite|is 1|is one|grows": where_wrong != 0,
    },
    "gradient descent|example|it @ example alone|no gradient|alone": {
        "moves the logit|learned|recovers|would move|corrects|largest step|a large step": where_wrong != 0,
        "would leave|leave the logit|not learned": where_wrong == 0,
    },
    "nn.BCELoss|BCELoss|F.binary_cross_entropy @ logarithm|infinity": {
        "adds a small|adds $\\epsilon$|adds an epsilon|adds a tiny|adds a constant": adds_epsilon,
    },
    "backward pass|backward pass of BCELoss @ $10^{-12}$": {
        "whichever is smaller": share_of_gradient > 0.5,
        "whichever is larger": share_of_gradient < 0.5,
    },
    "BCELoss|it @ float64, gradient, -BCELoss divides": {
        "right gradient|nearly the right gradient|half of the gradient|a tenth of the loss|whole gradient": (
            share_of_gradient > 0.4 or share_of_loss < 0.5
        ),
        "tenth of the gradient": 0.05 < share_of_gradient < 0.15,
        "right loss|nearly the right loss": abs(share_of_loss - 1) < 0.05,
    },
    "it|which|product @ far from 0": {
        "$e^{\\lvert z\\rvert}$|$1/4$": not all(math.isclose(each, 1, rel_tol=1e-3) for each in tail_ratio),
        "$e^{-\\lvert z\\rvert}$": all(math.isclose(each, 1, rel_tol=1e-3) for each in tail_ratio),
    },
    "clamped loss|loss @ At 100|by chance": {"wrong": through_sigmoid(torch.tensor([100.0])).item() != 100},
}

# %% after floor-steps: Stable is not exact
pair_by_torch = with_logits(torch.tensor([-16.0, 16.0]), torch.tensor([0.0, 1.0]), reduction="none")
pair_by_book = own(torch.tensor([-16.0, 16.0]), torch.tensor([0.0, 1.0]), reduction="none")
sure_gradient = gradient(
    lambda each: F.cross_entropy(each, torch.tensor(0), reduction="sum"), torch.tensor([16.0, 0.0])
)
moved_loss = F.cross_entropy(torch.tensor([0.3, 0.1, 2.0]) + 1e6, torch.tensor(2))
true_moved = F.cross_entropy(torch.tensor([0.3, 0.1, 2.0]), torch.tensor(2))
keeps_both = (pair_by_book > 0).all()

{
    "PyTorch|PyTorch's function|torch @ first|both|second, -loss scaling|source": {
        "0 for the second|0 for both|keeps both|loses both": bool((pair_by_torch > 0).all() or pair_by_torch[1] == 0),
    },
    "this book's function|lossbook|our function @ -autocast": {
        "loses both|loses one|keeps only|loses the first|loses the second": not keeps_both,
        "keeps both": keeps_both,
    },
    "<SURE> @ training|tiny, -all|row": {
        "a large gradient|large gradient|is large|strong gradient|serious|as large as that of": sure_gradient.abs().max()
        > 0.1,
        "small|tiny": sure_gradient.abs().max() < 1e-3,
    },
    "large number|common offset|large offset|large common offset|shift @ common|all logits|digits": {
        "costs nothing|harmless|changes nothing|does no harm|costs no digits": torch.isclose(
            moved_loss, true_moved, rtol=1e-6
        ),
        "costs digits": not torch.isclose(moved_loss, true_moved, rtol=1e-6),
    },
    "subtraction|subtraction of the largest @ shift|million|offset": {
        "restores|brings back|repairs|undoes|saves": torch.isclose(moved_loss, true_moved, rtol=1e-6),
        "too late": not torch.isclose(moved_loss, true_moved, rtol=1e-6),
    },
}

# %% after float16-nan: Sixteen bits
restored = torch.equal(stored.float(), logits)
constant_underflows = torch.tensor(1e-12).half() == 0
stay_half = all(result.dtype == half for result in own_steps.values())
HALF, SINGLE = (
    "in half precision|in 16 bits|in bfloat16|half precision",
    "in float32|in single precision|single precision",
)

{
    "Converting|converting|conversion|loss in float32 @ stored": {
        "brings the lost digits back|brings them back|restores|recovers|repairs|undoes|brings back": restored,
    },
    "linear layer|linear layers @ autocast": {
        f"{SINGLE}": scores.dtype == torch.float32,
        f"{HALF}": scores.dtype == torch.bfloat16,
    },
    "cross_entropy|F.cross_entropy @ autocast, -logits.float()": {
        f"{SINGLE}": both_so,
        f"{HALF}": not both_so,
    },
    "log_softmax|softmax|logsumexp|softplus|logsigmoid @ autocast, CPU": {
        f"{SINGLE}|run in float32|converted": not stay_half,
        f"{HALF}": stay_half,
    },
    "autocast|BCELoss|it @ CPU, -GPU|Nvidia|CUDA|Compiled": {
        "refuses|raises|fails": of_probabilities.isnan().any(),
        "accepts": of_probabilities.isfinite().all(),
    },
    "<CONSTANT> @ float16": {
        "the same|unchanged|large enough|survives": not constant_underflows,
        "stored as 0|becomes 0": constant_underflows,
    },
    "<GRADIENT> @ logit of 20": {
        "is infinite|is 0|is right|is finite": not is_nan.all(),
        "nan": is_nan.all(),
    },
    "<GRADIENT> @ −12|label 1": {
        "is nan|is 0|is right|is finite": not is_infinite.all(),
        "is infinite": is_infinite.all(),
    },
    "$1/p$ @ float16": {
        "below the smallest|rounded to 0|underflows": 1 / minus_twelve.sigmoid().double().item() < 6e-5,
        "above the largest": 1 / minus_twelve.sigmoid().double().item() > torch.finfo(torch.float16).max,
    },
}

# %% after half-numbers: Scaling the loss
weight_of_test = torch.nn.Parameter(torch.ones(1))
optimiser_of_test = torch.optim.SGD([weight_of_test], lr=0.1)
scaler_of_test = torch.amp.GradScaler("cpu", init_scale=4.0)
scaler_of_test.scale((weight_of_test * math.inf).sum()).backward()
scaler_of_test.step(optimiser_of_test)
scaler_of_test.update()
skipped = weight_of_test.item() == 1
scale_after = scaler_of_test.get_scale()
scaler_twice = torch.amp.GradScaler("cpu", init_scale=8.0)
optimiser_of_test.zero_grad()
scaler_twice.scale(weight_of_test.sum()).backward()
before_unscaling = weight_of_test.grad.item()
scaler_twice.unscale_(optimiser_of_test)
after_unscaling = weight_of_test.grad.item()
smallest_of = {
    name: torch.nextafter(*torch.tensor([0.0, 1.0]).to(dtypes[name])).double().item()
    for name in ("bfloat16", "float16", "float32")
}
unscaled_kept = plain.item() > 0
loss_between = abs(scaled.item() / 1e-8 - 1)

{
    "bfloat16 @ scaling|loss scaling, -float16": {
        "needs the scaling|needs scaling more|needs it more|even more|just as much|needs it too|cannot do without": (
            torch.tensor(1e-8).bfloat16() == 0
        ),
        "rarely needs|seldom needs|hardly needs|does without": torch.tensor(1e-8).bfloat16() > 0,
    },
    "bfloat16|small numbers|its small numbers @ scaling|bfloat16": {
        "vanish sooner|underflow sooner|vanish earlier|underflows sooner|are lost sooner": smallest_of["bfloat16"]
        > smallest_of["float16"],
    },
    "smallest positive number|smallest number|smallest positive": smallest_of,
    "<GRADIENT>|it|scaler|torch.amp.GradScaler|GradScaler|step @ overflows": {
        "takes the step|takes the optimiser's step|repeats the step|clips|raises an error|stops the training|doubles the scale|raises the scale": not skipped,
        "skips|is skipped|left out": skipped,
    },
    "scale @ overflows|overflow, -interval|without an overflow": {
        "rises": scale_after > 4,
        "falls": scale_after < 4,
        "growth factor": scale_after > 4,
        "backoff factor": scale_after < 4,
    },
    "scale @ interval|without an overflow": {
        "backoff factor": scaler_of_test.get_growth_factor() < 1,
        "growth factor": scaler_of_test.get_growth_factor() > 1,
    },
    "scaler.unscale_(optimizer)|unscale_|unscale @ clip": {
        "after you clip|after you have clipped|after you clipped|after clipping|after the clipping|once they are clipped": before_unscaling
        == after_unscaling,
        "before you clip|before clipping": before_unscaling != after_unscaling,
    },
    "<GRADIENT>|small gradients @ loss scaling, scale": {
        "divided by the scale on the way|unaffected": before_unscaling != 8 * after_unscaling,
        "multiplied by the scale": before_unscaling == 8 * after_unscaling,
    },
    "power of two|multiplying by it @ scale": {
        "changes digits|costs digits|loses a digit|rounds": (torch.tensor(0.3) * 2**16 / 2**16) != torch.tensor(0.3)
    },
    "small gradients|<GRADIENT> @ unscaled|float16": {
        "are kept|is kept|survive|become infinite": unscaled_kept,
        "become 0": not unscaled_kept,
    },
    "loss scaling|remedy|scaling @ backward pass|multiply the loss": {
        "after the backward pass": loss_between > 0.01,
        "before the backward pass": loss_between < 0.01,
    },
}

# %% after online: logsumexp in one pass
rising = online([1.0, 3.0, 700.0, 1000.0])
shrinks_old = math.exp(1.0 - 3.0) < 1

{
    "maximum|new maximum|larger one|larger logit|sum|old sum @ larger|new|maximum": {
        "makes the old sum larger|makes the sum larger|raises the old sum|multiplied by a number above 1|raises the sum|increases the sum": not shrinks_old,
        "makes the old sum smaller|shrinks the old sum": shrinks_old,
    },
    "sum|old sum|terms|no term|it|term @ maximum|exponents|one pass|increasing order, -float16": {
        "may overflow|can overflow|might overflow|will overflow": not all(math.isfinite(total) for _, total in rising),
    },
    "new maximum|maximum|it @ old sum": {
        "so it may overflow|so it can overflow": not all(math.isfinite(total) for _, total in rising),
    },
    "one pass|result of one pass|results @ logsumexp|pieces": {
        "approximate|only close|less exact|differ": not math.isclose(m + math.log(s), whole.item()),
    },
    "$m_0$|$s_0$|start @": {
        "$s_0=0$|$m_0=0$": online([5.0])[0] != (5.0, 1.0),
        "$s_0=1$": online([5.0])[0] == (5.0, 1.0),
    },
}

# %% after exercise-1-gradient: Exercise 1
small_x, large_x = torch.tensor([1e-12], dtype=torch.float64), torch.tensor([50.0], dtype=torch.float64)
by_log1p = [torch.log1p(-torch.exp(-each)).item() for each in (small_x, large_x)]
by_expm1 = [torch.log(-torch.expm1(-each)).item() for each in (small_x, large_x)]
true_rest = [log_of_rest_by_digits(each).item() for each in (small_x, large_x)]
log1p_is_good = [math.isclose(got, want, rel_tol=1e-4) for got, want in zip(by_log1p, true_rest, strict=True)]
expm1_is_good = [math.isclose(got, want, rel_tol=1e-4) for got, want in zip(by_expm1, true_rest, strict=True)]
SMALL_X, LARGE_X = "small $x$|small x", "large $x$|large x"
GOOD, BAD = "keeps|is accurate|is right|is exact", "fails|loses|is wrong"

{
    "log1p|log1p(-exp(-x)) @ $1-e^{-x}$|exp(−x)|candidate|candidates|alone, <SMALL_X>": {
        f"{GOOD}": log1p_is_good[0],
        f"{BAD}": not log1p_is_good[0],
    },
    "log1p|log1p(-exp(-x)) @ $1-e^{-x}$|exp(−x)|candidate|candidates|alone, <LARGE_X>": {
        f"{GOOD}": log1p_is_good[1],
        f"{BAD}": not log1p_is_good[1],
    },
    "expm1|log(-expm1(-x)) @ <SMALL_X>": {f"{GOOD}": expm1_is_good[0], f"{BAD}": not expm1_is_good[0]},
    "expm1|log(-expm1(-x)) @ <LARGE_X>": {f"{GOOD}": expm1_is_good[1], f"{BAD}": not expm1_is_good[1]},
}

# %% after exercise-7-code: Exercises
of_xlogy = gradient(lambda each: -torch.xlogy(each, each).sum(), shares)[2]
of_entr = gradient(lambda each: torch.special.entr(each).sum(), shares)[2]

{
    "torch.special.entr|entr|gradient of torch.special.entr @ gradient": {
        "nan|is finite|is 0": not of_entr.isinf(),
        "infinity|infinite": of_entr.isinf(),
    },
    "torch.xlogy(p, p)|xlogy|gradient of torch.xlogy(p, p)|torch.xlogy @ gradient, -terms": {
        "infinite|infinity|is finite|is 0|right": not of_xlogy.isnan(),
        "nan": of_xlogy.isnan(),
    },
    "<GRADIENT>|slope of the entropy @ torch.special.entr": {
        "nan|finite|is 0": not of_entr.isinf(),
        "infinity|infinite": of_entr.isinf(),
    },
    "<GRADIENT>|slope of the entropy @ torch.xlogy(p": {
        "infinite|finite|is 0": not of_xlogy.isnan(),
        "nan": of_xlogy.isnan(),
    },
    "torch.special.entr|torch.xlogy(p, p)|torch.xlogy @ term|define": {
        "as nan|as 1|nan": torch.xlogy(shares, shares).isnan().any(),
        "as 0": not torch.xlogy(shares, shares).isnan().any(),
    },
    "any $a$|each $a$ @ floats, -paper|exact arithmetic": {
        "will do|is as good|is safe|works|serves": (peak.mean() + (peak - peak.mean()).exp().sum().log()).isfinite(),
    },
    "mean|mean of the logits|smallest|smallest logit @ subtract|subtracting|exponential|floats, -paper|Somebody": {
        "safe|as safe|works as well|harmless|cannot overflow": (
            peak.mean() + (peak - peak.mean()).exp().sum().log()
        ).isfinite(),
    },
}

# %% after exercise-9-code: Exercise 8
losses_of_wrong, losses_of_right = each_loss[is_wrong], each_loss[~is_wrong]

{
    "loss|losses @ above $\\log 2$|above log 2": {
        "right": losses_of_right.max() > math.log(2),
        "wrong": losses_of_wrong.min() > math.log(2),
    },
    "loss|losses @ below $\\log 2$|below log 2|below it": {
        "wrong": losses_of_wrong.min() < math.log(2),
        "right": losses_of_right.max() < math.log(2),
    },
}

# %% after exercise-10-code: Exercise 9
merged_both = [merge(*parts) for parts in ((head, tail), (tail, head))]

{
    "order|order of the two parts|order of the parts @ merge|parts": {
        "matters|makes a difference|matter": not math.isclose(merged_both[0][1], merged_both[1][1]),
    },
    "two parts|parts|they|two parts of the logits @ merge|merged": {
        "only if|only when|only in their order|only in order": not math.isclose(merged_both[0][1], merged_both[1][1]),
    },
    "part without logits|part without any logit|empty part @": {
        "$s=1$|$m=0$|$m=+\\infty$": merge(states[-1], (0.0, 1.0)) == states[-1],
        "$m=-\\infty$|$s=0$": merge(states[-1], (-math.inf, 0.0)) == states[-1],
    },
}
