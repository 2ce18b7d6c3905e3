import type { Drafts } from './numberFields.ts';
import type { Intent, PanelState } from './protocol.ts';

export type DetailsName = 'preview' | 'settings';

/** What the page itself knows: how it is being looked at, and what is typed or under way. */
export interface View {
  readonly open: Readonly<Partial<Record<DetailsName, boolean>>>;
  readonly drafts: Drafts;
  /** Why the last intent came to nothing. */
  readonly failure: string | undefined;
  /** Cancel was pressed and the profile has not ended yet. */
  readonly cancelling: boolean;
  readonly dropping: boolean;
  /** Which differing answers are shown; undefined: those of all models. */
  readonly differingModel: string | undefined;
  readonly differingPage: number;
}

export const firstView: View = {
  open: {},
  drafts: {},
  failure: undefined,
  cancelling: false,
  dropping: false,
  differingModel: undefined,
  differingPage: 0,
};

/** What every part of the page is drawn from, and how it answers. */
export interface Page {
  readonly state: PanelState;
  readonly view: View;
  readonly send: (intent: Intent) => void;
  /** Changes the view and draws again. */
  readonly show: (change: Partial<View>) => void;
}
