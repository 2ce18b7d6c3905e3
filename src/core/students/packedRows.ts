import { StudentStateError } from './studentStateError.ts';

/**
 * Weights as text small enough to commit: the rows with the largest weights, each as the gap to the row before (7 bits a byte, low bits
 * first) and its weights as signed bytes on one common scale; base64. The last row, the intercepts, is kept exactly as it must not be
 * rounded to the scale of the others.
 *
 * @param budgetBytes before base64, which makes 4 characters of 3 bytes. Rows are left out, smallest first, until they fit.
 */
export function packRows(weights: Float32Array, columns: number, budgetBytes: number): string {
  const rows = weights.length / columns - 1;
  const peaks = Float32Array.from({ length: rows }, (_, row) => peakOf(weights, row, columns));
  const largest = peaks.reduce((most, peak) => Math.max(most, peak), 0);
  const kept = keptRows(peaks, largest, Math.floor(budgetBytes / (columns + 2)));
  const scale = largest / 127;
  const bytes: number[] = [...new Uint8Array(Float32Array.of(scale, ...weights.subarray(rows * columns)).buffer)];
  let previous = -1;
  for (const row of kept) {
    pushVarint(row - previous, bytes);
    previous = row;
    for (let k = 0; k < columns; k++) bytes.push(Math.round((weights[row * columns + k] ?? 0) / scale) & 0xff);
  }
  return base64Of(Uint8Array.from(bytes));
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

function peakOf(weights: Float32Array, row: number, columns: number): number {
  let peak = 0;
  for (let k = 0; k < columns; k++) peak = Math.max(peak, Math.abs(weights[row * columns + k] ?? 0));
  return peak;
}

/** Row numbers in order; rows that would be rounded to nothing are never kept. */
function keptRows(peaks: Float32Array, largest: number, most: number): number[] {
  const worthIt = largest / 254;
  const ordered = Array.from(peaks.keys()).filter((row) => (peaks[row] ?? 0) > worthIt);
  if (ordered.length <= most) return ordered;
  const limit = ordered.map((row) => peaks[row] ?? 0).sort((one, other) => other - one)[most] ?? 0;
  return ordered.filter((row) => (peaks[row] ?? 0) > limit);
}

function pushVarint(value: number, bytes: number[]): void {
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
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
