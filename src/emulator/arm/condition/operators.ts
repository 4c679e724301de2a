type Comparison = (actual: string, expected: string) => boolean;

const text: Readonly<Record<string, Comparison>> = {
  StringEquals: (actual, expected) => actual === expected,
  StringEqualsIgnoreCase: ignoringCase((actual, expected) => actual === expected),
  StringStartsWith: (actual, expected) => actual.startsWith(expected),
  StringStartsWithIgnoreCase: ignoringCase((actual, expected) => actual.startsWith(expected)),
  StringLike: isLike,
  StringLikeIgnoreCase: ignoringCase(isLike),
};

const negatable: Readonly<Record<string, Comparison>> = {
  ...text,
  GuidEquals: ignoringCase((actual, expected) => actual === expected),
  BoolEquals: ignoringCase((actual, expected) => actual === expected),
  NumericEquals: (actual, expected) => Number(actual) === Number(expected),
  DateTimeEquals: (actual, expected) => Date.parse(actual) === Date.parse(expected),
};

/**
 * What each operator says of one value of the attribute and one of the condition.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/conditions-format#operators
 */
export const operators: ReadonlyMap<string, Comparison> = new Map(
  [
    ...Object.entries(negatable),
    ...Object.entries(negatable).map(([name, compare]): [string, Comparison] => [
      negatedName(name),
      (actual, expected) => !compare(actual, expected),
    ]),
    ...orderings('Numeric', Number),
    ...orderings('DateTime', Date.parse),
  ].map(([name, compare]) => [name.toLowerCase(), compare]),
);

/** `StringNotEquals`, `StringNotStartsWith`, `GuidNotEquals` … */
function negatedName(name: string): string {
  return name.replace(/^(String|Guid|Bool|Numeric|DateTime)/, '$1Not');
}

function orderings(prefix: string, read: (value: string) => number): [string, Comparison][] {
  return [
    [`${prefix}LessThan`, (actual, expected) => read(actual) < read(expected)],
    [`${prefix}LessThanEquals`, (actual, expected) => read(actual) <= read(expected)],
    [`${prefix}GreaterThan`, (actual, expected) => read(actual) > read(expected)],
    [`${prefix}GreaterThanEquals`, (actual, expected) => read(actual) >= read(expected)],
  ];
}

function ignoringCase(compare: Comparison): Comparison {
  return (actual, expected) => compare(actual.toLowerCase(), expected.toLowerCase());
}

/** `*` stands for any text, `?` for one character. */
function isLike(actual: string, pattern: string): boolean {
  const source = [...pattern].map((character) =>
    character === '*'
      ? '[^]*'
      : character === '?'
        ? '[^]'
        : character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`, 'u').test(actual);
}
