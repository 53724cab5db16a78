import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  inTurn,
  sendSome,
  serve,
  startServer,
  status,
  testNetwork,
  type WebServer,
} from '../../test/support/web-server.ts';
import { type DownloadOptions, download } from './download.node.ts';
import { webAddress } from './send.ts';

const content = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7919) >> 3);
const sum = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex');
const md5 = sum('md5', content);
const sha256 = sum('sha256', content);

let server: WebServer;
let folder: string;
beforeEach(async () => {
  server = await startServer();
  folder = mkdtempSync(join(tmpdir(), 'cistron-fetch-'));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const to = () => join(folder, 'data.bin');
const get = (change: Partial<DownloadOptions> = {}) =>
  download({ url: new URL('/data.bin', server.address), to: to(), network: testNetwork(), ...change });
/** Drops the connection when so many bytes are there; not earlier, since what has arrived but was not yet read is lost with it. */
const dropAt = (some: number) => ({
  progress: (bytes: number) => {
    if (bytes === some) server.drop();
  },
});
const ranges = () => server.asked.map(({ headers }) => headers.range);

describe('a whole file', () => {
  test('arrives with its size and checksum, and leaves nothing beside it', async () => {
    server.answer = serve(content);
    const shown: number[] = [];
    const done = await get({ expected: { size: content.length, sha256, md5 }, progress: (bytes) => shown.push(bytes) });
    expect(done).toEqual({ size: content.length, sha256, md5, fetched: content.length });
    expect(readFileSync(to()).equals(content)).toBe(true);
    expect(readdirSync(folder)).toEqual(['data.bin']);
    expect(shown.at(-1)).toBe(content.length);
  });
  test('is not asked for again when it is there and right', async () => {
    writeFileSync(to(), content);
    expect(await get({ expected: { md5 } })).toMatchObject({ fetched: 0, md5 });
    expect(server.asked).toEqual([]);
  });
  test('replaces a wrong one of that name', async () => {
    server.answer = serve(content);
    writeFileSync(to(), 'something else');
    expect(await get({ expected: { md5 } })).toMatchObject({ fetched: content.length });
    expect(readFileSync(to()).equals(content)).toBe(true);
  });
  test('may be empty, and may come without a length', async () => {
    server.answer = (_asked, response) => response.end();
    expect(await get()).toMatchObject({ size: 0 });
    server.answer = (_asked, response) => {
      response.write('abc');
      response.end('def');
    };
    expect(await get()).toMatchObject({ size: 6 });
    expect(readFileSync(to(), 'utf8')).toBe('abcdef');
  });
});

describe('a broken connection', () => {
  test('is continued where it broke, of the same version', async () => {
    server.answer = inTurn(sendSome(content, 70_000), serve(content));
    const network = testNetwork();
    expect(await get({ network, ...dropAt(70_000) })).toMatchObject({ sha256, fetched: content.length });
    expect(ranges()).toEqual([undefined, 'bytes=70000-']);
    expect(server.asked[1]!.headers['if-range']).toBe('"v1"');
    expect(network.waits).toEqual([500]);
    expect(network.lines[0]).toMatch(/the connection broke after 70000 bytes .*; again in 0\.5 s/);
  });
  test('starts over when the file has changed', async () => {
    server.answer = inTurn(sendSome(new Uint8Array(content.length), 70_000), serve(content, '"v2"'));
    expect(await get(dropAt(70_000))).toMatchObject({ sha256, fetched: content.length + 70_000 });
  });
  test('starts over when the server ignores ranges', async () => {
    const whole = (_asked: unknown, response: Parameters<typeof server.answer>[1]) =>
      response.writeHead(200, { etag: '"v1"', 'content-length': content.length }).end(content);
    server.answer = inTurn(sendSome(content, 70_000), whole);
    expect(await get(dropAt(70_000))).toMatchObject({ sha256, size: content.length });
    expect(ranges()[1]).toBe('bytes=70000-');
  });
  test('starts over when no version and no checksum would tell', async () => {
    server.answer = inTurn(sendSome(content, 70_000, {}), serve(content));
    expect(await get(dropAt(70_000))).toMatchObject({ sha256 });
    expect(ranges()).toEqual([undefined, undefined]);
    server.answer = inTurn(sendSome(content, 70_000, { etag: 'W/"v1"' }), serve(content));
    await get(dropAt(70_000));
    expect(ranges().slice(2)).toEqual([undefined, undefined]);
  });
  test('is continued by a later command', async () => {
    server.answer = sendSome(content, 70_000);
    await expect(get({ network: testNetwork({ retries: 0 }), ...dropAt(70_000) })).rejects.toMatchObject({
      tag: 'NetworkError',
      exitCode: 4,
      message: expect.stringMatching(/the connection broke .* \(tried once\); check the connection and run the same/),
    });
    expect(readdirSync(folder)).toEqual(['data.bin.part', 'data.bin.part.json']);
    server.answer = serve(content);
    expect(await get(dropAt(70_000))).toMatchObject({ sha256, fetched: content.length - 70_000 });
  });
  test('that loses another range than asked for starts over', async () => {
    const other: typeof server.answer = (_asked, response) =>
      response.writeHead(206, { 'content-range': 'bytes 5-9/200000' }).end('abcde');
    server.answer = inTurn(sendSome(content, 70_000), other, serve(content));
    expect(await get(dropAt(70_000))).toMatchObject({ sha256 });
    server.answer = inTurn(sendSome(content, 70_000), status(416), serve(content));
    expect(await get(dropAt(70_000))).toMatchObject({ sha256 });
  });
  test('that brings a mebibyte each time is continued beyond the number of retries', async () => {
    const large = new Uint8Array(5 << 20).fill(7);
    const piece = (1 << 20) + 1000;
    server.answer = ({ headers }, response) => {
      const start = Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0);
      const rest = large.subarray(start);
      const range = { 'content-range': `bytes ${start}-${large.length - 1}/${large.length}` };
      response.writeHead(start ? 206 : 200, { etag: '"v1"', 'content-length': rest.length, ...(start ? range : {}) });
      if (rest.length > piece) response.write(rest.subarray(0, piece));
      else response.end(rest);
    };
    const progress = (bytes: number) => {
      if (bytes < large.length && bytes % piece === 0) server.drop();
    };
    const done = await get({ network: testNetwork({ retries: 1 }), progress });
    expect(done).toMatchObject({ size: large.length, sha256: sum('sha256', large) });
    expect(server.asked.length).toBe(5);
  });
});

test('a part that was whole already only gets its name', async () => {
  writeFileSync(`${to()}.part`, content);
  expect(await get({ expected: { size: content.length, md5 } })).toMatchObject({ fetched: 0, md5 });
  expect(server.asked).toEqual([]);
  expect(readdirSync(folder)).toEqual(['data.bin']);
});

describe('a server that is busy', () => {
  test('twice 500: waits twice as long each time', async () => {
    server.answer = inTurn(status(500), status(502), serve(content));
    const network = testNetwork({ random: () => 0.5 });
    await get({ network });
    expect(network.waits).toEqual([750, 1500]);
  });
  test('429 and 503 with Retry-After: waits as long as asked, in seconds or until a date', async () => {
    const date = new Date(Date.UTC(2026, 0, 1) + 90_000).toUTCString();
    server.answer = inTurn(status(429, { 'retry-after': '7' }), status(503, { 'retry-after': date }), serve(content));
    const network = testNetwork();
    await get({ network });
    expect(network.waits).toEqual([7000, 90_000]);
  });
  test('that asks for an hour is told of instead', async () => {
    server.answer = status(429, { 'retry-after': '3600' });
    await expect(get()).rejects.toThrow('HTTP 429 Too Many Requests (tried once); the server asks to wait 60 minutes');
  });
  test('for ever: gives up', async () => {
    server.answer = status(503);
    await expect(get()).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('(tried 4 times)') });
    expect(server.asked.length).toBe(4);
  });
  test.each([
    [404, 'NotFoundError', 3],
    [410, 'NotFoundError', 3],
    [403, 'UnsupportedError', 4],
    [400, 'ConfigError', 2],
    [418, 'NetworkError', 4],
    [501, 'NetworkError', 4],
  ])('%i is not tried again', async (code, tag, exitCode) => {
    server.answer = status(code);
    await expect(get()).rejects.toMatchObject({ tag, exitCode });
    expect(server.asked.length).toBe(1);
  });
  test('no server at all', async () => {
    const url = new URL(server.address);
    await server.close();
    await expect(download({ url, to: to(), network: testNetwork() })).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('cannot be reached (ECONNREFUSED) (tried 4 times)'),
    });
    server = await startServer();
  });
});

describe('a wrong checksum', () => {
  const other = content.map((byte) => byte ^ 1);
  test('is fetched once more, from the start', async () => {
    server.answer = inTurn(serve(other), serve(content));
    const network = testNetwork();
    expect(await get({ network, expected: { md5, size: content.length } })).toMatchObject({ md5 });
    expect(ranges()).toEqual([undefined, undefined]);
    expect(network.lines).toEqual([expect.stringContaining('fetched once more from the start')]);
  });
  test('of a part that another version had begun is put right', async () => {
    writeFileSync(`${to()}.part`, other.subarray(0, 1000));
    server.answer = serve(content);
    expect(await get({ expected: { md5 } })).toMatchObject({ md5 });
    expect(ranges()).toEqual(['bytes=1000-', undefined]);
  });
  test('twice is exit 6, and the file stays to be looked at', async () => {
    server.answer = serve(other);
    await expect(get({ expected: { sha256: sha256.toUpperCase() } })).rejects.toMatchObject({
      tag: 'IntegrityError',
      exitCode: 6,
      message: expect.stringContaining(`SHA-256 ${sha256} expected, got ${sum('sha256', other)}, twice`),
    });
    expect(readdirSync(folder)).toEqual(['data.bin.bad']);
  });
  test('or size: a page in place of the file, or one that never ends', async () => {
    server.answer = serve(new TextEncoder().encode('<html>'));
    await expect(get({ expected: { size: 10 } })).rejects.toThrow('10 bytes expected, got 6, twice');
    server.answer = (_asked, response) => {
      const pour = () => response.write(content, () => !response.destroyed && setImmediate(pour));
      pour();
    };
    await expect(get({ expected: { size: 10 } })).rejects.toMatchObject({ exitCode: 6 });
  });
});

describe('redirects', () => {
  test('are followed, and secrets stay with the server asked', async () => {
    const other = await startServer(serve(content));
    server.answer = ({ path }, response) =>
      response.writeHead(302, { location: path === '/data.bin' ? '/next' : `${other.address}/there` }).end();
    await get({ secret: { 'x-auth-token': 'hush' } });
    expect(server.asked.map(({ headers }) => headers['x-auth-token'])).toEqual(['hush', 'hush']);
    expect(other.asked.map(({ headers }) => headers['x-auth-token'])).toEqual([undefined]);
    await other.close();
  });
  test('lead only to http and https, and end', async () => {
    server.answer = status(301, { location: 'file:///etc/passwd' });
    await expect(get()).rejects.toThrow("redirects must lead to an http or https address, got 'file:'");
    server.answer = status(301, { location: '/data.bin' });
    await expect(get()).rejects.toThrow('more than 10 redirects');
  });
});

test('an abort keeps the part, and is no failure of the network', async () => {
  const abort = new AbortController();
  server.answer = (_asked, response) => {
    response.writeHead(200, { etag: '"v1"', 'content-length': content.length });
    response.write(content.subarray(0, 50_000)); // and nothing more
  };
  const network = testNetwork({ signal: abort.signal });
  const progress = (bytes: number) => {
    if (bytes === 50_000) abort.abort();
  };
  await expect(get({ network, progress })).rejects.toMatchObject({ tag: 'CancelledError', exitCode: 130 });
  expect(network.waits).toEqual([]);
  expect(readFileSync(`${to()}.part`).length).toBe(50_000);
  server.answer = serve(content);
  expect(await get()).toMatchObject({ sha256, fetched: content.length - 50_000 });
  expect(existsSync(`${to()}.part`)).toBe(false);
});

test('addresses: http and https, without passwords', () => {
  expect(webAddress('https://host/a?b', '<url>').host).toBe('host');
  expect(() => webAddress('ftp://host/a', '<url>')).toThrow("<url>: must be an http or https address, got 'ftp:'");
  expect(() => webAddress('host/a', '<url>')).toThrow("got 'host/a'");
  expect(() => webAddress('https://me:secret@host/', '<url>')).toThrow(/^(?!.*secret).*without user name/);
});
