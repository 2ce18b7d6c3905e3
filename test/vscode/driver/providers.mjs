import { startSampleServer } from './sampleServer.mjs';

/** What whoever runs the suites sets for them. */
export function passedOn() {
  const { TEST_GREP = '' } = process.env;
  return { TEST_GREP };
}

/** The providers that the suites ask, and the variables that say where they are. */
export async function startProviders() {
  const slow = await startSampleServer({ latencyMs: 40 });
  const keyed = await startSampleServer({ key: 'right-key' }).catch(async (error) => {
    await slow.stop();
    throw error;
  });
  return {
    env: { DOWNTIER_SLOW_URL: slow.url, DOWNTIER_KEYED_URL: keyed.url },
    stop: () => Promise.all([slow.stop(), keyed.stop()]),
  };
}
