import { z } from 'zod';
import { FormatError, NetworkError } from '../../base/errors.ts';
import type { Network } from '../network.ts';
import { PassingFailure, withRetries } from '../retry.ts';
import { failureName, send, shownAddress } from '../send.ts';

export interface GdcApi {
  /** GDC_API, or a mirror. */
  readonly url: URL;
  readonly network: Network;
  /** Records asked for at once. */
  readonly pageSize: number;
}

export interface GdcQuery {
  readonly endpoint: 'files' | 'cases';
  readonly filters: unknown;
  readonly fields: readonly string[];
  /** Whole groups of fields. */
  readonly expand?: readonly string[];
  /** A field that differs between records: pages overlap when records of one rank change places. */
  readonly sort: string;
}

const statusShape = z.object({ data_release: z.string(), tag: z.string().optional() });
const pageShape = z.object({
  data: z.object({
    hits: z.array(z.record(z.string(), z.unknown())),
    pagination: z.object({ total: z.number().int().nonnegative() }),
  }),
  warnings: z.record(z.string(), z.unknown()).optional(),
});

export type GdcRecord = Record<string, unknown>;

/** `https://api…/data/<id>`, below whatever path the mirror has. */
export const gdcAddress = ({ url }: Pick<GdcApi, 'url'>, ...path: readonly string[]): URL =>
  new URL(`${url.href.replace(/\/+$/, '')}/${path.map(encodeURIComponent).join('/')}`);

/** The release of the data, such as `Data Release 45.0 - December 04, 2025`. @throws as `gdcRecords`. */
export async function gdcRelease(api: GdcApi): Promise<string> {
  return (await askJson(api, 'status', undefined, statusShape)).data_release;
}

/**
 * All records that a query finds, page by page.
 * @throws {ConfigError} the query is refused. @throws {FormatError} the answer has not the shape of the API.
 * @throws {NetworkError} retries are used up, or the records changed while they were read. @throws {CancelledError}
 * Source: GDC API User's Guide, Search and Retrieval.
 */
export async function gdcRecords(api: GdcApi, query: GdcQuery): Promise<GdcRecord[]> {
  const { endpoint, filters, fields, expand, sort } = query;
  const where = shownAddress(gdcAddress(api, endpoint));
  const records: GdcRecord[] = [];
  const seen = new Set<unknown>();
  for (let total = 1; records.length < total; ) {
    const asked = {
      ...{ filters, format: 'JSON', fields: fields.join(','), sort: `${sort}:asc` },
      ...(expand ? { expand: expand.join(',') } : {}),
      ...{ from: records.length, size: api.pageSize },
    };
    const { data, warnings } = await askJson(api, endpoint, asked, pageShape);
    if (records.length === 0) {
      total = data.pagination.total;
      for (const [about, text] of Object.entries(warnings ?? {})) api.network.say(`${where}: ${about}: ${text}`);
    }
    const fresh = data.hits.every((hit) => hit[sort] !== undefined && !seen.has(hit[sort]));
    if (data.pagination.total !== total || !fresh || (data.hits.length === 0 && total > 0))
      throw new NetworkError({
        where,
        problem: `the records must stay the same from page to page, got another set after ${records.length} of ${total}`,
        hint: 'a data release may be under way: run the same command again',
      });
    for (const hit of data.hits) seen.add(hit[sort]);
    records.push(...data.hits);
  }
  return records;
}

async function askJson<T>(api: GdcApi, endpoint: string, json: unknown, shape: z.ZodType<T>): Promise<T> {
  const url = gdcAddress(api, endpoint);
  const where = shownAddress(url);
  return withRetries(api.network, where, async () => {
    const response = await send(url, { json }, api.network);
    const text = await response.text().catch((cause: unknown) => {
      throw new PassingFailure(`the connection broke (${failureName(cause)})`, { cause });
    });
    return parseAnswer(text, shape, where);
  });
}

/** @throws {FormatError} not JSON, or of another shape. */
export function parseAnswer<T>(text: string, shape: z.ZodType<T>, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const start = JSON.stringify(text.trim().slice(0, 40));
    throw new FormatError({
      where,
      problem: `JSON expected, got ${start}`,
      hint: 'check the address of the API',
      cause,
    });
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new FormatError({
    where,
    problem: `the answer is not as the GDC API gives it: ${issue.path.join('.') || 'the whole'}: ${issue.message}`,
    hint: 'check the address of the API',
  });
}
