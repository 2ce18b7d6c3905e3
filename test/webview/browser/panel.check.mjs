// The built page in a real Chromium. Part of `npm run test:vscode -- ui`; alone, after `npm run build`: `npx mocha test/webview/browser/panel.check.mjs`.
import assert from 'node:assert/strict';
import { failed, manyModels, panel, panelStates, running } from '../panelStates.ts';
import { openBrowser, openPanel, servePanel, themes } from './openPanel.mjs';

let server;
let browser;
const opened = [];

describe('the panel’s page', () => {
  before(async function () {
    this.timeout(30_000);
    server = await servePanel();
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    server?.close();
  });

  afterEach(async () => {
    for (const { page, troubles, close } of opened.splice(0)) {
      const found = page.isClosed() ? [] : await troubles();
      await close();
      assert.deepEqual(found, [], 'errors or breaches of the content security policy');
    }
  });

  /** A page with the first thing it says taken off. */
  async function open(options) {
    const one = await openPanel(browser, server.url, options);
    opened.push(one);
    assert.deepEqual(await one.sent(), [{ type: 'ready' }]);
    return one;
  }

  /** Themes differ in colours; borders take room in high contrast only. */
  const allWidths = [400, 760, 761, 900, 1600];
  const widths = { light: allWidths, 'hc-black': allWidths };

  describe('every state', () => {
    for (const theme of Object.keys(themes)) {
      it(`is drawn in ${theme} without errors, and fits from 400 to 1,600 pixels`, async function () {
        this.timeout(60_000);
        const { page, show } = await open({ theme });
        for (const width of widths[theme] ?? [900]) {
          await page.setViewportSize({ width, height: 800 });
          for (const [name, state] of Object.entries(panelStates)) {
            await show(state);
            assert.deepEqual(await page.evaluate(whatSticksOut), [], `${name} at ${width} pixels`);
          }
        }
      });
    }

    it('every control has a name', async () => {
      const { page, show } = await open();
      for (const [name, state] of Object.entries(panelStates)) {
        await show(state);
        const tree = await page.locator('body').ariaSnapshot();
        assert.match(tree, /heading/, name);
        assert.deepEqual(
          tree
            .split('\n')
            .filter((line) => /- (button|combobox|textbox|checkbox|radio|table|progressbar)(:|$| \[)/.test(line)),
          [],
          name,
        );
      }
    });

    it('tables are tables at any width', async () => {
      const { page, show } = await open({ width: 400 });
      for (const [name, count] of Object.entries({ setup: 1, running: 1, 'done-mix': 3 })) {
        await show(panelStates[name]);
        const tables = page.getByRole('table');
        assert.equal(await tables.count(), count, name);
        for (const table of await tables.all()) {
          assert.ok((await table.getByRole('columnheader').count()) >= 3, name);
          assert.ok((await table.getByRole('row').count()) >= 2, name);
          assert.ok((await table.getByRole('cell').count()) >= 2, name);
        }
      }
    });

    it('Tab reaches every control, and none is hidden behind the footer', async () => {
      const { page, show } = await open({ width: 600, height: 600 });
      for (const name of [
        'setup',
        'setup-many',
        'setup-empty',
        'setup-untrusted',
        'running',
        'done-mix',
        'done-cascade',
        'failed',
      ]) {
        await show(panelStates[name]);
        const wanted = await page.evaluate(tabStops);
        const reached = new Set();
        await page.evaluate(() => document.activeElement.blur());
        for (let press = 0; press <= wanted.length; press++) {
          await page.keyboard.press('Tab');
          const { stop, hidden } = await page.evaluate(focusedStop);
          if (stop !== undefined) reached.add(stop);
          assert.equal(hidden, false, `${name}: control ${stop} is behind the footer`);
        }
        assert.deepEqual(
          [...reached].sort((a, b) => a - b),
          wanted,
          name,
        );
      }
    });
  });

  describe('what it sends', () => {
    it('choices of files and columns', async () => {
      const { page, show, sent } = await open();
      await show(panel());
      await page.getByLabel('Prompt', { exact: true }).selectOption('prompts/summary.prompt');
      await page.getByRole('button', { name: 'Browse: Prompt' }).click();
      await page.getByLabel('Sample dataset', { exact: true }).selectOption('data/old.jsonl');
      await page.getByRole('button', { name: 'Browse: Sample dataset' }).click();
      await page.getByLabel('Column for ticket').selectOption('id');
      assert.deepEqual(await sent(), [
        { type: 'choosePrompt', path: '/w/prompts/summary.prompt' },
        { type: 'browsePrompt' },
        { type: 'chooseData', path: '/w/data/old.jsonl' },
        { type: 'browseData' },
        { type: 'mapColumn', variable: 'ticket', column: 'id' },
      ]);
    });

    it('what is said of models', async () => {
      const { page, show, sent } = await open();
      await show(panel());
      await page.getByLabel('Compare openai/gpt-x-nano').uncheck();
      await page.getByLabel('Measure the others by openai/gpt-x-mini').check();
      await page.getByRole('button', { name: 'Set price of compatible:ollama/qwen-8b' }).click();
      await page.getByRole('button', { name: 'Set key for anthropic/claude-y-haiku' }).click();
      await page.getByRole('button', { name: 'Configure models…' }).click();
      assert.deepEqual(await sent(), [
        { type: 'selectModel', id: 'openai/gpt-x-nano', selected: false },
        { type: 'setReference', id: 'openai/gpt-x-mini' },
        { type: 'setPrice', id: 'compatible:ollama/qwen-8b' },
        { type: 'setKey', id: 'anthropic/claude-y-haiku' },
        { type: 'configureModels' },
      ]);
    });

    it('the promise’s blanks, its settings, and the start', async () => {
      const { page, show, sent } = await open();
      await show(panel());
      const blanks = [
        ['Largest share of inputs', '2,5%'],
        ['Confidence', '99'],
        ['Calls a month', '1,250,000'],
        ['Spending cap', '$0.40'],
      ];
      for (const [label, text] of blanks) {
        await page.getByRole('textbox', { name: label }).fill(text);
        await page.keyboard.press('Enter');
      }
      await page.getByText('How it is profiled').click();
      await page.getByLabel('The promise is about').selectOption('batch');
      await page.getByLabel('Method').selectOption('smart');
      await page.getByLabel('Largest share of inputs that a student may answer').fill('4');
      await page.keyboard.press('Tab');
      await page.getByRole('button', { name: 'Profile', exact: true }).click();
      assert.deepEqual(await sent(), [
        { type: 'setNumber', field: 'delta', value: 0.025 },
        { type: 'setNumber', field: 'confidence', value: 0.99 },
        { type: 'setNumber', field: 'volume', value: 1_250_000 },
        { type: 'setNumber', field: 'maxSpendUSD', value: 0.4 },
        { type: 'setScope', scope: 'batch' },
        { type: 'setMethod', method: 'smart' },
        { type: 'setNumber', field: 'studentDelta', value: 0.04 },
        { type: 'start' },
      ]);
    });

    it('how outputs are compared', async () => {
      const { page, show, sent } = await open();
      await show(panel());
      const rule = page.getByLabel('How outputs are compared');
      await rule.selectOption({ label: 'their last numbers are equal' });
      await rule.selectOption({ label: 'they name the same label (guessed)' });
      await page.getByLabel('Labels, separated by commas').fill('billing, other');
      await page.keyboard.press('Tab');
      assert.deepEqual(await sent(), [
        { type: 'setEquivalence', name: 'numeric' },
        { type: 'setEquivalence', name: undefined },
        { type: 'setComparison', field: 'labels', text: 'billing, other' },
      ]);
      await show(panelStates['setup-judge']);
      await page.getByLabel('Judge, a model not compared itself').fill('openai/gpt-5.1');
      await page.keyboard.press('Enter');
      assert.deepEqual(await sent(), [{ type: 'setComparison', field: 'judge', text: 'openai/gpt-5.1' }]);
    });

    it('nothing for a number that cannot be, which stays to be mended and is explained', async () => {
      const { page, show, sent } = await open();
      await show(panel());
      const blank = page.getByRole('textbox', { name: 'Calls a month' });
      await blank.fill('many');
      await blank.press('Tab');
      await show(panel({ setup: { busy: true } }));
      assert.equal(await blank.inputValue(), 'many');
      assert.equal(await blank.getAttribute('aria-invalid'), 'true');
      assert.match(await page.locator('[role=alert]').nth(1).textContent(), /whole number/);
      assert.deepEqual(await sent(), []);
      await blank.fill('100000');
      await blank.press('Tab');
      assert.equal(await blank.inputValue(), '100,000');
      assert.equal(await blank.getAttribute('aria-invalid'), null);
      assert.deepEqual(await sent(), [], 'it is what the host has already');
    });

    it('no start while something is missing or the workspace is not trusted', async () => {
      const { page, show, sent } = await open();
      const start = page.getByRole('button', { name: 'Profile', exact: true });
      for (const state of [panelStates['setup-empty'], panelStates['setup-untrusted']]) {
        await show(state);
        await start.click({ force: true });
      }
      assert.deepEqual(await sent(), []);
    });

    it('cancel once', async () => {
      const { page, show, tell, sent } = await open();
      await show(panelStates.running);
      await page.getByRole('button', { name: 'Cancel' }).click();
      const cancelling = page.getByRole('button', { name: 'Cancelling…' });
      await cancelling.click({ force: true });
      assert.deepEqual(await sent(), [{ type: 'cancel' }]);
      await tell({ type: 'failed', intent: 'cancel', message: 'It could not be cancelled.' });
      await page.getByText('It could not be cancelled.').waitFor();
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      assert.deepEqual(await sent(), [{ type: 'cancel' }]);
    });

    it('what is done with a result', async () => {
      const { page, show, sent } = await open();
      await show(panelStates.done);
      await page.getByRole('button', { name: 'Write config' }).click();
      assert.equal(await page.getByRole('button', { name: 'Commit config…' }).count(), 0);
      await show(panelStates['done-mix']);
      await page.getByRole('button', { name: 'Open config' }).click();
      await page.getByRole('button', { name: 'Commit config…' }).click();
      await page.getByRole('button', { name: 'Back to setup' }).click();
      await page.getByRole('button', { name: 'Set price of compatible:ollama/qwen-8b' }).click();
      await show(panelStates['done-student']);
      await page.getByRole('checkbox', { name: 'Put a student in front' }).uncheck();
      await show(panelStates['done-batch']);
      assert.equal(await page.getByRole('button', { name: 'Commit config…' }).count(), 0, 'committed already');
      assert.deepEqual(await sent(), [
        { type: 'writeConfig' },
        { type: 'openConfig' },
        { type: 'commit' },
        { type: 'back' },
        { type: 'setPrice', id: 'compatible:ollama/qwen-8b' },
        { type: 'setStudent', inFront: false },
      ]);
    });

    it('what is done about a failure', async () => {
      const { page, show, sent } = await open();
      await show(panelStates.failed);
      await page.getByRole('button', { name: 'Show log' }).click();
      await page.getByRole('button', { name: 'Back to setup' }).click();
      await page.getByRole('button', { name: 'Set API key' }).click();
      await page.getByRole('button', { name: 'Resume' }).click();
      await show(panel({ profile: { ...failed, keyOf: undefined, resumable: false } }));
      for (const name of ['Resume', 'Set API key'])
        assert.equal(await page.getByRole('button', { name }).count(), 0, name);
      assert.deepEqual(await sent(), [
        { type: 'showLog' },
        { type: 'back' },
        { type: 'setKey', id: 'openai/gpt-x' },
        { type: 'start' },
      ]);
    });

    it('the files dropped on it', async () => {
      const { page, show, sent } = await open();
      await show(panel());
      await page.evaluate(drop, { 'application/vnd.code.uri-list': 'file:///w/a.prompty\r\nfile:///w/b.csv' });
      assert.deepEqual(await sent(), [
        { type: 'dropFile', uri: 'file:///w/a.prompty' },
        { type: 'dropFile', uri: 'file:///w/b.csv' },
      ]);
      assert.equal(await page.locator('main.dropping').count(), 0);
      await page.evaluate(drop, {});
      assert.match(await page.getByRole('alert').first().textContent(), /no address/);
      assert.deepEqual(await sent(), []);
    });
  });

  describe('while the state changes', () => {
    it('what is being typed, its selection and the focus stay', async () => {
      const { page, show } = await open();
      await show(panel());
      const blank = page.getByRole('textbox', { name: 'Spending cap' });
      await blank.fill('12.3');
      await page.keyboard.press('ArrowLeft');
      await show(panelStates['setup-untrusted']);
      await show(
        panel({ setup: { busy: true, models: manyModels, problems: ['Something is missing.'], data: undefined } }),
      );
      await page.keyboard.type('4');
      assert.equal(await blank.inputValue(), '12.43');
      assert.equal(await blank.evaluate((element) => element === document.activeElement), true);
    });

    it('the focused control of a model stays when others come and go', async () => {
      const { page, show } = await open();
      await show(panel());
      const radio = page.getByLabel('Measure the others by openai/gpt-x', { exact: true });
      await radio.focus();
      await show(panel({ setup: { models: panel().setup.models.slice(2) } }));
      assert.equal(await radio.evaluate((element) => element === document.activeElement), true);
    });

    it('a progress report moves nothing but what it changes', async () => {
      const { page, show } = await open();
      await show(panelStates.running);
      const cancel = page.getByRole('button', { name: 'Cancel' });
      await cancel.focus();
      const svg = await page.locator('tbody svg').first().elementHandle();
      await show(panel({ profile: { ...running, progress: { ...running.progress, items: 400 } } }));
      assert.equal(await svg.evaluate((element) => element.isConnected), true);
      assert.equal(await cancel.evaluate((element) => element === document.activeElement), true);
    });

    it('a new phase begins at its heading', async () => {
      const { page, show, tell } = await open({ height: 400 });
      await show(panelStates['setup-many']);
      await page.getByRole('button', { name: 'Profile', exact: true }).focus();
      await page.evaluate(() => window.scrollTo(0, 300));
      await tell({ type: 'failed', intent: 'start', message: 'Not yet.' });
      await show(panelStates.running);
      assert.equal(await page.getByText('Not yet.').count(), 0);
      assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Profiling triage.prompty');
      assert.equal(await page.evaluate(() => window.scrollY), 0);
    });

    it('progress is told in tenths, and the end in the sentence', async () => {
      const { page, show } = await open();
      const told = [];
      for (const items of [300, 312, 355, 360]) {
        await show(panel({ profile: { ...running, progress: { ...running.progress, items } } }));
        told.push(await page.locator('p[role=status]').first().textContent());
      }
      assert.deepEqual(
        told.map((text) => text.replaceAll('\u00a0', ' ')),
        [
          'Profiling triage.prompty: 30 % done.',
          'Profiling triage.prompty: 30 % done.',
          'Profiling triage.prompty: 30 % done.',
          'Profiling triage.prompty: 40 % done.',
        ],
      );
      await show(panelStates.done);
      assert.equal(await page.locator('p[role=status]').first().textContent(), panelStates.done.profile.sentence);
    });

    it('rows that differ are filtered and paged, and unfolded rows stay so', async () => {
      const { page, show } = await open();
      await show(panelStates.done);
      const rows = page.locator('.differences tbody tr');
      await page.locator('.folded summary').first().click();
      await show(panelStates['done-mix']);
      assert.equal(await page.locator('.folded[open]').count(), 1);
      await page.getByRole('button', { name: 'Next' }).click();
      assert.match(await page.locator('main').textContent(), /11 to 20 of 52/);
      await page.getByLabel('Answers of').selectOption('openai/gpt-x-mini');
      assert.match(await page.locator('main').textContent(), /1 to 10 of 21/);
      assert.equal(await rows.count(), 10);
      for (let turn = 0; turn < 3; turn++) await page.getByRole('button', { name: 'Next' }).click({ force: true });
      assert.match(await page.locator('main').textContent(), /21 to 21 of 21/);
      assert.equal(await rows.count(), 1);
    });

    it('a failure is told, and goes when it is dismissed or something else is done', async () => {
      const { page, show, tell } = await open();
      await show(panel());
      const notice = page.locator('.notice.error');
      await tell({ type: 'failed', intent: 'start', message: 'The folder is read-only.' });
      assert.match(await notice.textContent(), /read-only/);
      await notice.getByRole('button', { name: 'Dismiss' }).click();
      assert.equal(await notice.count(), 0);
      await tell({ type: 'failed', intent: 'start', message: 'The folder is read-only.' });
      await page.getByRole('button', { name: 'Browse: Prompt' }).click();
      assert.equal(await notice.count(), 0);
    });

    it('what was open and where the page stood come back after a reload', async () => {
      const { page, show } = await open({ height: 400 });
      await show(panel());
      await page.getByText('Preview 3 rendered rows').click();
      await page.waitForFunction(() => JSON.parse(sessionStorage.getItem('state'))?.open.preview === true);
      await page.evaluate(() => window.scrollTo(0, 120));
      await page.waitForFunction(() => JSON.parse(sessionStorage.getItem('state'))?.scrollY === 120);
      await page.reload();
      await show(panel());
      assert.equal(await page.locator('details[open] .preview').count(), 1);
      assert.equal(await page.evaluate(() => window.scrollY), 120);
    });
  });
});

/** Elements that reach beyond the page's width, and the page if it can be scrolled sideways. */
function whatSticksOut() {
  const { clientWidth, scrollWidth } = document.documentElement;
  const out = scrollWidth > clientWidth ? [`the page: ${scrollWidth}`] : [];
  for (const element of document.querySelectorAll('main *')) {
    if (element.closest('.unseen, thead')) continue;
    const { left, right, width } = element.getBoundingClientRect();
    if (width > 0 && (right > clientWidth + 8 || left < -8)) out.push(`${element.tagName}.${element.className}`);
  }
  return out;
}

/** Indexes of what Tab stops at, among all controls; of a group of radio buttons only the chosen one is. */
function tabStops() {
  const controls = [...document.querySelectorAll('main :is(a, button, select, input, summary, [tabindex="0"])')];
  return controls.flatMap((element, index) => {
    const passedOver = element.type === 'radio' && !element.checked;
    return passedOver || !element.checkVisibility() ? [] : [index];
  });
}

function focusedStop() {
  const focused = document.activeElement;
  const controls = [...document.querySelectorAll('main :is(a, button, select, input, summary, [tabindex="0"])')];
  const stop = controls.indexOf(focused);
  if (stop < 0) return { stop: undefined, hidden: false };
  const footer = document.querySelector('footer');
  const hidden =
    !footer.contains(focused) && focused.getBoundingClientRect().bottom > footer.getBoundingClientRect().top + 1;
  return { stop, hidden };
}

/** What VS Code's drag and drop hands to a page. */
function drop(data) {
  const transfer = new DataTransfer();
  for (const [type, text] of Object.entries(data)) transfer.setData(type, text);
  for (const type of ['dragover', 'drop']) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}
