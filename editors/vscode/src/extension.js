// Starts `rolebook lsp` for folders that hold a handbook, and runs the two commands that the server leaves to the editor.
'use strict';

const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

/** Commands of ours that the server may put behind lenses and actions. */
const COMMANDS = ['rolebook.showReferences', 'rolebook.explain'];

/** Where what a rule is for is shown; read only. */
const SCHEME = 'rolebook-rule';

/** @type {LanguageClient | undefined} */
let client;
/** Starting and stopping follow each other. */
let turn = Promise.resolve();

async function activate(context) {
  const pages = new Map();
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => pages.get(uri.path) ?? '',
    }),
    vscode.commands.registerCommand('rolebook.restart', restart),
    vscode.commands.registerCommand('rolebook.showReferences', showReferences),
    vscode.commands.registerCommand('rolebook.explain', (code) => explain(code, pages)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('rolebook')) return restart();
    }),
  );
  await restart();
}

function deactivate() {
  return inTurn(stop);
}

function restart() {
  return inTurn(async () => {
    await stop();
    await start();
  });
}

function inTurn(step) {
  turn = turn.then(step, step);
  return turn;
}

async function stop() {
  const running = client;
  client = undefined;
  // One that never started cannot be stopped.
  if (running?.isRunning()) await running.stop();
}

async function start() {
  const settings = vscode.workspace.getConfiguration('rolebook');
  const command = settings.get('path') || 'rolebook';
  const lang = settings.get('lang') || vscode.env.language;
  const files = ['**/*.md', '**/*.toml', '**/translations.lock'];
  client = new LanguageClient(
    'rolebook',
    'Rolebook',
    { command, args: ['lsp'] },
    {
      documentSelector: files.map((pattern) => ({ scheme: 'file', pattern })),
      initializationOptions: { lang, commands: COMMANDS },
    },
  );
  try {
    await client.start();
  } catch {
    client = undefined;
    const text = 'The program “{0}” could not be started. Install rolebook, or say in the settings where it is.';
    const open = vscode.l10n.t('Open Settings');
    // Nobody waits for the answer: the editor goes on without us.
    vscode.window.showErrorMessage(vscode.l10n.t(text, command), open).then((chosen) => {
      if (chosen === open) vscode.commands.executeCommand('workbench.action.openSettings', 'rolebook.path');
    });
  }
}

/** Shows places beside the line that they belong to, in the editor's own view. */
function showReferences(uri, position, places) {
  const at = (point) => new vscode.Position(point.line, point.character);
  const locations = places.map(
    (place) =>
      new vscode.Location(vscode.Uri.parse(place.uri), new vscode.Range(at(place.range.start), at(place.range.end))),
  );
  return vscode.commands.executeCommand(
    'editor.action.showReferences',
    vscode.Uri.parse(uri),
    at(position),
    locations,
  );
}

/** Shows what a rule looks for and why. */
async function explain(code, pages) {
  const asked = code ?? (await vscode.window.showInputBox({ prompt: vscode.l10n.t('The code of the rule, such as RB301') }));
  if (!asked || !client) return;
  const request = { command: 'rolebook.rule', arguments: [asked.trim()] };
  const page = await client.sendRequest('workspace/executeCommand', request);
  if (!page) {
    vscode.window.showWarningMessage(vscode.l10n.t('There is no rule “{0}”.', asked));
    return;
  }
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${asked.trim().toUpperCase()}.md` });
  pages.set(uri.path, page);
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}

module.exports = { activate, deactivate };
