"""What the sentences of chapters/decisions.ipynb are held to."""

import itertools

# %% after shares-agree: A model and its probabilities; how sure are we; where to cut
near = np.isclose


def when(holds, words):
    """A table of words that are all true if one condition holds."""
    return dict.fromkeys(words.split("; "), bool(holds))


rows_of = [set(map(tuple, part)) for part in (X_train, X_held, X_test)]
unseen = not any(one & two for one, two in itertools.combinations(rows_of, 2))
sizes_of = [np.abs(new_model(C=each).fit(X_train, y_train)[-1].coef_).sum() for each in (0.01, 1, 1000)]
in_training, in_test = losses(z_train, y_train).mean(), raw.mean()
of_what_came = np.allclose(raw, -np.log(np.where(y_test == 1, p_test, special.expit(-z_test))))
toy = np.array([0.0, 1.0, 5.0])
triples = np.array(list(itertools.product(toy, repeat=3)))
variances_add = near(np.var(triples.sum(axis=1)), 3 * np.var(toy)) and near(
    np.var(triples.mean(axis=1)), np.var(toy) / 3
)
covered = abs(np.mean(np.abs(np.array(means) - np.mean(means)) < 2 * np.array(errors)) - 0.95) < 0.03
wild = [
    np.ptp(np.quantile(stats.cauchy.rvs(size=(400, n), random_state=n).mean(axis=1), [0.25, 0.75])) for n in (1, 900)
]
needs_variance = wild[1] > wild[0] / 3
own_cases = max(errors) / np.std(means) < 1.2 and min(errors) / np.std(means) > 0.8
shuffled = np.ptp([np.random.default_rng(n).permutation(raw).mean() for n in range(9)]) < 1e-9 < np.ptp(drawn)
trained_anew = losses(new_model(C=1000).fit(X_held, y_held).decision_function(X_test), y_test).mean()
hidden = abs(p_test.mean() - y_test.mean()) < 0.02 and (sure & (calls != y_test)).sum() > 100 * claimed
cuts_of = np.linspace(0.002, 0.998, 997)


def best_cut(alarm, miss, chances, weights, reported=None, hit=0):
    """The cheapest threshold for the reports of cases whose true chances have some weights."""
    reported = chances if reported is None else reported
    total = [
        np.sum(weights * np.where(reported >= cut, alarm * (1 - chances) + hit * chances, miss * chances))
        for cut in cuts_of
    ]
    return cuts_of[np.argmin(total)]


fine = np.linspace(0.0005, 0.9995, 1000)
shares_of = [stats.beta.pdf(fine, *ab) for ab in ((2, 2), (1, 4), (4, 1))]
by_costs = [best_cut(1, 10, fine, each) for each in shares_of]
costs_alone = np.ptp(by_costs) < 0.002 and near(by_costs[0], tau, atol=0.003)
wrong_reports = abs(best_cut(1, 10, fine, shares_of[0], fine**2) - tau) > 0.05
paid = near(best_cut(1, 10, fine, shares_of[0], hit=1), 0.1, atol=0.002) and abs(0.1 - tau) > 0.005
by_case = abs(best_cut(1, 10 * (fine + 0.1), fine, shares_of[0]) - tau) > 0.05
even_costs = near(best_cut(1, 1, fine, shares_of[0]), 0.5, atol=0.003)
all_pairs = all(near(best_cut(a, 5, fine, shares_of[1]), a / (a + 5), atol=0.003) for a in (1, 2, 5))
by_logit = np.array_equal(z_test >= np.log(cost_fp / cost_fn), p_test >= tau)
called_anyway = cost_fp * (1 - 0.1) < cost_fn * 0.1
prices_differ = p.argmax() != risk.argmin() == p.argmin()
same_prices = ((p @ (1 - np.eye(3))).argmin() == p.argmax()) and near(
    best_cut(1, 1, fine, shares_of[2]), 0.5, atol=0.003
)
called_at = {cut: p_test >= cut for cut in (0.5, tau)}
sure_misses = p_test[(y_test == 1) & (p_test < 0.01)]
out_of_reach = 0 < sure_misses.max() < tau / 5 and sure_misses.size >= fn / 2
more_alarms = np.sum(called_at[tau] & (y_test == 0)) > np.sum(called_at[0.5] & (y_test == 0))
hit_rate, called_right = calls[y_test == 1].mean(), y_test[calls].mean()
is_recall, is_precision, is_alarm = (
    recall == hit_rate,
    precision == called_right,
    fp / (fp + tn) == calls[y_test == 0].mean(),
)
priced = costs(np.array([0, 1]), np.array([1.0, 0.0]), 0.5)

{
    "correct its probabilities, trains!!": when(
        unseen and len(rows_of) == 3, "has not seen; only to measure; three parts"
    ),
    "true class of example!": when(cases.classes[1] == "malignant", "1 is malignant"),
    "next to no penalty!!": when(
        sizes_of[2] > sizes_of[1] > sizes_of[0] and in_test > 9 * in_training, "inverse of its strength; trouble"
    ),
    "minus the logarithm of the probability!!": when(
        of_what_came, "reported for the actual outcome; binary cross-entropy"
    ),
    "mean loss is, called right!": {
        "although": in_test > 0.3 and calls[y_test == 0].mean() < 0.1,
        "because": in_test < 0.1,
    },
    "variance of the sum|variance of the mean, -nadeau!!": when(
        variances_add and near(np.var(2 * toy), 4 * np.var(toy)), "independent; sum is N times; mean 1/N times"
    ),
    "estimate put in|its root!": when(near(error**2 * raw.size, raw.var(ddof=1)), "root is the standard error"),
    "95 % of test sets|95 % interval, hold|mean!!": when(
        needs_variance and stats.kstest(stats.zscore(means), "norm").pvalue > 0.05 and covered,
        "finite variance; nearly normal; about two standard errors",
    ),
    "speaks about, training!!": when(
        covered and abs(trained_anew - in_test) > 0.05, "this trained model; not about training again"
    ),
    "test set to test set!!": when(own_cases, "this one model; from its own cases"),
    "even that is rough|whole, tumours, losses!!": when(
        error > 0.4 * in_test and largest[:2].sum() > raw.sum() / 2, "rough; since two"
    ),
    "bootstrap, draws!!": when(
        near(drawn.std(), error, rtol=0.05) and shuffled and high - in_test > 1.2 * (in_test - low),
        "same size; with replacement; needs no normal",
    ),
    "rare cases that!!": when(drawn.max() < largest[0] and high < largest[0], "lacks; missing from the interval"),
    "a look at all reports|averaging!": {"hides": hidden, "shows what": not hidden},
    "counts are on a!": when(axes[0].get_yscale() == axes[1].get_yscale() == "log", "logarithmic"),
    "own chance of being wrong!": when(
        near(claimed, (1 - np.maximum(p_test, 1 - p_test))[sure].sum()), "the smaller of"
    ),
    "is a matter of!": {"costs": costs_alone, "calibration": not costs_alone},
    "names a class!!": when(by_logit and costs_alone, "leaves no choice; lets costs decide"),
    "cost of a false positive, miss!!": when(
        priced[0] == cost_fp and priced[1] == cost_fn, "(a false alarm); false negative (a miss)"
    ),
    "threshold: class 1!": when(costs(np.zeros(1), np.array([tau]), tau)[0] == 1, "$p_n\\geq\\tau$"),
    "follows from, alone|enter!!": when(
        wrong_reports and by_case and costs_alone,
        "probabilities are right; costs do not depend; from the costs alone; share of class 1 does not enter",
    ),
    "cheapest threshold is!!": when(
        wrong_reports and paid and by_case, "probabilities are right; right calls are free; costs do not depend"
    ),
    "be the losses of cases!": when(variances_add and near(np.var(2 * toy), 4 * np.var(toy)), "drawn independently"),
    "s; e!": {"$standard deviation of the losses; standard error$": near(error, raw.std(ddof=1) / np.sqrt(raw.size))},
    "z_n; p_n!": {"$its logit; its probability of class 1$": of_what_came},
    "logarithms are natural!!": when(near(losses(0.0, 1), np.log(2)) and unseen, "in nats; means"),
    "suppose that a case!": when(paid, "right calls are free"),
    "derive the threshold that!": when(costs_alone, "costs of the two mistakes"),
    "from the costs / one half": {"gives": (best_cut(1, 10, fine, shares_of[0]) < 0.1, even_costs and not costs_alone)},
    "with equal costs!": when(even_costs, "one half"),
    "followed up|rule may|rule is!!": when(paid and by_case, "right call costs something; may differ"),
    "sigmoid is needed!!": when(by_logit, "no sigmoid; because the log-odds"),
    "cost of calling benign goes|cost of calling malignant goes!": when(
        ax.lines[1].get_ydata()[0] == 0, "benign goes from 0"
    ),
    "costs in the cell!!": when(tau < 0.1 and called_anyway, "more probably benign; still called malignant"),
    "most probable class, rule!!": when(prices_differ and same_prices, "best rule only; mistakes cost the same"),
    "cheapest, is its!": {"argmin": prices_differ and risk.min() == risk[risk.argmin()], "argmax": not prices_differ},
    "each mistake costs 1!!": when(same_prices, "right calls are free; argmax of p"),
    "softmax keeps|this decision!!": when(
        (special.softmax(z_test).argsort() == z_test.argsort()).all() and same_prices, "order; not needed"
    ),
    "other costs the two!!": when(prices_differ and risk.argmin() == p.argmin(), "may differ; least probable"),
    "label is drawn with!": when(abs(p_right[y_right == 1].mean() - 2 / 3) < 0.01, "probabilities are right"),
    "four kinds of cases!!": when(
        tp == np.sum(calls & (y_test == 1)) and fp == np.sum(calls & (y_test == 0)),
        "malignant and called so; false positives (FP); false negatives (FN)",
    ),
    "at the price of!!": when(
        more_alarms and (~called_at[tau] & y_test).sum() < fn, "more false alarms; misses (FN) fall"
    ),
    "recall / precision / false-positive rate": {
        "share of the malignant cases": (is_recall, False, False),
        "share of the called cases": (False, is_precision, False),
        "share of the benign cases": (False, False, is_alarm),
        "malignant cases alone": (is_recall, False, False),
        "at the benign": (False, False, is_alarm),
        "mixes the classes": (False, is_precision, False),
    },
    "precision, F1 score!": {
        "harmonic mean": near(f1, stats.hmean([recall, precision])),
        "arithmetic": near(f1, (recall + precision) / 2),
    },
    "of the four!": when(costs_alone and is_recall and is_precision, "none"),
    "so these cases, gain!": when(abs(change.mean) < 2 * change.error, "do not show a gain"),
    "histogram says why!!": when(out_of_reach, "sure and wrong; with a probability below; no threshold"),
    "search the threshold!": when(
        np.ptp([best_cut(a, 5, fine, shares_of[1]) for a in (1, 2, 5)]) > 0.1, "again for each pair"
    ),
    "corrects the probabilities|formula serves!!": when(wrong_reports and all_pairs, "once they are right; all pairs"),
}

# %% after refinement-agrees: Can the numbers be believed?
truths = special.expit(true_z)
middle = np.abs(truths - 0.5) < 0.25
slopes = {name: np.polyfit(special.expit(z)[middle], truths[middle], 1)[0] for name, z in reports.items()}
above_by = {name: special.expit(z) - truths for name, z in reports.items()}
one_sided = [bool((each > 0).all()) for each in above_by.values()]
extreme = np.all(np.abs(special.expit(2 * true_z) - 0.5) >= np.abs(truths - 0.5))
drawn_at = calibration.reliability(drawn_y, special.expit(reports["shifted"]), bins=10)
plotted = np.allclose(panels[-1].lines[1].get_xydata().T, [drawn_at.mean_score, drawn_at.positive_share])
kept = np.abs(np.subtract(*calibration.reliability(drawn_y, truths, bins=10)[1:])).max() < 0.06
by_bin = calibration.reliability(y_test, p_test, bins=5)
weighted = np.average(np.abs(by_bin.positive_share - by_bin.mean_score), weights=by_bin.count)
is_weighted = near(weighted, ece(y_test, p_test, bins=5)) and not near(weighted, np.mean(np.abs(by_bin[2] - by_bin[1])))
times = by_bin.positive_share[0] / by_bin.mean_score[0]
first_misses = np.sum((p_test < 0.2) & (y_test == 1)) > np.sum((p_test < 0.5) & (y_test == 1)) / 2
by_number = [ece(drawn_y, truths, bins=each) for each in (5, 20, 80)]
top_of = [
    ece((z.argmax(axis=1) == labels) * 1, special.softmax(z, axis=1).max(axis=1))
    for z in (z_digits, z_digits / T_digits)
]
top_stated = f"top-label {top_of[0]:.4f}" in describe(z_digits)
of_classes = np.mean([ece((labels == k) * 1, special.softmax(z_digits, axis=1)[:, k]) for k in range(10)])
flat_report, honest_parts, sharp_parts = parts(rate), parts(tenths), parts(sharper)
merged = parts(np.round(tenths))[1]
calibrated_flat = flat_report[0] < 1e-12 and flat_report[1] > honest_parts[1]
of_values = near(honest_parts[1], sharp_parts[1]) and merged > honest_parts[1]
shares_in = np.array([drawn_y[tenths == each].mean() for each in np.unique(tenths)])
weights_in = np.array([np.mean(tenths == each) for each in np.unique(tenths)])
divergence = weights_in @ (
    special.rel_entr(shares_in, np.unique(tenths)) + special.rel_entr(1 - shares_in, 1 - np.unique(tenths))
)
splits_too = near(
    calibration.log_loss(drawn_y, tenths),
    divergence + weights_in @ (special.entr(shares_in) + special.entr(1 - shares_in)),
)

{
    "reports are calibrated if|calibrated means!": when(kept, "share of class 1 is p; share p is positive"),
    "reliability diagram plots|each point needs!!": when(
        plotted and by_bin.count.min() < 9, "$\\bar y_b against \\bar p_b$; share of few cases is uncertain"
    ),
    "over-confident / under-confident / shift": {
        "too extreme": (extreme, bool(np.all(np.abs(special.expit(true_z / 2) - 0.5) > np.abs(truths - 0.5))), False),
        "flatter": tuple(slopes[name] < 0.9 for name in ("over-confident", "under-confident", "shifted")),
        "steeper": (slopes["over-confident"] > 1, slopes["under-confident"] > 1.1, False),
        "one side": tuple(one_sided[1:]),
    },
    "number of examples in a bin!": {"$their mean probability; their share of class 1$": plotted},
    "drawn, distort|distorts!!": when(kept, "with the probability; distort"),
    "by hand, gap!": {"$labels 0, 0, 1$": np.array_equal(tiny_y[:3], [0, 0, 1])},
    "what is missing, score!": when(of_values, "by the values that the reports take"),
    "mean gap, calibration error!": when(is_weighted, "weighted with the number of cases"),
    "bins are equally|equally full!": when(near(gaps.mean(), ece(tiny_y, tiny_p, bins=2)), "the mean"),
    "tumours, ECE of!!": when(weighted < 0.05 and times > 9, "looks small; misleads"),
    "in the first the model!!": when(
        sorted(by_bin.count)[1] < 9 and times > 9 and first_misses,
        "handful; many times as many; bin with most of the misses",
    ),
    "ECE without|bins and their counts!": when(np.ptp(by_number) > min(by_number), "little"),
    "with the bins, reports!!": when(
        np.ptp(by_number) > min(by_number) and min(by_number) > 0.005, "changes; chance alone makes it positive"
    ),
    "adds gaps|gaps and not|close to 0 and 1!!": when(
        is_weighted and 0.02 - 0.0002 < 0.02 and special.rel_entr(0.02, 0.0002) > 0.09,
        "gaps and not ratios; hardly sees",
    ),
    "ECE, deep-learning papers!!": when(top_stated, "top-label; largest probability; class was right"),
    "top-label / class-wise": {
        "averages the binary": (near(top_of[0], of_classes), of_classes < top_of[0]),
        "is smaller": (top_of[0] < of_classes, of_classes < top_of[0]),
    },
    "the class-wise one!": when(of_classes < top_of[0], "averages"),
    "reports on single classes!!": {
        "smaller because": small.mean() > 0.5,
        "is below 0.01": small.mean() > 0.5,
        "larger because": small.mean() < 0.5,
    },
    "say which of the two!!": when(top_of[1] < top_of[0], "lowers the first"),
    "tell one case|reporting the share of class 1!!": when(
        calibrated_flat and np.ptp(rate) == 0, "is calibrated; does not tell one case"
    ),
    "cases of bin, have one!": when(
        np.array_equal(drawn_y**2, drawn_y) and near(honest_parts.sum(), np.mean((tenths - drawn_y) ** 2)),
        "because y^2=y",
    ),
    "first sum|calibration part / second|refinement": {
        "0 for reports that match": (
            parts(shares_in[np.searchsorted(np.unique(tenths), tenths)])[0] < 1e-12,
            honest_parts[1] == 0,
        ),
        "how the reports sort": (near(honest_parts[0], sharp_parts[0]), of_values),
        "only on the values": (not near(honest_parts[0], sharp_parts[0]), not of_values),
        "near 0 and 1": (False, parts((drawn_y > 0) * 0.5 + 0.2)[1] < 1e-12 < honest_parts[1]),
    },
    "different, leaves|changes, map!": when(of_values, "unchanged"),
    "log-loss splits!!": when(splits_too, "same way; divergence and a conditional entropy"),
    "share of class 1 has!": when(flat_report[1] > max(honest_parts[1], sharp_parts[1]), "worst refinement"),
    "over-confidence, correction!!": when(
        sharp_parts[0] > honest_parts[0] + 0.01
        and near(honest_parts[1], sharp_parts[1])
        and of_values
        and not near(honest_parts[0], sharp_parts[0]),
        "costs; that of the honest; first part but not the second",
    ),
    "proper score is|alone is!!": when(
        calibrated_flat and near(sharp_parts.sum(), np.mean((sharper - drawn_y) ** 2)),
        "not good; calibration plus refinement",
    ),
}

# %% after explored-costs: One parameter against over-confidence
towards = np.all(np.abs(p_scaled - 0.5) <= np.abs(p_test - 0.5)) and T > 1
same_order = decisions.roc_auc(y_test, z_test / T) == decisions.roc_auc(y_test, z_test) > 0.95
same_calls = np.array_equal(p_scaled >= 0.5, calls)


def held_loss(beta, z=z_held, y=y_held):
    return losses(beta * z, y).mean()


betas = np.linspace(0.05, 2, 40)
convex_there = np.all(np.diff([held_loss(each) for each in betas], 2) > 0) and held_loss(1, 0 * z_held) == held_loss(
    2, 0 * z_held
)
best_there = held_loss(1 / T) < min(held_loss(0.9 / T), held_loss(1.1 / T))
as_product = near(
    -np.log(np.where(y_held == 1, special.expit(z_held / T), special.expit(-z_held / T))).mean(), held_loss(1 / T)
)
by_logits = near((held_loss(0.5 + 1e-6) - held_loss(0.5 - 1e-6)) / 2e-6, slope(0.5), rtol=1e-5)
at_edge = [ece(tiny_y, np.where(tiny_p == 0.3, each, tiny_p), bins=2) for each in (0.499999, 0.500001)]
no_best = (
    np.all((z_train > 0) == y_train) and held_loss(9, z_train, y_train) < held_loss(1, z_train, y_train) and refused
)
after_plain = near(calibration.fit_temperature(plain.decision_function(X_overlap), y_overlap), 1, atol=1e-4)
changes_of = {
    "log-loss": compare_cases(scaled, raw),
    "Brier": compare_cases((p_scaled - y_test) ** 2, (p_test - y_test) ** 2),
    "cost": compare_cases(costs(y_test, p_scaled, tau), costs(y_test, p_test, tau)),
}
right_way = all(each.mean < 0 for each in changes_of.values())
within_two = all(abs(each.mean) < 2 * each.error for each in changes_of.values())
pair_error, apart_error = np.var(scaled - raw), np.var(scaled) + np.var(raw)
paired = pair_error < apart_error < np.var(scaled + raw) and near(
    changes_of["log-loss"].error ** 2, np.var(scaled - raw, ddof=1) / raw.size
)
at_two = compare_splits(loss_of[1], loss_of[0], train=341, test=228)
reach = np.ptp(at_two.interval) / 2 / np.sqrt(np.var(loss_of[1] - loss_of[0], ddof=1) * (1 / 50 + 228 / 341))
corrected = near(reach, stats.t.ppf(0.975, 49), rtol=0.02)
all_zero = all(
    compare_splits(one, two, train=341, test=228).interval[0]
    < 0
    < compare_splits(one, two, train=341, test=228).interval[1]
    for one, two in (
        (loss_of[1], loss_of[0]),
        (loss_of[2], loss_of[0]),
        (loss_of[3], loss_of[1]),
        (loss_of[4], loss_of[1]),
    )
)
average = loss_of[:5].mean(axis=1)
sensible = average[3] < average[1] - 0.03 and average[4] < average[3]
as_well = abs(average[2] - average[1]) < 0.1 * (average[0] - average[1])
increasing = IsotonicRegression(out_of_bounds="clip").fit(z_held, y_held)
blocks = increasing.predict(np.sort(z_held))
is_step = np.all(np.diff(blocks) >= 0) and near(blocks.mean(), y_held.mean()) and len(np.unique(blocks)) < len(blocks)
straight_between = np.ptp(np.diff(increasing.predict(np.linspace(*increasing.X_thresholds_[1:3], 9)), 2)) < 1e-9
crossed = CalibratedClassifierCV(new_model(C=1000), cv=None).fit(X_train, y_train)
averaged = near(
    crossed.predict_proba(X_test),
    np.mean([each.predict_proba(X_test) for each in crossed.calibrated_classifiers_], axis=0),
).all()
five_of = len(crossed.calibrated_classifiers_) == 5 and averaged
offset = LogisticRegression(C=np.inf, tol=1e-8).fit(z_held[:, None], y_held).intercept_[0]
by_clip = [calibration.log_loss(y_test, np.clip(p, end, 1 - end)) for end in (1e-12, 1e-3)]
of_three = special.softmax(z_digits, axis=1)[:, 3], special.softmax(z_digits / 3, axis=1)[:, 3]
two_only = not np.array_equal(of_three[0].argsort(), of_three[1].argsort()) and same_order

{
    "to compare two models|models are compared!!": {
        "differences": paired,
        "on the same cases": paired,
        "on separate cases": not paired,
    },
    "error of the mean difference|hard for both!!": when(
        paired, "cancels; smaller than on separate cases; rise and fall together"
    ),
    "split one sample again|splits share!!": when(
        set(map(tuple, split(1)[4])) & set(map(tuple, split(2)[4])) != set() and corrected and reach > 0,
        "share cases; promises too much",
    ),
    "splits of one sample do|new cases; two models!": when(corrected, "do not replace"),
    "Nadeau!!": when(corrected, "ratio of test to training cases; one over the number of splits; approximate interval"),
    "divide each logit|T>0!!": when(same_order and T > 1, "ranks well; too sure; keep the order"),
    "T>1, probabilities!!": when(towards and same_calls, "towards one half; calls at one half stay"),
    "recipe of this book|given the logits!!": when(
        as_product and best_there, "Bernoulli and independent; held-out ones"
    ),
    "mean negative logarithm!": when(as_product, "instead of z"),
    "prediction minus target once!": {"weighted by the logit": by_logits, "divided by the logit": not by_logits},
    "J is|strictly, minimiser, sign change!!": when(
        convex_there and best_there, "strictly convex; some logit is not 0; at most one; of the derivative"
    ),
    "reports that ignore|ignore the inputs!!": when(
        ece(drawn_y, rate, bins=10) < 1e-9 < ece(drawn_y, truths, bins=10)
        and ece(drawn_y, rate, bins=10) < 1e-9
        and abs(at_edge[0] - at_edge[1]) > 0.01,
        "not a proper score; bring it to 0; can jump",
    ),
    "logits of this model!": {"too large": T > 2, "too small": T < 1},
    "fitted on the training!": when(no_best and after_plain, "useless"),
    "all on their right|no best one|library refuses!!": when(
        no_best, "on their right side; grows as the temperature falls; no best one"
    ),
    "fit without a penalty|for a fit!!": when(after_plain, "without a penalty; no use"),
    "keeps its sign|divided by a!": {"positive": same_calls, "negative": not same_calls},
    "AUC, depends|right order!": when(same_order, "order alone"),
    "order and signs!": when(same_order and same_calls, "accuracy and AUC stay"),
    "uses the values!": {"log-loss": scaled.mean() != raw.mean(), "AUC": not same_order},
    "L(\\beta)!": when(best_there and no_best, "held-out labels"),
    "temperature; its!": when(best_there, "inverse"),
    "attach a standard!": when(paired, "same cases"),
    "fit a temperature by|name its!": when(best_there, "maximum likelihood"),
    "temperature was found!": when(best_there, "minimising the log-loss"),
    "axis of logits!": {"compresses": T > 1, "stretches": T < 1},
    "scaling does|scaling corrects!": when((sure & (calls != y_test)).sum() > 3 * claimed, "not correct everything"),
    "two of its standard errors!!": when(right_way and within_two, "right way; none is as large"),
    "scaling, of the splits!!": when(
        average[1] < average[0] and at_two.mean < 0 and (cost_of[3] < cost_of[1]).mean() > 0.3,
        "lowers the log-loss; raises the cost; cheaper than the formula",
    ),
    "samples of this kind!": {"all of them contain 0": all_zero, "no interval": not all_zero},
    "what helped more|penalty, on average!!": when(
        sensible, "not to over-fit; not corrected; ordinary penalty; as training data too"
    ),
    "correction afterwards!!": {"poor substitute": sensible, "sensible fit": sensible, "good substitute": not sensible},
    "for the tumours, first place!": {"did better": sensible, "did worse": not sensible},
    "Platt scaling, fits!!": when(abs(offset) > 0.01 and as_well, "offset; about as well"),
    "isotonic regression, fits!!": when(
        is_step and straight_between, "non-decreasing step function by least squares; by straight lines"
    ),
    "end steps|other shape!!": when(
        is_step and np.isinf(loss_of[5]).any(), "no other shape; needs more cases; makes ties; infinite log-loss"
    ),
    "map on the cases!": when(no_best, "must be held out"),
    "cross-fits, models|fifth!!": when(
        five_of and averaged, "four fifths; on the last fifth; averaged; no case is given up"
    ),
    "isotonic regression, clipped!!": when(
        (p[y_test == 1] == 0).any() and by_clip[0] > by_clip[1] + 0.05,
        "infinite, because; malignant case gets the report 0; loss that the clip chooses",
    ),
    "cost of a false alarm over!!": when(
        near(decisions.cost_threshold(1, 7), 1 / 8) and costs_alone, "sum of both costs; whatever the cases"
    ),
    "temperature of 2!!": when(
        cool["AUC"] == warm["AUC"]
        and warm["log_loss"] < cool["log_loss"]
        and cool["asked_cost"] > cool["cheapest_cost"]
        and near(warm["asked_cost"], warm["cheapest_cost"]),
        "leaves the AUC; too sure; is cheaper; no threshold is",
    ),
    "temperature scaling is!!": when(
        best_there and no_best and not near(p_scaled, p_test).all() and two_only and same_order,
        "maximum likelihood; held-out; changes the probabilities; for two classes; keeps the order",
    ),
}

# %% after exercise-11-code: Why log-loss rewards honesty; metrics; another population; exercises; summary
shades = np.linspace(0.01, 0.99, 99)


def asks_for(loss_of_report, chance):
    """The report of least expected loss, for a loss of the probability of what came."""
    return shades[(chance * loss_of_report(shades) + (1 - chance) * loss_of_report(1 - shades)).argmin()]


wanted = {
    "log-loss": [asks_for(lambda q: -np.log(q), each) for each in (0.2, 0.6, 0.7)],
    "Brier": [asks_for(lambda q: (1 - q) ** 2, each) for each in (0.2, 0.6, 0.7)],
    "absolute": [asks_for(lambda q: 1 - q, each) for each in (0.2, 0.6, 0.7)],
    "accuracy": [asks_for(lambda q: (q < 0.5) * 1.0, each) for each in (0.2, 0.6, 0.7)],
}
is_proper = {name: np.allclose(each, [0.2, 0.6, 0.7]) for name, each in wanted.items()}
both_proper = is_proper["log-loss"] and is_proper["Brier"]
neither_proper = not is_proper["absolute"] and not is_proper["accuracy"]
to_the_end = wanted["absolute"][1] == shades[-1] and wanted["absolute"][0] == shades[0]
below, beyond = shades[shades < 0.595], shades[shades > 0.605]
falls_first = np.all((below - 0.6) / (below * (1 - below)) < 0) and np.all(
    np.diff(-0.6 * np.log(below) - 0.4 * np.log(1 - below)) < 0
)
then_rises = np.all(np.diff(-0.6 * np.log(beyond) - 0.4 * np.log(1 - beyond)) > 0)
price = special.rel_entr(0.6, 0.3) + special.rel_entr(0.4, 0.7)
from_truth = near(price, (-0.6 * np.log(0.3) - 0.4 * np.log(0.7)) - stats.entropy([0.6, 0.4])) and not near(
    price, stats.entropy([0.3, 0.7], [0.6, 0.4]), rtol=0.01
)
brier_price = max((q - each) ** 2 for q in (0, 1) for each in (0, 0.5, 1))
no_limit = special.rel_entr(0.6, 1e-300) > 100 and not np.isfinite(special.rel_entr(0.6, 0.0))
one_side = len(set(error_rate[grid > 0.5])) == len(set(error_rate[grid < 0.5])) == 1
by_order = decisions.roc_auc(y_test, z_test**3) == decisions.roc_auc(y_test, z_test) and not near(
    losses(z_test**3, y_test).mean(), raw.mean()
)
by_side = np.array_equal(z_test**3 >= 0, z_test >= 0)
with_tie = decisions.roc_auc(np.array([0, 1]), np.array([0.3, 0.3]))
by_price = [costs(y_test, p_test, tau).mean(), 2 * costs(y_test, p_test, tau).mean()]
ranked = decisions.roc_auc(np.array([0, 1]), np.array([0.1, 0.3])) == 1
axes_right = np.all(np.diff(curve.true_positive_rate) >= 0) and near(
    np.trapezoid(curve.true_positive_rate, curve.false_positive_rate), auc
)
under_steps = near(np.diff(steps.recall, prepend=0) @ steps.precision, metrics.average_precision_score(y_test, z_test))
four_times = losses(4 * z_test, y_test)
dearer = four_times.mean() > raw.mean() and np.all(four_times[calls != y_test] > raw[calls != y_test]) and by_side
saved = near(1 - scaled.mean() / null, (null - scaled.mean()) / null) and null > scaled.mean()
places, spread_one = np.linspace(-2, 2, 9), stats.norm.pdf


def log_odds(where, chance, width=1):
    return special.logit(chance) + np.log(spread_one(where, 1, width) / spread_one(where, -1, 1))


moved_by = log_odds(places, 0.05) - log_odds(places, 0.5)
one_constant = near(moved_by, special.logit(0.05) - special.logit(0.5)).all()
other_looks = np.ptp(log_odds(places, 0.05, width=2) - log_odds(places, 0.5)) > 1
over_sure = not near(2 * moved_by, moved_by).any()
regions = [c * stats.norm.sf(0, 1) / (c * stats.norm.sf(0, 1) + (1 - c) * stats.norm.sf(0, -1)) for c in (0.05, 0.5)]
by_region = near(np.subtract(*special.logit(regions)), moved_by[0])


def coefficients(chance, powers):
    """Those of a logistic regression on powers of an input with unequal variances, for a share of class 1."""
    line = np.linspace(-9, 9, 400)
    weight = np.append(chance * spread_one(line, 1, 2), (1 - chance) * spread_one(line, -1, 1))
    of_line = LogisticRegression(C=np.inf, tol=1e-9, max_iter=2000)
    return of_line.fit(np.append(line, line)[:, None] ** powers, np.repeat([1, 0], 400), sample_weight=weight).coef_


rigid = not near(coefficients(0.5, [1]), coefficients(0.05, [1]), rtol=0.05).any()
flexible = rigid and near(coefficients(0.5, [1, 2]), coefficients(0.05, [1, 2]), rtol=0.01).all()
tau_stays = near(decisions.cost_threshold(cost_fp, cost_fn), tau)
there_too = special.expit(special.logit(fine) + special.logit(0.05))


def cost_there(reported):
    return np.sum(np.where(reported >= tau, cost_fp * (1 - there_too), cost_fn * there_too))


once_only = cost_there(there_too) < min(cost_there(fine), cost_there(calibration.shift_prior(there_too, 0.5, 0.05)))
expert = (doubtful @ doctor).argmin() == 2
far_off, near_by = ranked_score(np.eye(4)[[3]], np.array([0])), ranked_score(np.eye(4)[[1]], np.array([0]))
for_stages = [
    ranked_score(np.tile(each, (3, 1)), np.arange(3))
    for each in ([1 / 3, 1 / 3, 1 / 3], [0.4, 0.3, 0.3], [0.3, 0.3, 0.4])
]
on_edge = (
    top_label_ece(np.array([[0.75, 0.25], [0.8, 0.2]]), np.array([1, 0]), 4),
    top_label_ece(np.array([[0.7499, 0.2501], [0.8, 0.2]]), np.array([1, 0]), 4),
)
in_bin_above = near(on_edge[0], abs(1.55 - 1) / 2) and near(on_edge[1], (0.7499 + 0.2) / 2)
cancelling = abs(groups_right.mean() - groups_p.mean()) < calibration.expected_calibration_error(
    groups_right, groups_p, 2
)


def four_costs(alarm, rejection, miss, hit):
    """Whether the threshold for four costs says which call is cheaper."""
    limit = (alarm - rejection) / (alarm - rejection + miss - hit)
    return np.array_equal(
        alarm * (1 - shades) + hit * shades <= miss * shades + rejection * (1 - shades), shades >= limit
    )


with_gain = four_costs(2.1, 0.3, 10, 1) and not four_costs(2.1, 0.3, 1, 10) and not four_costs(0.3, 20.1, 10, 1)
strays = np.mean(values[50]) > 2 * np.mean(values[5]) > 0
shrunk = np.abs(careful.decision_function(X_held)).mean() < np.abs(z_held).mean() and careful_temperature < 1
by_odds = near(calibration.shift_prior(0.6, 0.3, 0.02), odds / (1 + odds)) and not near(
    0.6 * 0.02 / 0.3, odds / (1 + odds), rtol=0.05
)
member_losses = [losses(each, y_test).mean() for each in members]
jensen = together < np.mean(member_losses) and np.all(np.diff(-np.log(shades), 2) > 0)
one_bad = -np.log(np.mean([0.9, 0.2])) > -np.log(0.9)
by_root = near(np.sqrt((spread / 0.005) ** 2 / needed), 2)
mixes = hits / (hits + alarms) < counts.precision
less_one = near(-0.3, (1 - 0.3) - 1)

{
    "negative for|positive for|minimiser, honest report!!": when(
        falls_first and then_rises, "$negative for p<\\pi$; $positive for p>\\pi$; only minimiser"
    ),
    "f_0(x), densities!": when(other_looks, "within the classes"),
    "R_k; R(p)!": {"$cost of calling class k; the expected log-loss$": falls_first},
    "correct probabilities for!": when(one_constant, "share of positives"),
    "common denominator!": {"$numerator p-\\pi$": falls_first},
    "brier score is the!": when(
        near(metrics.brier_score_loss(y_test, p_test), np.mean((p_test - y_test) ** 2)), "squared error"
    ),
    "for everybody!": when(near(null, -np.log([1 - share, share])[y_test].mean()), "share of malignant training cases"),
    "among these tumours!!": when(1 / 3 < cases.y.mean() < 0.4, "more than a third; malignant"),
    "five models are trained!": when(len(members) == 5 and rows.max() < y_train.size, "resamples of the training"),
    "train the same model!": when(shrunk, "strong penalty"),
    "precision mixes!": when(mixes, "falls"),
    "let the loss of a!": {"$-p if y=1 and -(1-p) if y=0$": less_one},
    "loss with this property!": when(both_proper, "strictly proper"),
    "dishonest report!!": {"truth from the report": from_truth, "report from the truth": not from_truth},
    "with the price|strictly proper too!!": when(
        brier_price == 1 and no_limit and both_proper, "at most 1; without limit; strictly proper too"
    ),
    "straight line|best report is, pi!!": when(
        less_one and to_the_end, "straight line in p; $\\pi>1/2$; best report is 1"
    ),
    "the error rate, reports|report!": {"on one side": one_side, "on both sides": not one_side},
    "squared error, honest|reward!!": when(
        both_proper and not is_proper["absolute"], "log-loss and squared error; absolute error does not"
    ),
    "absolute error, accuracy!!": when(
        both_proper and neither_proper, "brier score are strictly proper; absolute error and accuracy are not"
    ),
    "absolute error minus!": when(less_one and not is_proper["absolute"], "not proper"),
    "log-loss asks for!": when(is_proper["log-loss"], "probability itself"),
    "precision, recall, F1, -harmonic!": when(by_side, "the side of the threshold | how far"),
    "AUC, average precision, order|values, -curve!": when(by_order, "the order of the scores | their values"),
    "log-loss, brier score, your|their|prices!": when(is_proper["log-loss"], "the probabilities | your costs"),
    "mean cost, other|prices, -test!": when(by_price[0] < by_price[1], "at your prices | other prices"),
    "share of pairs, ties!!": when(ranked and with_tie == 1 / 2, "positive has the higher; ties count one half"),
    "ROC curve, thresholds!!": when(
        axes_right, "recall against false-positive rate; share of positives above it; each negative case"
    ),
    "average precision, area under!!": when(under_steps, "precision against recall"),
    "increasing map|map of the scores!!": when(by_order, "strictly increasing; leaves it alone"),
    "four times the logits!!": when(by_order and by_side and dearer, "same order; same calls; loss grows"),
    "validation loss, accuracy!!": when(
        dearer, "rises while the accuracy stays; can be right; logits grow; more expensive"
    ),
    "where the accuracy even!": when(dearer, "some calls were corrected"),
    "part of it that|skill!!": when(saved and raw.mean() > scaled.mean(), "saves; before scaling"),
    "both populations|look the same in!!": when(
        one_constant and other_looks and no_limit,
        "within the classes stay; only the share of class 1; strictly between",
    ),
    "called, shift!": when(one_constant, "prior shift"),
    "takes the place|in the second!": when(one_constant, "$\\pi' takes the place of \\pi$"),
    "difference of the logarithms|densities cancel!!": when(one_constant, "densities cancel; difference"),
    "if only the share!!": when(one_constant, "added to the log-odds; constant"),
    "for a model this, logits!!": when(
        over_sure and by_region and one_constant, "are the log-odds; are calibrated; instead of x"
    ),
    "balanced for training!": when(flexible, "flexible enough"),
    "early tumours, late!!": when(other_looks, "the densities have changed; not the whole"),
    "comes from the costs|the shift|threshold stays|threshold moves, -screening, -label!!": when(
        tau_stays and once_only, "stays; comes from the costs; twice"
    ),
    "row for each, column!!": when(
        (p @ np.ones((p.shape[-1], 4))).shape[-1] == 4 and expert, "row for each true class; column for each possible"
    ),
    "the expert is!": {"cheapest": expert, "dearest": not expert},
    "off by one stage!": {"less than one that is off by three": near_by < far_off, "more": near_by > far_off},
    "truth's answer is 1!": when(near_by == 1, "$k\\geq y$"),
    "sum of Brier scores!!": when(for_stages[0] == min(for_stages), "proper; least in expectation; honest"),
    "confidence on an edge!!": when(
        in_bin_above and top_label_ece(np.eye(2), np.arange(2), 4) == 0, "bin above; last bin"
    ),
    "gap of the overall!": when(cancelling, "opposite gaps cancel"),
    "minus hit|add up confidence!!": when(
        cancelling and in_bin_above, "confidence minus hit; absolute value; times the number"
    ),
    "solving for!!": when(with_gain, "miss costs more than a hit; false alarm more than a right"),
    "absolute values|strays from!!": when(strays, "strays from the mean report by chance; do not average"),
    "it strays, draws!": {"the fewer cases": strays, "the more cases": not strays},
    "strong penalty, makes!": {"small": shrunk, "large": not shrunk},
    "penalised fit!": {"small coefficients": shrunk, "large coefficients": not shrunk},
    "best temperature enlarges|penalty, logits, too far!!": when(
        shrunk and careful_temperature < 1, "shrinks; enlarges"
    ),
    "dividing by it!": {"enlarges": careful_temperature < 1, "shrinks": careful_temperature > 1},
    "penalty / temperature": {
        "shrinks coefficients": (shrunk, np.all(np.abs(z_test / 0.5) < np.abs(z_test))),
        "in training": (shrunk, False),
        "afterwards": (False, near(z_careful / careful_temperature * careful_temperature, z_careful).all()),
    },
    "temperature scales logits!!": when(shrunk, "afterwards; other data"),
    "ratio of the shares!": when(by_odds, "odds are what is scaled"),
    "log-odds of the new|those of the old!!": when(by_odds, "add the log-odds of the new; subtract those of the old"),
    "odds of 1.5, shares!!": when(by_odds, "divided by the old; multiplied by the new"),
    "patients look!": when(one_constant, "the same"),
    "mean of the five|Jensen!!": when(jensen, "convex; at most"),
    "ensemble, best member!": {"may still be worse": one_bad, "better": not one_bad},
    "standard error falls!": when(by_root, "with the root"),
    "false-positive rate, change|changes, calls stay!": when(mixes, "cases of each class look the same"),
    "recall, false-positive rate, at the|alone, neither!": {
        "neither changes": is_recall and is_alarm,
        "both change": not is_alarm,
    },
    "largest, search|cell tries!": {"largest": grid[linear_score.argmin()] == grid[-1], "smallest": False},
}
