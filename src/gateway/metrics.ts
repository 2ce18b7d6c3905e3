import type { CascadeResult } from '../runtime/result.ts';

/** Counts what the gateway does, for Prometheus. */
export class GatewayMetrics {
  running = 0;
  readonly #requests = new Counter('downtier_requests_total', 'Requests for an answer, by how they ended.');
  readonly #seconds = new Counter('downtier_request_seconds_total', 'Time spent on them.');
  readonly #answers = new Counter('downtier_answers_total', 'Answers, by who gave them.');
  readonly #cost = new Counter('downtier_cost_usd_total', 'What requests cost, where that is known.');
  readonly #unknown = new Counter('downtier_cost_unknown_total', 'Requests whose cost is unknown.');

  ended(config: string, status: number | 'gone', seconds: number): void {
    this.#requests.add({ config, status: String(status) }, 1);
    this.#seconds.add({ config }, seconds);
  }

  answered(config: string, { model, costUSD }: CascadeResult): void {
    this.#answers.add({ config, model }, 1);
    this.spent(config, costUSD);
  }

  /** Also on what came to no answer. */
  spent(config: string, costUSD: number | undefined): void {
    if (costUSD === undefined) this.#unknown.add({ config }, 1);
    else this.#cost.add({ config }, costUSD);
  }

  /** In Prometheus' text format. */
  text(): string {
    const counters = [this.#requests, this.#seconds, this.#answers, this.#cost, this.#unknown];
    const running = `# HELP downtier_running_requests Requests under way.\n# TYPE downtier_running_requests gauge\ndowntier_running_requests ${this.running}\n`;
    return counters.map((counter) => counter.text()).join('') + running;
  }
}

class Counter {
  readonly #name: string;
  readonly #help: string;
  readonly #values = new Map<string, number>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  add(labels: Readonly<Record<string, string>>, amount: number): void {
    const key = Object.entries(labels)
      .map(([name, value]) => `${name}="${value.replace(/["\\\n]/g, '_')}"`)
      .join(',');
    this.#values.set(key, (this.#values.get(key) ?? 0) + amount);
  }

  text(): string {
    const lines = [...this.#values].map(([labels, value]) => `${this.#name}{${labels}} ${value}\n`);
    return `# HELP ${this.#name} ${this.#help}\n# TYPE ${this.#name} counter\n${lines.join('')}`;
  }
}
