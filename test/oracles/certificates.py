"""Golden values for the tests of the certificates' statistics (test/core/statistics), 40 significant digits, all right.

Everything from its definition, in 60-digit arithmetic: tails summed term by term from an exact first term, the mixtures' integral by
quadrature in the angle q = sin^2, finite mixtures as sums of likelihoods. Rates are the doubles nearest to the decimals written here, so a perfect
implementation returns the nearest double of each value.

Run:  python3 test/oracles/certificates.py > test/oracles/certificates.json   (about a minute; needs mpmath)
"""

import json
from math import comb

from mpmath import asin, cos, erfc, erfinv, exp, log, loggamma, mp, mpf, nstr, pi, quad, sin, sqrt

mp.dps = 60
NEGLIGIBLE = mpf("1e-58")
PIECES = 60


def printed(value):
    return nstr(mpf(value), 40)


def summed(first, ratio):
    """first (1 + r1 + r1 r2 + ..), until a term is negligible; the ratios fall on the way, and end with 0."""
    term = total = mpf(first)
    for step in ratio:
        term *= step
        total += term
        if term < total * NEGLIGIBLE:
            break
    return total


# Binomial


def binomial_probability(k, n, rate):
    rate = mpf(rate)
    return exp(loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)) * rate**k * (1 - rate) ** (n - k)


def binomial_lower_tail(k, n, rate):
    odds = (1 - mpf(rate)) / mpf(rate)
    down = (odds * i / (n - i + 1) for i in range(k, 0, -1))
    up = ((n - i) / (odds * (i + 1)) for i in range(k + 1, n))
    if k <= n * rate:
        return summed(binomial_probability(k, n, rate), down)
    return 1 - summed(binomial_probability(k + 1, n, rate), up) if k < n else mpf(1)


BINOMIAL = [
    *[(k, n, rate) for n in (1, 2, 10, 50) for k in (0, 1, n // 2, n) for rate in (1e-6, 0.02, 0.05, 0.5, 0.9) if k <= n],
    *[(k, 1000, rate) for k in (0, 1, 15, 30, 50, 70, 500, 1000) for rate in (0.02, 0.05, 0.3)],
    *[(k, 100000, rate) for k in (0, 4800, 5000, 5200) for rate in (0.05, 0.051)],
    *[(k, 1000000, rate) for k in (0, 1, 49000, 49641, 50000, 51000, 500000) for rate in (0.05, 0.0501)],
]

# Hypergeometric


def hypergeometric_probability(k, population, marked, drawn):
    if k < max(0, drawn + marked - population) or k > min(marked, drawn):
        return mpf(0)
    choose = lambda n, r: exp(loggamma(n + 1) - loggamma(r + 1) - loggamma(n - r + 1))
    if population <= 5000:
        return mpf(comb(marked, k) * comb(population - marked, drawn - k)) / comb(population, drawn)
    return choose(marked, k) * choose(population - marked, drawn - k) / choose(population, drawn)


def hypergeometric_lower_tail(k, population, marked, drawn):
    rest = population - marked - drawn
    down = (mpf(i) * (rest + i) / ((marked - i + 1) * (drawn - i + 1)) for i in range(k, 0, -1))
    up = (mpf(marked - i) * (drawn - i) / ((i + 1) * (rest + i + 1)) for i in range(k + 1, min(marked, drawn)))
    if k * population <= drawn * marked:
        return summed(hypergeometric_probability(k, population, marked, drawn), down)
    first = hypergeometric_probability(k + 1, population, marked, drawn)
    return 1 - summed(first, up) if first else mpf(1)


HYPERGEOMETRIC = [
    (0, 1, 0, 1), (0, 1, 1, 0), (0, 2, 1, 1), (1, 2, 1, 1), (3, 50, 20, 10), (0, 50, 20, 10), (9, 50, 20, 10), (10, 50, 20, 10),
    (2, 20, 15, 7), (3, 20, 15, 7), (5, 20, 15, 7), (20, 3000, 151, 700), (5, 3000, 151, 300), (0, 3000, 151, 300),
    (60, 3000, 151, 1200), (75, 3000, 151, 1200), (150, 3000, 151, 2990), (2, 1000000, 50001, 100), (30, 1000000, 50001, 1000),
    (4800, 1000000, 50001, 100000), (5000, 1000000, 50001, 100000), (5200, 1000000, 50001, 100000), (24000, 1000000, 50001, 500000),
    (0, 1000000, 50001, 1000), (0, 1000000, 2, 999999), (1, 1000000, 2, 999999), (499000, 1000000, 500000, 999000),
]  # fmt: skip

# The mixture of rates below delta


def log_beta_mixture(k, n, delta):
    """log of the mean over the angles phi < t = asin sqrt delta, which are uniform under the cut Beta(1/2, 1/2)."""
    t = asin(sqrt(mpf(delta)))
    log_likelihood = lambda phi: (2 * k * log(sin(phi)) if k else 0) + (2 * (n - k) * log(cos(phi)) if n > k else 0)
    peak = min(asin(sqrt(mpf(k) / n)), t) if n else t
    # The log-likelihood is concave in the angle, with second derivative <= -2n and, at the cut, this slope: e^-144 is left out at most.
    width = 1 / sqrt(mpf(max(n, 1)))
    slope = (2 * k / sin(t) * cos(t) - 2 * (n - k) * sin(t) / cos(t)) if peak == t else mpf(0)
    reach = min(12 * width, 144 / slope if slope > 0 else mpf(2))
    low, high = max(mpf(0), peak - reach), min(t, peak + reach)
    places = [low + (high - low) * piece / PIECES for piece in range(PIECES + 1)]
    top = log_likelihood(peak) if 0 < peak else mpf(0)
    integral = quad(lambda phi: exp(log_likelihood(phi) - top), places, maxdegree=8)
    return log(integral / t) + top - k * log(mpf(delta)) - (n - k) * log(1 - mpf(delta))


MIXTURE = [
    *[(k, n, delta) for n in (0, 1, 2, 10) for k in sorted({0, 1, n // 2, n}) for delta in (1e-3, 0.05, 0.5, 0.95) if k <= n],
    *[(k, 1000, delta) for k in (0, 1, 30, 48, 49, 50, 60, 600, 1000) for delta in (0.02, 0.05, 0.1)],
    *[(k, 100000, delta) for k in (0, 4500, 4999, 5000, 5200) for delta in (0.05,)],
    *[(k, 1000000, delta) for k in (0, 1, 40000, 49000, 49999, 50000, 50001, 52000) for delta in (0.05,)],
]

# Fewer marked items in a finite population


def log_finite_mixture(population, drawn, marked, total):
    """log of the sum over j < total of L(j) / L(total), over total, where L(j) = C(population - drawn, j - marked) / C(population, j)."""
    rest = population - drawn
    term, likelihoods = mpf(1), mpf(0)
    for j in range(total, marked, -1):
        # L(j - 1) / L(j)
        term *= mpf(j - marked) * (population - j + 1) / (mpf(j) * (rest - j + 1 + marked))
        likelihoods += term
    return log(likelihoods / total)


FINITE = [
    (10, 0, 0, 1), (10, 1, 0, 1), (10, 1, 1, 2), (10, 5, 2, 3), (10, 5, 2, 5), (10, 9, 2, 3), (3000, 0, 0, 151), (3000, 100, 0, 151),
    (3000, 700, 20, 151), (3000, 700, 20, 85), (3000, 700, 20, 86), (3000, 700, 20, 30), (3000, 2900, 100, 151),
    (1000000, 1000, 20, 50001), (1000000, 100000, 4800, 50001), (1000000, 100000, 5100, 50001), (1000000, 1000, 0, 2000),
]  # fmt: skip

# Alpha spending


def obrien_fleming(alpha, fraction):
    quantile = sqrt(mpf(2)) * erfinv(1 - mpf(alpha))
    return erfc(quantile / sqrt(2 * mpf(fraction)))


SPENDING = [(alpha, size / 1000) for alpha in (0.1, 0.05, 0.01, 1e-4) for size in (50, 125, 250, 500, 800, 999, 1000)]

# Stirling's error


def stirling_error(z):
    z = mpf(z)
    return loggamma(z) - ((z - mpf(1) / 2) * log(z) - z + log(2 * pi) / 2)


STIRLING = [0.5, 1, 1.5, 2, 5, 10.5, 15, 15.5, 16, 16.5, 20, 100, 1000.5, 1000000]


def rows(names, cases, values):
    return [dict(zip(names, case)) | values(*case) for case in cases]


def section(name, found):
    lines = ",\n".join("    " + json.dumps(row) for row in found)
    return f'  "{name}": [\n{lines}\n  ]'


def main():
    sections = {
        "binomial": rows(
            ("successes", "trials", "rate"),
            BINOMIAL,
            lambda k, n, rate: {
                "logProbability": printed(log(binomial_probability(k, n, rate))),
                "lowerTail": printed(binomial_lower_tail(k, n, rate)),
            },
        ),
        "hypergeometric": rows(
            ("count", "population", "marked", "drawn"),
            HYPERGEOMETRIC,
            lambda k, population, marked, drawn: {
                "probability": printed(hypergeometric_probability(k, population, marked, drawn)),
                "lowerTail": printed(hypergeometric_lower_tail(k, population, marked, drawn)),
            },
        ),
        "betaMixture": rows(
            ("deviations", "items", "delta"), MIXTURE, lambda *case: {"logEvidence": printed(log_beta_mixture(*case))}
        ),
        "finiteMixture": rows(
            ("population", "drawn", "marked", "total"),
            FINITE,
            lambda *case: {"logEvidence": printed(log_finite_mixture(*case))},
        ),
        "obrienFleming": rows(
            ("alpha", "fraction"), SPENDING, lambda *case: {"spent": printed(obrien_fleming(*case))}
        ),
        "stirlingError": [{"z": z, "error": printed(stirling_error(z))} for z in STIRLING],
    }
    print("{")
    print('  "source": "certificates.py: definitions summed or integrated in 60-digit arithmetic",')
    print('  "precision": "40 significant digits, all right",')
    print(",\n".join(section(name, found) for name, found in sections.items()))
    print("}")


main()
