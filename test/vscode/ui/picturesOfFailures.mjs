import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { shotsFolder } from '../driver/places.mjs';

/** For `afterEach`: what the workbench looked like when a test failed. */
export function picturesOfFailures(workbenches) {
  return async function () {
    if (this.currentTest.state !== 'failed') return;
    mkdirSync(shotsFolder, { recursive: true });
    const name = this.currentTest.fullTitle().replace(/\W+/g, '-').slice(0, 100);
    const opened = workbenches().filter((workbench) => workbench !== undefined);
    for (const [index, workbench] of opened.entries())
      await workbench.shoot(join(shotsFolder, `failed-${name}-${index}.png`));
  };
}
