import { createHash } from 'node:crypto';
import type { Digest } from '../core/calls/callKey.ts';

export const sha256: Digest = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
