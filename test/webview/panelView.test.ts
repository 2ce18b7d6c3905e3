import assert from 'node:assert/strict';
import type { Drawn } from '../../src/webview/element.ts';
import { firstView, type Page, type View } from '../../src/webview/page.ts';
import { panelView } from '../../src/webview/panelView.ts';
import type { Intent, PanelState } from '../../src/webview/protocol.ts';
import { panel, panelStates, setup } from './panelStates.ts';
import { plain } from './plain.ts';

function page(state: PanelState, view: Partial<View> = {}): Page & { readonly sent: Intent[] } {
  const sent: Intent[] = [];
  return { state, view: { ...firstView, ...view }, sent, send: (intent) => void sent.push(intent), show: () => {} };
}

function all(children: readonly (Drawn | string)[]): readonly Drawn[] {
  return children.flatMap((child) => (typeof child === 'string' ? [] : [child, ...all(child.children)]));
}

function textOf(child: Drawn | string): string {
  return typeof child === 'string' ? child : child.children.map(textOf).join('');
}

function panelText(state: PanelState, view: Partial<View> = {}): string {
  return plain(panelView(page(state, view)).map(textOf).join(' '));
}

describe('panelView', () => {
  const cases: readonly [string, PanelState, RegExp, RegExp?][] = [
    ['says cost before, and at most', panel(), /costs about \$0\.62, at most \$1\.35/],
    ['says what could be saved', panel(), /up to \$109\.00 saved on 100,000 calls a month/],
    ['has no volume in a dataset’s promise', panelStates['setup-batch']!, /1,842 rows, with/, /calls a month/],
    ['offers to resume', panelStates['setup-batch']!, /pays for nothing twice/],
    ['says that prices are unknown', panel(), /unknown · set price/],
    ['says that a key is missing', panel(), /missing · set key/],
    ['says that prices are notional', panelStates['setup-notional']!, /notional: nobody is charged/],
    ['names missing models', panelStates['setup-empty']!, /No models yet/],
    ['lists problems', panelStates['setup-empty']!, /No prompt is chosen\./],
    ['explains trust', panelStates['setup-untrusted']!, /not trusted: estimates work, profiling does not/],
    [
      'names variables before there is a dataset',
      panelStates['setup-prompt-only']!,
      /Variables to fill: ticket, product/,
    ],
    [
      'says that nothing is cheaper',
      panel({ setup: { estimate: { ...setup.estimate!, savingUpToUSD: undefined } } }),
      /No chosen model is cheaper/,
    ],
    ['says how outputs are compared, and why', panel(), /Guessed, because the 1842 gold answers are 5 labels/],
    ['says where the data comes from', panel(), /taken because it lies beside the prompt/],
    [
      'says when only the prompt’s own row is left',
      panel({ setup: { data: { ...setup.data!, origin: 'only own rows' } } }),
      /rows written in the prompt file are taken/,
    ],
    [
      'shows a cascade stage by stage',
      panelStates['done-cascade']!,
      /100 % of calls.*openai\/gpt-x-mini.*its answer is kept when it is at least 93 % sure.*71 % answered here.*29 % go on.*openai\/gpt-x.*answers the rest.*29 % answered here/,
    ],
    [
      'shows the limits of labels as a range',
      panelStates['done-chain']!,
      /its answer is kept when it is at least 98\.7 % to 99\.1 % sure, depending on the label it gives.*kept when openai\/gpt-x would say the same with an estimated probability of at least 96\.1 %/,
    ],
    [
      'says what SMART would have recommended, on how many rows',
      panelStates['done-cascade']!,
      /What SMART would have recommended.*smart-allopenai\/gpt-x, as now.*smart-mix31 % openai\/gpt-x-nano \+ 69 % openai\/gpt-x\$0\.81.*at most 5 %420/,
    ],
    [
      'says how well models know when they agree',
      panelStates['done-cascade']!,
      /AUROC 0\.71, calibration error 12 %110 rows.*AUROC 0\.87, calibration error 4\.1 %.*AUROC unknown.*As a table/,
    ],
    [
      'says what a student in front would have saved, and what is promised with it',
      panelStates['done-student']!,
      /A student in front.*912 answers replayed: the student would have given 26\.8 % of them \(59\.7 % of the last quarter\), 0\.9 % of all unlike the stages\. Cost: 74\.4 %.*not a promise.*Who answers.*As a table.*Put a student in frontPromise with it: at most 10 % of answers differ from openai\/gpt-x's, with 90 % confidence/,
    ],
    [
      'says that rows are too few for a student, and still offers it',
      panelStates['done-chain']!,
      /912 answers replayed: too few.*With a delta of 2 % it answers nothing before input 3,500.*Of the last quarter it was sure of 41 %, and wrong on 0\.8 %.*Profile more rows.*Put a student in front/,
      /Who answers/,
    ],
    [
      'does not offer a student that had its time',
      panelStates['done']!,
      /912 answers replayed: the student would have answered none of them/,
      /Put a student in front|Who answers/,
    ],
    ['says nothing of a student where there can be none', panelStates['done-batch']!, /triage/, /[Ss]tudent/],
    [
      'asks in the setup what a student may add, of labels in a stream only',
      panel(),
      /what a student in front would save that may answer/,
    ],
    ['asks nothing of a student for a dataset', panelStates['setup-batch']!, /./, /student/],
    [
      'draws nothing of certainty or SMART where nothing is known',
      panelStates['done']!,
      /What happens to a call/,
      /AUROC|What SMART/,
    ],
    [
      'draws what was seen and the bound against the limit',
      panelStates['done-cascade']!,
      /How often it differs.*limit 5 %.*at most 4\.4 %2\.8 % seen on 762 rows/,
    ],
    ['calls a promise by an exact test certified', panelStates['done-cascade']!, /triage\.promptycertified/],
    ['says while certifying that the end decides', panelStates['running-certified']!, /is known at the end/, /So far/],
    ['says that it starts', panelStates['running-start']!, /Starting…/, /How often/],
    [
      'says how far and for how much',
      panelStates['running']!,
      /312 of at most 900 rows · \$0\.21 of \$5\.00 spent · at most 1 min 40 s left/,
    ],
    [
      'says that profiling stops at the cap',
      panelStates['done-reference']!,
      /stopped at the spending cap.*Raise the cap/,
    ],
    ['shows warnings', panelStates['done-reference']!, /Warning: openai\/gpt-x-nano: 30 of 915 answers are missing/],
    [
      'names the config’s file, not its folder',
      panelStates['done-many']!,
      /written yet: triage-[^\\]*\.cascade\.json/,
      /C:/,
    ],
    ['says that the config is committed', panelStates['done-batch']!, /Committed: triage\.cascade\.json/],
    ['says that no answer differed', panelStates['done-many']!, /No answer differed/],
    ['tells an answer that could not be used', panelStates['done']!, /\(no usable answer\)/],
    ['says why it failed', panelStates['failed']!, /refused the key \(401\)/],
  ];
  for (const [does, state, there, notThere] of cases) {
    it(`panelView ${does}`, () => {
      assert.match(panelText(state), there);
      if (notThere) assert.doesNotMatch(panelText(state), notThere);
    });
  }

  it('panelView starts only when nothing is in the way', () => {
    const pressed = (state: PanelState) => {
      const shown = page(state);
      const button = all(panelView(shown)).find(
        ({ tag, children }) => tag === 'button' && children.includes('Profile'),
      );
      button?.on.click?.({} as Event);
      return { sent: shown.sent, disabled: button?.attributes['aria-disabled'] };
    };
    assert.deepEqual(pressed(panel()), { sent: [{ type: 'start' }], disabled: undefined });
    assert.deepEqual(pressed(panel({ trusted: false })), { sent: [], disabled: 'true' });
    assert.deepEqual(pressed(panelStates['setup-empty']!), { sent: [], disabled: 'true' });
  });

  it('panelView has one heading of the first rank in every state, and names every control', () => {
    for (const [name, state] of Object.entries(panelStates)) {
      const elements = all(panelView(page(state)));
      assert.equal(elements.filter(({ tag }) => tag === 'h1').length, 1, name);
      const labelled = new Set(
        elements.filter(({ tag }) => tag === 'label').map(({ attributes }) => attributes['for']),
      );
      for (const { tag, attributes } of elements.filter(({ tag: one }) => one === 'input')) {
        assert.ok(attributes['aria-label'] ?? labelled.has(String(attributes['id'])), `${name}: a nameless ${tag}`);
      }
    }
  });

  it('panelView has no style, script or handler in attributes, which the policy forbids', () => {
    for (const [name, state] of Object.entries(panelStates)) {
      for (const { tag, attributes } of all(panelView(page(state)))) {
        assert.notEqual(tag, 'script', name);
        assert.deepEqual(
          Object.keys(attributes).filter((attribute) => /^(style$|on)/.test(attribute)),
          [],
          name,
        );
      }
    }
  });

  it('panelView draws different things at different keys', () => {
    for (const [name, state] of Object.entries(panelStates)) {
      for (const { tag, children } of all(panelView(page(state)))) {
        const keys = children.flatMap((child) => (typeof child === 'string' ? [] : (child.key ?? [])));
        assert.equal(
          new Set(keys).size,
          keys.length,
          `${name}: ${tag} has two children with one key of ${keys.join(', ')}`,
        );
      }
    }
  });
});
