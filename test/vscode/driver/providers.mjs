import { startSampleServer } from './sampleServer.mjs';

/** Variables for the suites that whoever runs them sets. */
export function passedOn() {
  const { TEST_GREP = '', DOWNTIER_FAIL = '' } = process.env;
  return { TEST_GREP, DOWNTIER_FAIL };
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
