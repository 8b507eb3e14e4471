"""What the sentences of chapters/entropy-and-kl.ipynb are held to."""

# What sentences call the same thing by.
DIVERGENCE = "divergence|KL divergence|it"
MEAN_LOSS = "mean loss|training loss|it"
BELIEF_P = "believing $p$|believer in $p$|belief in $p$"
BELIEF_Q = "believing $q$|believer in $q$|belief in $q$"
KNOWN = "knowing|the truth|true shares"
SAMPLE = "entropy of a sample|entropy of the sample|entropy of the shares|estimate"

# %% after both-surprises: Surprise
falling = -np.log(0.1) > -np.log(0.5)

{
    "less probable, surpris": {"less surprising": not falling, "more surprising": falling},
    "more probable, surpris": {"more surprising": not falling, "less surprising": falling},
    "surprises @ independent, -not independent|dependent": {
        "add up|add": np.isclose(-np.log(0.5 * 0.25), -np.log(0.5) - np.log(0.25)),
        "multiply": np.isclose(-np.log(0.5 * 0.25), np.log(0.5) * np.log(0.25)),
    },
    "surprises @ -independent": {
        "still add up|always add up": np.isclose(-np.log(joint[0, 0]), house + cat),
    },
    "surprise|surprises": {
        "cat in the house|house and cat": -np.log(joint[0, 0]),
        "separate|separate surprises": house + cat,
    },
    "cat|cats @ house, -stable|meadow|dog": {
        "rarer|less probable|less frequent|a great surprise": pi_given[0, 0] < pi[0],
        "more probable|more frequent|hardly a surprise": pi_given[0, 0] > pi[0],
    },
    "base 2|base 10": {
        "base 2 gives bits": np.isclose(-np.log2(0.5), 1),
        "base 2 gives nats": np.isclose(-np.log2(0.5), np.log(2)),
        "base 2 gives bans": np.isclose(-np.log2(0.5), np.log10(2)),
        "base 10 gives bits": np.isclose(-np.log10(0.5), 1),
        "base 10 bits": np.isclose(-np.log10(0.5), 1),
        "base 10 gives bans": np.isclose(-np.log10(0.1), 1),
        "base 10 bans": np.isclose(-np.log10(0.1), 1),
    },
}

# %% after code-length: Entropy: the mean surprise
of_animals = dict(zip(animals, surprise, strict=True))

{
    "surprise|surprises": of_animals,
    "entropy @": {
        "sum of the surprises|largest surprise|greatest surprise|larger than any|larger than every": (
            information.entropy(pi) >= surprise.max()
        ),
        "mean surprise": np.isclose(information.entropy(pi), pi @ surprise),
    },
    "entropy": {
        "certain|certain class|certainty": information.entropy([1.0, 0, 0, 0]),
        "equal shares|uniform|uniform distribution": information.entropy([0.25] * 4),
    },
    "entropy|number|numbers|unit|floor": {
        "bits": information.entropy(pi, unit="bits"),
        "nats": information.entropy(pi),
        "bans": information.entropy(pi, unit="bans"),
    },
    "mean length|code|words @ entropy, -no": {
        "at least": pi @ lengths >= in_bits,
        "at most|below the entropy|fall below it|falls below it|shorter than the entropy": pi @ lengths < in_bits,
    },
    "mean surprise @": {
        "weights all classes equally|the same weight|weights the classes equally": np.isclose(
            surprise.mean(), pi @ surprise
        ),
    },
    "class that does not occur|entropy @ does not occur": {
        "infinite|not a number": not np.isfinite(information.entropy([1.0, 0.0])),
    },
    "frequent animals|frequent classes|frequent ones @": {
        "shorter|shorter word|shorter words": lengths[pi.argmax()] < lengths[pi.argmin()],
        "longer|longer word|longer words": lengths[pi.argmax()] > lengths[pi.argmin()],
    },
}

# %% after gibbs-check: Cross-entropy, KL divergence, Gibbs' inequality
costs_of = {name: information.cross_entropy(pi, each) for name, each in (("truth", pi), ("p", p), ("q", q))}
added = {name: information.kl_divergence(pi, each) for name, each in (("p", p), ("q", q))}
denied_dog = kl(pi, np.array([0.4, 0, 0.3, 0.3]))
near_one = np.array([0.5, 0.9, 1.1, 2.0])
by_cross = information.cross_entropy(random_shares, random_models)

{
    "surprise|cross-entropy|cost|costs": {
        f"{KNOWN}": costs_of["truth"],
        f"{BELIEF_P}": costs_of["p"],
        f"{BELIEF_Q}": costs_of["q"],
    },
    "divergence|divergences|ahead": {"from $p$|model $p$": added["p"], "from $q$|model $q$": added["q"]},
    "cross-entropy|<DIVERGENCE> @": {"symmetric": np.isclose(kl(pi, p), kl(p, pi), rtol=1e-3)},
    "KL divergence|divergence @ -square root": {
        "is a distance|are distances|a true distance": bool(np.isclose(kl(pi, p), kl(p, pi), rtol=1e-3)),
        "negative|can be negative|may be negative|below 0|less than 0": bool(
            (kl(random_shares, random_models) < 0).any()
        ),
    },
    "terms|single terms|a term @ divergence": {
        "never negative|cannot be negative|all positive|at least 0": bool((pi * np.log(pi / p) >= 0).all()),
    },
    "cross-entropy, entropy, divergence": {
        "entropy plus KL divergence": np.isclose(costs_of["p"], information.entropy(pi) + added["p"]),
        "entropy minus KL divergence": np.isclose(costs_of["p"], information.entropy(pi) - added["p"]),
        "entropy times KL divergence": np.isclose(costs_of["p"], information.entropy(pi) * added["p"]),
    },
    "world, belief": {
        "what the world costs": np.isclose(costs_of["p"] - added["p"], costs_of["q"] - added["q"]),
        "what the world adds": not np.isclose(costs_of["p"] - added["p"], costs_of["q"] - added["q"]),
        "what the belief adds": not np.isclose(added["p"], added["q"]),
        "what the belief costs": np.isclose(added["p"], added["q"]),
    },
    "<BELIEF_P> @ dog, -cat": {
        "less surprised": -np.log(p[1]) < -np.log(pi[1]),
        "more surprised": -np.log(p[1]) > -np.log(pi[1]),
    },
    "<BELIEF_P> @ cat, -dog": {
        "less surprised": -np.log(p[0]) < -np.log(pi[0]),
        "more surprised": -np.log(p[0]) > -np.log(pi[0]),
    },
    "divergence|KL divergence|it @ probability 0|denies|impossible, -does not happen": {
        "bounded": bool(np.isfinite(denied_dog)),
        "unbounded": bool(np.isinf(denied_dog)),
    },
    "logarithm @ tangent, -nowhere": {
        "above": bool((np.log(near_one) > near_one - 1).all()),
        "below": bool((np.log(near_one) < near_one - 1).all()),
    },
    "cross-entropy|mean surprise|it @ entropy|truth": {
        "below the entropy|smaller than the entropy|less than the entropy|at most the entropy": bool(
            (by_cross < information.entropy(random_shares)).any()
        ),
    },
    "its entropy|entropy @ point mass|one-hot": {
        "positive|larger than 0|is \\log C|infinite": bool((information.entropy(np.eye(4)) > 0).any()),
    },
    "savings|it @ outweigh": {"outweigh|outweigh the cost": bool((kl(random_shares, random_models) < 0).any())},
}

# %% after shares-against-accuracy: What label shares cannot tell
of_both = {"A": answers_a, "B": answers_b}
accuracies = {name: (each == truth).mean() for name, each in of_both.items()}
by_share = {name: information.cross_entropy(pi, np.bincount(each, minlength=4) / 100) for name, each in of_both.items()}
by_picture = {name: -np.log(np.where(each == truth, 0.9, 0.1 / 3)).mean() for name, each in of_both.items()}
share_agrees = (by_share["A"] > by_share["B"]) == (accuracies["A"] < accuracies["B"])
picture_agrees = (by_picture["A"] > by_picture["B"]) == (accuracies["A"] < accuracies["B"])
by_cross_entropy = torch.tensor(np.log(p), requires_grad=True)
F.cross_entropy(by_cross_entropy, torch.tensor(pi)).backward()

{
    "classifier A @": {
        "smaller mean loss|lower mean loss|smaller loss": by_picture["A"] < by_picture["B"],
        "larger mean loss|higher mean loss|larger loss": by_picture["A"] > by_picture["B"],
        "higher accuracy|larger accuracy|more accurate": accuracies["A"] > accuracies["B"],
        "lower accuracy|smaller accuracy|less accurate": accuracies["A"] < accuracies["B"],
    },
    "classifier B @": {
        "smaller mean loss|lower mean loss|smaller loss": by_picture["B"] < by_picture["A"],
        "larger mean loss|higher mean loss|larger loss": by_picture["B"] > by_picture["A"],
        "higher accuracy|larger accuracy|more accurate": accuracies["B"] > accuracies["A"],
        "lower accuracy|smaller accuracy|less accurate": accuracies["B"] < accuracies["A"],
    },
    "shares @ accuracy, -not rank": {
        "as accuracy does|as the accuracy does|agree with the accuracy|agree with accuracy": share_agrees,
    },
    "mean loss|mean loss picture by picture @ accuracy": {
        "as accuracy does|as the accuracy does|agrees with the accuracy": picture_agrees,
        "the other way round|contradicts the accuracy|against accuracy": not picture_agrees,
    },
    "$H(\\pi)$|entropy of the truth @ logits|$z_k$": {
        "depends on|depend on": not np.allclose(by_cross_entropy.grad, p - pi),
    },
}

# %% after law: The floor, and what data can tell
floors_by_count = [-np.log(pi_given[x[:n_seen], y[:n_seen]]).mean() for n_seen in (10_000, 1_000_000)]
first_hundred = [np.log(pi_given[x, y] / model[x, y])[start : start + 100].mean() for start in range(0, 20_000, 100)]
swapped_chance = 0.2 + 0.6 * np.linspace(0, 1, 11)
floors_when_swapped = information.entropy(np.stack([swapped_chance, 1 - swapped_chance], axis=-1))
other_inputs = np.array([0.2, 0.5, 0.3])
inputs_apart = kl(joint.ravel(), (other_inputs[:, None] * model).ravel()) - kl(pi_x, other_inputs)
product_table = np.outer(pi_x, pi)
information_of = information.entropy(pi) - floor
small_samples = np.random.default_rng(0).multinomial(20, pi, size=200) / 20
fitted_loss = information.entropy(small_samples).mean()

{
    "more data|more examples @": {
        "lower the floor|lowers the floor|lower it|reduce the floor|reduce it": floors_by_count[1]
        < floors_by_count[0] - 0.05,
        "leave it|leave the floor": abs(floors_by_count[1] - floors_by_count[0]) < 0.05,
    },
    "other inputs|more inputs|second photograph|further inputs @": {
        "leave it|leave the floor|cannot lower|do not change": np.isclose(floor, information.entropy(pi)),
        "lower it|lower the floor": floor < information.entropy(pi),
    },
    "inputs, separate|part, classifier": {
        "must model": not np.isclose(inputs_apart, excess),
        "changes the second part": not np.isclose(inputs_apart, excess),
        "cannot skip": not np.isclose(inputs_apart, excess),
    },
    "floor @ without it|without the place|without inputs": {
        "lower|smaller": information.entropy(pi) < floor,
        "higher|larger": information.entropy(pi) > floor,
    },
    "test loss, below, -no sign|not|hardly": {
        "excellent": information.entropy([0.2, 0.8]) < 0.45,
        "a leak": information.entropy([0.2, 0.8]) > 0.45,
    },
    "floor": {"floor": floor, "excess": excess},
    "floor|it @ swapped": {
        "at least": floors_when_swapped.min() > information.entropy([0.2, 0.8]) - 1e-9,
        "at most": floors_when_swapped.max() < information.entropy([0.2, 0.8]) + 1e-9,
    },
    "mutual information @": {"negative|less than 0": information_of < 0},
    "mutual information, divergence, pairs": {
        "of the pairs from the product": np.isclose(
            information.kl_divergence(joint.ravel(), product_table.ravel()), information_of
        ),
        "of the product from the pairs": np.isclose(
            information.kl_divergence(product_table.ravel(), joint.ravel()), information_of
        ),
    },
    "training loss|it @ floor": {
        "cannot fall below|cannot be below|never below|never falls below|cannot lie below": (
            fitted_loss >= information.entropy(pi)
        ),
    },
    "average|averages|log-ratio @ -in the limit": {
        "never negative|cannot be negative|always positive": min(first_hundred) >= 0,
    },
    "mean loss|mean loss alone|loss|it @ floor|divergence|excess|cross-entropy": {
        "tells how large the divergence|estimates the divergence|estimates the KL divergence|estimates the excess": (
            np.isclose(losses.mean(), excess, atol=0.01)
        ),
        "estimates the cross-entropy": np.isclose(losses.mean(), floor + excess, atol=0.01),
        "separate|separates|say how much of it|says how much of it": np.isclose(losses.mean(), excess, atol=0.01),
    },
}

# %% after projection: Three objectives, and more data
tried = np.linspace(0.5, 2.0, 31)
loss_at = [-log_model(each)[x200, y200].mean() for each in tried]
divergence_at = [kl(seen.ravel(), (seen_x * np.exp(log_model(each))).ravel()) for each in tried]
same_choice = np.argmin(loss_at) == np.argmin(divergence_at)
apart = np.array(loss_at) - np.array(divergence_at)
drawn = np.random.default_rng(1)
scatter_of = [
    best_theta(drawn.multinomial(each, joint.ravel(), size=100).reshape(100, 3, 4) / each).std() for each in (50, 800)
]

{
    "mean loss|divergence|likelihood|maximum likelihood|objectives|they @ minimiser*": {
        "different minimisers|other minimisers|different minimiser|another minimiser": not same_choice,
        "same minimisers|same minimiser": same_choice,
    },
    "$\\hat H(Y\\mid X)$|entropy in the data @ \\theta": {"depends on|depend on": np.ptp(apart) > 1e-9},
    "both|they @ least|smallest": {
        "at different|at different ones|at another": not same_choice,
        "at the same|at the same one": same_choice,
    },
    "mean loss, minimiser, shares": {
        "the true shares": best[0] == best[1],
        "shares of the world": best[0] == best[1],
        "the shares in the data": best[0] != best[1],
    },
    "excess|price @ more data|data": {
        "falls": left_over < 0.01,
        "goes to 0|disappears|goes away": left_over < 0.01,
        "stays|stay": left_over > 0.01,
    },
    "deviation|scatter|deviations @ examples|data": {
        "rises": scatter_of[1] > scatter_of[0],
        "falls": scatter_of[1] < scatter_of[0],
        "stays": np.isclose(*scatter_of, rtol=0.05),
    },
    "projection|KL projection @ inputs": {
        "depends on|depend on": not np.isclose(elsewhere, goal, atol=0.01),
        "the same for all inputs|is independent of": np.isclose(elsewhere, goal, atol=0.01),
    },
}

# %% after two-peaks: Forward and reverse KL
forward_fit, backward_fit = fits["sharper"]
keeps_horses = [each[1, 2] > 0.1 * sharp[1, 2] for each in (forward_fit, backward_fit)]
by_truth = (np.isclose(kl(pi, p), (pi * np.log(pi / p)).sum()), np.isclose(kl(p, pi), (pi * np.log(p / pi)).sum()))
by_model = (np.isclose(kl(pi, p), (p * np.log(pi / p)).sum()), np.isclose(kl(p, pi), (p * np.log(p / pi)).sum()))

{
    "forward / reverse": {
        "averages over the truth": by_truth,
        "averages over the model": by_model,
        "covers the horses|keeps the horses": tuple(keeps_horses),
        "drops the horses|gives up the horses": tuple(not each for each in keeps_horses),
        "spreads the rest": tuple((each > 0.01).sum() > (sharp > 0.01).sum() for each in (forward_fit, backward_fit)),
    },
    "averages over, -forward, -reverse": {
        "the truth | the model": by_truth[0] and by_model[1],
        "the model | the truth": by_truth[1] and by_model[0],
    },
    "needs, draws": {
        "draws from \\pi | draws from p": by_truth[0] and by_model[1],
        "draws from p | draws from \\pi": by_truth[1] and by_model[0],
    },
    "truth first, divergence": {"forward": by_truth[0], "reverse": by_truth[1]},
    "model first, -kl_div": {"forward": by_model[0], "reverse": by_model[1]},
    "cats in the house": {
        "forward fit": forward_fit[0, 0],
        "sharper world|true": sharp[0, 0],
        "reverse fit": backward_fit[0, 0],
    },
    "denying what happens|denying @ forward": {
        "hardly anything|a limited cost|cheap|little": bool(np.isfinite(denied_dog)),
        "unlimited|an unlimited cost": bool(np.isinf(denied_dog)),
    },
    "claiming what does not happen|claiming @ reverse": {
        "hardly anything|a limited cost|cheap|little": bool(np.isfinite(kl(np.array([0.5, 0.5]), np.array([1.0, 0])))),
        "unlimited|an unlimited cost": bool(np.isinf(kl(np.array([0.5, 0.5]), np.array([1.0, 0])))),
    },
}

# %% after kl-div: F.kl_div and its traps
right_mean = float(np.mean([added["p"], added["q"]]))
by_call = {name: float(each) for name, each in calls.items()}

{
    "truth, argument, -probabilities": {
        "second argument": np.isclose(by_call["right"], right_mean),
        "first argument": np.isclose(by_call["arguments swapped"], right_mean),
    },
    "swapped, call, returns": {
        "reverse divergence": np.isclose(by_call["arguments swapped"], np.mean([kl(p, pi), kl(q, pi)])),
        "forward divergence": np.isclose(by_call["arguments swapped"], right_mean),
    },
    "F.kl_div @": {
        "takes probabilities|expects probabilities|takes logits|expects logits": np.isclose(
            by_call["probabilities first"], right_mean
        ),
        "takes log-probabilities|expects log-probabilities": np.isclose(by_call["right"], right_mean),
    },
    "default reduction|default @ -batchmean is": {
        "by the number of examples|by the first axis": np.isclose(by_call["default reduction"], right_mean),
        "by the number of entries|by all entries": np.isclose(by_call["default reduction"], right_mean * 2 / 8),
        "too large": by_call["default reduction"] > right_mean,
        "too small": by_call["default reduction"] < right_mean,
    },
    "batchmean @ -without": {
        "by the number of entries|by all entries": np.isclose(by_call["right"], right_mean * 2 / 8),
        "by the number of examples|by the first axis": np.isclose(by_call["right"], right_mean),
    },
    "PyTorch @ -does not|cannot": {
        "raises an error|refuses|checks": not np.isfinite(by_call["probabilities first"]),
    },
    "result|its result @ default, -batchmean": {
        "too large": by_call["default reduction"] > right_mean,
        "too small": by_call["default reduction"] < right_mean,
    },
    "first argument @ log-probabilities": {
        "checked|is checked|raises": not np.isfinite(by_call["probabilities first"]),
    },
    "one example alone|one example|single example @ axis|flat": {
        "too large": by_call["one example, flat"] > added["p"],
        "too small": by_call["one example, flat"] < added["p"],
    },
}

# %% after exercise-7-code: Convergence, and the exercises
some_scores, sure_scores = np.array([0.3, 1.0, -2.0]), torch.tensor([[30.0, 0], [30, 0], [0, 0], [0, 0]])
one_best = not np.allclose(special.softmax(some_scores), special.softmax(some_scores + 1))
sure_answers = sure_scores.softmax(1).numpy()
of_answers, of_mean_answer = information.entropy(sure_answers).mean(), information.entropy(sure_answers.mean(0))

{
    "different, best predictions": {
        "Condition 2 fails": not one_best,
        "Condition 1 fails": one_best,
        "Condition 3 fails": one_best,
    },
    "mutual information, mean answer": {
        "entropy of the mean answer minus the mean entropy": np.isclose(
            -unlabelled_loss(sure_scores).item(), of_mean_answer - of_answers, atol=1e-5
        ),
        "mean entropy of the answers minus the entropy": np.isclose(
            -unlabelled_loss(sure_scores).item(), of_answers - of_mean_answer, atol=1e-5
        ),
    },
    "way|path|divergence, direct": {"detour": detour, "direct": direct},
    "detour @ direct": {"longer": detour > direct, "shorter": detour < direct},
    "js_divergence|information.js_divergence|it @ midpoint": {
        "larger than both|larger than each": midway[0] > max(direct, back),
        "asymmetric|not symmetric": not np.isclose(*midway),
    },
    "entry|gradient|it @ factor|reverse, -forward gradient": {
        "large where|is large|are large": abs(leaf.grad[0]).item() > 0.1,
        "nearly 0|almost 0": abs(leaf.grad[0]).item() < 0.01,
    },
    "lost class|class|class that the model has given up @ reverse": {
        "quickly|fast|soon|at once": abs(leaf.grad[0]).item() > 0.1,
        "slowly|a long time": abs(leaf.grad[0]).item() < 0.01,
    },
    "gradient, given up|nearly": {"reverse": abs(leaf.grad[0]).item(), "forward": abs(pi[0] - gone[0].item())},
    "<SAMPLE> @ sample|expectation|on average": {
        "too large|at least": information.entropy(samples).mean() > information.entropy(pi),
        "too small|at most": information.entropy(samples).mean() < information.entropy(pi),
        "unbiased|right on average": np.isclose(
            information.entropy(samples).mean(), information.entropy(pi), rtol=0.01
        ),
    },
}
