import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { diagnostic, type Diagnostic, type DiagnosticCode, type SourcePosition } from '../diagnostics';

const metadataType = 'tilldela:diagnostic';

/** Records a mistake and goes on. Returns undefined, so that a parser can end with `?? report(...)`. */
export type Report = (code: DiagnosticCode, detail: string, hint?: string) => undefined;

/**
 * Reports on a construct, at the user's line. Diagnostics are kept as metadata of the construct: they live and die with
 * the tree and need no registry beside it.
 */
export function reporterFor(construct: IConstruct, source: SourcePosition | undefined): Report {
  return (code, detail, hint) => {
    const customer = TerraformStack.of(construct).node.id;
    const constructPath = construct.node.path;
    construct.node.addMetadata(
      metadataType,
      diagnostic(code, { detail, hint, customer, constructPath, source }),
    );
    return undefined;
  };
}

/** All that was reported on a construct and below it, in the order of the tree. */
export function diagnosticsOf(construct: IConstruct): readonly Diagnostic[] {
  return construct.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === metadataType)
    .map(({ data }) => data as Diagnostic);
}
