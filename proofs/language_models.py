"""Bindings of chapters/language-models.ipynb; tokens are counted from 0."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from bookproof.formulas import Depends, Each, Index, Indexed, bind
from bookproof.formulas.find import load_module
from scipy import special, stats

tensor = load_module(Path(__file__).with_name("_tensors.py")).tensor

TOKENS = {"v": Index(0, "V-1"), "u": Index(0, "V-1")}


def three_tokens(rng):
    """A joint table of three tokens; marginals and conditionals are sums and quotients of it."""
    table = rng.dirichlet(np.ones(24)).reshape(2, 3, 4)
    return {
        "a": Index(0, 1),
        "b": Index(0, 2),
        "c": Index(0, 3),
        "P(a,b,c)": lambda a, b, c: table[int(a), int(b), int(c)],
        "P(a)": lambda a: table[int(a)].sum(),
        r"P(b\mid a)": lambda b, a: table[int(a), int(b)].sum() / table[int(a)].sum(),
        r"P(c\mid a,b)": lambda c, a, b: table[int(a), int(b), int(c)] / table[int(a), int(b)].sum(),
    }


def two_tokens(rng):
    """A joint table of two tokens."""
    table = rng.dirichlet(np.ones(6)).reshape(2, 3)
    return {
        "a": Index(0, 1),
        "b": Index(0, 2),
        "P(a,b)": lambda a, b: table[int(a), int(b)],
        "P(a)": lambda a: table[int(a)].sum(),
        r"P(b\mid a)": lambda b, a: table[int(a), int(b)] / table[int(a)].sum(),
    }


def text(rng):
    """Six places with four tokens to choose from."""
    N, V = 6, 4
    z, y = rng.normal(size=(N, V)), rng.permutation([0, 1, 2, 3, 1, 3])
    logits, target = tensor(z), torch.tensor(y)
    mean = F.cross_entropy(logits, target)
    return {
        "N": N,
        "V": V,
        **TOKENS,
        "n": Index(1, "N"),
        "z": Indexed(z, start=(1, 0)),
        "p": Indexed(torch.softmax(logits, 1), start=(1, 0)),
        "y": y,
        r"\theta": 0.3,
        r"L(\theta)": lambda _theta: torch.distributions.Categorical(logits=logits).log_prob(target).exp().prod(),
        r"\ell": F.cross_entropy(logits, target, reduction="none"),
        "J": mean,
    }


def bits(rng):
    """A loss in both units: the bits of a mean loss in nats, by the base-2 logarithm of the likelihood."""
    probabilities = rng.uniform(0.1, 0.9, size=5)
    return {"J": -np.log(probabilities).mean(), "B": -np.log2(probabilities).mean()}


def units_of_text(rng):
    """Five tokens of a text with eleven bytes."""
    probabilities = rng.uniform(0.1, 0.9, size=5)
    return {
        "N": 5,
        "U": 11,
        "n": Index(1, "N"),
        r"\ell": F.nll_loss(
            tensor(np.log(probabilities))[:, None], torch.zeros(5, dtype=torch.int64), reduction="none"
        ),
        "B_U": -np.log2(probabilities.prod()) / 11,
    }


def sizes_of_vocabularies(rng):
    """Models that know nothing."""
    return {"V": Each([2, 28, 50257])}


def shares(rng):
    """The shares of the tokens."""
    return {"V": 4, **TOKENS, r"\pi": Indexed(rng.dirichlet(np.ones(4))), r"H(\pi)": stats.entropy}


def table_of_logits(rng):
    """The bytes that torch counts for a float32 table without memory."""
    N, V = (int(size) for size in rng.choice(np.arange(100, 5000), 2, replace=False))
    return {"N": N, "V": V, "G": torch.empty(N, V, device="meta").nbytes / 1024**3}


def hidden_layer(rng):
    """Four characters out of seven, three hidden numbers; the tables as one matrix times one-hot inputs."""
    K, V, D = 4, 7, 3
    a, b, x = rng.normal(size=(K, V, D)), rng.normal(size=D), rng.permutation(V)[:K]
    one_hot = F.one_hot(torch.tensor(x), V).double().flatten()
    h = torch.tanh(F.linear(one_hot, tensor(a).reshape(K * V, D).T, tensor(b)))
    return {
        "K": K,
        "d": D,
        "j": Index(1, "K"),
        "i": Index(0, "d-1"),
        "a": Indexed(a, start=(1, 0, 0)),
        "b": Indexed(b),
        "x": x,
        "h": Indexed(h.numpy()),
    }


def last_layer(rng):
    """One place: all that moves with the last layer is torch's."""
    V, D = 5, 3
    h, w = rng.normal(size=D), rng.normal(size=(V, D))
    return {
        "V": V,
        "d": D,
        **TOKENS,
        "i": Index(0, "d-1"),
        "y": Index(0, "V-1"),
        "h": Indexed(h),
        "w": Indexed(w),
        "z": Depends(lambda w, h: Indexed(F.linear(tensor(h), tensor(w))), "w", "h"),
        "p": Depends(lambda w, h: Indexed(torch.softmax(F.linear(tensor(h), tensor(w)), 0)), "w", "h"),
        "t": Depends(lambda y: Indexed(F.one_hot(torch.tensor(y), V)), "y"),
        "s": special.logsumexp(w @ h),
        r"\ell": Depends(
            lambda w, h, y: F.cross_entropy(F.linear(tensor(h), tensor(w)), torch.tensor(y)), "w", "h", "y"
        ),
    }


def two_parts(rng):
    """Five logits, cut after the second."""
    z = rng.normal(size=5)
    return {"V": 5, "v": Index(0, "V-1"), "z": Indexed(z), "a": special.logsumexp(z[:2]), "b": special.logsumexp(z[2:])}


def student_and_teacher(rng):
    """A teacher's distributions at six places, and a student's logits."""
    N, V = 6, 4
    q = rng.dirichlet(np.ones(V), size=N)
    return {
        "N": N,
        "V": V,
        **TOKENS,
        "n": Index(1, "N"),
        "z": Indexed(rng.normal(size=(N, V)), start=(1, 0)),
        "q": Indexed(q, start=(1, 0)),
        "p": Depends(lambda z: Indexed(torch.softmax(tensor(z), 1), start=(1, 0)), "z"),
        "J": Depends(lambda z: F.cross_entropy(tensor(z), tensor(q)), "z"),
    }


def level(rng):
    """Six positions; the logsumexp is SciPy's, and its derivative torch's."""
    N, V = 6, 4
    z, y = rng.normal(size=(N, V)), rng.permutation([0, 1, 2, 3, 1, 3])
    s = special.logsumexp(z, axis=1)
    plain = F.cross_entropy(tensor(z), torch.tensor(y))
    return {
        "N": N,
        "n": Index(1, "N"),
        r"\lambda": 0.3,
        "s": s,
        "J": plain,
        "J_z": plain + 0.3 * torch.linalg.vector_norm(tensor(s)) ** 2 / N,
    }


def level_of_one(rng):
    """One position, whose level moves with its logits."""
    z = rng.normal(size=5)
    return {
        **TOKENS,
        "V": 5,
        "z": Indexed(z),
        "s": Depends(lambda z: torch.logsumexp(tensor(z), 0), "z"),
        "p": Depends(lambda z: Indexed(torch.softmax(tensor(z), 0)), "z"),
    }


BINDINGS = {
    **bind(three_tokens, "eq-lm-chain"),
    **bind(text, "eq-lm-softmax", "eq-lm-likelihood", "eq-lm-loss", "eq-lm-perplexity"),
    **bind(bits, "eq-lm-two", "eq-lm-bits"),
    **bind(units_of_text, "eq-lm-bits-per-character"),
    **bind(sizes_of_vocabularies, "eq-lm-uniform"),
    **bind(shares, "eq-lm-entropy"),
    **bind(table_of_logits, "eq-lm-memory"),
    **bind(hidden_layer, "eq-lm-hidden"),
    **bind(
        last_layer,
        "eq-lm-logits",
        "eq-lm-logsumexp",
        "eq-lm-gradient-hidden",
        "eq-lm-gradient-weights",
        "eq-lm-again",
    ),
    **bind(level, "eq-lm-z-loss"),
    **bind(level_of_one, "eq-lm-z-gradient"),
    **bind(two_parts, "eq-lm-parts"),
    **bind(student_and_teacher, "eq-lm-distil", "eq-lm-distil-gradient"),
}

INLINE = [two_tokens]
