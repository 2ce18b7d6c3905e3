"""How often SMART's published rule certifies a model that deviates too often: the exact probability, without simulation.

The rule looks at a two-sided 95 % Clopper-Pearson interval of the agreement rate after every ten items and stops as soon as the interval lies
on one side of 1 - delta = 0.9; the model really agrees on 0.899 of the inputs. The number of agreements is followed item by item as a
probability distribution, from which the part that meets a boundary at a look is taken out. Doubles throughout; good to eight digits.

Run:  python3 test/oracles/false_certificates.py > test/oracles/falseCertificates.json   (about twenty seconds, standard library only)
"""

import json
from math import exp, lgamma, log

TARGET = 0.9
AGREEMENT = 0.899
TAIL = 0.025
ITEMS_PER_LOOK = 10
REPORTED = [1000, 5000, 20000]


def upper_tail(successes, trials, rate):
    """P(Binomial(trials, rate) >= successes) for successes above the mean."""
    term = exp(
        lgamma(trials + 1)
        - lgamma(successes + 1)
        - lgamma(trials - successes + 1)
        + successes * log(rate)
        + (trials - successes) * log(1 - rate)
    )
    total = 0.0
    while successes <= trials and term > total * 1e-17:
        total += term
        term *= rate / (1 - rate) * (trials - successes) / (successes + 1)
        successes += 1
    return total


def fewest_to_prove(rate, trials, start):
    """The fewest successes whose lower bound reaches the rate; trials + 1 if none does. The search starts below the answer."""
    successes = start
    while successes <= trials and upper_tail(successes, trials, rate) > TAIL:
        successes += 1
    return successes


def main():
    alive = {0: 1.0}
    certified = 0.0
    chances = {}
    for items in range(1, REPORTED[-1] + 1):
        grown = {}
        for agreements, chance in alive.items():
            grown[agreements] = grown.get(agreements, 0.0) + chance * (1 - AGREEMENT)
            grown[agreements + 1] = grown.get(agreements + 1, 0.0) + chance * AGREEMENT
        alive = {agreements: chance for agreements, chance in grown.items() if chance > 1e-20}
        if items % ITEMS_PER_LOOK == 0:
            enough = fewest_to_prove(TARGET, items, int(items * TARGET) + 1)
            too_many = fewest_to_prove(1 - TARGET, items, int(items * (1 - TARGET)) + 1)
            certified += sum(chance for agreements, chance in alive.items() if agreements >= enough)
            alive = {
                agreements: chance
                for agreements, chance in alive.items()
                if agreements < enough and items - agreements < too_many
            }
        if items in REPORTED:
            chances[items] = round(certified, 8)
    rows = [{"items": items, "probability": chance} for items, chance in chances.items()]
    source = "false_certificates.py: the distribution followed item by item, agreement 0.899 against 0.9, two-sided 95 %, every ten items"
    print(json.dumps({"source": source, "precision": "8 decimals", "certified": rows}, indent=2))


main()
