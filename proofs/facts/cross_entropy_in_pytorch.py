"""What the sentences of chapters/cross-entropy-in-pytorch.ipynb are held to."""

import inspect

# %% after overflow-by-hand: From scores to the gradient
ce, pick, eye = F.cross_entropy, F.nll_loss, torch.eye(3)
horse, signs = ce(logits, target), torch.tensor([3.0, -1.0, -2.0])


def same(one, other):
    return torch.allclose(torch.as_tensor(one).double(), torch.as_tensor(other).double(), rtol=0, atol=1e-5)


def runs(call, *arguments, **options):
    try:
        call(*arguments, **options)
    except (RuntimeError, ValueError, IndexError):
        return False
    return True


def says(truth, *words):
    return dict.fromkeys(words, truth)


def slope_of(loss_from, at):
    there = at.clone().requires_grad_()
    return torch.autograd.grad(loss_from(there), there)[0]


shifted = same((logits + 7).softmax(0), p)
term_by_term, elsewhere = -one_hot * p.log(), (-one_hot * p.log())[:2]
draws = torch.rand(2, 100_000, generator=torch.Generator().manual_seed(0)) < 0.4
together, copied = (draws[0] & draws[1]).float().mean(), draws[0].float().mean()
stepped = logits - 0.1 * gradient
lower = bool(ce(stepped, target) < horse)
raised, raised_all = logits + 2 * eye[2], logits + 2
smaller = bool(slope_of(lambda z: ce(z, target), raised).norm() < gradient.norm() and ce(raised, target) < horse)
tiny_loss = ce(torch.tensor([200.0, 0.0]), torch.tensor(1))
exclusive = torch.tensor([9.0, 9.0]).softmax(0).max() <= 0.5 < torch.tensor([9.0, 9.0]).sigmoid().min()
minus_target = same(slope_of(lambda z: ce(z, target), logits), p - eye[2])

{
    "nn.CrossEntropyLoss turns!!": says(horse.ndim == 0, "scores and the right class", "into one number"),
    "logarithms; natural; nats": same(ce(torch.zeros(2), torch.tensor(0)), math.log(2)),
    "cat / dog / horse": {"class 2": tuple(target == k for k in range(3)), "logit rises": tuple(gradient < 0)},
    "so theirs!": {"fall": (gradient[:2] > 0).all(), "rise": (gradient[:2] < 0).all()},
    "are the logits!!": says(
        same(signs.softmax(0).sum(), 1) and signs.min() < 0, "real numbers", "may be negative", "need not sum"
    ),
    "its distribution is!!": says(same(p.sum(), 1), "categorical", "probability p_k", "these sum to 1"),
    "dog and a horse!!": says(exclusive, "exactly one class is right", "one yes-or-no question for each"),
    "exponential / dividing": {
        "positive": ((signs.exp() > 0).all(), (signs / signs.abs().sum() > 0).all()),
        "add up to 1": (same(logits.exp().sum(), 1), same((logits.exp() / logits.exp().sum()).sum(), 1)),
    },
    "logsumexp, classes, so logits are!!": {
        "same": same(p.log() - logits, -logits.logsumexp(0)),
        "log-probabilities up to a constant": same((logits - p.log()).diff(), torch.zeros(2)),
    },
    "divided by a sum!!": says(same(logits.exp() / logits.exp().sum(), p), "Not probabilities", "$e^{z_k}$"),
    "difference of two logits, constant!": {"cancels": same(logits[2] - logits[0], (p[2] / p[0]).log())},
    "leaves the probabilities as they are, number!": {"adding one number to all": shifted},
    "one-hot, vector, elsewhere!!": {"1 at class": one_hot[2] == 1, "0 elsewhere": one_hot.sum() == 1},
    "given the inputs, labels are, probabilities!!": {
        "independent": abs(together - copied**2) < 0.005 < abs(copied - copied**2),
        "multiply": abs(together - copied**2) < 0.005,
    },
    "training looks for!!": says(lower, "likelihood", "largest", "function of the parameters"),
    "logarithm, product, optimisers!!": {
        "into a sum": same(torch.tensor([0.3, 0.4]).prod().log(), torch.tensor([0.3, 0.4]).log().sum()),
        "keeps": p.log().argmax() == p.argmax(),
        "minimise": lower,
    },
    "each example contributes!!": {
        "negative log-probability": same(-p[2].log(), horse),
        "true class": not same(horse, -p.log().sum()),
    },
    "sum over classes!!": says(
        same(term_by_term.sum(), horse),
        "target times log-probability",
        "cross-entropy of the target",
        "and the prediction",
    ),
    "one-hot targets, one number, because!": {
        "factor 0": (elsewhere == 0).all(),
        "cancel": elsewhere.sum() == 0 != elsewhere[0],
    },
    "form to compute with!!": says(
        tiny_loss == 200 and torch.tensor([200.0, 0.0]).softmax(0)[1].log() == -math.inf,
        "log-softmax",
        "without a division",
        "without the logarithm of a tiny probability",
    ),
    "full confidence, true class!!": {"the loss 0": curve[-1] == 0, "no limit": -torch.tensor(0.0).log() == math.inf},
    "horse, so the loss is!!": says(target == len(p) - 1, "negative logarithm of the last probability"),
    "loss of another, round!!": says(
        round(-math.log(0.425), 4) != round(horse.item(), 4), "when you print", "not before you compute"
    ),
    "derivative of the logarithm!!": says(
        minus_target,
        "one term of the sum, divided by the sum",
        "1 for the true class",
        "0 for the others",
    ),
    "gradient": {"prediction minus target": minus_target, "target minus prediction": same(gradient, eye[2] - p)},
    "step of gradient descent!!": says(lower, "against the gradient"),
    "hence the gradient sums!!": says(
        same(gradient.sum(), 0), "probabilities sum to 1", "so does the target", "sums to 0"
    ),
    "raise the logit of the true class, gradient!!": {"shrinks": smaller, "as does the loss": smaller},
    "raise the other two!!": says(
        same(ce(raised_all, target), horse) and ce(raised, target) < horse, "by as much", "is back"
    ),
    "softmax written by hand!!": says(by_hand.isnan().all(), "for reading", "not for use"),
    "1000 added, PyTorch, first!!": {
        "nan": by_hand.isnan().all(),
        "subtracts the largest logit": same((large - large.max()).exp() / (large - large.max()).exp().sum(), p),
        "as before": kept,
    },
}

# %% after wrong-axis: The calls, the targets, a batch and more axes
log_p3, weights_of = logits.log_softmax(0), nn.CrossEntropyLoss(weight=torch.ones(3))
halved, pair = torch.tensor([0.5, 0.5, 0.5]), torch.tensor([0.2, 0.3, 0.5])
of_halves, of_pair = (slope_of(lambda z, t=t: ce(z, t), logits) for t in (halved, pair))
if_sum, if_positive = same(of_pair, p - pair), same(of_halves, p - halved)
margins, is_right = batch.diff(dim=1).abs()[:, 0], batch.argmax(1) == labels
rows_of = ([1], [0], [2, 5])
mean_slope, sum_slope = (slope_of(lambda b, r=r: ce(b, labels, reduction=r), batch) for r in ("mean", "sum"))
close, identical = all(same(a, b) for a, b in pairs), all(a == b for a, b in pairs)
shape_mean = same(ce(pixel_logits, pixel_labels, reduction="none").mean(), pixel_loss)
axis_one = not runs(ce, pixel_logits.movedim(1, -1), pixel_labels)
is_picked = same(pick(a, torch.tensor([1])), -a[0, 1])
by_three = slope_of(lambda z: ce(z, pair), logits)

{
    "nn.LogSoftmax(dim)!": {
        "| logits | log-probabilities": same(nn.LogSoftmax(0)(logits).exp().sum(), 1),
        "| log-probabilities | logits": same(nn.LogSoftmax(0)(log_p3), logits),
    },
    "nn.NLLLoss()!": {
        "| log-probabilities, target | the loss": same(pick(log_p3, target), horse),
        "| logits, target": same(pick(logits, target), horse),
    },
    "nn.CrossEntropyLoss()!": {
        "| logits, target | the loss": same(ce(logits, target), -p[2].log()),
        "| probabilities, target": same(ce(p, target), horse),
    },
    "module, weight!": {
        "buffer": "weight" in dict(weights_of.named_buffers()),
        "parameter": "weight" in dict(weights_of.named_parameters()),
    },
    "unless you already!!": says(not same(pick(logits, target), horse), "Use CrossEntropyLoss", "log-probabilities"),
    "softmax happens!!": says(
        same(horse, -p[2].log()) and not same(ce(p, target), horse), "inside", "outputs logits", "one number"
    ),
    "most probable class, gives!!": {
        "is logits.argmax(dim=-1)": logits.argmax(dim=-1) == p.argmax(),
        "logits.softmax(dim=-1) gives the probabilities": same(logits.softmax(dim=-1), p),
    },
    "most calls!!": says(
        z.shape == (1, 3) and y.shape == (1,), "batch of examples", "shape (1, 3)", "shape (1,)", "classes on axis 1"
    ),
    "NLLLoss computes!": {"no logarithm": is_picked, "the logarithm": not is_picked},
    "picks, entry, sign!": {"changes": is_picked, "keeps": same(pick(a, torch.tensor([1])), a[0, 1])},
    "a negative log-likelihood, a_k!!": says(not same(pick(logits, target), horse), "only if", "are log-probabilities"),
    "input that looks right!!": says(a.max() <= 0, "none of its entries is positive", "logarithms of probabilities"),
    "exponentials sum to, but!!": says(not same(a.exp().sum(), 1), "are not log-probabilities"),
    "six rows of random!!": says(
        not same(drawn.exp().sum(1), torch.ones(6)), "mean of picked numbers", "not the loss of a model"
    ),
    "near 0, log-probability!!": says(abs(0.05 - (1 - math.exp(-0.05))) < 0.002, "roughly the probability of error"),
    "logits passed to NLLLoss!!": says(pick(100 * z, y) < 50 * pick(z, y) < 0, "fall without bound"),
    "opposite mix-up!!": says(
        same(ce(log_p3, target), horse), "is harmless", "log-probabilities are logits too", "gives the right loss"
    ),
    "an index says!!": says(same(horse, -p[target].log()), "which class is right"),
    "a one-hot vector, says!!": says(same(ce(logits, eye[2]), horse), "the same", "one entry for each class"),
    "PyTorch reads!!": {
        "the shape": runs(ce, logits, pair) and runs(ce, logits, target),
        "logits' own shape holds probabilities": if_sum,
        "must be of a floating dtype": not runs(ce, logits, torch.tensor([0, 0, 1])),
        "any other holds indices": runs(ce, batch, labels),
    },
    "prefer, less memory!": {"indices": target.nbytes < one_hot.nbytes, "one-hot": target.nbytes > one_hot.nbytes},
    "200 random batches!!": says(
        close and not identical,
        "all close, but not all identical",
        "do not compare losses with ==",
    ),
    "second form of!!": says((by_three - p).abs().min() > 0.1, "all classes with a positive target count"),
    "gradient is prediction minus target as before!!": says(if_sum and not if_positive, "if the targets sum to 1"),
    "only the probability of the true!!": says(
        same(ce(logits, eye[2]), -p[2].log()) and not same(ce(logits, pair), -p[2].log()),
        "a fact about one-hot targets",
        "not about the loss",
    ),
    "probability targets, below!": {"not checked": runs(ce, logits, halved), "checked": not runs(ce, logits, halved)},
    "by hand: log-softmax!!": says(
        same(-batch.log_softmax(1)[range(6), labels], losses),
        "along the class axis",
        "for each row",
        "entry of its label",
    ),
    "row 1 / row 0 / rows 2 and 5": {
        "confident and wrong": tuple(((margins[n] > 3) & ~is_right[n]).all() for n in rows_of),
        "is right": tuple(((margins[n] > 0) & is_right[n]).all() for n in rows_of),
        "do not decide": tuple((margins[n] == 0).all() for n in rows_of),
    },
    "default is, six!": {
        "the mean of": same(ce(batch, labels), losses.mean()),
        "the sum of": same(ce(batch, labels), losses.sum()),
    },
    "dividing by N, learning rate!!": {
        "does not move the minimiser": same(sum_slope / sum_slope.norm(), mean_slope / mean_slope.norm()),
        "divides the gradient": same(sum_slope / 6, mean_slope),
    },
    "one input has!!": says(pixel_labels[0].numel() == 20, "many labels", "each pixel of an image", "token of a text"),
    "loss is the mean over!": {"all of them": shape_mean},
    "class axis is": {"axis 1": axis_one, "the last axis": not axis_one, "axis 2": not axis_one},
    "the target has the same!!": says(pixel_labels.shape == pixel_logits[:, 0].shape, "without it"),
    "LogSoftmax with NLLLoss, axis!": {
        "dim=1": same(pick(pixel_logits.log_softmax(1), pixel_labels), pixel_loss),
        "dim=-1": same(pick(pixel_logits.log_softmax(-1), pixel_labels), pixel_loss),
    },
    'with reduction="none" the!!': says(
        ce(pixel_logits, pixel_labels, reduction="none").shape == pixel_labels.shape,
        "shape of the target",
        "where the model is wrong",
    ),
    "most language models!!": says(
        runs(ce, torch.zeros(2, 5, 3).movedim(-1, 1), torch.ones(2, 5).long())
        and not runs(ce, torch.zeros(2, 5, 3), torch.ones(2, 5).long()),
        "logits of shape (N, M, C)",
        "logits.movedim(-1, 1)",
    ),
}

# %% after token-mean: What the mean divides by
by_shares = slope_of(lambda b: ce(b, one_hot_labels, weight=weight), batch)
weighed = {c: [ce(batch, t, weight=c * weight).item() for t in (labels, one_hot_labels)] for c in (1, 3)}
truth, heavy = torch.tensor([0.6, 0.3, 0.1]), torch.tensor([1.0, 2.0, 6.0])
at_best = (heavy * truth / (heavy * truth).sum()).log()
at_rest = slope_of(lambda z: ce(z, truth, weight=heavy), at_best)
one_by_one = sum(
    truth[k] * slope_of(lambda z, k=k: ce(z[None], torch.tensor([k]), weight=heavy), truth.log()) for k in range(3)
)
equal_parts = (ce(batch[:3], labels[:3]) + ce(batch[3:], labels[3:])) / 2
all_padding = ce(batch, nothing, reduction="sum")
the_parts = [ce(batch[:4], labels[:4]), ce(batch[4:], labels[4:])]
whole_mean, parts_of_graph = ce(batch, labels), run(sums(pieces))[1] / most_whole
say = [torch.ones(3, requires_grad=True), torch.ones(2, requires_grad=True)]
on_tokens = torch.autograd.grad(torch.cat(say).mean(), say)
on_sequences = torch.autograd.grad((say[0].mean() + say[1].mean()) / 2, say)
three_axes, three_labels = torch.randn(2, 3, 5), torch.tensor([[0, 1, 2, 0, 1], [1, -100, -100, -100, -100]])
of_tokens = ce(three_axes, three_labels, reduction="none")
zero_row = F.cross_entropy(pair_of_rows, first_only, reduction="none")
default_index = inspect.signature(ce).parameters["ignore_index"].default
by_weights, by_number = (  # what divides the weighted mean, with index targets and with probabilities
    [same(divisor(batch, targets, weight=weight), expected) for targets in (labels, one_hot_labels)]
    for expected in (weight[labels].sum(), 6)
)

{
    "N examples, -labels!": {"examples | N": same(divisor(batch, labels), len(batch))},
    "with D labels each!": {"| ND": same(divisor(pixel_logits, pixel_labels), 60)},
    "index targets and weight!": {
        "sum of the weights of the targets": by_weights[0],
        "N or ND": by_number[0],
    },
    "probability targets and weight!": {
        "N or ND": by_number[1],
        "sum of the weights": by_weights[1],
    },
    "index targets, some equal ignore_index!": {
        "the others": same(divisor(batch, padded), 4),
        "all": same(divisor(batch, padded), 6),
    },
    "several batches!": {"add sums and counts": same((4 * the_parts[0] + 2 * the_parts[1]) / 6, whole_mean)},
    "has several meanings!!": says(not same(weighed[1][0], losses.mean()), "differ as soon as", "count differently"),
    "rare class, weight!": {"more": ce(logits, target, weight=3 * torch.ones(3), reduction="sum") > horse},
    "index targets, mean divides by!": {
        "weights that were used": by_weights[0],
        "number of": by_number[0],
    },
    "with probability targets, it divides!": {
        "by N": by_number[1],
        "weights": by_weights[1],
    },
    "scale of the weights!!": says(
        same(weighed[1][0], weighed[3][0]) and not same(weighed[1][1], weighed[3][1]), "Only the second depends"
    ),
    "weights, what is learned": {"change": not same(at_best.exp(), truth), "do not change": same(at_best.exp(), truth)},
    "weighted mean over all data!!": says(same(at_rest, torch.zeros(3)), "with either kind of target", "smallest"),
    "model that fits well!!": says(not same(at_best.exp(), truth), "no longer reports"),
    "small batches, index targets!!": {
        "weaken": same(one_by_one, torch.zeros(3)),
        "in a batch of one": same(ce(batch[3:4], labels[3:4], weight=weight), ce(batch[3:4], labels[3:4])),
        "the weight cancels": same(one_by_one, torch.zeros(3)) and not same(at_best.exp(), truth),
    },
    "w_k, to undo!": {
        "subtract": same((at_best - heavy.log()).softmax(0), truth),
        "add": same((at_best + heavy.log()).softmax(0), truth),
    },
    "equal to ignore_index, left out!!": {
        "−100 unless you choose": default_index == -100,
        "both the sum": same(ce(batch, padded, reduction="sum"), losses[:4].sum()),
        "number that divides": same(divisor(batch, padded), 4),
    },
    "loss of the four that count!!": says(
        same(ce(batch, padded), losses[:4].sum() / 4), "the sum of their losses divided by 4"
    ),
    "label smoothing, ignored rows!": {"leaves": same(smoothed, kept_rows)},
    "neither ignore_index=0!!": says(
        same(ignoring, ce(level, one_class)),
        "nor a weight of 0",
        "takes class 0 out of the softmax",
        "the same as without",
    ),
    "padding only, the mean!!": {"0 divided by 0": (nothing != -100).sum() == 0, "nan": padding_loss.isnan()},
    "sums and averages of losses!!": says(
        (padding_gradient == 0).all() and (padding_loss + 1).isnan(),
        "gradient vanishes all the same",
        "include it are nan",
    ),
    "classes with the weight 0!!": says(weightless_gradient.isnan().all(), "the loss is nan", "so is the gradient"),
    "skip such a batch!!": says(
        all_padding == 0 and by_count == 0, "divide by the count", "by 1 if the count is 0", "the loss is zero"
    ),
    "mask of your own, places left out, mean!!": {
        "hold zeros": (unreduced[4:] == 0).all(),
        "counts them": same(unreduced.mean(), losses[:4].sum() / 6),
    },
    "divide the sum by!": {"number of places that count": same(unreduced.sum() / counts.sum(), ce(batch, padded))},
    "if none counts!!": says(
        undivided.isnan().all(), "0 divided by 0", "the gradient is nan too", "mask.sum().clamp(min=1)"
    ),
    "probability targets have!!": {
        "no padding": same(plain, ce(batch, one_hot_labels, ignore_index=-1)),
        "0 or more is refused": not runs(ce, batch, one_hot_labels, ignore_index=0),
        "the same as without": same(plain, ce(batch, one_hot_labels, ignore_index=-1)),
    },
    "row of zeros, mask, mean!!": {
        "counts it": same(zero_row.sum() / 2, ce(pair_of_rows, first_only)),
        "falls": zero_row.mean() < zero_row[0],
        "even costs": each_smoothed[1] > 0,
    },
    "mask the losses!": {"by the count": same(unreduced.sum() / counts.sum(), ce(batch, padded))},
    "report a test loss!!": says(
        same((4 * the_parts[0] + 2 * the_parts[1]) / 6, whole_mean) and not same(sum(the_parts) / 2, whole_mean),
        "add up sums and counts",
        "divide once",
    ),
    "parts of a batch, average of their means!!": {
        "unequal": same(equal_parts, whole_mean),
        "not the loss of the whole batch": not same(sum(the_parts) / 2, whole_mean),
    },
    "so count, backward!!": says(
        (found - whole).norm() > 0.1 and parts_of_graph < 0.2, "first", "over the whole batch", "in each part"
    ),
    "forward pass keeps!!": says(parts_of_graph < 0.2, "for the backward pass", "each is freed before the next"),
    "R devices!!": says(
        same(sum(on_devices) / R, whole),
        "averages the gradients",
        "R times its sum",
        "divided by the count of all",
        "again that of the whole batch",
    ),
    "token mean / sequence mean": {
        "each token": (same(on_tokens[0][0], on_tokens[1][0]), same(on_sequences[0][0], on_sequences[1][0])),
        "each sequence": (same(*map(sum, on_tokens)), same(*map(sum, on_sequences))),
    },
    "F.cross_entropy on logits, computes!": {"token mean": same(ce(three_axes, three_labels), of_tokens.sum() / 6)},
    "neither is wrong!!": says(not same(on_tokens[0], on_sequences[0]), "different objectives"),
}

# %% after masked-class: Label smoothing, the contract, the list
left_true = 1 - 0.1 - 0.1 / 3  # as fairseq computes it: a share of the sum over all classes beside it
fairseq = -(left_true * four.log_softmax(1)[0, 0] + 0.1 / 3 * four.log_softmax(1).sum())
smoothed_target, softened = 0.9 * torch.eye(4)[0] + 0.1 / 4, torch.tensor([0.2, 0.3, 0.5])
by_label_smoothing = same(ce(four, first, label_smoothing=0.1), ce(four, smoothed_target[None]))
on_q = slope_of(lambda z: ce(z, q), q.log())
two_scores, two_weights = torch.tensor([[0.3, -0.4]]), torch.tensor([1.0, 9.0])
two_smooth = ce(two_scores, first, weight=two_weights, label_smoothing=0.1, reduction="none")
each_weighed = -(two_weights * torch.tensor([0.95, 0.05]) * two_scores.log_softmax(1)).sum()
true_weighed = -(two_weights[0] * torch.tensor([0.95, 0.05]) * two_scores.log_softmax(1)).sum()
index_only = not runs(F.nll_loss, torch.zeros(2, 3), torch.full((2, 3), 1 / 3))
second_scores = sure.softmax(1)
flatter = slope_of(lambda b: ce(b.softmax(1), labels), batch).norm() < slope_of(lambda b: ce(b, labels), batch).norm()
improper = torch.tensor([1.5, -0.5, 0.0])
unlikely = [ce(torch.tensor([0.0, -far, 0.0]), improper).item() for far in (0.0, 9.0, 99.0)]
doubled_sum = nn.CrossEntropyLoss(weight, False)(batch.repeat(2, 1), labels.repeat(2))
probabilities_in = F.nll_loss(batch.softmax(1), labels)

{
    "label smoothing takes!!": says(by_label_smoothing, "from the target", "over the classes"),
    "PyTorch, spreads it over!!": {
        "all C classes": by_label_smoothing,
        "true one included": by_label_smoothing,
        "wrong classes": same(ce(four, first, label_smoothing=0.1), ce(four, others)),
    },
    "probability targets are smoothed!!": says(
        same(smoothed_loss, ce(four, 0.9 * soft + 0.1 / 4)), "by the same formula"
    ),
    "fairseq, spreads it over!": {"wrong classes": same(fairseq, ce(four, others)), "all": same(fairseq, horse)},
    "to translate, wrong class!!": {
        "multiply": same(ce(four, first, label_smoothing=0.1 * 4 / 3), ce(four, others)),
        "$C/(C-1)$": same(0.1 * 4 / 3 / 4, 0.1 / 3),
        "the same": same(0.1 * 4 / 3 / 4, 0.1 / 3),
    },
    "best possible prediction!!": says(same(on_q, torch.zeros(C)), "$p_k-q_k$", "is q"),
    "then finite!!": says(
        gap.isfinite() and same(floor, ce(q.log(), q)),
        "the true logit and any other",
        "finite",
        "logarithm of a ratio",
        "entropy of q",
    ),
    "without smoothing|without it / with smoothing|with it": {
        "creeps towards 0": ((plain.diff() < 0).all(), (smooth.diff() < 0).all()),
        "is lowest at the gap": (plain.argmin() < 240, 0 < smooth.argmin() < 240),
    },
    "compare a loss with smoothing!!": says(plain[-1] < 0.01 < smooth.min(), "do not", "a loss without"),
    "class weights, optimum moves, because!": {
        "multiplies the smoothed share of each class": same(two_smooth, each_weighed),
        "true class": same(two_smooth, true_weighed),
    },
    "target, shape, as the logits!!": {
        "the logits' without the class axis": runs(ce, torch.zeros(2, 3, 4), torch.zeros(2, 4).long()),
        "as the logits": runs(ce, logits, softened) and not runs(ce, logits, softened[:2]),
    },
    "target, values, ignore_index!!": {
        "ignore_index; checked": not runs(ce, torch.zeros(1, 3), torch.tensor([3])),
        "not checked": runs(ce, torch.zeros(3), torch.tensor([5.0, -5.0, 9.0])),
    },
    "result, one number!!": {
        "the shape without the class axis": ce(batch[None].mT, batch[None].mT.softmax(1), reduction="none").shape
        == (1, 6),
        'with "none" the target\'s shape': ce(batch, labels, reduction="none").shape == labels.shape,
        "() for (C,)": ce(logits, target[None], reduction="none").shape == (),
    },
    "for NLLLoss the!!": {
        "the first column holds": index_only,
        "log-probabilities in place of logits": same(F.nll_loss(log_p3[None], target[None]), horse),
        "no label smoothing": "label_smoothing" not in inspect.signature(F.nll_loss).parameters,
    },
    "break the contract!!": says(len(refused) == len(wrong_calls), "are refused"),
    "second one gets!!": {
        "between 0 and 1": second_scores.min() >= 0 and second_scores.max() <= 1,
        "logits differ by at most 1": second_scores.max() - second_scores.min() <= 1,
    },
    "accepts all of these!!": says(silent and deprecated, "the last two with a warning", "are deprecated"),
    "softmax before CrossEntropyLoss!!": {
        "a flatter loss": flatter,
        "a floor far above 0": ce(second_scores, torch.tensor([3])) > 1,
    },
    "logits into NLLLoss, picks!!": {
        "picks a logit": same(F.nll_loss(batch, labels), -batch[range(6), labels].mean()),
        "negative": unlikely[2] < 0,
    },
    "probabilities into NLLLoss, picks!!": {
        "picks a probability": same(probabilities_in, -batch.softmax(1)[range(6), labels].mean()),
        "between −1 and 0": -1 <= probabilities_in <= 0,
    },
    "targets that do not sum to 1, gradient!!": {
        "another gradient": not if_positive,
        "another scale": same(ce(equal, 0.5 * torch.ones(3)), 1.5 * math.log(3)),
    },
    "negative target entries!!": {
        "rewards improbable classes": unlikely[1] < unlikely[0],
        "no lower bound": unlikely[2] < -40,
    },
    "logits and float targets swapped!!": {
        "another loss": not same(ce(one_hot_labels, batch), ce(batch, one_hot_labels)),
        "can be negative": ce(eye, -torch.ones(3, 3)) < 0,
    },
    "network's output as target!!": {"trained too": reached.norm() > 0, ".detach()": reached.norm() > 0},
    "(N, M, C) with M = C!!": {
        "softmax over positions": same(
            ce(token_logits, token_labels), F.nll_loss(token_logits.log_softmax(1), token_labels)
        )
    },
    "1-D float target!!": {"one example": accepted[8].ndim == 0, "four binary losses": len(four_targets) == 4},
    "batch with padding only!!": {"nan": accepted[9].isnan()},
    "masked by −∞!!": {
        "right for indices": same(ce(masked_logits, first), math.log(1 + math.e)),
        "nan or inf with probabilities or smoothing": ce(masked_logits, torch.tensor([[1.0, 0.0, 0.0]])).isnan()
        and ce(masked_logits, torch.tensor([[0.5, 0.3, 0.2]])) == math.inf
        and ce(masked_logits, first, label_smoothing=0.1) == math.inf,
    },
    "many float16 labels, on a CPU!!": {
        "their summed loss": accepted[13].isinf(),
        "inf": accepted[13].isinf(),
        "or a loss of 0 without a gradient": accepted[12] == 0 and not vanished.any() and one_less > 0,
        "or nan": mask.isnan(),
    },
    "one class only!!": {"a softmax that is 1": torch.zeros(1).softmax(0) == 1, "a loss of 0": accepted[11] == 0},
    "LogSoftmax() without dim!!": {
        "axis 1 of two or four": axes[1] == axes[3] == [1],
        "axis 0 of one or three": axes[0] == axes[2] == [0],
    },
    "CrossEntropyLoss(w, False)!!": {
        "a sum": same(positional, summed),
        "grows with the batch": doubled_sum > positional,
    },
}

# %% after prior-bias: What the first loss should be
ten, some_labels = torch.zeros(5, 10), torch.arange(5)
noise = torch.randn(5, 10, generator=torch.Generator().manual_seed(0))
ignoring_input = slope_of(lambda z: ce(z, shares), shares.log())

{
    "logits, about equal, each class!!": {
        "the probability 1/C": same(ten.softmax(1), torch.full((5, 10), 0.1)),
        "new model": same(ce(0.001 * noise, some_labels).round(decimals=2), round(math.log(10), 2)),
    },
    "ten classes, first loss!": {"should be near": same(ce(ten, some_labels), math.log(10))},
    "much larger, often!!": {
        "logits start large": ce(20 * noise, some_labels) > 2 * math.log(10),
        "large weights": ce(20 * noise, some_labels) > 2 * math.log(10),
        "unscaled inputs": ce(255 * noise, some_labels) > 2 * math.log(10),
        "small weights": ce(0.001 * noise, some_labels) > 2 * math.log(10),
    },
    "much smaller, often!!": {
        "the weights are not new": ce(9 * torch.eye(10)[:5], some_labels) < 0.1,
        "the loss is not the one you think": F.nll_loss(9 * torch.eye(10)[:5], some_labels) < 0,
        "too small": ce(0.001 * noise, some_labels) < 0.9 * math.log(10),
        "small weights": ce(0.001 * noise, some_labels) < 0.9 * math.log(10),
    },
    "pass this check!!": says(same(ce(ten.softmax(1), some_labels), math.log(10)), "Two softmaxes", "since"),
    "before the first step!!": says(ce(shares.log(), shares) < math.log(3), "If the classes are unequal", "better"),
    "ignores its input!!": says(
        same(ignoring_input, ten[0, :3]), "does best with these shares", "bias of \\log\\pi_k", "weights of 0"
    ),
    "its loss is, shares!": {"the entropy of": same(ce(shares.log(), shares), -(shares * shares.log()).sum())},
    "training starts near!!": says(ce(shares.log(), shares) < math.log(3), "logarithms of the shares", "small weights"),
    "has to beat!!": says(same(ignoring_input, ten[0, :3]), "uses its inputs", "a trained model"),
}

# %% after exercise-11-code: Exercises and summary
allowed_rows = (torch.zeros(1, 3).numpy(), np.array([0]), np.array([[True, True, False]]))
with_padding = (batch.double().numpy(), padded.numpy())
per_row = weighted_gradient(batch.double().numpy(), labels.numpy(), weight.double().numpy())
error_rows = errors(batch.double().numpy(), labels.numpy())
own_means = [torch.autograd.grad(t.mean() / 2, t)[0][0] for t in on_each]
far_below = [
    abs(slope_of(lambda z: F.nll_loss(z.softmax(0), torch.tensor(1)), torch.tensor([0.0, -b]))[1]) for b in (1, 9)
]
at_one = slope_of(lambda z: F.nll_loss(z.softmax(0), torch.tensor(1)), torch.tensor([0.0, -1.0]))[1]
chance_1 = torch.tensor(-1.0).sigmoid()
level_weights = weight / weight[labels].mean()
ends, middle = torch.randn(2, 50, 3, generator=torch.Generator().manual_seed(1)), 0.5
convex = (ends.mean(0).logsumexp(1) <= ends.logsumexp(2).mean(0) + 1e-6).all()
sharper = [-(t * t.log()).sum() for t in (torch.tensor([0.7, 0.3]), torch.tensor([0.99, 0.01]))]
at_normalised = slope_of(lambda z: ce(z, torch.tensor([0.9, 0.3, 0.3])), torch.tensor([0.9, 0.3, 0.3]).log())
best_soft = torch.tensor([0.1, 0.2, 0.7]).double()
around = [ce(best_soft.log() + 0.1 * move, best_soft) for move in (eye[0].double(), -eye[0].double(), eye[1].double())]

{
    "leave the ignored rows!!": says(
        same(mean_loss(*with_padding), ce(batch, padded)),
        "out first",
        "form with logsumexp",
        "the largest logit subtracted",
    ),
    "weight of an example, whole row!!": {
        "of its true class": same(per_row, weight[labels, None] * error_rows / weight[labels].sum()),
        "prediction minus target": same(per_row, weight[labels, None] * error_rows / weight[labels].sum()),
        "each column": same(per_row, weight * error_rows / weight[labels].sum()),
    },
    "logsumexp, logit of the true class, as before!!": {
        "only the allowed logits enter": same(restricted_loss(*allowed_rows), math.log(2)),
        "subtracted": same(restricted_loss(*allowed_rows), math.log(2)),
        "all logits": same(restricted_loss(*allowed_rows), math.log(3)),
    },
    "required to give!!": says(
        same(restricted_loss(*allowed_rows), math.log(2)), "the others the probability 0", "among the possible ones"
    ),
    "e^{-J}, six probabilities!!": {
        "sixth root of the product": same(claimed, true_class.prod() ** (1 / 6)),
        "geometric mean": same(claimed, math.exp(true_class.log().mean())),
        "arithmetic mean": same(claimed, true_class.mean()),
    },
    "arithmetic mean, since!!": {
        "below": claimed < true_class.mean(),
        "one bad row": true_class.min() < 0.1,
        "product down": true_class.prod() < true_class.min(),
    },
    "weight of a token, count, average!!": {
        "divided by the count": same(own_means, [1 / (2 * count) for count in counts]),
        "inversely proportional": same(own_means[1] / own_means[0], counts[0] / counts[1]),
    },
    "weigh all tokens alike, each device!!": {
        "two times its sum": same(2 / sum(counts) / 2, 1 / sum(counts)),
        "count of both": on_each[0].grad.shape != on_each[1].grad.shape,
    },
    "p_y, so it lies!": {
        "between −1 and 0": -1 <= F.nll_loss(p, target) <= 0,
        "between 0 and 1": F.nll_loss(p, target) > 0,
    },
    "derivative of the softmax, true logit!": {"$-p_y(1-p_y)$": same(at_one, -chance_1 * (1 - chance_1))},
    "p_y goes to 0, an example!!": {
        "vanishes": far_below[1] < far_below[0] / 100,
        "very wrong": far_below[1] < far_below[0] / 100,
        "hardly teaches": far_below[1] < far_below[0] / 100,
        "largest": far_below[1] > far_below[0],
    },
    "numerators are equal, divisors!!": {
        "must sum to N": same(ce(batch, labels, weight=level_weights), ce(batch, one_hot_labels, weight=level_weights)),
        "their mean is 1": same(level_weights[labels].mean(), 1),
    },
    "scaled for the whole data set!!": says(level_weights[labels[:3]].mean() != 1, "on average", "not in each batch"),
    "wrong class gets, set them!!": {
        "$\\varepsilon/10$": same(0.1 * 10 / 9 / 10, 0.1 / 9),
        "a ninth of 0.1": paper[0, 9] == 0.1 / 9,
    },
    "whether the model ends!": {"in a softmax": ce(sure.softmax(1), torch.tensor([3])) > 1},
    "more training does!!": says(ce((99 * eye[:1]).softmax(1), first) > 0.55, "does not get below", "two softmaxes"),
    "fix is to!!": says(ce(sure, torch.tensor([3])) < 1e-6, "remove the softmax", "at inference only"),
    "which is 0 exactly!!": says(
        same(slope_of(lambda z: ce(z, best_soft), best_soft.log()), torch.zeros(3)),
        "gradient p-t",
        "prediction and target are equal",
    ),
    "logsumexp, the other term!!": {"convex": convex, "linear": convex, "concave": not convex},
    "a point with gradient 0!!": says(min(around) > ce(best_soft.log(), best_soft), "minimiser"),
    "entropy of the target, becomes one-hot!!": {"goes to 0": 0 < sharper[1] < sharper[0] / 5},
    "hence the gradient is!!": says(same(slope, half.sum() * p - half) and not same(slope, p - half), "$sp_k-t_k$"),
    "0 where the prediction!!": says(same(at_normalised, torch.zeros(3)), "$t/s$", "the normalised target"),
    "another scale, examples!!": says(
        slope_of(lambda z: ce(z, 2 * half), logits).norm() > slope.norm(), "a larger sum count more"
    ),
    "CrossEntropyLoss computes, logsumexp!!": {
        "from logits": same(horse, -p[2].log()),
        "minus the logit of the true class": same(horse, logits.logsumexp(0) - logits[2]),
        "from probabilities": same(ce(p, target), horse),
    },
    "NLLLoss / LogSoftmax": {
        "takes log-probabilities": (same(pick(log_p3, target), horse), same(log_p3.log_softmax(0), logits)),
        "only picks": (same(pick(log_p3, target), -log_p3[2]), same(log_p3.log_softmax(0), -log_p3)),
        "leads from logits": (same(pick(logits, target), horse), same(logits.log_softmax(0).exp().sum(), 1)),
    },
    "mean divides by what!!": says(
        axis_one, "class axis is axis 1", "logits' shape holds probabilities", "any other indices", "what counts"
    ),
    "first loss, distrust!!": {
        "$\\log C$": same(ce(ten, some_labels), math.log(10)),
        "negative": F.nll_loss(batch.softmax(1), labels) < 0,
        "floor": second_scores.max() <= 1,
    },
}
