import type { Disposable } from 'vscode';

/** Calls `act` once, `delayMs` after the last request; disposing drops what is pending. */
export function debounce(act: () => void, delayMs: number): Disposable & { request(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    request() {
      clearTimeout(timer);
      timer = setTimeout(act, delayMs);
    },
    dispose() {
      clearTimeout(timer);
    },
  };
}
