"""Golden values for test/core/statistics/clopperPearson.test.ts.

The one-sided Clopper-Pearson bounds by definition, without any beta function: the lower bound is the rate p that solves
P(Binomial(n, p) >= k) = alpha, the upper bound the one that solves P(Binomial(n, p) <= k) = alpha. The tail is summed term by
term in decimal arithmetic of 70 digits and the equation is solved by bisection until the bracket is relatively narrower than 1e-45.
The output is rounded to 40 significant digits, all of which are right.

Run:  python3 test/oracles/clopper_pearson.py > test/oracles/clopperPearson.json   (about a minute, standard library only)
"""

import json
import math
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, setcontext

WORKING_DIGITS = 70
PRINTED_DIGITS = 40
NARROW = Decimal("1e-45")
NEGLIGIBLE = Decimal("1e-60")

TRIALS = [1, 2, 3, 7, 10, 50, 100, 1000, 5574, 20000, 100000, 1000000]
ALPHAS = ["0.1", "0.025", "0.005", "0.0001", "0.000001"]

setcontext(Context(prec=WORKING_DIGITS, Emax=MAX_EMAX, Emin=MIN_EMIN))


def successes_of(trials):
    picked = {0, 1, 2, trials // 10, trials // 2, (9 * trials) // 10, trials - 2, trials - 1, trials}
    return sorted(k for k in picked if 0 <= k <= trials)


def leading_digits(integer):
    """A Decimal that agrees with the integer to more than the working precision, without converting all its digits."""
    surplus = max(0, integer.bit_length() - 400)
    return Decimal(integer >> surplus) * Decimal(2) ** surplus


def upper_tail(successes, trials, rate, choose):
    """P(Binomial(trials, rate) >= successes) for rate <= successes / trials, where the terms fall from the first one on."""
    odds = rate / (1 - rate)
    term = choose * rate**successes * (1 - rate) ** (trials - successes)
    total = term
    for count in range(successes, trials):
        term *= odds * (trials - count) / (count + 1)
        total += term
        if term < total * NEGLIGIBLE:
            break
    return total


def lower_bound(successes, trials, alpha, choose):
    if successes == 0:
        return Decimal(0)
    # At rate = successes / trials the tail is at least 1/2, since the median of the binomial is then the mean.
    low, high = Decimal(0), Decimal(successes) / Decimal(trials)
    if successes == trials:
        low, high = Decimal(0), Decimal(1)
    while high - low > high * NARROW:
        middle = (low + high) / 2
        if middle == 1 or upper_tail(successes, trials, middle, choose) > alpha:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def printed(value):
    return str(Context(prec=PRINTED_DIGITS, Emax=MAX_EMAX, Emin=MIN_EMIN).plus(value))


def main():
    lower = {}
    for trials in TRIALS:
        for successes in {side for k in successes_of(trials) for side in (k, trials - k)}:
            choose = leading_digits(math.comb(trials, successes))
            for alpha in ALPHAS:
                lower[trials, successes, alpha] = lower_bound(successes, trials, Decimal(alpha), choose)
    cases = [
        {
            "trials": trials,
            "successes": successes,
            "alpha": alpha,
            "lower": printed(lower[trials, successes, alpha]),
            # P(Binomial(n, p) <= k) = P(Binomial(n, 1 - p) >= n - k).
            "upper": printed(1 - lower[trials, trials - successes, alpha]),
        }
        for trials in TRIALS
        for successes in successes_of(trials)
        for alpha in ALPHAS
    ]
    rows = ",\n".join("    " + json.dumps(case) for case in cases)
    source = f"clopper_pearson.py: binomial tail summed in {WORKING_DIGITS}-digit decimals, solved by bisection"
    print("{")
    print(f'  "source": {json.dumps(source)},')
    print(f'  "precision": "{PRINTED_DIGITS} significant digits, all right",')
    print(f'  "cases": [\n{rows}\n  ]')
    print("}")


main()
