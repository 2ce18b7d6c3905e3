/**
 * Gauss-Legendre quadrature on [from, to] with a fixed number of nodes: exact for polynomials of degree 63.
 * Nodes are the roots of the Legendre polynomial, found by Newton's method from the usual cosine guess (Abramowitz and Stegun 25.4.30).
 */
export function integrate(integrand: (x: number) => number, from: number, to: number): number {
  const half = (to - from) / 2;
  const middle = (from + to) / 2;
  let sum = 0;
  for (const { node, weight } of rule)
    sum += weight * (integrand(middle - half * node) + integrand(middle + half * node));
  return sum * half;
}

/** The mean of `of` over a Normal distribution, by Gauss-Hermite quadrature with three nodes: exact for polynomials of degree 5. */
export function meanOverNormal(mean: number, standardDeviation: number, of: (x: number) => number): number {
  const aside = Math.sqrt(3) * standardDeviation;
  return (of(mean - aside) + 4 * of(mean) + of(mean + aside)) / 6;
}

const degree = 32;
const rule: readonly { readonly node: number; readonly weight: number }[] = legendreRule();

/** The positive half of the symmetric rule. */
function legendreRule(): { node: number; weight: number }[] {
  return Array.from({ length: degree / 2 }, (_, index) => {
    let node = Math.cos((Math.PI * (index + 0.75)) / (degree + 0.5));
    let derivative = 0;
    for (let step = 0; step < 8; step++) {
      const { value, slope } = legendre(node);
      derivative = slope;
      node -= value / slope;
    }
    return { node, weight: 2 / ((1 - node * node) * derivative * derivative) };
  });
}

function legendre(x: number): { value: number; slope: number } {
  let previous = 1;
  let value = x;
  for (let order = 2; order <= degree; order++) {
    const next = ((2 * order - 1) * x * value - (order - 1) * previous) / order;
    previous = value;
    value = next;
  }
  return { value, slope: (degree * (x * value - previous)) / (x * x - 1) };
}
