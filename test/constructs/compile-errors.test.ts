import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const repository = path.resolve(__dirname, '../..');
const fixture = path.join(__dirname, 'compile-errors.ts.txt');

/** Compiles the fixture as if it were a .ts file, under the options of this repository. */
function compile(): { readonly program: ts.Program; readonly root: string } {
  const { config } = ts.readConfigFile(path.join(repository, 'tsconfig.json'), (file) =>
    readFileSync(file, 'utf8'),
  );
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repository);
  const host = ts.createCompilerHost(options);
  const root = fixture.replace(/\.txt$/, '');
  host.fileExists = (file) => file === root || ts.sys.fileExists(file);
  host.readFile = (file) => ts.sys.readFile(file === root ? fixture : file);
  return { program: ts.createProgram([root], options, host), root };
}

function errorsIn(program: ts.Program, file: string): Map<number, string> {
  const source = program.getSourceFile(file);
  if (!source) throw new Error(`${file} is not part of the program.`);
  const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return new Map(
    diagnostics.map(({ start = 0, messageText }) => [
      source.getLineAndCharacterOfPosition(start).line + 1,
      ts.flattenDiagnosticMessageText(messageText, '\n'),
    ]),
  );
}

const { program, root } = compile();

test('each mistake that the language promises to catch is an error of the compiler, and nothing else is', () => {
  const lines = readFileSync(fixture, 'utf8').split('\n');
  const expected = lines.filter((line) => line.endsWith('// error'));
  const found = [...errorsIn(program, root).keys()].sort((a, b) => a - b).map((line) => lines[line - 1]);
  expect(expected.length).toBeGreaterThan(30);
  expect(found).toEqual(expected);
});

test('a misspelled role is answered with the right one', () => {
  expect([...errorsIn(program, root).values()].join('\n')).toContain(`Did you mean '"Reader"'?`);
});
