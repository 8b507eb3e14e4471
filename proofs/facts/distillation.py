"""What the sentences of chapters/distillation.ipynb are held to."""


# %% after both-kinds: Temperature, a distribution as the target, the loss
def when(holds, words):
    """A table of words that are all true if one condition holds."""
    return dict.fromkeys(words.split("; "), bool(holds))


def near(one, other, rtol=1e-6):
    return torch.allclose(torch.as_tensor(one).double(), torch.as_tensor(other).double(), rtol=rtol, atol=1e-9)


def slope_of(loss_of, logits):
    """The gradient of a loss with respect to logits."""
    variable = logits.clone().requires_grad_()
    return torch.autograd.grad(loss_of(variable), variable)[0]


soft_at = {each: distillation.soften(teacher, each) for each in (0.5, 1, 2, 4, 20, 1e6)}
divided = near(2 * (soft_at[2][:-1] / soft_at[2][1:]).log(), teacher[:-1] - teacher[1:])
same_order = all(torch.equal(each.argsort(), teacher.argsort()) for each in soft_at.values())
flatter = soft_at[2].max() < soft_at[1].max() < soft_at[0.5].max()
evened = near(soft_at[1e6], torch.full((4,), 0.25), 1e-4)
recovered = near(4 * soft_at[4].log() - (4 * soft_at[4].log()).mean(), teacher - teacher.mean())
hidden = soft_at[1][1] < 0.05 < soft_at[4][1] and soft_at[4][3] < soft_at[4][2] < soft_at[4][1]
weights_of = torch.tensor([0.5, 0.3, 0.2]).double()


def pairs_entropy(log_model):
    return -(weights_of[:, None] * target * (log_model + weights_of.log()[:, None])).sum()


by_first = -(weights_of[:, None] * target * v.softmax(1).log()).sum()
splits_off = near(pairs_entropy(v.log_softmax(1)), by_first - (weights_of * weights_of.log()).sum())
apart = pairs_entropy(z.log_softmax(1)) - pairs_entropy(v.log_softmax(1))
only_first = splits_off and near(apart, -(weights_of[:, None] * target * (z.log_softmax(1) - v.log_softmax(1))).sum())
hits_of = torch.tensor([1, 0, 3])
one_hot_too = near(F.cross_entropy(z, F.one_hot(hits_of, 4).double()), F.cross_entropy(z, hits_of))
zero_there = slope_of(lambda q: F.cross_entropy(q, target), v).norm() < 1e-12 < entropy
minus_target = near(3 * slope_of(lambda q: F.cross_entropy(q, target), z), z.softmax(1) - target)
by_divergence = slope_of(lambda q: F.kl_div(q.log_softmax(1), target, reduction="batchmean"), z)
same_slope = near(by_divergence, slope_of(lambda q: F.cross_entropy(q, target), z)) and near(kl + entropy, by_hand)
perfect = F.kl_div(v.log_softmax(1), target, reduction="batchmean").abs() < 1e-12 < entropy
by_entries = near(F.kl_div(z.log_softmax(1), target, reduction="sum") / z.numel(), kl * len(z) / z.numel())
model_first = near(
    F.kl_div(z.log_softmax(1), target, reduction="sum"), (target * (target.log() - z.log_softmax(1))).sum()
)
in_front = near(
    slope_of(lambda q: F.cross_entropy(q / 4, soft_at[4]), student), (distillation.soften(student, 4) - soft_at[4]) / 4
)
uniform_both = (distillation.soften(student, 1e3) - 0.25).abs().max() < 0.01 and evened
by_square = abs(gradient_norm(1000) / gradient_norm(2000) - 4) < 0.02
has_limit = abs(gradient_norm(1e4) * 1e8 / limit - 1) < 1e-3
agreeing = (distillation.soften(teacher + 3, 50) - distillation.soften(teacher, 50)).norm() < 1e-12
size_kept = 0.5 < 16 * gradient_norm(4) / gradient_norm(1) < 2 < gradient_norm(1) / gradient_norm(4)
is_gradient = near(
    slope_of(lambda q: ((q - q.mean()) - (teacher - teacher.mean())).square().mean() / 2, student), centred / 4
)
centred_out = abs(centred.sum()) < 1e-12
rare = torch.tensor([5.0, 2.0, -20.0, -30.0]).double(), torch.tensor([5.0, 2.0, -30.0, -20.0]).double()
hardly_counts = (rare[0].softmax(0) - rare[1].softmax(0)).norm() < 1e-8
as_logits = (distillation.soften(rare[0], 50) - distillation.soften(rare[1], 50)).norm() > 0.05 and has_limit


def shared(temperature, beta, of_teacher=teacher):
    return distillation.distillation_loss(student, of_teacher, y, temperature, beta)


only_label = near(shared(4, 0.0), shared(4, 0.0, student)) and near(shared(4, 0.0), hard) and near(shared(4, 1.0), soft)
two_losses = near(shared(4, 0.5), (shared(4, 0.0) + shared(4, 1.0)) / 2)
counts_too = gradient_norm(2) / gradient_norm(8) > 3 and 4 * gradient_norm(2) / (64 * gradient_norm(8)) < 1.5
copies_soft = (
    slope_of(lambda q: F.cross_entropy(q, soft_at[4]), soft_at[4].log()).norm() < 1e-12
    and soft_at[4][0] < soft_at[1][0] / 1.5
)
ends = {}
for kind_of in (cross_entropy, divergence):
    pair_of = [teacher.clone(), student.clone()]
    for _ in range(100):
        steps_of = [
            slope_of(lambda q, k=kind_of, o=pair_of: k(q, o[1]), pair_of[0]),
            slope_of(lambda q, k=kind_of, o=pair_of: k(o[0], q), pair_of[1]),
        ]
        pair_of = [each - 5 * step for each, step in zip(pair_of, steps_of, strict=True)]
    ends[kind_of.__name__] = pair_of[0].softmax(0)[0].item(), kind_of(*pair_of).item()
surer = ends["cross_entropy"][0] > soft_at[1][0] and slope.norm() > 1e-3
met = ends["divergence"][1] < 1e-4 and ends["divergence"][0] < soft_at[1][0]
line = torch.linspace(-4, 4, 81).double()
two_answers = torch.logsumexp(torch.stack([-((line - 2) ** 2) * 4, -((line + 2) ** 2) * 4]), 0).log_softmax(0)
small = [
    (-((line - m) ** 2) * s).log_softmax(0) for m in torch.linspace(-2, 2, 9) for s in torch.logspace(-1.3, 0.6, 9)
]
covering = min(small, key=lambda q: F.kl_div(q, two_answers, **options).item()).exp()
on_some = min(small, key=lambda q: F.kl_div(two_answers, q, **options).item()).exp()
concentrates = on_some[line > 0].sum() > 0.99 or on_some[line < 0].sum() > 0.99
covers = 0.4 < covering[line > 0].sum() < 0.6
little, likely = torch.tensor([0.98, 0.02]).double(), torch.tensor([0.5, 0.5]).double()
gives_little = F.kl_div(little.log(), likely, reduction="sum") > 1.5 * F.kl_div(likely.log(), little, reduction="sum")
both_vanish = F.kl_div(teacher.log_softmax(0), teacher.log_softmax(0), **options).abs() < 1e-12
warmths = (0.5, 1, 2, 4, 8, 20)
slopes = [((student / each).softmax(0) - (teacher / each).softmax(0)).norm() / each for each in warmths]
grown = [each**2 * slope for each, slope in zip(warmths, slopes, strict=True)]
fades = slopes == sorted(slopes, reverse=True) and grown[0] < grown[1] < grown[2]
flat_on = max(grown[2:]) / min(grown[2:]) < 1.1
agree_far = near(kinds[0], kinds[1], 1e-3) and near(kinds[0], centred.square().mean() / 2, 2e-3)

{
    "log-ratios, divided!": when(divided, "by T; log-ratios, so that"),
    "flatter, sharper, T<1|distribution!!": {
        "order of the classes stays": same_order,
        "$flatter for T>1$": flatter,
        "$sharper for T<1$": flatter,
    },
    "first class is so!!": when(hidden and same_order, "probable; little to see; ranks them clearly"),
    "ratio of two classes!": when(divided, "the denominators cancel"),
    "staircase, others!": when(hidden, "visible"),
    "trains one model, instead!!": when(copies_soft, "the student; of another, the teacher"),
    "beside it, learned!": when(student.softmax(0).max() < soft_at[1].max(), "not learned much"),
    "soften logits!": when(same_order and hidden, "leaves unchanged"),
    "z_k, v_k!": {"$the student's logits and their mean; the teacher's$": is_gradient},
    "at the temperature T, chapter!": {"$student and teacher at$": in_front},
    "mean loss; the divergence!": when(model_first, "target from the model"),
    "half the mean squared, chapter!": when(is_gradient, "of the centred logits"),
    "teacher's share of the loss; |share that label smoothing!": {
        "$the teacher's share of the loss; the share that label$": only_label
    },
    "logarithms are natural!": when(near(hard, -student.softmax(0)[y].log()), "nats"),
    "include the 1/T!": when(in_front and uniform_both, "subtract"),
    "quotient rule!": when(in_front, "the student's probability"),
    "at s=0, mean!": {"$probabilities are 1/C$": evened},
    "log-probabilities up to!": when(divided, "constant"),
    "logarithm of the ratio is the!": when(divided, "the difference of the logits, divided by T"),
    "growing further!!": when(evened, "equal; every exponent tends to 0"),
    "softening!": {"adds no knowledge": recovered, "adds knowledge": not recovered},
    "a loss can see it|what the logits contain!": when(recovered and hidden, "moves what the logits contain"),
    "one draw!!": when(one_hot_too, "of which a label is one draw; say the same"),
    "cross-entropy H of!": {"$true probability \\pi(x)\\pi(k\\mid x)$": splits_off},
    "inputs, modelled, first part!!": when(only_first, "only the first part; need not be modelled"),
    "law of large, average over!!": when(only_first, "expectation over inputs; independent inputs"),
    "floating-point targets!!": when(
        one_hot_too and near(F.cross_entropy(z, target), by_hand), "one-hot; shape of the logits"
    ),
    "gradient with respect to a logit!": when(minus_target, "prediction minus target"),
    "it is zero!": when(zero_there, "probabilities equal the target"),
    "the loss is not!!": when(near(kl + entropy, by_hand) and zero_there, "plus; entropy of the target"),
    "of which the entropy!": when(zero_there and same_slope, "does not depend on the student"),
    "perfect copy|easier to read!!": when(
        same_slope and perfect, "fixed target; same gradient; the divergence is easier; 0 means a perfect copy"
    ),
    "default reduction|F.kl_div takes!!": when(
        by_entries and model_first,
        "of the model first; divides by the number of entries; instead of the number of examples",
    ),
    "soft loss is the!": when(in_front, "softened distributions"),
    "chain rule puts!!": when(in_front, "in front; ordinary cross-entropy"),
    "second factor!!": when(uniform_both and by_square, "hidden in the difference; high temperature; close to uniform"),
    "gradient, shrinks like|1/T^2!!": {
        "$or large T$": by_square,
        "shrinks like": by_square,
        "grows like": not by_square,
    },
    "softened loss, limit!!": when(
        has_limit and agreeing, "shrinks like; unless the centred logits agree; multiplied by"
    ),
    "the limit is itself!": when(is_gradient, "half the mean squared difference of centred logits"),
    "drops out!": when(centred_out, "sum to 0"),
    "high temperature, student, matches!!": {
        "at a high temperature the student matches logits": as_logits,
        "$at T=1 it matches probabilities$": hardly_counts,
        "hardly counts": hardly_counts,
    },
    "gradient is the difference of two!": when(in_front and uniform_both, "difference shrinks too"),
    "two factors, in front!": when(in_front and by_square, "one in the difference"),
    "levels off!": when(has_limit and scaled[0] < scaled.max(), "with the factor it rises"),
    "order of magnitude!!": when(size_kept, "keeps the order of magnitude; not the exact size"),
    "mixes two losses!!": {
        "divergence of the teacher from the student": two_losses,
        "at temperature 1 the cross-entropy of the label": only_label,
    },
    "beta is the, share, alpha!!": when(only_label, "teacher's share, called; label's share instead"),
    "without the factor T^2, teacher|label!!": when(
        counts_too, "how much the teacher counts relative to the label; change of"
    ),
    "hears!!": when(only_label, "β = 0 the student hears only the label; β = 1 only the teacher"),
    "at a low, at a high!!": when(
        same_order and evened and soft_at[0.5][1] < 0.01,
        "low temperature all wrong classes have next to nothing; high one all have nearly the same",
    ),
    "begin at!!": when(hidden and evened, "hardly differs from a label; appears and then fades"),
    "gradients, picture!!": when(
        fades and flat_on,
        "the gradient of the divergence shrinks as T grows; grows at first; hardly changes from T=2 on",
    ),
    "plain, softened, student!": when(copies_soft, "learns to say"),
    "both logits!!": when(copies_soft and in_front, "divide both logits; use the student at T=1"),
    "carry a gradient!": when(surer, "has one with respect to them"),
    "descent then!": when(surer, "easy to copy"),
    "easy to copy, first class!": when(surer, "a sure teacher"),
    "meets its student!!": when(met, "with the divergence; is gone"),
    "no_grad!!": when(detached, "teacher's logits; detach"),
    "rule a class out|rules a class out!!": when(
        all(each.isnan() for each in in_torch),
        "teacher and student both rule; not a number",
    ),
    "classes that both rule out!!": when(
        all(each.isnan() for each in in_torch),
        "before the softmax; leaves them out",
    ),
    "forward / reverse": {"teacher first": (model_first, near(kinds[0], kinds[1], 1e-12))},
    "the student must cover|expensive for a student!!": when(
        gives_little and covers, "little probability to a class that the teacher finds likely; cover all"
    ),
    "reverse divergence, expensive!!": when(concentrates, "what the student finds likely; the teacher does not"),
    "too small for!": when(concentrates, "concentrate on some"),
    "can be estimated!!": when(same_slope, "fixed teacher; drawn from the teacher; without the teacher's logits"),
    "same minimiser!": when(both_vanish and concentrates and covers, "can equal the teacher"),
    "agree for!!": when(agree_far, "large T; times T^2"),
    "soft loss, expected!!": when(
        near(sum(target[0] * -z[0].log_softmax(0)), F.cross_entropy(z[:1], target[:1])),
        "probability times value; true distribution as its target",
    ),
}

# %% after simulation-figure: What probabilities buy, if they are true
each_label = F.binary_cross_entropy_with_logits(x, kinds["labels"], reduction="none")
each_truth = F.binary_cross_entropy_with_logits(x, truth, reduction="none")
from_labels, from_inputs = (each_label - each_truth).square().mean(), each_truth.var()
added = near(each_label.var(), from_labels + from_inputs, 0.02)
alike = abs(measured["labels"].mean() - measured["truth"].mean()) < 0.002
less_noise = measured["truth"].std() < 0.7 * measured["labels"].std() and near(
    measured["truth"].var(), from_inputs / 200, 0.15
)
sure_slope = fitted_slope(kinds["too sure"])
biased = sure_slope.std() < 1e-6 and abs(sure_slope.mean() - 3) < 1e-6 and fitted_slope(truth).std() < 1e-6
by_copying = fitted_slope(kinds["labels"]).std() > 0.1

{
    "on average, labels!!": when(alike, "true probabilities; the same loss; finite"),
    "in place of the draw|offers its own!!": when(biased, "in place of the draw; whether that is closer"),
    "mean given|m(x) for its!": when(added, "its mean given x"),
    "true probabilities buy!": when(biased, "what a wrong teacher costs"),
    "what differs!": {"the noise": less_noise and alike, "the mean": not alike},
    "from the overall mean!!": {"from the label": added, "from the input": added},
    "given the input, product!!": when(
        added, "second is constant; the first has mean 0; product is 0; variances add; if they are finite"
    ),
    "probabilities as targets!!": when(less_noise, "remove the noise of the labels; leave that of the inputs"),
    "three kinds of targets!!": when(biased, "labels, the truth; too sure; fixed model"),
    "as wide as!": {"labels as targets is": measured["labels"].std() > measured["truth"].std()},
    "mean of the loss is!!": when(alike and less_noise, "alike; the standard deviations between"),
    "fitted slope!!": when(biased and by_copying, "spreads; can equal"),
    "copied as exactly!!": when(biased, "too sure; wrong slope"),
    "takes away the noise|its own errors!!": when(
        biased and by_copying, "noise of the labels; brings its own errors; has to be measured"
    ),
    "same expected loss|true probabilities have!!": when(
        alike and less_noise and biased, "the same expected loss; without their noise; bring its errors"
    ),
}

# %% after exercise-6-code: A teacher and a student on digits; smoothing; exercises; summary
acc = accuracies
on_validation = {
    name: [each.mean().item() for each in judge(model_of, validation)] for name, model_of in students.items()
}
most_taught = acc["teacher"] - acc["even"] > acc["even"] - acc["level"] > abs(acc["level"] - acc["labels"]) > 0
little_soft = 0 < acc["level"] - acc["labels"] < 1 and 0 < acc["smoothed labels"] - acc["labels"] < 1
doubts_help = 1 < acc["even"] - acc["level"] < acc["teacher"] - acc["even"]
no_gain = abs(acc["same images"] - acc["labels"]) < 0.5 and best["same images"] == 1
wrong_ranking = acc["permuted"] < acc["labels"] - 2 < acc["permuted at 2"] - 1
kinds_alike = abs(acc["reverse"] - acc["teacher"]) < 0.5 < acc["teacher at 2"] - acc["reverse at 2"]
by_teacher, of_even, of_level, of_permuted = softened("plain")(4), even(4), level(4), permuted(4)
keeps_first = near(of_even.max(2).values, by_teacher.max(2).values) and torch.equal(
    of_even.argmax(2), by_teacher.argmax(2)
)
one_confidence = of_level.max(2).values.std(dim=1).max() < 1e-12 < of_even.max(2).values.std(dim=1).min()
same_entropy = near(torch.special.entr(of_permuted).sum(2), torch.special.entr(by_teacher).sum(2)) and not near(
    of_permuted, by_teacher
)
loss_on = {name: judge(students[name], test)[1].mean().item() for name in ("teacher", "smoothed teacher")}
smoothed_ahead = acc["smoothed teacher"] > acc["teacher"] and loss_on["smoothed teacher"] > loss_on["teacher"]
temper = {}
for of_whom in ("teacher", "smoothed teacher"):
    out_z, out_test = (students[of_whom](images[part]).detach().flatten(0, 1) for part in (validation, test))
    temper[of_whom] = F.cross_entropy(
        out_test / fit_temperature(out_z, classes[validation].repeat(RUNS)), classes[test].repeat(RUNS)
    )
by_doubts = temper["smoothed teacher"] < temper["teacher"] and smoothed_ahead
spread_of = {name: says[name][is_wrong].reshape(RUNS, 100, 9).std(dim=2).mean() for name in ("plain", "smoothed")}
together = spread_of["smoothed"] < spread_of["plain"] / 2
at_each = {T: judge(student_of(divergence_from(softened("plain")(T), T)), validation)[1].mean() for T in (2, 4)}
linear_in = near(0.9 * hard + 0.1 * F.cross_entropy(student, uniform), smoothed)
by_uniform = near(
    F.cross_entropy(student, uniform) - F.kl_div(student.log_softmax(0), uniform, reduction="sum"), math.log(4)
)
over_all = near(distillation.smooth_labels(y, 4, 0.1, dtype=torch.float64)[0], 0.9 + 0.1 / 4)
nearly_labels = agree > 0.99
far_zero = F.cross_entropy(student / 10, distillation.soften(teacher, 10)) > 0 and lengths[0] > 20 * lengths[1]
mid = ((soft_at[1] + student.softmax(0)) / 2).log()
jensen = [(F.kl_div(mid, each, reduction="sum")).item() for each in (soft_at[1], student.softmax(0))]
at_100 = [(each / 100).log_softmax(0) for each in (student, teacher)]
terms_at = at_100[1].exp() * (at_100[1] - at_100[0])
cancelling = terms_at.sum().abs() < terms_at.abs().max() / 50
over_four = near(F.cross_entropy(torch.zeros(1, 4), torch.tensor([[0.75, 0.25, 0, 0]])), math.log(4))
stored = torch.cat([teacher[:2].softmax(0), torch.zeros(2).double()])
to_zero = slope_of(lambda q: F.cross_entropy(q, stored), student)[2:].min() > 0 and soft_at[1][2] > 0
bounded = sum(jensen) / 2 < math.log(2)
swapped_mid = ((student.softmax(0) + soft_at[1]) / 2).log()
swapped_halves = near(
    [F.kl_div(swapped_mid, each, reduction="sum").item() for each in (student.softmax(0), soft_at[1])], jensen[::-1]
)

{
    "student sees|teacher has seen!!": when(
        few.shape[1] < all_600.shape[1], "a student sees 100; a teacher has seen the labels of 600"
    ),
    "split once!!": when(
        len(set(training.tolist()) & set(test.tolist())) == 0,
        "600 to train; number of steps and the temperatures; rest to report",
    ),
    "eight runs!!": when(
        RUNS == len(draws) == 8 and not torch.equal(few[0], few[1]), "its own draw; its own initial weights"
    ),
    "hidden layer!!": when(
        plain_teacher.b1.shape[2] > students["labels"].b1.shape[2],
        "more entries in the teacher; not linear in the parameters",
    ),
    "how long to train!": when(
        on_validation["labels"][1] == min(judge(m, validation)[1].mean().item() for m in by_steps.values()),
        "student with labels",
    ),
    "three teachers!!": when(len(says) == len(teachers) == 3, "one with smoothed labels; its student's 100 images"),
    "even, divides, most probable!!": when(keeps_first, "rest evenly; the same confidence; without the ranking"),
    "level is even!!": when(one_confidence, "one confidence for all; only softness is left"),
    "shuffles, permuted!!": when(same_entropy, "other probabilities; the same entropy; wrong ranking"),
    "takes away what, images!!": when(no_gain, "teacher knows beyond; with smoothed labels"),
    "each kind of target!!": when(
        best["teacher"] == 4 and best["same images"] == 1, "lowest validation loss; use that of the teacher"
    ),
    "two targets!": when(len(set(best.values())) > 1, "may differ in their temperatures"),
    "target says most!": when(most_taught, "about the image"),
    "the student is often|cheaper to use!!": when(
        plain_teacher.b1.shape[2] > students["labels"].b1.shape[2], "often smaller; cheaper"
    ),
    "of the three!": when(
        on_validation["labels"][1] == min(judge(m, validation)[1].mean().item() for m in by_steps.values()),
        "lowest validation loss",
    ),
    "write the soft part, averaged|added!": when(
        near(soft_part(student.expand(3, 4), teacher.expand(3, 4), 4.0), soft), "averaged over the examples"
    ),
    "what do you expect on!": when(nearly_labels, "was trained on"),
    "names wrong!": when(wrong_ranking, "student believes them"),
    "shares the teacher's!!": when(keeps_first and doubts_help, "doubts; but not what"),
    "wrong classes are those!": when(most_taught, "resembles"),
    "teacher also says!": when(top - next_to_top < 0.2, "doubtful image"),
    "share of runs with, speak|speaks!!": when(
        new.error < runs.deviation, "draws from these; new images for the networks"
    ),
    "all this is about!": when(len(by_steps) == 3 and by_steps[150] is students["labels"], "chosen for the labels"),
    "gives each class one!!": when(over_four, "one quarter; whatever the teacher says"),
    "weight them with!": when(over_four and to_zero, "softmax of the stored logits"),
    "all targets share, compared!": when(few.shape == (RUNS, 100), "run by run"),
    "softness alone!": when(little_soft, "little"),
    "which images are doubtful!": {"helps": doubts_help, "more": doubts_help},
    "right ranking, most|helps!": when(most_taught, "most"),
    "level target gains|smoothed labels, gains!": when(little_soft, "other sign"),
    "points ahead, level|even, one, -teacher!": when(doubts_help, "the even target is; ahead of the level"),
    "permuted ranking!!": when(wrong_ranking, "a loss; have less to say; ahead of the even"),
    "student's images only!": {"no gain": no_gain, "a gain": not no_gain},
    "only the student's images|seen only!": {"no gain": no_gain, "gain showed": not no_gain},
    "larger network, yet!!": when(
        no_gain and plain_teacher.b1.shape[2] > 16, "larger network; lowest validation loss is at T=1"
    ),
    "kind of divergence!": when(kinds_alike, "hardly matters at T=4"),
    "reverse minus forward!!": when(kinds_alike, "further from the limit"),
    "smoothed teacher is not|smoothed teacher is a!!": when(smoothed_ahead, "not a worse one; by accuracy"),
    "plain teacher's, test loss!!": when(by_doubts, "ahead of; higher; because it copies the doubts"),
    "opposite, smoothed label!!": when(
        together, "gives all wrong classes the same share; pulls their logits together; ranking can be lost"
    ),
    "beyond 4|end of the list!": when(at_each[4] < at_each[2], "may be better"),
    "something to gain!!": when(
        no_gain and most_taught, "knows more than the student's labels; seen more; inputs without labels"
    ),
    "loss is linear in the!": when(linear_in, "target, so it splits"),
    "second part is!": when(linear_in, "uniform distribution"),
    "in its place!!": when(by_uniform, "smaller by a constant; the same gradient"),
    "label smoothing is distillation!!": when(linear_in and by_uniform, "at T=1; equally likely; whatever the image"),
    "label smoothing is a!": when(linear_in, "does not see the image"),
    "share that the true class|some texts!!": when(
        over_all,
        "share that the true class keeps; others, while PyTorch; over all C classes; multiply what is not kept by C/(C-1)",
    ),
    "bfloat16!!": when(cancelling, "small divergences at a high temperature; terms cancel"),
    "runs over all!": when(over_four, "not only over the stored"),
    "given to the other classes|gave to the other classes|other classes is!!": when(
        to_zero, "lost; give them probability 0"
    ),
    "Jensen!!": when(bounded and swapped_halves, "bounded; does not change"),
    "temperature divides the!": {"logits": divided, "log-ratios": divided},
    "shares of the losses!": when(far_zero, "but their gradients are not"),
    "soft part has a|decide!!": when(far_zero, "labels decide; a hundredth"),
    "rarely wrong|own training images!!": when(nearly_labels, "rarely wrong; nearly the labels"),
    "what helped in!": when(nearly_labels, "not the decision"),
    "loss can see the ranking|ranks all classes!!": when(
        divided and hidden, "how it ranks all classes; divides the log-ratios"
    ),
    "lowest value!!": when(
        zero_there and perfect, "prediction minus target; the target's entropy; read the divergence"
    ),
    "hence the factor!!": when(by_square and detached, "student and teacher share T; the teacher gets no gradient"),
    "on the digits!!": when(
        most_taught and little_soft and no_gain,
        "softness alone brought little; which images are doubtful more; right ranking of the other classes most",
    ),
}
