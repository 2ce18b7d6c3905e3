import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from './refusal.ts';

/** @throws Refusal unless the request carries the token */
export function requireToken({ headers }: IncomingMessage, token: string): void {
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  // Hashes are of one length, and comparing them takes one time.
  const hash = (text: string) => createHash('sha256').update(text).digest();
  if (!timingSafeEqual(hash(given), hash(token)))
    throw new Refusal(401, 'invalid_token', 'The token is missing or wrong: send "Authorization: Bearer TOKEN".');
}

/** The request's body as text. Rejects with a Refusal as soon as it is larger than allowed; the rest is then read and thrown away, so that the client hears of it. */
export function bodyOf(request: IncomingMessage, mostBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => reject(new Refusal(413, 'body_too_large', `The body is larger than ${mostBytes} bytes.`));
    const pieces: Buffer[] = [];
    let bytes = 0;
    if (Number(request.headers['content-length'] ?? 0) > mostBytes) tooLarge();
    request.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes <= mostBytes) pieces.push(piece);
      else {
        pieces.length = 0;
        tooLarge();
      }
    });
    request.once('end', () => resolve(Buffer.concat(pieces).toString('utf8')));
    request.once('error', reject);
  });
}

/**
 * Cuts the connection of a client that does not take what is written to it for so long.
 * @returns to be called when something waits for it
 */
export function slowClientWatch(response: ServerResponse, timeoutMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  for (const taken of ['drain', 'finish', 'close']) response.on(taken, stop);
  return () => {
    timer ??= setTimeout(() => response.destroy(), timeoutMs);
  };
}
