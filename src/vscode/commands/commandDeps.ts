import type { PanelControl } from '../panel/panel.ts';
import type { LaunchDeps } from '../profiles/launch.ts';
import type { RunRecords } from '../profiles/runRecords.ts';

/** What the commands work with. */
export interface CommandDeps extends LaunchDeps {
  readonly panel: PanelControl;
  readonly records: RunRecords;
}
