import js from '@eslint/js'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const SHOWN = /[А-Яа-яЁё]/.source

export default tseslint.config(
  { ignores: ['dist', 'dist-fake', 'coverage', 'src/api/schema.ts'] },
  js.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}', 'vite.config.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300 }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Go through api/client.ts; the front page has no client.' },
        { name: 'localStorage', message: 'Go through state/storage.ts.' },
      ],
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Text only.' },
        { property: 'outerHTML', message: 'Text only.' },
        { property: 'insertAdjacentHTML', message: 'Text only.' },
      ],
    },
  },
  {
    files: ['src/**/*.tsx'],
    ...jsxA11y.flatConfigs.strict,
    rules: {
      ...jsxA11y.flatConfigs.strict.rules,
      'max-lines-per-function': ['error', { max: 120, skipBlankLines: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: 'Text only.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: [
      'src/words/**',
      'src/api/fake.ts',
      'src/api/fake/**',
      'src/**/*.test.*',
      'src/testing/**',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'Text only.' },
        { selector: `Literal[value=/${SHOWN}/]`, message: 'Shown words live in words/ru.ts.' },
        { selector: `JSXText[value=/${SHOWN}/]`, message: 'Shown words live in words/ru.ts.' },
        {
          selector: `TemplateElement[value.raw=/${SHOWN}/]`,
          message: 'Shown words live in words/ru.ts.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.test.{ts,tsx}', 'src/testing/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['src/api/client.ts', 'src/landing/landing.ts', 'src/state/storage.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['scripts/*.mjs', 'eslint.config.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
)
