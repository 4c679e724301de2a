const shared = {
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'js', 'json', 'node'], // a compiled file beside its source must not win
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
};
const library = { '^tilldela$': '<rootDir>/src/index.ts' };

/** @type {import('jest').Config} */
module.exports = {
  testTimeout: 30_000,
  projects: [
    { ...shared, displayName: 'cdktf', roots: ['<rootDir>/test'], moduleNameMapper: library },
    {
      // The successor of the archived cdktf: what is written with the one must work with the other.
      ...shared,
      displayName: 'cdktn',
      roots: ['<rootDir>/test/constructs', '<rootDir>/test/stacks'],
      testPathIgnorePatterns: ['compile-errors'], // which is about types, and runs nothing
      moduleNameMapper: { ...library, '^cdktf(/package.json)?$': 'cdktn$1' },
    },
  ],
};
