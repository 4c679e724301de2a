import fc from 'fast-check';
import { endOf, isOver, parseCalendarDate, type CalendarDate } from '../../src/model';

const date = (text: string): CalendarDate => parseCalendarDate(text) as CalendarDate;

describe('a calendar date', () => {
  it.each(['2026-01-01', '2024-02-29', '2000-02-29', '2026-12-31', '0001-01-01', '9999-12-30'])(
    'can be %s',
    (text) => {
      expect(parseCalendarDate(text)).toBe(text);
    },
  );

  it.each([
    '',
    '2026-02-29', // no leap year
    '1900-02-29', // divisible by 100 and not by 400
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '2026-01-01\n',
    '+02026-01-01',
    '9999-12-31', // its end has five digits for the year, which Terraform cannot read
  ])('cannot be %j', (text) => {
    expect(parseCalendarDate(text)).toBeUndefined();
  });

  it.each([
    ['2026-12-31', '2027-01-01T00:00:00Z'],
    ['2024-02-28', '2024-02-29T00:00:00Z'],
    ['2024-02-29', '2024-03-01T00:00:00Z'],
    ['2026-02-28', '2026-03-01T00:00:00Z'],
    ['2026-03-29', '2026-03-30T00:00:00Z'], // clocks change in Europe on this day, not in UTC
    ['0099-12-31', '0100-01-01T00:00:00Z'],
  ])('%s ends at %s', (day, end) => {
    expect(endOf(date(day))).toBe(end);
  });

  it('is included to its last second and over at 24:00 UTC', () => {
    const until = date('2026-12-31');
    expect(isOver(until, '2026-12-31T00:00:00Z')).toBe(false);
    expect(isOver(until, '2026-12-31T23:59:59Z')).toBe(false);
    expect(isOver(until, '2026-12-31T23:59:59.999Z')).toBe(false);
    expect(isOver(until, '2027-01-01T00:00:00Z')).toBe(true);
    expect(isOver(until, '2027-01-01T00:30:00+01:00')).toBe(false); // 23:30 UTC
    expect(isOver(until, '2026-12-31T23:30:00-01:00')).toBe(true); // 00:30 UTC
  });

  it('ends where the next one begins, for every day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0002-01-01'), max: new Date('9999-12-30'), noInvalidDate: true }),
        (instant) => {
          const day = instant.toISOString().slice(0, 10);
          const end = endOf(date(day));
          expect(end).toMatch(/^\d{4}-\d\d-\d\dT00:00:00Z$/);
          expect(isOver(date(day), instant.toISOString())).toBe(false);
          expect(Date.parse(end) - Date.parse(`${day}T00:00:00Z`)).toBe(24 * 60 * 60 * 1000);
        },
      ),
    );
  });
});
