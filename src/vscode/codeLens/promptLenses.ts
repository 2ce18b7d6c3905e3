import {
  type CancellationToken,
  CodeLens,
  type CodeLensProvider,
  type Disposable,
  type Event,
  EventEmitter,
  l10n,
  Range,
  type TextDocument,
  Uri,
  workspace,
} from 'vscode';
import { roughTokens } from '../../core/models/roughTokens.ts';
import { configFactWords } from '../../core/wording/configFactWords.ts';
import type { PromptFacts } from '../../engine/analysis/analysisProtocol.ts';
import { type Analysis, AnalysisEndedError } from '../analysis/analysisThread.ts';
import type { RoutingConfigs } from '../config/routingConfigs.ts';
import { commandId } from '../ids.ts';
import { isPromptName } from '../promptFiles.ts';
import type { Services } from '../services.ts';
import { configWords, costWords, type LensSubject } from './lensTexts.ts';

/**
 * How long the first lens of a document waits for its facts, and later ones for newer facts, before what is known is shown: for most prompts long enough
 * once the thread is warm, so that the lens does not change under the reader's eyes, and too short to be felt.
 */
const FIRST_WAIT_MS = 40;
const LATER_WAIT_MS = 10;

/** What is known of an open document; its text may be newer. */
interface Known {
  facts: PromptFacts | undefined;
  /** Version of the document that the facts are of. */
  version: number;
  /** Version that is being looked at. */
  asked: number;
  looking: Promise<void> | undefined;
}

/** The lenses above a prompt. Nothing is computed here: the analysis thread is asked, and its answers are drawn when they come. */
export class PromptLenses implements CodeLensProvider, Disposable {
  readonly #services: Pick<Services, 'settings' | 'world' | 'log'>;
  readonly #analysis: Analysis;
  readonly #configs: RoutingConfigs;
  readonly #known = new Map<string, Known>();
  readonly #changed = new EventEmitter<void>();
  readonly #factsChanged = new EventEmitter<TextDocument>();
  readonly #disposables: readonly Disposable[];

  constructor(services: Pick<Services, 'settings' | 'world' | 'log'>, analysis: Analysis, configs: RoutingConfigs) {
    this.#services = services;
    this.#analysis = analysis;
    this.#configs = configs;
    this.#disposables = [
      this.#changed,
      this.#factsChanged,
      configs.onDidChange(() => this.#changed.fire()),
      services.settings.onDidChange(() => this.#forgetAll()),
      workspace.onDidCloseTextDocument(({ uri }) => this.#known.delete(uri.toString())),
    ];
  }

  get onDidChangeCodeLenses(): Event<void> {
    return this.#changed.event;
  }

  /** New facts of a document; `factsOf` has them. */
  get onDidChangeFacts(): Event<TextDocument> {
    return this.#factsChanged.event;
  }

  factsOf({ uri }: TextDocument): PromptFacts | undefined {
    return this.#known.get(uri.toString())?.facts;
  }

  async provideCodeLenses(document: TextDocument, token: CancellationToken): Promise<CodeLens[]> {
    const { uri } = document;
    if (!this.#services.settings.get('codeLens', uri)) return [];
    const check = this.#configs.forPrompt(uri)?.check;
    if (!check && !isPromptName(uri.path)) return []; // notes and texts are prompts only if a config says so
    const known = this.#lookAt(document);
    if (known.looking) await atMost(known.looking, known.facts ? LATER_WAIT_MS : FIRST_WAIT_MS);
    if (token.isCancellationRequested) return [];
    const { facts } = known;
    const rough = facts ? 0 : roughTokens(document.getText());
    return lenses(document, { facts, roughTokens: rough, check, today: this.#services.world(uri).today });
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** Asks for the facts of the newest text unless they are known or on their way. */
  #lookAt(document: TextDocument): Known {
    const key = document.uri.toString();
    const known = this.#known.get(key) ?? { facts: undefined, version: -1, asked: -1, looking: undefined };
    this.#known.set(key, known);
    const { version } = document;
    if (known.asked !== version) {
      known.asked = version;
      const looking = this.#look(document, known).finally(() => {
        if (known.looking === looking) known.looking = undefined;
      });
      known.looking = looking;
    }
    return known;
  }

  /** The first time a rough count comes first, since the vocabulary takes long to load; later all is quick. */
  async #look(document: TextDocument, known: Known): Promise<void> {
    const { version } = document;
    const rough = known.facts === undefined;
    await this.#take(document, known, { version, exact: !rough });
    if (rough && known.asked === version) void this.#take(document, known, { version, exact: true });
  }

  async #take(
    document: TextDocument,
    known: Known,
    { version, exact }: { readonly version: number; readonly exact: boolean },
  ): Promise<void> {
    const { uri } = document;
    const otherwise = this.#services.settings.get('reference', uri);
    const question = { file: document.fileName, text: document.getText(), otherwise, exact };
    try {
      const facts = await this.#analysis.ask('prompt', question, uri);
      if (version < known.version || this.#known.get(uri.toString()) !== known) return;
      known.facts = facts;
      known.version = version;
      this.#factsChanged.fire(document);
      this.#changed.fire();
    } catch (error) {
      known.asked = -1; // the next request asks again
      if (!(error instanceof AnalysisEndedError)) this.#services.log.error(String(error)); // the other is logged already
    }
  }

  #forgetAll(): void {
    this.#known.clear();
    this.#changed.fire();
  }
}

function lenses(document: TextDocument, subject: LensSubject): CodeLens[] {
  const { uri } = document;
  const top = new Range(0, 0, 0, 0);
  const promise = configWords(subject, l10n.t);
  const unpriced = subject.facts?.inputUSD === undefined ? subject.facts?.model : undefined;
  const cost = new CodeLens(top, {
    title: costWords(subject, l10n.t),
    tooltip: l10n.t(
      'Tokens of the text without its variables, by OpenAI\'s vocabulary. A cost "from" is that of this text alone: answer and variables come on top.',
    ),
    ...(unpriced === undefined
      ? { command: commandId('estimateCost'), arguments: [uri] }
      : { command: commandId('setPrice'), arguments: [unpriced] }),
  });
  const profile = new CodeLens(top, {
    title: `$(dashboard) ${l10n.t('Profile prompt')}`,
    tooltip: l10n.t('Find the cheapest way to run this prompt that still answers like your strongest model.'),
    command: commandId('profilePrompt'),
    arguments: [uri],
  });
  if (promise === undefined || !subject.check) return [cost, profile];
  const config = new CodeLens(top, {
    title: promise,
    tooltip:
      subject.check.findings.map((finding) => configFactWords(finding, l10n.t)).join('\n') ||
      l10n.t('Open the routing config.'),
    command: 'vscode.open',
    arguments: [Uri.file(subject.check.file)],
  });
  // In a narrow editor the end is cut off: that is then only the age.
  return [cost, profile, config];
}

async function atMost(promise: Promise<void>, waitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const wait = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  await Promise.race([promise, wait]);
  clearTimeout(timer);
}
