import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/**', 'cdktf.out/**', '.tilldela/**', 'coverage/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error', // keeps heavy modules out of the start-up path
      '@typescript-eslint/switch-exhaustiveness-check': 'error', // a new change action must be handled everywhere
      '@typescript-eslint/no-floating-promises': 'error', // a lost promise is a lost error
      'no-console': 'error', // only the CLI's own output object prints
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': [
        'error',
        {
          // Their index files load the bindings of every resource: over a second and 385 MB.
          paths: ['@cdktf/provider-azurerm', '@cdktf/provider-azuread'].map((name) => ({
            name,
            message: 'Import the one module you need from lib/.',
          })),
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off', // tests look into parsed JSON
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        require: 'readonly',
        module: 'readonly',
        process: 'readonly',
        __dirname: 'readonly',
        console: 'readonly',
        setTimeout: 'readonly',
      },
    },
    rules: {
      '@typescript-eslint/no-require-imports': 'off', // scripts that run without a build
      'no-console': 'off',
    },
  },
  {
    files: ['stacks/**/*.ts'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' }, // declarations: as long as what a customer has
  },
  {
    files: ['src/catalogue/built-in-roles.ts'],
    rules: { 'max-lines': 'off' }, // data
  },
);
