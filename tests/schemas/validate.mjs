// Holds reports against the schemas of those who read them, and settings against the schemas in docs/.
//
//   node validate.mjs [PROGRAM]     the program is target/release/rolebook unless given

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse as parseToml } from 'smol-toml';
import { validateXML } from 'xmllint-wasm';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const program = path.resolve(process.argv[2] ?? path.join(root, 'target/release/rolebook'));

const FOLDERS = ['handbook', ...readdirSync(path.join(root, 'tests/fixtures')).map((name) => `tests/fixtures/${name}`)];
/** A folder with texts to import is none. */
const isHandbook = (folder) => readdirSync(path.join(root, folder), { recursive: true }).some((name) => /\.(md|toml)$/.test(name));
const HANDBOOKS = FOLDERS.filter(isHandbook);
const LANGUAGES = ['zh', 'en'];

let passed = 0;
const failures = [];
function test(name, fault) {
  if (fault) failures.push(`${name}: ${fault}`);
  else passed += 1;
}

function compile(file, Kind = Ajv) {
  const ajv = new Kind({ allErrors: true, strict: false });
  formats.default(ajv);
  ajv.addFormat('uint32', true);
  const validate = ajv.compile(JSON.parse(readFileSync(path.join(root, file), 'utf8')));
  return (value) => (validate(value) ? undefined : ajv.errorsText(validate.errors).slice(0, 600));
}

/** What `check` prints; status 1 is findings, which are wanted here. */
function check(format, folders, language) {
  const ran = spawnSync(program, ['check', ...folders, '--format', format, '--lang', language], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (ran.status > 1) throw new Error(`check --format ${format}: ${ran.stderr}`);
  return ran.stdout;
}

const reports = {
  sarif: compile('tests/schemas/sarif-2.1.0.json'),
  gitlab: compile('tests/schemas/gitlab-code-quality.json'),
  rdjson: compile('tests/schemas/rdformat.json'),
};
const xsd = readFileSync(path.join(here, 'junit-10.xsd'), 'utf8');

for (const folders of [...HANDBOOKS.map((folder) => [folder]), HANDBOOKS]) {
  for (const language of LANGUAGES) {
    const name = folders.length > 1 ? 'all handbooks' : folders[0];
    for (const [format, validate] of Object.entries(reports)) {
      const report = JSON.parse(check(format, folders, language));
      test(`${format} of ${name} in ${language}`, validate(report));
      // A schema that everything passes would prove nothing.
      if (format === 'gitlab') report.push({});
      else delete report[format === 'sarif' ? 'version' : 'diagnostics'];
      test(`${format} of ${name}, spoilt`, validate(report) ? undefined : 'passes');
    }
    const contents = check('junit', folders, language);
    const xml = (contents) => validateXML({ xml: [{ fileName: 'junit.xml', contents }], schema: [xsd] });
    const found = await xml(contents);
    test(`junit of ${name} in ${language}`, found.valid ? undefined : found.errors.map((it) => it.message).join('; '));
    const spoilt = await xml(contents.replaceAll('<testcase name=', '<testcase nom='));
    test(`junit of ${name}, spoilt`, spoilt.valid ? 'passes' : undefined);
  }
}

// Every settings file of the handbooks and of the rules' good examples, and the front matter of their regulations.
const settings = {
  'handbook.toml': compile('docs/handbook.toml.schema.json'),
  'roles.toml': compile('docs/roles.toml.schema.json'),
  'glossary.toml': compile('docs/glossary.toml.schema.json'),
};
const frontMatter = compile('docs/front-matter.schema.json');

/** Dates become texts, as editors show them to a schema. */
const toml = (text) => JSON.parse(JSON.stringify(parseToml(text)));

function settingsFile(name, file, text) {
  const validate = settings[path.basename(file)];
  if (validate) test(`settings of ${name}: ${file}`, validate(toml(text)));
  const front = /^\+\+\+\r?\n(.*?)\r?\n\+\+\+/s.exec(text);
  if (file.endsWith('.md') && front) test(`front matter of ${name}: ${file}`, frontMatter(toml(front[1])));
}

for (const folder of HANDBOOKS) {
  for (const file of readdirSync(path.join(root, folder), { recursive: true })) {
    if (/\.(toml|md)$/.test(file)) settingsFile(folder, file, readFileSync(path.join(root, folder, file), 'utf8'));
  }
}
for (const page of readdirSync(path.join(root, 'docs/rules')).filter((name) => name.startsWith('RB'))) {
  const text = readFileSync(path.join(root, 'docs/rules', page), 'utf8');
  for (const [, , info, body] of text.matchAll(/^(`{3,})([^\n`]*)\n(.*?)^\1$/gms)) {
    const [, kind, file] = info.split(' ');
    if (['good', 'both'].includes(kind) && file) settingsFile(page, file, body);
  }
}
for (const [file, wrong] of [
  ['handbook.toml', 'languages = ["zh"]\ntitel = "x"'],
  ['handbook.toml', 'languages = ["zh"]\n[rules]\nRB301 = "warn"'],
  ['handbook.toml', 'title = "x"'],
  ['roles.toml', '[[role]]\nid = "a b"\nname = "x"'],
  ['roles.toml', '[[role]]\nid = "a"'],
  ['glossary.toml', '[[term]]\nid = "a"\nname = "x"\nvariant = "y"'],
]) {
  test(`${file} with a fault`, settings[file](toml(wrong)) ? undefined : `passes: ${wrong}`);
}

// The handbook for programs.
const site = mkdtempSync(path.join(tmpdir(), 'rolebook-'));
try {
  execFileSync(program, ['build', 'handbook', '-o', site], { cwd: root, stdio: 'ignore' });
  const built = JSON.parse(readFileSync(path.join(site, 'handbook.json'), 'utf8'));
  test('handbook.json', compile('docs/handbook.schema.json', Ajv2020)(built));
} finally {
  rmSync(site, { recursive: true });
}

for (const failure of failures) console.error(failure);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);
