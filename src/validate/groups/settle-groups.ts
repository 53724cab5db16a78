import type { Context } from '../../base/context.ts';
import { nearest } from '../../base/nearest.ts';
import type { Warning } from '../../base/warning.ts';
import { groupsFrom } from '../../sample/groups.ts';
import type { AuditFinding } from '../audit/finding.ts';
import type { GroupCohort, GroupProposal } from './finder.ts';
import { groupFinders } from './finders.ts';

/** What the study says about where groups come from. */
export interface GroupRules {
  /** inferred: all sources; declared: those that the study names; none: every sample by itself. */
  readonly groups: 'inferred' | 'declared' | 'none';
  /** Sources that are not believed, and why. */
  readonly ignore: readonly { readonly source: string; readonly reason: string }[];
}

export interface SettledGroups {
  /** Dense codes, [n]. */
  readonly groups: Int32Array;
  readonly proposals: readonly GroupProposal[];
  readonly findings: readonly AuditFinding[];
  readonly warnings: readonly Warning[];
}

/** Asks every finder in turn. @returns their proposals in the order of the list. */
export async function proposeGroups(cohort: GroupCohort, ctx: Context): Promise<GroupProposal[]> {
  const out: GroupProposal[] = [];
  for (const finder of groupFinders) out.push(...(await finder.find(cohort, ctx)));
  return out;
}

/**
 * Settles which samples must never be parted: the union of what the declared columns say and, with `inferred`, of what every source says that is
 * not overruled. Two rules of the audit tell of it: `groups`, what is kept together and why; `inferred-groups`, a warning as soon as
 * an undeclared source links samples that the study's own columns do not, or would if it were not overruled.
 * @param n samples. Cost O(n · sources + pairs).
 */
export function settleGroups(proposals: readonly GroupProposal[], n: number, rules: GroupRules): SettledGroups {
  const reasonOf = new Map(rules.ignore.map(({ source, reason }) => [source, reason]));
  const isUsed = (one: GroupProposal) => {
    if (one.source.startsWith(PAIRS)) return true;
    return rules.groups === 'inferred' ? !reasonOf.has(one.source) : rules.groups === 'declared' && isDeclared(one);
  };
  const used = proposals.filter(isUsed);
  const groups = join(used, n);
  const own = join(
    proposals.filter((one) => isDeclared(one) && isUsed(one)),
    n,
  );
  const inferred = proposals
    .filter((one) => !isDeclared(one))
    .map((one) => ({ one, used: isUsed(one), adds: addedTo(own, one), reason: reasonOf.get(one.source) }));
  const warnings: Warning[] = rules.ignore
    .filter(({ source }) => !proposals.some((one) => one.source === source))
    .map(({ source }) => unknownSource(source, proposals));
  if (rules.groups === 'none') {
    warnings.push({
      code: 'groups-off',
      message: 'the study asks for no groups: samples of one patient may stand on both sides of a fold',
    });
  }
  return { groups, proposals, findings: [whatWasKept(groups, used, n), whatWasInferred(inferred, n)], warnings };
}

const DECLARED = 'declared:';
const PAIRS = 'pairs:';

/** Whether the study itself names the source. */
export const isDeclared = ({ source }: GroupProposal) => source.startsWith(DECLARED) || source.startsWith(PAIRS);

interface Inferred {
  readonly one: GroupProposal;
  readonly used: boolean;
  /** Samples that it binds to one that the declared columns do not bind them to. */
  readonly adds: number;
  readonly reason: string | undefined;
}

function join(proposals: readonly GroupProposal[], n: number): Int32Array {
  return groupsFrom(
    proposals.flatMap(({ labels }) => (labels ? [labels] : [])),
    n,
    proposals.flatMap(({ pairs = [] }) => pairs.map(({ i, l }) => [i, l] as const)),
  );
}

/** Samples in groups of two and more, and how many such groups. */
function bound(groups: Int32Array): { samples: number; groups: number; largest: number } {
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const shared = [...sizes.values()].filter((size) => size > 1);
  return { samples: shared.reduce((a, b) => a + b, 0), groups: shared.length, largest: Math.max(0, ...sizes.values()) };
}

function addedTo(own: Int32Array, one: GroupProposal): number {
  const n = own.length;
  const found = join([one], n);
  const firstOwn = new Map<number, number>();
  const parted = new Set<number>();
  for (let i = 0; i < n; i++) {
    const known = firstOwn.get(found[i]!);
    if (known === undefined) firstOwn.set(found[i]!, own[i]!);
    else if (known !== own[i]) parted.add(found[i]!);
  }
  return found.reduce((count, group) => count + Number(parted.has(group)), 0);
}

function whatWasKept(groups: Int32Array, used: readonly GroupProposal[], n: number): AuditFinding {
  const { samples, groups: repeated, largest } = bound(groups);
  const sources = Object.fromEntries(
    used.map((one) => {
      const { samples, groups } = bound(join([one], n));
      return [one.source, { samples, groups }];
    }),
  );
  const looked = used.map(({ source }) => source).join(', ') || 'nothing';
  const telling = used.filter(({ source }) => sources[source]!.samples > 0).map(({ source }) => source);
  return {
    rule: 'groups',
    status: 'pass',
    message:
      repeated === 0
        ? `every sample is a group of its own (looked at: ${looked})`
        : `${samples} samples belong to ${repeated} group${repeated === 1 ? '' : 's'} of 2 or more (${telling.join(', ')}); no group was split across folds`,
    evidence: { samples: n, groups: new Set(groups).size, largest, sources },
  };
}

function whatWasInferred(inferred: readonly Inferred[], n: number): AuditFinding {
  const telling = inferred.filter(({ adds }) => adds > 0);
  const parts = telling.map(({ one, used, adds, reason }) => {
    const rest = used
      ? ''
      : reason === undefined
        ? ', left apart as the study asks'
        : `, overruled by the study: ${reason}`;
    return `${one.source} binds ${adds} samples (${one.evidence})${rest}`;
  });
  const evidence = Object.fromEntries(
    inferred.map(({ one, used, adds, reason }) => [
      one.source,
      {
        ...bound(join([one], n)),
        undeclared: adds,
        used,
        found: one.evidence,
        ...(reason === undefined ? {} : { reason }),
      },
    ]),
  );
  return {
    rule: 'inferred-groups',
    status: telling.length > 0 ? 'warn' : 'pass',
    message:
      telling.length > 0
        ? `samples depend on each other in ways that the study does not declare: ${parts.join('; ')}`
        : 'no source outside the declared columns says that samples belong together',
    evidence,
    ...(telling.length > 0
      ? {
          todo: 'declare the column under samples.group, or overrule the source with a reason under validate.ignore-groups.',
        }
      : {}),
  };
}

function unknownSource(source: string, proposals: readonly GroupProposal[]): Warning {
  const names = proposals.filter((one) => !isDeclared(one)).map((one) => one.source);
  const near = nearest(source, names);
  const hint = near ? `did you mean '${near}'?` : `there were: ${names.join(', ') || 'none'}`;
  return {
    code: 'ignored-groups-not-found',
    message: `validate.ignore-groups names '${source}', a source that proposed nothing here; ${hint}`,
  };
}
