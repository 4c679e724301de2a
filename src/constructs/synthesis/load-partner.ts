import { diagnostic, DiagnosticError, type Diagnostic } from '../../diagnostics';
import type { DeclaredRelationship, PartnerIdentity } from '../../model';
import { parsePartner, type Partner } from '../partner';
import { checkRelationship } from '../relationship-props';
import type { Report } from '../report';
import { CustomerFileLoader } from './load-customer-file';

/** The partner as its own file says, without any customer's. */
export interface LoadedPartner {
  readonly partner: PartnerIdentity;
  /** What customers are asked to delegate whose file does not say otherwise. */
  readonly relationship?: DeclaredRelationship;
}

/** Runs the file and takes the partner that it exports, under whatever name. Throws DiagnosticError. */
export async function loadPartner(projectFolder: string, file: string): Promise<LoadedPartner> {
  const partner = await exportedPartner(projectFolder, file);
  const diagnostics: Diagnostic[] = [];
  const report: Report = (code, detail, hint) =>
    void diagnostics.push(diagnostic(code, { detail: `${file}: ${detail}`, hint }));
  const identity = parsePartner(partner, report);
  const relationship = partner.relationship && checkRelationship(partner.relationship, report);
  if (!identity || diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return { partner: identity, ...(relationship && { relationship }) };
}

async function exportedPartner(projectFolder: string, file: string): Promise<Partner> {
  const loader = new CustomerFileLoader(projectFolder);
  const refuse = (why: string): DiagnosticError =>
    new DiagnosticError([
      diagnostic('partner_unknown', { detail: `${file} ${why}`, hint: 'tilldela explain partner_unknown' }),
    ]);
  try {
    const exported = Object.values(await loader.exportsOf(file));
    const partner = exported.find(isPartner);
    if (partner) return partner;
  } catch (error) {
    throw refuse(`could not be run: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    loader.close();
  }
  throw refuse('exports nothing that definePartner gave.');
}

function isPartner(value: unknown): value is Partner {
  const { tenant, adminAgents } = (value ?? {}) as Partial<Partner>;
  return typeof tenant === 'string' && adminAgents?.type === 'ForeignGroup';
}
