"""Golden values for test/core/random.test.ts.

The 32-bit words come from CPython's own Mersenne Twister (MT19937), its state filled by Matsumoto and Nishimura's init_genrand(seed).
A uniform takes the low 26 bits of one word above the low 27 bits of the next. An integer below m takes a word plus 2^31 (modulo 2^32),
drawn again while it is not below the largest multiple of m that fits, and then modulo m. `order` is 0..9 after a Fisher-Yates shuffle from the
last place down.

Run:  python3 test/oracles/mersenne_twister.py > test/oracles/mersenneTwister.json   (standard library only)
"""

import json
import random

SEEDS = [0, 1, 42, 5489, -1, 2**31 - 1, 2**31 + 5]
LIMITS = [1, 2, 3, 10, 1000, 2**31 + 11, 3 * 2**30]
DRAWS = 8


def words(seed):
    state = [seed % 2**32]
    for index in range(1, 624):
        state.append((1812433253 * (state[-1] ^ (state[-1] >> 30)) + index) % 2**32)
    generator = random.Random()
    generator.setstate((3, (*state, 624), None))
    while True:
        yield generator.getrandbits(32)


def uniforms(seed):
    source = words(seed)
    return [((next(source) % 2**26) * 2**27 + next(source) % 2**27) / 2**53 for _ in range(DRAWS)]


def integer(source, below):
    limit = 2**32 if below <= 2 else 2**32 // below * below
    while True:
        word = (next(source) + 2**31) % 2**32
        if word < limit:
            return word % below


def integers(seed, below):
    source = words(seed)
    return [integer(source, below) for _ in range(DRAWS)]


def order(seed):
    source = words(seed)
    items = list(range(10))
    for last in range(9, 0, -1):
        other = integer(source, last + 1)
        items[last], items[other] = items[other], items[last]
    return items


first = words(5489)
assert [next(first) for _ in range(10000)][-1] == 4123659995  # the value the C++ standard demands of mt19937

rows = []
for seed in SEEDS:
    by_limit = [{"below": below, "drawn": integers(seed, below)} for below in LIMITS]
    rows.append("    " + json.dumps({"seed": seed, "uniforms": uniforms(seed), "integers": by_limit, "order": order(seed)}))
print("{")
print('  "source": "mersenne_twister.py: MT19937 of CPython, seeded by init_genrand",')
print('  "precision": "exact",')
print('  "seeds": [\n' + ",\n".join(rows) + "\n  ]")
print("}")
