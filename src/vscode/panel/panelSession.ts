import { Disposable, EventEmitter, workspace } from 'vscode';
import { dataFileOf } from '../../engine/worker/dataSource.ts';
import type { ProfileOrder } from '../../engine/worker/protocol.ts';
import { othersAsked, type SetupSurvey } from '../../engine/worker/setupSurvey.ts';
import type { PanelState } from '../../webview/protocol.ts';
import type { LaunchDeps } from '../profiles/launch.ts';
import { failureMessage } from '../profiles/showFailure.ts';
import { askedModels, worldFacts } from '../profiles/worldFacts.ts';
import { type EffectiveSetup, effectiveSetup, orderOf, surveyRequestOf } from './effectiveSetup.ts';
import { FileChoices } from './fileChoices.ts';
import { PanelMemory, type SetupChoices } from './panelMemory.ts';
import { profileState } from './profileState.ts';
import { setupState } from './setupState.ts';
import { SetupSurveyor } from './setupSurveyor.ts';

/** What the panel is about, whether it is shown or not: a prompt, the choices for it, what is known of them. */
export class PanelSession implements Disposable {
  readonly #deps: LaunchDeps;
  readonly #memory: PanelMemory;
  readonly #files: FileChoices;
  readonly #surveyor: SetupSurveyor;
  readonly #changed = new EventEmitter<void>();
  readonly #listening: Disposable;
  #keys: ReadonlyMap<string, 'stored' | 'environment' | 'missing'> = new Map();
  #failure: string | undefined;
  readonly onDidChange = this.#changed.event;

  constructor(deps: LaunchDeps) {
    const { services, profiles } = deps;
    this.#deps = deps;
    this.#memory = new PanelMemory(services.memory);
    const touched = (path: string): void => {
      if (path === this.promptFile || path === this.#dataFile) this.refresh();
    };
    this.#files = new FileChoices(() => this.refresh(), touched);
    this.#surveyor = new SetupSurveyor(
      (signal) => this.#survey(signal),
      (error) => {
        this.#failure = error === undefined ? undefined : failureMessage(error);
        this.#changed.fire();
      },
    );
    this.#listening = Disposable.from(
      this.#changed,
      this.#files,
      this.#surveyor,
      services.settings.onDidChange(() => this.refresh()),
      services.secrets.onDidChange(() => this.refresh()),
      workspace.onDidSaveTextDocument(({ uri }) => touched(uri.fsPath)), // also outside of the workspace
      profiles.onDidChange((promptFile) => {
        if (promptFile === this.promptFile) this.#changed.fire();
      }),
    );
  }

  get promptFile(): string | undefined {
    return this.#memory.promptFile;
  }

  get setup(): EffectiveSetup | undefined {
    const { promptFile } = this;
    return promptFile === undefined ? undefined : this.#setupOf(promptFile);
  }

  get state(): PanelState {
    const { profiles } = this.#deps;
    const { promptFile, setup } = this;
    const standing = promptFile === undefined ? { phase: 'none' as const } : profiles.standingOf(promptFile);
    // A file is read for it, which a running profile's steps need not.
    const resumable =
      promptFile !== undefined && standing.phase !== 'running' && profiles.resumableOf(promptFile) !== undefined;
    const rows = this.#surveyor.current?.data?.rows ?? 0;
    return {
      setup: setupState({
        setup,
        survey: this.#surveyor.current,
        files: this.#files,
        keys: this.#keys,
        written: promptFile === undefined ? {} : this.#memory.choicesOf(promptFile),
        busy: this.#surveyor.busy,
        resumable,
        hindrances: this.#failure === undefined ? [] : [this.#failure],
        defaults: this.#setupOf(''),
      }),
      profile: promptFile === undefined ? { phase: 'none' } : profileState(standing, promptFile, { resumable, rows }),
      trusted: workspace.isTrusted,
    };
  }

  /** The page is there: whatever changed meanwhile is looked at again. */
  async wake(): Promise<void> {
    this.#changed.fire();
    await this.#files.refresh();
  }

  async choosePrompt(promptFile: string): Promise<void> {
    const other = promptFile !== this.promptFile;
    await this.#memory.openPrompt(promptFile);
    this.refresh(other ? 'forget' : undefined);
    await this.#files.refresh();
  }

  async choose(choices: SetupChoices): Promise<void> {
    const { promptFile } = this;
    if (promptFile === undefined) return;
    await this.#memory.choose(promptFile, choices);
    this.refresh();
  }

  /** For a prompt that need not be the one shown. */
  async preset(promptFile: string, choices: SetupChoices): Promise<void> {
    await this.#memory.choose(promptFile, choices);
  }

  /** Of a prompt that need not be the one shown. */
  async surveyOf(promptFile: string): Promise<SetupSurvey> {
    return this.#ask(this.#setupOf(promptFile), new AbortController().signal);
  }

  refresh(forget?: 'forget'): void {
    this.#surveyor.refresh(forget);
    this.#changed.fire();
  }

  /** What Start would start, surveyed anew; `problems` of the survey say why it cannot. undefined: no prompt is chosen. */
  async order(): Promise<ProfileOrder | undefined> {
    const { setup } = this;
    const survey = setup && (await this.#survey(new AbortController().signal));
    return setup && survey && orderOf(setup, survey, this.#deps.services.settings);
  }

  dispose(): void {
    this.#listening.dispose();
  }

  get #dataFile(): string | undefined {
    const source = this.#surveyor.current?.source;
    return source && dataFileOf(source);
  }

  #setupOf(promptFile: string): EffectiveSetup {
    return effectiveSetup(promptFile, this.#memory.choicesOf(promptFile), this.#deps.services.settings);
  }

  async #survey(signal: AbortSignal): Promise<SetupSurvey | undefined> {
    const { services } = this.#deps;
    const { setup } = this;
    if (!setup) return undefined;
    const survey = await this.#ask(setup, signal);
    const accounts = [...new Set([...survey.models, ...othersAsked(survey)].flatMap(({ account }) => account ?? []))];
    const origins = accounts.map(async (account) => [account, await services.secrets.originOf(account)] as const);
    this.#keys = new Map(await Promise.all(origins));
    return survey;
  }

  async #ask(setup: EffectiveSetup, signal: AbortSignal): Promise<SetupSurvey> {
    const { services, thread } = this.#deps;
    const world = await worldFacts(services, setup.promptFile, { models: askedModels(setup), keys: 'without' });
    return thread.ask('survey', surveyRequestOf(setup, services.settings), { world, signal });
  }
}
