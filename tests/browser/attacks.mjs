// A handbook that is out to do harm wherever an author can write. What would run calls `canary` with the name of its place,
// or asks for something of evil.example. No browser in here.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where the handbook says that its site is published. */
export const HOME = 'https://handbook.example/';

const HTML = [
  (name) => `<script>canary('${name}')</script>`,
  (name) => `<ScRiPt\n>canary('${name}')</sCrIpT\t>`,
  (name) => `<script src="https://evil.example/${name}.js"></script>`,
  (name) => `<img src=x onerror=canary('${name}')>`,
  (name) => `<img/src="x"/onerror="canary('${name}')"//>`,
  (name) => `<svg onload=canary('${name}')>`,
  (name) => `<svg><script>canary('${name}')</script></svg>`,
  (name) => `<svg><style><img src=x onerror="canary('${name}')"></style></svg>`,
  (name) => `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=canary(1)&gt;" src=x onerror="canary('${name}')">`,
  (name) => `<details open ontoggle=canary('${name}')>x</details>`,
  (name) => `<input autofocus onfocus=canary('${name}')>`,
  (name) => `<video><source src=x onerror=canary('${name}')></video>`,
  (name) => `<iframe srcdoc="<script>parent.canary('${name}')</script>"></iframe>`,
  (name) => `<iframe src="javascript:parent.canary('${name}')"></iframe>`,
  (name) => `<object data="https://evil.example/${name}.html"></object>`,
  (name) => `<embed src="https://evil.example/${name}.html">`,
  (name) => `<link rel=stylesheet href="https://evil.example/${name}.css">`,
  (name) => `<style>@import 'https://evil.example/${name}.css';</style>`,
  (name) => `<p style="background:url(https://evil.example/${name}.png)">x</p>`,
  (name) => `<meta http-equiv=refresh content="0;url=https://evil.example/${name}">`,
  (name) => `<base href="https://evil.example/"><img src="${name}.png">`,
  (name) => `<noscript><p title="</noscript><img src=x onerror=canary('${name}')>">`,
  (name) => `<p onmouseover=canary('${name}') onclick=canary('${name}')>x</p>`,
  (name) => `<form action="javascript:canary('${name}')"><button onclick=canary('${name}')>x</button></form>`,
  (name) => `<a href="https://a.example/" onclick=canary('${name}')>x</a>`,
];

/** HTML that runs, asks for something or leads away as soon as a browser takes it for HTML; of the attack `at` the mark is `name-at`. */
export const html = (name) => HTML.map((attack, at) => attack(`${name}-${at}-`));

/** What ends the place that it stands in, and begins a script: attributes, titles, comments, strings of scripts, templates. */
const breaks = (name) => [
  `"><img src=x onerror=canary('${name}')>`,
  `'><img src=x onerror=canary("${name}")>`,
  `" onmouseover="canary('${name}')" onfocus="canary('${name}')" autofocus x="`,
  `</title></style></textarea></noscript><script>canary('${name}')</script>`,
  `</script><script>canary('${name}')</script><!-- <script>`,
  `--><script>canary('${name}')</script>`,
  `]]><script>canary('${name}')</script>`,
  `&lt;img src=x onerror=canary('${name}')&gt;`,
  `";canary("${name}");//`,
  `\\";canary('${name}');//`,
  `'+canary('${name}')+'`,
  `\${canary('${name}')}`,
  `\u2028canary('${name}')\u2029`,
  `\\u003cscript\\u003ecanary('${name}')\\u003c/script\\u003e`,
  `{{ "<script>canary()</script>" | safe }}{% include "x" %}`,
  `;background:url(https://evil.example/${name})`,
];

/** Addresses that run something or lead where no link of a handbook may. */
const ADDRESSES = [
  "javascript:canary('address')",
  "JaVaScRiPt:canary('address')",
  'java&#115;cript:canary(1)',
  '&#x6A;avascript:canary(1)',
  'java&Tab;script:canary(1)',
  'java&NewLine;script:canary(1)',
  'javascript&colon;canary(1)',
  '\\javascript:canary(1)',
  '&#1;javascript:canary(1)',
  '<java\tscript:canary(1)>',
  "<  javascript:canary('blank')>",
  'javascript://%0acanary(1)',
  'vbscript:canary(1)',
  'data:text/html,<script>canary(1)</script>',
  'data:text/html;base64,PHNjcmlwdD5jYW5hcnkoMSk8L3NjcmlwdD4=',
  'data:image/svg+xml,%3Csvg%20onload=canary(1)%3E',
  'blob:x',
  'view-source:x',
  'file:///etc/passwd',
  '//evil.example/address',
  '\\\\evil.example\\address',
  'ms-word:ofe|u|x',
];

/** A name of one line with as much in it as the place `name` may hold. */
const line = (name) => breaks(name.replaceAll(' ', '-')).join(' ');
/** A string of TOML. */
const quoted = (text) => `"${[...text].map((next) => (/["\\\p{Cc}]/u.test(next) ? `\\u${next.charCodeAt().toString(16).padStart(4, '0')}` : next)).join('')}"`;
const both = (name, zh = '', en = '') => `{ zh = ${quoted(zh + line(`${name} zh`))}, en = ${quoted(en + line(`${name} en`))} }`;
const oneLine = (text) => text.replace(/\s+/g, ' ');

const SETTINGS = `
title = ${both('title')}
languages = ["zh", "en"]
base-url = ${quoted(`${HOME}"><script>canary('base-url')</script>/`)}
edit-url = ${quoted(`${HOME}"onclick="canary('edit-url')"/{path}`)}
packs = ["packs/x.toml"]
[organisation]
name = ${both('organisation')}
[site]
accent = ${quoted(`#123456;}</style>${line('accent')}`)}
footer = ${both('footer')}
public = true
`;

const PACK = `
title = ${both('pack')}
[[rule]]
code = "HX101"
name = "hostile"
level = "warning"
title = ${both('rule')}
message = ${both('message')}
pattern = { zh = "做事", en = "work" }
`;

const ROLES = `
[[unit]]
id = "u"
name = ${both('unit', '部', 'Department ')}
[[role]]
id = "a"
name = ${both('role', '甲', 'Alpha ')}
aliases = ${both('alias', '首', 'First ').replace(/= ("[^\n]*?"), en = ("[^\n]*") }/, '= [$1], en = [$2] }')}
unit = "u"
top = true
sort-key = ${both('key')}
[[role]]
id = "b"
name = ${both('second role', '乙', 'Beta ')}
unit = "u"
[[role]]
id = ${quoted(`c" onclick="canary('id')`)}
name = { zh = "丙", en = "Gamma" }
`;

const TERMS = `
[[term]]
id = "term"
name = { zh = "术语<b>", en = "term<b>" }
variants = { zh = [${quoted(line('variant zh'))}], en = [${quoted(line('variant en'))}] }
definition = ${both('definition')}
[[term]]
id = ${quoted(`t" onclick="canary('term id')`)}
name = ${both('term')}
`;

const front = (name) => `+++
title = ${quoted(line(`${name} front title`))}
short-titles = [${quoted(line(`${name} short title`))}]
issuer = ${quoted(line(`${name} issuer`))}
version = ${quoted(line(`${name} version`))}
status = ${quoted(line(`${name} status`))}
effective = 2024-01-01
+++

${oneLine(html(`${name}-preamble`).join(' '))}
`;

const WORDS = {
  zh: { chapter: '第一章', article: (n) => `第${'〇一二三四五六七八九'[n]}条`, superior: '直接上级：甲', headcount: '编制：', other: '特长：', note: '注', cite: '见第一条和术语<b>，做事' },
  en: { chapter: 'Chapter 1', article: (n) => `Article ${n}`, superior: 'Reports to: Alpha', headcount: 'Headcount: ', other: 'Likes: ', note: 'n', cite: 'see Article 1 and term<b>, work' },
};

/** A chapter with every attack in every form of Markdown. */
function chapter(language) {
  const words = WORDS[language];
  const name = `${language}-chapter`;
  const inline = [...html(name), ...breaks(name)].map(oneLine);
  const cell = (text) => text.replaceAll('|', '\\|');
  return `# ${words.chapter} ${line(`${name} head`)}

## ${words.article(1)} ${line(`${name} article`)} {#first" onclick="canary('attribute') role=a key="<script>canary(1)</script>"}

- ${words.headcount}${line(`${name} headcount`)}
- ${words.other}${line(`${name}-field`)}

${inline.map((attack, at) => `${at + 1}. ${words.cite} ${attack}`).join('\n')}

## ${words.article(2)} x {#second role=b}

- ${words.superior}
- ${words.headcount}${html(`${name}-field`).map(oneLine).join(' ')}

${inline.map((attack, at) => `${at + 1}. ${words.cite} ${attack} ${at}`).join('\n')}

## ${words.article(3)} y

${inline.map((attack) => `> ${attack}\n\n\`${attack}\`\n\n**${attack}** *${attack}* ~~${attack}~~`).join('\n\n')}

${inline.map((attack) => `\`\`\`html ${attack.replaceAll('`', '')}\n${attack}\n\`\`\``).join('\n\n')}

${html(`${name}-block`).map((attack) => `${attack}\n`).join('\n')}

<div>
${html(`${name}-div`).join('\n')}
</div>

| ${cell(inline[0])} | b |
|---|---|
${inline.map((attack) => `| ${cell(attack)} | ${cell(attack)} |`).join('\n')}

${ADDRESSES.map((address) => `[x](${address}) ![x](${address}) <a href="${address.replace(/^<|>$/g, '')}" target=_top>x</a>`).join('\n\n')}

<javascript:canary(1)> [x][r] ![x](picture.svg) [x](evil.html) ![x](evil.svg)

${breaks(`${name} link`).map((attack) => `[${attack}](https://a.example/${encodeURI(attack).replace(/[()]/g, '')}) [x](https://a.example/ '${attack.replaceAll("'", '’')}') ![${attack}](https://a.example/x.png)`).join('\n\n')}

[r]: javascript:canary('reference')

[^"><script>canary('note')</script>] [^1]

[^"><script>canary('note')</script>]: ${words.note}${inline.join(' ')}

[^1]: ${inline.join(' ')}

<!-- allow RB301: ${inline[0]} -->
`;
}

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="canary('svg file')"><script>canary('svg file script')</script></svg>`;

/** Writes the handbook into `folder`; gives the paths of its texts. */
export function writeHandbook(folder) {
  const files = {
    'handbook.toml': SETTINGS,
    'roles.toml': ROLES,
    'glossary.toml': TERMS,
    'packs/x.toml': PACK,
    'assets/search/zh/index.js': "canary('index')",
  };
  for (const language of Object.keys(WORDS)) {
    files[`${language}/index.md`] = `# ${line(`${language}-welcome`)}\n\n${html(`${language}-welcome`).join('\n\n')}\n`;
    files[`${language}/reg/index.md`] = front(language);
    files[`${language}/reg/01.md`] = chapter(language);
    files[`${language}/reg/02-<img src=x onerror=canary('name')>.md`] = `# x\n\n${WORDS[language].article(4)} ${html(`${language}-name`).map(oneLine).join(' ')}\n`;
    files[`${language}/reg/picture.svg`] = SVG;
    files[`${language}/reg/evil.svg`] = SVG.replace('svg file', 'second svg file');
    files[`${language}/reg/evil.html`] = html('file').join('\n');
    files[`${language}/reg/evil.xhtml`] = html('xhtml file').join('\n');
    files[`${language}/pages/p"onload="canary('page').md`] = `# ${line(`${language}-page`)}\n\n${html(`${language}-page`).join('\n\n')}\n`;
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return Object.keys(files).filter((file) => /\.(md|toml)$/.test(file));
}
