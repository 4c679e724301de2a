/**
 * Plans, drift, access and applies as text for a terminal or as JSON values. Pure: colour, width and names of roles are
 * parameters. Every text from outside is neutralised, so that no name in Azure can forge what is printed.
 * Texts end without a line end.
 */
export type { AccessReading } from './access/access-reading';
export { renderAccess } from './access/render-access';
export { isAchieved, type ApplyEntry } from './apply/apply-outcome';
export { renderApply } from './apply/render-apply';
export { consentLine, federationLine } from './bootstrap/hand-off-lines';
export { renderBootstrap, type BootstrapStep } from './bootstrap/render-bootstrap';
export { coverageOf, coverageWords, totalCoverage } from './drift/coverage';
export { driftCount } from './drift/drift-sections';
export { renderDrift } from './drift/render-drift';
export { isSound, type Examination, type Finding } from './doctor/finding';
export { renderDoctor } from './doctor/render-doctor';
export { doctorReport } from './json/doctor-report';
export { handOffPack, type HandOffPack } from './hand-off/hand-off-pack';
export { accessReport } from './json/access-report';
export { applyReport } from './json/apply-report';
export { stackReport } from './json/stack-report';
export { customersReport } from './json/customers-report';
export { relationshipReport } from './json/relationship-report';
export { driftReport } from './json/drift-report';
export { jsonText } from './json/json-text';
export { offboardReport } from './json/offboard-report';
export { rolesReport } from './json/roles-report';
export {
  reinstateLines,
  renderPartnerAccess,
  type PartnerAccessStatement,
  type Proof,
} from './partner-access/render-partner-access';
export { renderRemains, type Remains } from './partner-access/render-remains';
export { renderPlan } from './plan/render-plan';
export { renderPlanSummary } from './plan/render-plan-summary';
export { customerLines, customersHead } from './customers/render-customers';
export type { CustomerReading } from './customers/customer-reading';
export type { RelationshipReading } from './relationship/relationship-reading';
export { renderRelationships } from './relationship/render-relationships';
export { differenceWords, endWords, roleNames } from './relationship/relationship-words';
export { renderDiagnostics } from './render-diagnostics';
export { renderCodes, renderExplanation } from './render-explanation';
export type { ReportContext } from './report-context';
