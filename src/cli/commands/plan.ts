import { type Plan, planStudy } from '../../study/plan-study.ts';
import { planText } from '../plan-text.ts';
import { runOptions } from '../run-options.ts';
import { withSession } from '../session.ts';
import { studyFrom } from '../study-flags.ts';
import type { PlanFlags } from '../words/plan.ts';

export async function plan(path: string | undefined, flags: PlanFlags): Promise<void> {
  const given = await studyFrom(path, flags, 'plan');
  const made = await withSession(flags.workers, async (session) =>
    planStudy(given.study, await runOptions(session, given, flags.out)),
  );
  process.stdout.write(flags.json ? planJson(made) : `${planText(made)}\n`);
}

/** One task a line, so that a plan of 100,000 tasks can be read by line too. */
function planJson({ tasks, ...head }: Plan): string {
  const lines = tasks.map((task) => `    ${JSON.stringify(task)}`).join(',\n');
  return `${JSON.stringify(head, null, 2).replace(/\n\}$/, '')},\n  "tasks": [\n${lines}\n  ]\n}\n`;
}
