import assert from 'node:assert/strict';
import { checkedBaseURL, EndpointError, isLoopback } from '../../src/providers/endpoint.ts';

describe('checkedBaseURL', () => {
  const good: readonly (readonly [given: string, baseURL: string])[] = [
    ['https://api.example.com/v1', 'https://api.example.com/v1'],
    ['https://api.example.com/v1//', 'https://api.example.com/v1'],
    ['https://api.example.com', 'https://api.example.com'],
    ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1'],
    ['http://localhost:8080/v1/', 'http://localhost:8080/v1'],
    ['http://[::1]:8080/v1', 'http://[::1]:8080/v1'],
  ];
  for (const [given, baseURL] of good) {
    it(`takes ${given}`, () => assert.equal(checkedBaseURL('mybox', given), baseURL));
  }

  const bad: readonly (readonly [given: string, why: RegExp])[] = [
    ['http://api.example.com/v1', /plain http to api\.example\.com would show keys/],
    ['http://192.168.1.5:8000/v1', /plain http/],
    ['http://127.0.0.1.example.com/v1', /plain http/],
    ['http://localhost.example.com/v1', /plain http/],
    ['ftp://127.0.0.1/v1', /neither https nor http/],
    ['file:///etc/passwd', /neither https nor http/],
    ['api.example.com/v1', /not a URL/],
    ['', /not a URL/],
    ['https://me:secret@api.example.com/v1', /user name or password/],
    ['https://api.example.com/v1?key=secret', /a query or a fragment/],
  ];
  for (const [given, why] of bad) {
    it(`refuses ${given}`, () => {
      assert.throws(
        () => checkedBaseURL('my-box', given),
        (error) =>
          error instanceof EndpointError &&
          error.account === 'my-box' &&
          why.test(error.message) &&
          error.message.endsWith('Set MY_BOX_BASE_URL.') &&
          !error.message.includes('secret'),
      );
    });
  }
});

describe('isLoopback', () => {
  const cases: readonly (readonly [url: string, loopback: boolean])[] = [
    ['http://127.0.0.1', true],
    ['http://127.1.2.3:80', true],
    ['http://LOCALHOST:80', true],
    ['http://ollama.localhost', true],
    ['http://[::1]', true],
    ['http://128.0.0.1', false],
    ['http://0.0.0.0', false],
    ['https://example.com', false],
    ['nonsense', false],
  ];
  for (const [url, loopback] of cases) it(`is ${loopback} for ${url}`, () => assert.equal(isLoopback(url), loopback));
});
