import { StudentStateError } from './studentStateError.ts';

/** Bytes of the largest gap between rows. */
const longestGap = 4;

/**
 * Weights as text small enough to commit: the rows with the largest weights, each as the gap to the row before (7 bits a byte, low bits
 * first) and its weights as signed bytes on one common scale; base64. The last row, the intercepts, is kept exactly as it must not be
 * rounded to the scale of the others.
 *
 * @param budgetBytes before base64, which makes 4 characters of 3 bytes. Rows are left out, smallest first, until they fit.
 */
export function packRows(weights: Float32Array, columns: number, budgetBytes: number): string {
  const rows = weights.length / columns - 1;
  const peaks = peaksOf(weights, rows, columns);
  const largest = peaks.reduce((most, peak) => Math.max(most, peak), 0);
  const kept = keptRows(peaks, largest, Math.floor(budgetBytes / (columns + 2)));
  const scale = largest / 127;
  const header = new Uint8Array(Float32Array.of(scale, ...weights.subarray(rows * columns)).buffer);
  const bytes = new Uint8Array(header.length + kept.length * (columns + longestGap));
  bytes.set(header);
  let end = header.length;
  let previous = -1;
  for (const row of kept) {
    end = putVarint(row - previous, bytes, end);
    previous = row;
    for (let k = 0; k < columns; k++) bytes[end++] = Math.round((weights[row * columns + k] ?? 0) / scale) & 0xff;
  }
  return base64Of(bytes.subarray(0, end));
}

/** @throws StudentStateError when the text cannot have come from `packRows` for this shape. */
export function unpackRows(packed: string, rows: number, columns: number): Float32Array {
  const bytes = bytesOf(packed);
  const headerBytes = 4 * (1 + columns);
  if (bytes.length < headerBytes) throw new StudentStateError('damaged', 'weights are cut short');
  const header = new Float32Array(bytes.slice(0, headerBytes).buffer);
  const scale = header[0] ?? 0;
  if (!header.every(Number.isFinite)) throw new StudentStateError('damaged', 'weights are not numbers');
  const weights = new Float32Array(rows * columns);
  weights.set(header.subarray(1), (rows - 1) * columns);
  let row = -1;
  for (let at = headerBytes; at < bytes.length; at += columns) {
    const gap = readVarint(bytes, at);
    row += gap.value;
    at = gap.end;
    if (gap.value < 1 || row >= rows - 1 || at + columns > bytes.length)
      throw new StudentStateError('damaged', 'weights are cut short or garbled');
    for (let k = 0; k < columns; k++) weights[row * columns + k] = (((bytes[at + k] ?? 0) << 24) >> 24) * scale;
  }
  return weights;
}

// Plain loops over typed arrays: a program that serves is held up as long as this takes, and arrays of numbers took ten times as long.

function peaksOf(weights: Float32Array, rows: number, columns: number): Float32Array {
  const peaks = new Float32Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let peak = 0;
    for (const end = at + columns; at < end; at++) peak = Math.max(peak, Math.abs(weights[at] ?? 0));
    peaks[row] = peak;
  }
  return peaks;
}

/** Row numbers in order; rows that would be rounded to nothing are never kept. */
function keptRows(peaks: Float32Array, largest: number, most: number): Uint32Array {
  const ordered = rowsAbove(peaks, largest / 254);
  if (ordered.length <= most) return ordered;
  const sorted = new Float32Array(ordered.length);
  for (let i = 0; i < ordered.length; i++) sorted[i] = peaks[ordered[i] ?? 0] ?? 0;
  sorted.sort();
  return rowsAbove(peaks, sorted[sorted.length - 1 - most] ?? 0);
}

function rowsAbove(peaks: Float32Array, limit: number): Uint32Array {
  const found = new Uint32Array(peaks.length);
  let count = 0;
  for (let row = 0; row < peaks.length; row++) if ((peaks[row] ?? 0) > limit) found[count++] = row;
  return found.subarray(0, count);
}

/** @returns where it ends */
function putVarint(value: number, bytes: Uint8Array, start: number): number {
  let rest = value;
  let end = start;
  for (; rest > 0x7f; rest >>>= 7) bytes[end++] = (rest & 0x7f) | 0x80;
  bytes[end++] = rest;
  return end;
}

function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  let end = start;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = bytes[end++] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return { value, end };
}

function base64Of(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 0x2000)
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 0x2000)));
  return btoa(pieces.join(''));
}

function bytesOf(packed: string): Uint8Array {
  try {
    return Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  } catch (error) {
    throw new StudentStateError('damaged', 'weights are not base64', error);
  }
}
