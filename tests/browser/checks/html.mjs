import { HtmlValidate, StaticConfigLoader } from 'html-validate';

const CONFIG = {
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    'doctype-style': ['error', { style: 'lowercase' }],
    // Anchors are numbers of units, with dots between them, and may be in Chinese, as HTML has it.
    'valid-id': ['error', { relaxed: true }],
    // Titles are the authors'.
    'long-title': 'off',
    // Safari takes a list without bullets for none, unless its role says so.
    'no-redundant-role': 'off',
    // A drawing that scrolls is a region for the keyboard, but no section of the text.
    'prefer-native-element': ['error', { exclude: ['list', 'region'] }],
  },
};

/** Every page is valid HTML, as html-validate recommends it. */
export default async function html({ site, note }) {
  const validator = new HtmlValidate(new StaticConfigLoader(CONFIG));
  for (const page of site.pages) {
    const { results } = await validator.validateString(site.text(page), page);
    const places = new Map();
    for (const { line, ruleId, message } of results.flatMap(({ messages }) => messages)) {
      const fault = `${message} (${ruleId})`;
      places.set(fault, [...(places.get(fault) ?? []), line]);
    }
    note('valid HTML', page, [...places].map(([fault, [first, ...more]]) => `line ${first}: ${fault}${more.length > 0 ? `, and ${more.length} times more` : ''}`));
  }
}
