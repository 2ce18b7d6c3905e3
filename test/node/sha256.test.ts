import assert from 'node:assert/strict';
import { sha256 } from '../../src/node/sha256.ts';

describe('sha256', () => {
  // The first two are test vectors of FIPS 180; the others are from sha256sum of the UTF-8 bytes.
  const hashes: readonly (readonly [name: string, text: string, hash: string])[] = [
    ['nothing', '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['two-byte characters', 'é', '4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c'],
    ['four-byte characters', '𝄞\n', '8b6f07cb8272054393ef8ffe1cabd9549a108cb0841ecc2659c5cc9aba5acbb7'],
    [
      'a byte order mark, which counts',
      '\uFEFFabc',
      '1c28dc3f1f804a1ad9c9b4b4cf5e2658d16ad4ed08e3020d04a8d2865018947c',
    ],
  ];
  for (const [name, text, hash] of hashes) {
    it(`hashes ${name} as UTF-8 in lower-case hexadecimal`, () => assert.equal(sha256(text), hash));
  }
});
