import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Network } from '../../src/fetch/network.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (asked: Asked, response: ServerResponse) => void;

export interface WebServer {
  readonly address: string;
  /** What was asked, in order. */
  readonly asked: Asked[];
  /** How it answers; the last one given holds. */
  answer: Answer;
  /** Breaks all connections, in the middle of whatever is sent. */
  drop(): void;
  close(): Promise<void>;
}

/** A server on this machine that answers as a test says. */
export async function startServer(
  answer: Answer = (_asked, response) => response.writeHead(404).end(),
): Promise<WebServer> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
    asked.push(one);
    started.answer(one, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const started: WebServer = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer,
    drop: () => server.closeAllConnections(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return started;
}

/** Answers one after the other; the last one again and again. */
export function inTurn(...answers: readonly Answer[]): Answer {
  let turn = 0;
  return (asked, response) => answers[Math.min(turn++, answers.length - 1)]!(asked, response);
}

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_asked, response) =>
    response.writeHead(code, headers).end();

/** Serves bytes as a good server does: ranges, If-Range, the version in an ETag. */
export const serve =
  (bytes: Uint8Array, etag = '"v1"'): Answer =>
  ({ headers }, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? Number.NaN);
    if (Number.isNaN(start) || (headers['if-range'] !== undefined && headers['if-range'] !== etag))
      response.writeHead(200, { etag, 'content-length': bytes.length }).end(bytes);
    else if (start >= bytes.length) response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    else {
      const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
      response.writeHead(206, { etag, 'content-range': range, 'content-length': bytes.length - start });
      response.end(bytes.subarray(start));
    }
  };

/** Says that it sends all, and sends no more than some: the test drops the connection when they have arrived. */
export const sendSome =
  (bytes: Uint8Array, some: number, headers: Record<string, string> = { etag: '"v1"' }): Answer =>
  (_asked, response) => {
    response.writeHead(200, { ...headers, 'content-length': bytes.length });
    response.write(bytes.subarray(0, some));
  };

/** A network that never waits: what it would have waited is in `waits`, what it said in `lines`. */
export function testNetwork(
  change: Partial<Network> = {},
): Network & { readonly waits: number[]; readonly lines: string[] } {
  const waits: number[] = [];
  const lines: string[] = [];
  return {
    ...{ retries: 3, random: () => 0, now: () => Date.UTC(2026, 0, 1), signal: new AbortController().signal },
    sleep: async (ms) => {
      waits.push(ms);
    },
    say: (line) => lines.push(line),
    ...change,
    ...{ waits, lines },
  };
}
