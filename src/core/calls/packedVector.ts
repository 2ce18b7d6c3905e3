const BYTES = 4;

/** Single-precision numbers as text, little-endian, base64: a third of what JSON's decimals take, and exact. */
export function packVector(vector: Float32Array): string {
  const view = new DataView(new ArrayBuffer(BYTES * vector.length));
  for (const [index, value] of vector.entries()) view.setFloat32(BYTES * index, value, true);
  let text = '';
  for (let index = 0; index < view.byteLength; index++) text += String.fromCharCode(view.getUint8(index));
  return btoa(text);
}

/** The mirror image of `packVector`. */
export function unpackVector(packed: string): Float32Array {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: Math.floor(bytes.length / BYTES) }, (_, index) =>
    view.getFloat32(BYTES * index, true),
  );
}
