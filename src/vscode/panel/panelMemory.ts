import type { EquivalenceName } from '../../core/equivalence/equivalence.ts';
import type { ProfileMethod, Scope } from '../../core/profiling/profile.ts';

/** What the user chose for one prompt; what is absent comes from the settings. */
export interface SetupChoices {
  /** null: the rows written in the prompt file. Absent: guessed. */
  readonly dataFile?: string | null;
  readonly columns?: Readonly<Record<string, string>>;
  readonly deselected?: readonly string[];
  readonly reference?: string;
  readonly delta?: number;
  readonly confidence?: number;
  readonly volume?: number;
  readonly maxSpendUSD?: number;
  readonly studentDelta?: number;
  readonly method?: ProfileMethod;
  readonly scope?: Scope;
  /** null or absent: guessed. */
  readonly equivalence?: EquivalenceName | null;
  /** What the user wrote for the rules that take something; each counts while its rule is chosen. */
  readonly labels?: string;
  readonly jsonFields?: string;
  readonly tolerance?: string;
  readonly judge?: string;
}

interface Remembered {
  readonly promptFile?: string;
  readonly byPrompt: Readonly<Record<string, SetupChoices>>;
}

/** As much of VS Code's Memento as is used. */
export interface MemoryStore {
  get<T>(key: string, fallback: T): T;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'panel';
/** Of so many prompts the choices are remembered. */
const PROMPTS_KEPT = 50;

/** The panel's choices, kept with the workspace over restarts. */
export class PanelMemory {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  get promptFile(): string | undefined {
    return this.#all.promptFile;
  }

  async openPrompt(promptFile: string): Promise<void> {
    await this.#store.update(KEY, { ...this.#all, promptFile });
  }

  choicesOf(promptFile: string): SetupChoices {
    return this.#all.byPrompt[promptFile] ?? {};
  }

  async choose(promptFile: string, choices: SetupChoices): Promise<void> {
    const { [promptFile]: before, ...others } = this.#all.byPrompt;
    const kept = Object.fromEntries(Object.entries(others).slice(-(PROMPTS_KEPT - 1)));
    await this.#store.update(KEY, { ...this.#all, byPrompt: { ...kept, [promptFile]: { ...before, ...choices } } });
  }

  get #all(): Remembered {
    return this.#store.get<Remembered>(KEY, { byPrompt: {} });
  }
}
