import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A source file as text; `file` is relative to the project, with forward slashes. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** One import, export-from, `import()`, `require()` or import type. */
export interface Import {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
}

/** Something impure that a file reaches for: `process`, `Date.now()`, `new Date()`, `Math.random()`. */
export interface Use {
  readonly file: string;
  readonly line: number;
  readonly what: 'process' | 'Date.now' | 'new Date()' | 'Math.random';
}

/** All TypeScript files below a folder, in order. */
export function readSources(project: string, folder: string): SourceText[] {
  return readdirSync(path.join(project, folder))
    .sort()
    .flatMap((name) => {
      const file = `${folder}/${name}`;
      if (statSync(path.join(project, file)).isDirectory()) return readSources(project, file);
      return name.endsWith('.ts') ? [{ file, text: readFileSync(path.join(project, file), 'utf8') }] : [];
    });
}

export function importsOf(source: SourceText): Import[] {
  const found: Import[] = [];
  visit(source, (node, line) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) found.push({ file: source.file, line, specifier });
  });
  return found;
}

/** A name that a file has from another: `default` and `*` for the whole of it. */
export interface ImportedName {
  readonly specifier: string;
  readonly name: string;
}

/** What import and export-from declarations name; `import()` gives the whole of a file. */
export function importedNamesOf(source: SourceText): ImportedName[] {
  const found: ImportedName[] = [];
  visit(source, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) found.push(...namesIn(node).map((name) => ({ specifier, name })));
  });
  return found;
}

function namesIn(node: ts.Node): string[] {
  const clause = ts.isImportDeclaration(node) ? node.importClause : undefined;
  const bindings = ts.isExportDeclaration(node) ? node.exportClause : clause?.namedBindings;
  if (!bindings || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return ['*'];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

export function usesOf(source: SourceText): Use[] {
  const found: Use[] = [];
  visit(source, (node, line) => {
    const what = impurityOf(node);
    if (what) found.push({ file: source.file, line, what });
  });
  return found;
}

/** The texts of all string literals, with those that stand as property names. */
export function textsOf(source: SourceText): string[] {
  const found: string[] = [];
  visit(source, (node) => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
  });
  return found;
}

function visit({ file, text }: SourceText, look: (node: ts.Node, line: number) => void): void {
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const go = (node: ts.Node): void => {
    look(node, parsed.getLineAndCharacterOfPosition(node.getStart(parsed)).line + 1);
    ts.forEachChild(node, go);
  };
  go(parsed);
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isExternalModuleReference(node)) return literal(node.expression);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return literal(node.argument.literal);
  if (!ts.isCallExpression(node)) return undefined;
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire =
    /^require(\.resolve)?$/.test(node.expression.getText()) && !ts.isFunctionLike(node.expression);
  return isImport || isRequire ? (literal(node.arguments[0]) ?? 'a computed name') : undefined;
}

function literal(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function impurityOf(node: ts.Node): Use['what'] | undefined {
  if (ts.isIdentifier(node) && node.text === 'process' && isValue(node)) return 'process';
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText();
    if (text === 'Date.now' || text === 'Math.random') return text;
  }
  const isDate = ts.isNewExpression(node) && node.expression.getText() === 'Date';
  return isDate && !node.arguments?.length ? 'new Date()' : undefined;
}

/** False for a name in a type, an import clause, or the right side of a dot. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !(
    ts.isTypeReferenceNode(parent) ||
    ts.isQualifiedName(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isImportSpecifier(parent) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}
