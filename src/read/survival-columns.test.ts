import { expect, test } from 'vitest';
import { tableOf } from '../../test/support/tables.ts';
import { survivalColumns, unitOfTime } from './survival-columns.ts';

test.each([
  ['OS_MONTHS', 'months'],
  ['os_days', 'days'],
  ['days_to_death', 'days'],
  ['survivalMonths', 'months'],
  ['follow_up_years', 'years'],
  ['OS.time', null],
  ['futime', null],
  ['time', null],
])('the unit of %s is %s', (name, unit) => {
  expect(unitOfTime(name)).toBe(unit);
});

test('times and events are paired by their names, words of cBioPortal and numbers alike; ages and dates are no times', async () => {
  const table = await tableOf(
    [
      'id\tage_months\tOS_MONTHS\tOS_STATUS\tPFS_time\tPFS_event\tstage_status',
      'a\t700\t12.5\t1:DECEASED\t3\t1\tII',
      'b\t650\t40\t0:LIVING\t40\t0\tI',
      'c\t800\t\t0:LIVING\t7\t1\tIV',
      'd\t700\t8\t1:DECEASED\t9\tNA\tI',
      '',
    ].join('\n'),
  );
  expect(survivalColumns(table)).toEqual([
    { time: 'OS_MONTHS', event: 'OS_STATUS', events: 2, unit: 'months', longest: 40 },
    { time: 'PFS_time', event: 'PFS_event', events: 2, unit: null, longest: 40 },
  ]);
});

test('a table without one has none', async () => {
  expect(survivalColumns(await tableOf('id\tx\tstatus\na\t1\tgood\nb\t2\tbad\n'))).toEqual([]);
});
