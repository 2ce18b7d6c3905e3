import assert from 'node:assert/strict';
import { announcement } from '../../src/webview/announcement.ts';
import { done, failed, panel, running } from './panelStates.ts';
import { plain } from './plain.ts';

describe('announcement', () => {
  it('announcement changes with each tenth, not with each report', () => {
    const at = (items: number) =>
      plain(announcement(panel({ profile: { ...running, progress: { ...running.progress!, items } } })));
    assert.equal(at(90), 'Profiling triage.prompty: 10 % done.');
    assert.equal(at(179), at(90));
    assert.equal(at(1800), 'Profiling triage.prompty: 100 % done.');
  });

  it('announcement is the problems, the sentence, or nothing where an alert speaks', () => {
    assert.equal(
      announcement(panel({ setup: { problems: ['No prompt is chosen.', 'No data.'] } })),
      'No prompt is chosen. No data.',
    );
    assert.equal(announcement(panel({ profile: done })), done.sentence);
    assert.equal(announcement(panel({ profile: failed })), '');
  });
});
