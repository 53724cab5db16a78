import {
  CistronError,
  ConfigError,
  NetworkError,
  NotFoundError,
  ParamError,
  UnsupportedError,
} from '../base/errors.ts';
import type { Network } from './network.ts';
import { PassingFailure, retryAfterMs } from './retry.ts';

const MOST_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Statuses below 500 that a later attempt may not get (RFC 9110 §15.5.9, RFC 8470, RFC 6585). */
const PASSING = new Set([408, 425, 429]);
/** Statuses from 500 on that no later attempt changes: not implemented, HTTP version. */
const LASTING = new Set([501, 505]);

export interface Request {
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that only the server asked for may see: left out where a redirect leads to another. */
  readonly secret?: Readonly<Record<string, string>>;
  /** Sent as JSON by POST; absent: GET. */
  readonly json?: unknown;
}

/**
 * An address that may be fetched.
 * @throws {ParamError} not an address, not http or https, or with a password in it, which would end up in logs.
 */
export function webAddress(text: string, where: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !isWeb(url))
    throw new ParamError({ where, problem: `must be an http or https address, got '${url ? url.protocol : text}'` });
  if (url.username || url.password)
    throw new ParamError({ where, problem: 'must be an address without user name and password' });
  return url;
}

/** What messages call an address: without the query, which may hold a signature. */
export const shownAddress = (url: URL): string => `${url.origin}${url.pathname}`;

/**
 * Sends one request and follows redirects, to http and https only. Once: `withRetries` sends it again.
 * @returns an answer with status 200 … 299, its body not read, or 416.
 * @throws {PassingFailure} no connection, status 408, 425, 429 or 5xx.
 * @throws {NotFoundError} status 404, 410. @throws {UnsupportedError} 401, 403, 407, 451, or a redirect to another kind of address.
 * @throws {ConfigError} 400: the server does not understand what is asked. @throws {NetworkError} any other status, too many redirects.
 */
export async function send(url: URL, request: Request, network: Network): Promise<Response> {
  const response = await follow(url, request, network);
  if (response.ok || response.status === 416) return response;
  const where = shownAddress(url);
  if (PASSING.has(response.status) || (response.status >= 500 && !LASTING.has(response.status))) {
    await response.body?.cancel().catch(() => undefined);
    const wait = retryAfterMs(response.headers.get('retry-after'), network.now());
    throw new PassingFailure(statusText(response), wait === undefined ? {} : { retryAfterMs: wait });
  }
  const said = await reason(response);
  const problem = `the server answers ${statusText(response)}${said ? `: ${said}` : ''}`;
  switch (response.status) {
    case 400:
      throw new ConfigError({ where, problem, hint: 'check what is asked for' });
    case 404:
    case 410:
      throw new NotFoundError({ where, problem, hint: 'check the address' });
    case 401:
    case 403:
    case 407:
    case 451:
      throw new UnsupportedError({ where, problem, hint: 'the data may need a permission or a token' });
    default:
      throw new NetworkError({ where, problem });
  }
}

async function follow(from: URL, request: Request, network: Network): Promise<Response> {
  let url = from;
  let json = request.json;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const response = await once(
      url,
      { ...request, ...(url.origin === from.origin ? {} : { secret: {} }), json },
      network,
    );
    const location = response.headers.get('location');
    if (!REDIRECTS.has(response.status) || location === null) return response;
    await response.body?.cancel().catch(() => undefined);
    const next = URL.canParse(location, url) ? new URL(location, url) : undefined;
    if (!next || !isWeb(next))
      throw new UnsupportedError({
        where: shownAddress(from),
        problem: `redirects must lead to an http or https address, got '${next ? next.protocol : location.slice(0, 80)}'`,
      });
    if (response.status < 307) json = undefined; // as every client does: the form is handed in, the answer is got
    url = next;
  }
  throw new NetworkError({ where: shownAddress(from), problem: `more than ${MOST_REDIRECTS} redirects` });
}

async function once(url: URL, { headers, secret, json }: Request, network: Network): Promise<Response> {
  try {
    return await fetch(url, {
      headers: { ...headers, ...secret, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) }),
      redirect: 'manual',
      signal: network.signal,
    });
  } catch (cause) {
    if (cause instanceof CistronError) throw cause;
    throw new PassingFailure(`${url.host} cannot be reached (${failureName(cause)})`, { cause });
  }
}

/** `ECONNREFUSED`: the innermost name, since the platform says only 'fetch failed'. */
export function failureName(error: unknown): string {
  let name = error instanceof Error ? error.message : String(error);
  for (let inner = error; inner instanceof Error; inner = inner.cause) name = codeOf(inner) ?? inner.message;
  return name;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function isWeb({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:';
}

function statusText({ status, statusText }: Response): string {
  return `HTTP ${status}${statusText ? ` ${statusText}` : ''}`;
}

/** What a JSON answer gives as `message`, where the server says more than its status. */
async function reason(response: Response): Promise<string> {
  if (!/json/.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel().catch(() => undefined);
    return '';
  }
  try {
    const { message, error } = (await response.json()) as { message?: unknown; error?: unknown };
    const text = [message, error].find((said) => typeof said === 'string') ?? '';
    return text.replace(/\s+/g, ' ').slice(0, 300);
  } catch {
    return '';
  }
}
