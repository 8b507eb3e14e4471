"""Entropy, cross-entropy and the divergences of discrete distributions, in nats, bits or bans.

Distributions are arrays whose last axis holds the outcomes' probabilities; axes before it are separate distributions.
The unit is that of the logarithm: nats for base e, bits for base 2, bans for base 10.
An outcome of probability 0 adds nothing, whatever the other distribution gives it; one that the model considers
impossible but that occurs makes the cross-entropy and the divergence infinite.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.polynomial.polynomial import polyval
from numpy.typing import ArrayLike, NDArray

from lossbook._arrays import as_floats, distributions, require_all

__all__ = ["cross_entropy", "entropy", "js_divergence", "kl_divergence", "perplexity"]

BASE = {"nats": math.e, "bits": 2.0, "bans": 10.0}


def entropy(p: ArrayLike, *, unit: str = "nats") -> NDArray[np.float64]:
    r"""The mean surprise at an outcome of `p` for someone who knows `p`.

    Use it for the loss that no model can get below. It is 0 when one outcome is certain and :math:`\log K` when all
    :math:`K` are equally likely.

    .. math:: H(p) = -\sum_{k=1}^{K} p_k \log p_k
       :label: eq-doc-entropy

    Parameters
    ----------
    p
        Probabilities of shape (..., K), which sum to 1 over the last axis to within 1e-5, or to rounding in 16 bits.
    unit
        ``"nats"``, ``"bits"`` or ``"bans"``.

    Returns
    -------
    numpy.ndarray or numpy.float64
        One entropy, 0 or more, for each distribution, float64, in `unit`.

    Raises
    ------
    ValueError
        If a probability is negative or NaN, they do not sum to 1, or the unit is unknown.

    Examples
    --------
    >>> labels = [0.4, 0.1, 0.25, 0.25]
    >>> print(f"{entropy(labels):.4f} nats, {entropy(labels, unit='bits'):.4f} bits")
    1.2899 nats, 1.8610 bits

    References
    ----------
    Shannon, C. E., "A mathematical theory of communication", Bell System Technical Journal 27 (1948).
    https://doi.org/10.1002/j.1538-7305.1948.tb01338.x
    """
    p = distributions("p", p)
    return _mean_surprise(p, p, unit)


def cross_entropy(p: ArrayLike, q: ArrayLike, *, unit: str = "nats") -> NDArray[np.float64]:
    r"""The mean surprise at an outcome of `p` for someone who believes `q`.

    Use it as the loss of a model `q` where `p` is true. Mind the order: it is not symmetric. For logits and labels,
    use `lossbook.losses.cross_entropy`.

    .. math:: H(p, q) = -\sum_{k=1}^{K} p_k \log q_k
       :label: eq-doc-information-cross-entropy

    Parameters
    ----------
    p
        The true probabilities, of shape (..., K), which sum to 1 over the last axis to within 1e-5, or rounding in 16
        bits.
    q
        The model's probabilities, with the same K; the preceding axes broadcast.
    unit
        ``"nats"``, ``"bits"`` or ``"bans"``.

    Returns
    -------
    numpy.ndarray or numpy.float64
        One cross-entropy for each pair, float64, in `unit`; infinite where some :math:`q_k = 0 < p_k`.

    Raises
    ------
    ValueError
        If a probability is negative or NaN, they do not sum to 1, the numbers of outcomes differ, or the unit is
        unknown.

    Examples
    --------
    >>> print(f"{cross_entropy([0.4, 0.1, 0.25, 0.25], [0.3, 0.15, 0.25, 0.3]):.4f} nats")
    1.3189 nats

    References
    ----------
    Cover, T. M., Thomas, J. A., "Elements of Information Theory", 2nd edition, Wiley (2006), section 5.4.
    https://doi.org/10.1002/047174882X
    """
    p, q = _pair(p, q)
    return _mean_surprise(p, q, unit)


def kl_divergence(p: ArrayLike, q: ArrayLike, *, unit: str = "nats") -> NDArray[np.float64]:
    r"""The surprise that believing `q` adds where `p` is true: the Kullback-Leibler divergence of `p` from `q`.

    Use it to compare models with what is true. It is 0 where `p` equals `q`, and elsewhere only if rounding of their
    sums hides the difference. It is not a distance: with the arguments exchanged it has a different value, the reverse
    divergence.

    .. math:: D(p \,\Vert\, q) = \sum_{k=1}^{K} p_k \log\frac{p_k}{q_k}
       :label: eq-doc-kl-divergence

    Parameters
    ----------
    p
        The true probabilities, of shape (..., K), which sum to 1 over the last axis to within 1e-5, or rounding in 16
        bits.
    q
        The model's probabilities, with the same K; the preceding axes broadcast.
    unit
        ``"nats"``, ``"bits"`` or ``"bans"``.

    Returns
    -------
    numpy.ndarray or numpy.float64
        One divergence for each pair, float64, in `unit`; infinite where some :math:`q_k = 0 < p_k`.

    Raises
    ------
    ValueError
        If a probability is negative or NaN, they do not sum to 1, the numbers of outcomes differ, or the unit is
        unknown.

    Examples
    --------
    >>> p, q = [0.4, 0.1, 0.25, 0.25], [0.3, 0.15, 0.25, 0.3]
    >>> print(f"{kl_divergence(p, q):.4f} one way, {kl_divergence(q, p):.4f} the other, in nats")
    0.0289 one way, 0.0292 the other, in nats

    References
    ----------
    Kullback, S., Leibler, R. A., "On information and sufficiency", Annals of Mathematical Statistics 22 (1951).
    https://doi.org/10.1214/aoms/1177729694
    """
    p, q = _pair(p, q)
    return _positive(_divergence(p, q, q - p)) / math.log(_base(unit))


def js_divergence(p: ArrayLike, q: ArrayLike, *, unit: str = "nats") -> NDArray[np.float64]:
    r"""The mean divergence of `p` and of `q` from their midpoint: the Jensen-Shannon divergence.

    Use it where two distributions stand on an equal footing, or where each gives 0 to some outcome of the other: it is
    symmetric and at most :math:`\log 2`. As a loss, that bound is a drawback: a mistake made with
    certainty costs no more.

    .. math:: J(p, q) = \tfrac{1}{2} D(p \,\Vert\, m) + \tfrac{1}{2} D(q \,\Vert\, m), \qquad m = \frac{p + q}{2}
       :label: eq-doc-js-divergence

    Parameters
    ----------
    p, q
        Probabilities of shape (..., K), which sum to 1 over the last axis to within 1e-5, or rounding in 16
        bits; the preceding axes broadcast.
    unit
        ``"nats"``, ``"bits"`` or ``"bans"``.

    Returns
    -------
    numpy.ndarray or numpy.float64
        One divergence for each pair, float64, in `unit`.

    Raises
    ------
    ValueError
        If a probability is negative or NaN, they do not sum to 1, the numbers of outcomes differ, or the unit is
        unknown.

    Examples
    --------
    >>> print(f"{js_divergence([1.0, 0.0], [0.0, 1.0], unit='bits'):.4f} bits")
    1.0000 bits

    References
    ----------
    Lin, J., "Divergence measures based on the Shannon entropy", IEEE Transactions on Information Theory 37 (1991).
    https://doi.org/10.1109/18.61115
    """
    p, q = _pair(p, q)
    middle = (p + q) / 2
    middle = np.where(middle == 0, p + q, middle)  # half of the smallest number is 0
    half = (q - p) / 2
    both = _divergence(p, middle, half) + _divergence(q, middle, -half)
    return np.minimum(_positive(both / 2), math.log(2)) / math.log(_base(unit))


def perplexity(cross_entropy: ArrayLike, *, unit: str = "nats") -> NDArray[np.float64]:
    r"""The number of equally likely outcomes that would surprise as much as a given mean loss.

    It is :math:`b^H` for a loss :math:`H` in units of base :math:`b`: e for nats, 2 for bits and 10 for bans.
    Use it to read the loss of a language model: a model that knows nothing has the size of its vocabulary. Average the
    loss first: the mean of perplexities is a different number. Do not use it to compare models that cut text into
    different pieces.

    .. math:: \mathrm{PP} = b^{H}
       :label: eq-doc-perplexity

    Parameters
    ----------
    cross_entropy
        Mean losses of any shape, 0 or more.
    unit
        The unit of the losses: ``"nats"``, ``"bits"`` or ``"bans"``.

    Returns
    -------
    numpy.ndarray or numpy.float64
        Perplexities of the shape of the losses, float64, 1 or more, without a unit; infinite if beyond all floats.

    Raises
    ------
    ValueError
        If a loss is negative or NaN, or the unit is unknown.

    Examples
    --------
    >>> print(f"{perplexity(10.8249):.0f}, {perplexity(1.75, unit='bits'):.4f}")
    50257, 3.3636

    References
    ----------
    Jelinek, F., Mercer, R. L., Bahl, L. R., Baker, J. K., "Perplexity: a measure of the difficulty of speech
    recognition tasks", Journal of the Acoustical Society of America 62 (1977). https://doi.org/10.1121/1.2016299
    """
    losses = as_floats("cross_entropy", cross_entropy)
    require_all("cross_entropy", losses >= 0, "numbers of 0 or more", losses)
    base = _base(unit)
    with np.errstate(over="ignore"):  # a power of e would begin from a rounded base
        return np.exp(losses) if base == math.e else np.power(base, losses)


def _divergence(p: NDArray, q: NDArray, gap: NDArray) -> NDArray:
    """Nats, to rounding, which may bring them below 0; `gap` is q - p, which is exact where the two are near.

    Its terms are q - p - p log(q/p), none of which is below 0, so that no two cancel; the first half sums to nothing.
    """
    p, q, gap = np.broadcast_arrays(p, q, gap)
    with np.errstate(over="ignore", divide="ignore"):
        ratio = np.divide(q, p, where=p > 0, out=np.ones_like(p))
        log_ratio = np.log(ratio)
        rounded = (ratio < np.finfo(np.float64).tiny) | (ratio == np.inf)  # the quotient, not its logarithm
        log_ratio[rounded] = np.log(q[rounded]) - np.log(p[rounded])
    terms = gap - p * log_ratio
    near = np.abs(gap) < p / 10
    terms[near] = p[near] * _remainder(gap[near] / p[near])
    return terms.sum(-1) - gap.sum(-1)


def _remainder(change: NDArray) -> NDArray:
    """c - log(1 + c) near 0, from log(1 + c) = 2 (s + s^3/3 + s^5/5 + ...), s = c / (2 + c), where c - 2 s = c s."""
    s = change / (2 + change)
    return s * (change - 2 * s**2 * polyval(s**2, 1 / np.arange(3, 15, 2)))


def _mean_surprise(p: NDArray, q: NDArray, unit: str) -> NDArray:
    """The mean of the surprise at `q` under `p`; what cannot happen adds nothing, even if it is infinite."""
    p, surprise = np.broadcast_arrays(p, _surprise(q) / math.log(_base(unit)))
    return _positive(np.multiply(p, surprise, where=p > 0, out=np.zeros_like(p)).sum(-1))


def _surprise(p: NDArray) -> NDArray:
    return -np.log(p, where=p > 0, out=np.full_like(p, -np.inf))


def _positive(mean: NDArray) -> NDArray:
    """Every mean here is 0 or more: sums that stray from 1, and rounding, can bring it below. Adding 0 undoes -0."""
    return np.maximum(mean, 0) + 0.0


def _pair(p: ArrayLike, q: ArrayLike) -> tuple[NDArray, NDArray]:
    p, q = distributions("p", p), distributions("q", q)
    if p.shape[-1] != q.shape[-1]:
        raise ValueError(f"expected p and q over the same outcomes, got {p.shape[-1]} and {q.shape[-1]} of them")
    try:
        np.broadcast_shapes(p.shape, q.shape)
    except ValueError:
        raise ValueError(f"expected p and q of shapes that broadcast, got {p.shape} and {q.shape}") from None
    return p, q


def _base(unit: str) -> float:
    if not (isinstance(unit, str) and unit in BASE):
        raise ValueError(f"expected unit to be one of {', '.join(BASE)}, got {unit!r}")
    return BASE[unit]
