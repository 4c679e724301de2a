import { isSound, type Examination } from '../doctor/finding';
import type { ReportContext } from '../report-context';
import { reportFormatVersion } from './report-value';

/** What `tilldela doctor --json` says of one customer. */
export function doctorReport(examination: Examination, { cloud }: Pick<ReportContext, 'cloud'>) {
  return {
    formatVersion: reportFormatVersion,
    customer: examination.customer,
    cloud,
    sound: isSound(examination),
    links: examination.findings.map(({ link, outcome, detail, remedy, mendedBy, next }) => ({
      link,
      outcome,
      detail,
      remedy: remedy ?? null,
      mendedBy: mendedBy ?? null,
      next: next ?? null,
    })),
  };
}
