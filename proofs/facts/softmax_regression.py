"""What the sentences of chapters/softmax-regression.ipynb are held to."""

from bookproof.courses import bounds, changes, course

# What sentences call the same thing by.
OTHERS = "other probabilities|others|probabilities of the others|other classes"
LEVEL = "same number|level of the scores|a constant|common number|shift"
RUN = "loss|its loss|training loss"
NEWTON = "Newton's method|Newton"
HOT = "+temperature|$T$"
TRUTH = "truth|true coefficients|true ones"
FITTED = "model|fitted model|fit|fitted coefficients"
WIDER = "+wider|width|unit of the width|units of the width"
BOUND_OF_T = "temperature falls|temperature goes to 0|as the temperature falls|low temperature"

# %% after sigmoids-figure: Why not one sigmoid for each class?
raised = special.softmax(z + np.array([1.0, 0, 0])) - special.softmax(z)
shifted_by_five = special.softmax(z + 5.0)

{
    "sigmoids|three sigmoids|they @ sum|sum to": {
        "less than 1|below 1": each.sum() < 1,
        "more than 1|above 1": each.sum() > 1,
        "exactly 1": np.isclose(each.sum(), 1),
    },
    "softmax|entries of the softmax|its entries @ sum to": {
        "less than 1|more than 1|above 1|below 1": not np.isclose(softmax_z.sum(), 1),
    },
    "<OTHERS> @ one score|own class|score rises|score changes|its own": {
        "stays": np.allclose(raised[1:], 0),
        "stay as they are|unchanged|the same|not affected": np.allclose(raised[1:], 0),
        "rises": raised[1:].min() > 0,
        "falls": raised[1:].max() < 0,
    },
    "probability of its own class|own probability|probability of that class|its own probability @ score": {
        "rises": raised[0] > 0,
        "falls": raised[0] < 0,
    },
    "only the probability of its own class|only its own probability @": {
        "changes|rises|grows": np.allclose(raised[1:], 0)
    },
    "softmax|probabilities|it|largest probability|most probable class @ <LEVEL>": {
        "stays": np.allclose(shifted_by_five, softmax_z),
        "the same|as they are": np.allclose(shifted_by_five, softmax_z),
        "depends on the level|depend on the level|rises|grows|changes": not np.allclose(shifted_by_five, softmax_z),
    },
    "sigmoid|sigmoids @ <LEVEL>": {"stays": np.allclose(special.expit(z + 5), each)},
    "sigmoid|largest of the sigmoids @ softmax, last class|class 2": {"smaller|lower": each[2] < softmax_z[2]},
    "softmax|the softmax @ score, -sigmoid": {
        "each score with 0|with 0|ignores the rest|each score alone|ignores the others": np.allclose(raised[1:], 0),
    },
}

# %% after pairs-difference: A table to check yourself with
of_zero_five = [function(zero_five) for function in (special.expit, special.softmax)]

{
    "softmax @ pair|pairs|level|scores": {
        "depends on the level|on their sum|on the sizes of both": not np.allclose(
            special.softmax(pairs + 3.0, axis=1), special.softmax(pairs, axis=1)
        ),
        "on the difference|only on the difference": np.allclose(
            special.softmax(pairs + 3.0, axis=1), special.softmax(pairs, axis=1)
        ),
    },
    "constant|last term|logsumexp|number @ class, score": {
        "differs from class|depends on the class|from class to class|own for each class": np.ptp(missing) > 1e-9,
    },
    "softmax and sigmoid|sigmoid and softmax|first entries|first ones @ first": {
        "agree|are equal|the same|equal": np.isclose(of_zero_five[0][0], of_zero_five[1][0], atol=1e-3),
    },
}

# %% after gradient-descent: Fitting it
fitted_loss, loss_of_truth = loss(theta), loss(true_theta)
bound_here = 2 / (largest / 2)
path_of_losses = [loss(np.zeros((C, d)))]
walking = np.zeros((C, d))
for _ in range(100):
    walking = walking - gradient(walking)
    path_of_losses.append(loss(walking))
sums_fitted = special.softmax(X @ theta.T, axis=1).sum(axis=0)

of_one = (special.softmax(np.zeros(C)) - one_hot[0])[:, None] * X[0]

{
    "<TRUTH> @ smallest loss|smallest possible|these labels|possible": {
        "have the smallest|smallest|minimise|minimises|cannot be beaten|the smallest loss": loss_of_truth
        <= fitted_loss,
    },
    "fit|no fit|fitted coefficients|it @ true coefficients|truth": {
        "fall below|fall below them|below them|falls below": fitted_loss < loss_of_truth,
    },
    "loss, own data|these labels|labels|training": {f"{TRUTH}": loss_of_truth, f"{FITTED}": fitted_loss},
    "step size|step size 1|step size of 1 @ bound": {
        "above": bound_here < 1,
        "below": bound_here > 1,
        "larger|too large": bound_here < 1,
    },
    "<RUN> @ step size|descent|steps|first": {
        "rises": course(path_of_losses)["rises"],
        "falls": course(path_of_losses)["falls"],
        "rises at first|rises once|first rises": path_of_losses[1] > path_of_losses[0],
        "speeds up": course(path_of_losses[:20])["speeds up"],
    },
    "predicted probabilities|probabilities of a class|predicted probabilities of a class|they @ sum, examples, -with a penalty": {
        "less than|fewer than|below": np.any(sums_fitted < one_hot.sum(axis=0) - 1e-3),
        "more than|above": np.any(sums_fitted > one_hot.sum(axis=0) + 1e-3),
    },
    "fit|model @ common species|rare species|number of its examples|own data": {
        "underestimates|overestimates|neglects": not np.allclose(sums_fitted, one_hot.sum(axis=0), atol=1e-3),
    },
    "loss|model|its loss|it @ coefficients 0|all coefficients 0": {
        "worse than guessing|above that of equal|worse than chance": loss(np.zeros((C, d))) > np.log(C) + 1e-9,
        "better than guessing|better than chance|below that of equal": loss(np.zeros((C, d))) < np.log(C) - 1e-9,
    },
    "example|each example|an example @ coefficients": {
        "only the coefficients of its own|only those of its own|its own class alone|only its own class": np.allclose(
            np.delete(of_one, y[0], axis=0), 0
        ),
    },
    "loss|descent|it @ valley|valleys|start|starts, -penalty": {
        "valleys of its own|several valleys|depends on where it starts|depends on the start": np.linalg.eigvalsh(
            np.diag(softmax_z) - np.outer(softmax_z, softmax_z)
        ).min()
        < -1e-9,
    },
}

# %% after excess: In PyTorch, and on new beetles
unlucky = excesses.mean() < test_losses.mean().item() - truth.mean().item()
usual = (excesses < test_losses.mean().item() - truth.mean().item()).mean()

{
    "<FITTED>|it @ new beetles|new data|new ones": {
        "beats|is better|wins|ahead|is ahead": bool(test_losses.mean() < truth.mean()),
        "loses": bool(test_losses.mean() > truth.mean()),
    },
    "<TRUTH> @ new beetles|new data, model|fit": {
        "beats|is better|wins|is ahead": bool(test_losses.mean() > truth.mean()),
        "loses": bool(test_losses.mean() < truth.mean()),
    },
    "<FITTED>|it @ own data|data of the fit": {
        "beats|is better|wins|is ahead": fitted_loss < loss_of_truth,
        "loses": fitted_loss > loss_of_truth,
    },
    "200 beetles|our sample|sample|our beetles @ luck*|lucky|unlucky|sample": {
        "a lucky|lucky one|were lucky|was lucky": not unlucky,
        "an unlucky|unlucky one|were unlucky|was unlucky": unlucky,
        "a typical|typical": 0.2 < usual < 0.8,
    },
    "excess|their excess|the excess @ other samples|most other samples|on average": {
        "larger|higher": usual < 0.5,
        "smaller|lower": usual > 0.5,
    },
    "loss": {
        "own data|data of the fit|training data": training.item(),
        "new beetles|new data": test_losses.mean().item(),
    },
    "excess|price @ +beetles|examples|data": changes([1.0 / each for each in (100, 200, 400)]),
    "criterion|CrossEntropyLoss|nn.CrossEntropyLoss @": {
        "after a softmax|expects probabilities|takes probabilities|needs a softmax": not np.isclose(
            training.item(), fitted_loss, atol=1e-3
        ),
        "takes scores|expects scores|takes its scores|without a softmax": np.isclose(
            training.item(), fitted_loss, atol=1e-3
        ),
    },
}

# %% after newton-figure: Newton's method
gained = -np.diff(np.log10(norms[3:8]))

{
    "steps|step|needs": {
        "Newton's method|Newton": next(at for at, each in enumerate(norms) if each < slow[-1]),
        "gradient descent|descent": len(slow),
    },
    "gradient|length of the gradient|its gradient": {
        "Newton's method|Newton": norms[7],
        "gradient descent|descent": slow[-1],
    },
    "gradient descent|descent @ forty steps, Newton*": {
        "the shorter gradient|shorter gradient|ahead|is ahead|closer": slow[-1] < norms[7],
        "the longer gradient|longer gradient|behind": slow[-1] > norms[7],
    },
    "<NEWTON>|length of the gradient|gradient's length @ steps, minimiser|minimum|gradient, -far|gradient descent": {
        "diverges": norms[-1] > norms[0],
        "rises": norms[-1] > norms[0],
        "falls": norms[-1] < norms[0],
    },
    "Newton step|each Newton step|each step|digits|number of digits @ Newton*, digits": {
        "same number of digits|the same number|equally many": np.ptp(gained) < 0.3 * gained.mean(),
        "doubles": gained[-1] > 1.3 * gained[0],
    },
    "curve|Newton|its curve @ logarithmic": {"a straight line|is straight": np.ptp(gained) < 0.3 * gained.mean()},
}

# %% after hessian-rank: Which coefficients do the data determine?
full = np.linalg.matrix_rank(hessian(theta_newton)) == C * d
by_shift = np.allclose(loss(theta_newton), loss(theta_newton + np.array([5.0, -2.0, 7.0])))

{
    "coefficients|12 coefficients|all coefficients|all 12 coefficients|each coefficient @ data|determine*|identified": {
        "are determined|all determined|is determined|are identified": full,
        "not identified|not determined": not full,
    },
    "Hessian|its rank|rank @ rank|invert*|inverse": {
        "full rank|invertible|has an inverse|regular": full,
        "singular|no inverse|not full|has no inverse": not full,
    },
    "minimiser|one minimiser|minimum @ shift*|coefficients|rank|Hessian, -up to": {
        "unique|exactly one|only one|is one minimiser|one minimiser": not by_shift,
    },
    "loss|loss in the scores|$J$ @ convex|concave|valley*": {
        "concave|not convex|several valleys|many valleys|several minima": curvatures.min() < -1e-9,
    },
    "penalty|scikit-learn's default penalty|default penalty|default|penalty of scikit-learn @ coefficients|scikit-learn": {
        "larger|increases|raises": np.abs(default.coef_).max() > np.abs(plain.coef_).max(),
        "smaller|shrinks|reduces": np.abs(default.coef_).max() < np.abs(plain.coef_).max(),
        "the same as no penalty|no penalty at all is the default|no effect": np.allclose(
            default.coef_, plain.coef_, atol=0.01
        ),
    },
    "differences|difference of the coefficients|probabilities @ convention*|tables|programs|reference class": {
        "differ between|depend on the convention|depend on the program|change with the convention": not by_shift,
    },
    "width|coefficient of width|matters": {f"species {k}|class {k}": abs(theta[k, 1]) for k in range(C)},
}

# %% after effects: Reading the coefficients
grid_of_widths = np.linspace(-4, 4, 81)
of_species_2 = np.array([special.softmax(theta_newton @ [1.0, each_width, 1.0])[2] for each_width in grid_of_widths])

{
    "odds|its odds|odds of species 3 @ <WIDER>, species|against, -2": {
        "rises": change > 0,
        "falls": change < 0,
        "stays": np.isclose(change, 0),
    },
    "wider beetle|beetle that is wider|wider @ species 3, species 1": {
        "less likely|less probable|unlikely": change < 0,
        "more likely|more probable": change > 0,
    },
    "probability of species 2|its probability|true probability of species 2|it @ width": {
        "throughout|all the way|with every width|for all widths|at every width|monotonically": course(of_species_2)[
            "never turns"
        ],
    },
    "sign|its sign|coefficient|sign of the coefficient @ width|probability|effect": {
        "decides|says whether the probability|determines whether": course(of_species_2)["never turns"],
    },
    "border|borders|regions|boundary @ figure|straight|curved|classes": {
        "curved|circles|parabolas": not np.allclose((theta_newton[1] - theta_newton[0]) @ np.zeros(3), 0),
        "straight": np.allclose((theta_newton[1] - theta_newton[0]) @ np.zeros(3), 0),
    },
}

# %% after warm-loss: Temperature
temperatures_tried = (0.25, 0.5, 1.0, 2.0, 4.0)
warm = [special.softmax(horse / each_T) for each_T in temperatures_tried]
right_loss = [-np.log(each_p[2]) for each_p in warm]
wrong_loss = [-np.log(each_p[0]) for each_p in warm]
winners = {int(each_p.argmax()) for each_p in warm}
gaps_of = [each_p.max() - each_p.min() for each_p in warm]
far_wrong = [-special.log_softmax(horse / each_T)[0] for each_T in (0.5, 0.25, 0.125, 0.0625, 0.03125)]

{
    "model|it|probabilities|softmax|predictions @ <HOT>, -best|chosen": {
        "more confident": gaps_of[-1] > gaps_of[0],
        "less confident": gaps_of[-1] < gaps_of[0],
        "further apart|apart|move further apart": gaps_of[-1] > gaps_of[0],
        "closer together|nearer to each other|approach each other|more alike": gaps_of[-1] < gaps_of[0],
    },
    "largest probability|probability of the most probable class|greatest probability @ <HOT>": changes(
        [each_p.max() for each_p in warm]
    ),
    "entropy @ <HOT>": changes([-(each_p @ np.log(each_p)) for each_p in warm]),
    "classes|probabilities @ goes to 0|temperature falls|low temperature": {
        "equal probabilities|approach equal|equally probable|become equal": gaps_of[0] < 0.1,
    },
    "classes|probabilities @ grows|temperature rises|high temperature|higher temperature": {
        "one class gets all|gets all the probability": gaps_of[-1] > 0.9,
    },
    "most probable class|order of the classes|winner @ temperature|$T$|way": {
        "changes|change|differs|is reversed|may change": len(winners) > 1,
        "stays|the same": len(winners) == 1,
    },
    "loss|it @ right class|right one has, <BOUND_OF_T>": {
        "rises": right_loss[0] > right_loss[-1],
        "falls": right_loss[0] < right_loss[-1],
    },
    "loss|it @ another class|other class|wrong class|dog or the cat, temperature|bound*": {
        "bounded": bounds(far_wrong)["bounded"],
        "unbounded": bounds(far_wrong)["unbounded"],
    },
    "accuracy|decisions|error rate @ +temperature": {
        "better": len(winners) > 1,
        "worse": len(winners) > 1,
        "changes|rises|falls": len(winners) > 1,
        "stays": len(winners) == 1,
    },
    "cooling|a cold model|cold model|lower temperature|low temperature @ dog|cat|wrong class": {
        "smaller|lowers|forgives|reduces|better": wrong_loss[0] < wrong_loss[-1],
        "larger|raises|punishes|worse": wrong_loss[0] > wrong_loss[-1],
    },
}

# %% after temperature-figure: Temperature
best_seen, best_unseen = temperatures[np.argmin(seen)], temperatures[np.argmin(unseen)]

{
    "temperature|best temperature": {
        "data of the fit|own data|the 40|which it was fitted to": best_seen,
        "new data|new beetles|new ones": best_unseen,
    },
    "model|it|this model @ new beetles|new data|40, temperature|1.34|sure": {
        "not sure enough|too cautious|too careful|underconfident|too unsure": best_unseen < 1,
        "too sure|overconfident|too confident": bool(best_unseen > 1),
    },
    "temperature|best temperature|temperature below 1|temperature above 1 @ new data|new beetles|new ones": {
        "below 1|less than 1": bool(best_unseen < 1),
        "above 1|more than 1": bool(best_unseen > 1),
    },
    "temperature below 1|lower temperature @ new data|new beetles": {"best|better": bool(best_unseen < 1)},
}

# %% after iris-runaway: When there is no best fit
{
    "descent|length|difference|coefficients|they|it @ iris*|separable|descent goes on|such data, -penalty": {
        "settles": apart[10_000] - apart[1000] < 0.1,
        "converges": apart[10_000] - apart[1000] < 0.1,
        "bounded": apart[10_000] - apart[1000] < 0.1,
        "falls": apart[10_000] < apart[1000],
    },
    "loss|losses @ iris*|separable|descent goes on, -penalty": {
        "rises": bool(way.loss[10_000] > way.loss[1000]),
        "has a minimum|reaches a minimum|comes to rest|settles": way.loss[1000] - way.loss[10_000] < 1e-3,
    },
    "descent|gradient descent|it @ iris*": {
        "finished|is over|is done|has arrived|at rest": bool(apart[10_000] - apart[1000] < 0.1),
    },
}
