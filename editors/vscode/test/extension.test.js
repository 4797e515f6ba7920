// Loads the built extension with a stand-in for the editor, and speaks to the real program as the extension asks for.
'use strict';

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { test } = require('node:test');

const home = path.join(__dirname, '..');
const manifest = require('../package.json');
const repository = path.join(home, '../..');

class Point {
  constructor(...parts) {
    this.parts = parts;
  }
}

/** An editor that remembers what the extension does to it. */
function editor(settings = {}, language = 'zh-cn') {
  const seen = { commands: new Map(), executed: [], errors: [], onSettings: undefined, pages: undefined, answer: undefined };
  const uri = (value) => ({ value, path: value });
  seen.vscode = {
    env: { language },
    l10n: { t: (text, ...values) => text.replace(/\{(\d)\}/g, (_, at) => values[at]) },
    Position: Point,
    Range: Point,
    Location: Point,
    Uri: { parse: uri, from: ({ path }) => uri(path) },
    commands: {
      registerCommand: (name, run) => (seen.commands.set(name, run), { dispose() {} }),
      executeCommand: (...parts) => seen.executed.push(parts),
    },
    window: {
      showErrorMessage: (text) => (seen.errors.push(text), Promise.resolve(seen.answer)),
      showWarningMessage: (text) => seen.errors.push(text),
      showInputBox: async () => seen.answer,
    },
    workspace: {
      getConfiguration: () => ({ get: (key) => settings[key] }),
      onDidChangeConfiguration: (run) => ((seen.onSettings = run), { dispose() {} }),
      registerTextDocumentContentProvider: (_, provider) => ((seen.pages = provider), { dispose() {} }),
    },
  };
  return seen;
}

/** The extension, with a client that only remembers what it is asked for. */
function load(seen, { fails = false, page = '' } = {}) {
  const clients = [];
  class LanguageClient {
    constructor(id, name, server, options) {
      Object.assign(this, { id, name, server, options, running: false });
      clients.push(this);
    }
    async start() {
      if (fails) throw new Error('ENOENT');
      this.running = true;
    }
    isRunning() {
      return this.running;
    }
    async stop() {
      this.running = false;
    }
    async sendRequest(method, params) {
      this.asked = [method, params];
      return page;
    }
  }
  const plain = Module._load;
  Module._load = (request, ...rest) => {
    if (request === 'vscode') return seen.vscode;
    if (request === 'vscode-languageclient/node') return { LanguageClient };
    return plain(request, ...rest);
  };
  const file = path.join(home, 'src/extension.js');
  delete require.cache[file];
  try {
    return { extension: require(file), clients };
  } finally {
    Module._load = plain;
  }
}

test('every text of the manifest and of the program is there in both languages', () => {
  const keys = (file) => Object.keys(JSON.parse(fs.readFileSync(path.join(home, file), 'utf8'))).sort();
  const used = [...JSON.stringify(manifest).matchAll(/%([a-z.A-Z]+)%/g)].map((found) => found[1]);
  assert.deepEqual([...new Set(used)].sort(), keys('package.nls.json'));
  assert.deepEqual(keys('package.nls.json'), keys('package.nls.zh-cn.json'));
  const source = fs.readFileSync(path.join(home, 'src/extension.js'), 'utf8');
  for (const text of keys('l10n/bundle.l10n.zh-cn.json')) assert.ok(source.includes(`'${text}'`), text);
  assert.equal([...source.matchAll(/l10n\.t\(/g)].length, keys('l10n/bundle.l10n.zh-cn.json').length);
});

test('the program is started as the settings say, and anew when they change', async () => {
  const settings = { path: '/opt/rolebook', lang: 'en' };
  const seen = editor(settings);
  const { extension, clients } = load(seen);
  await extension.activate({ subscriptions: [] });
  assert.deepEqual(clients[0].server, { command: '/opt/rolebook', args: ['lsp'] });
  assert.equal(clients[0].options.initializationOptions.lang, 'en');
  for (const { command } of manifest.contributes.commands) assert.ok(seen.commands.has(command), command);
  for (const command of clients[0].options.initializationOptions.commands) assert.ok(seen.commands.has(command), command);

  settings.lang = '';
  await seen.onSettings({ affectsConfiguration: (name) => name === 'rolebook' });
  assert.equal(clients.length, 2);
  assert.deepEqual([clients[0].running, clients[1].running], [false, true]);
  assert.equal(clients[1].options.initializationOptions.lang, 'zh-cn');
  await extension.deactivate();
  assert.equal(clients[1].running, false);
});

test('a program that is missing is said, with the way to the setting', async () => {
  const seen = editor();
  seen.answer = 'Open Settings';
  const { extension } = load(seen, { fails: true });
  await extension.activate({ subscriptions: [] });
  await new Promise(setImmediate);
  assert.match(seen.errors[0], /“rolebook” could not be started/);
  assert.deepEqual(seen.executed, [['workbench.action.openSettings', 'rolebook.path']]);
});

test('places and rules are shown by the editor', async () => {
  const seen = editor();
  const { extension, clients } = load(seen, { page: '**RB301**' });
  await extension.activate({ subscriptions: [] });
  const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
  seen.commands.get('rolebook.showReferences')('file:///a.md', range.start, [{ uri: 'file:///b.md', range }]);
  const [name, uri, position, places] = seen.executed[0];
  assert.deepEqual([name, uri.value, position.parts], ['editor.action.showReferences', 'file:///a.md', [1, 2]]);
  assert.deepEqual(places[0].parts[1].parts.map((point) => point.parts), [[1, 2], [1, 5]]);

  await seen.commands.get('rolebook.explain')('rb301');
  assert.deepEqual(clients[0].asked, ['workspace/executeCommand', { command: 'rolebook.rule', arguments: ['rb301'] }]);
  const [command, shown] = seen.executed[1];
  assert.equal(command, 'markdown.showPreview');
  assert.equal(seen.pages.provideTextDocumentContent(shown), '**RB301**');
});

test('the bundle needs nothing but the editor', () => {
  const bundle = fs.readFileSync(path.join(home, 'dist/extension.js'), 'utf8');
  const builtin = new Set(Module.builtinModules);
  const needed = [...bundle.matchAll(/require\("([^"]+)"\)/g)].map((found) => found[1].replace(/^node:/, ''));
  assert.deepEqual([...new Set(needed.filter((name) => !builtin.has(name)))], ['vscode']);
});

/** The program that cargo built last, or the one that ROLEBOOK names. */
function program() {
  const built = ['release', 'debug'].map((kind) => path.join(repository, 'target', kind, 'rolebook'));
  const found = built.filter((file) => fs.existsSync(file)).sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs);
  return process.env.ROLEBOOK ?? found[0];
}

test('the real program answers what the extension starts it with', async () => {
  const seen = editor({ path: program() });
  assert.ok(program(), 'run cargo build first, or name the program in ROLEBOOK');
  const { extension, clients } = load(seen);
  await extension.activate({ subscriptions: [] });
  const { server, options } = clients[0];
  const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = require('vscode-jsonrpc/node');
  const child = spawn(server.command, server.args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const folder = `file://${encodeURI(path.join(repository, 'tests/fixtures/source-faults'))}`;
  const told = new Promise((resolve) => {
    const found = [];
    connection.onNotification('textDocument/publishDiagnostics', (params) => {
      found.push(...params.diagnostics);
      if (found.some((finding) => finding.code === 'RB304')) resolve(found);
    });
  });
  const answer = await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: folder,
    capabilities: {},
    initializationOptions: options.initializationOptions,
  });
  assert.ok(answer.capabilities.renameProvider.prepareProvider);
  connection.sendNotification('initialized', {});
  const found = await told;
  assert.match(found[0].message, /\p{Script=Han}/u);
  const page = await connection.sendRequest('workspace/executeCommand', {
    command: 'rolebook.rule',
    arguments: ['RB301'],
  });
  assert.match(page, /one-sided-reporting-line/);
  await connection.sendRequest('shutdown');
  connection.sendNotification('exit');
  assert.equal(await ended, 0);
});
