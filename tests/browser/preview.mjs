// Runs the program: `rolebook build`, and `rolebook serve` while the tests or the benchmark look at it.

import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

/** The program; `ROLEBOOK` names another one than that of the release build. */
const PROGRAM = process.env.ROLEBOOK || fileURLToPath(new URL('../../target/release/rolebook', import.meta.url));

/** Builds the site of `handbook` in the folder `site`. Throws where the program does not. */
export function build(handbook, site) {
  const { status, stderr, error } = spawnSync(PROGRAM, ['build', handbook, '-o', site, '--lang', 'en'], { encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`rolebook build: ${stderr}`);
}

/** Serves `folder`. Gives its address without a slash at the end, and `stop`, which ends when the program has. */
export async function preview(folder) {
  const program = spawn(PROGRAM, ['serve', folder, '--port', '0', '--lang', 'en'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => program.once('exit', resolve));
  const failed = new Promise((_, reject) => program.once('error', reject));
  const said = (async () => {
    for await (const line of createInterface({ input: program.stderr })) {
      const address = line.match(/http:\/\/[^/ ]+/)?.[0];
      if (address) return address;
    }
    throw new Error('rolebook serve said no address');
  })();
  const address = await Promise.race([said, failed]);
  return {
    address,
    stop: () => {
      program.kill('SIGINT');
      return ended;
    },
  };
}
