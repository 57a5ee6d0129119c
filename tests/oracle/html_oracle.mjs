// Compares our HTML tokens with parse5's (WHATWG) on files.
//
//   npm install parse5-sax-parser@8, then
//   node tests/oracle/html_oracle.mjs build/debug/tests/content_oracle FILE...
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// The package is looked for where the command runs, since this repository holds no npm packages.
const require = createRequire(process.cwd() + '/');
const { SAXParser } = await import(pathToFileURL(require.resolve('parse5-sax-parser')).href);
const [program, ...files] = process.argv.slice(2);

function expected(html) {
  const tokens = [];
  let text = '';
  const flush = () => {
    if (text) tokens.push(['text', text]);
    text = '';
  };
  const parser = new SAXParser({ scriptingEnabled: false });
  parser.on('startTag', (tag) => {
    flush();
    tokens.push(['start', tag.tagName, Object.fromEntries(tag.attrs.map((a) => [(a.prefix ? a.prefix + ':' : '') + a.name, a.value]))]);
  });
  parser.on('endTag', (tag) => { flush(); tokens.push(['end', tag.tagName]); });
  parser.on('text', (node) => { text += node.text; });
  parser.on('comment', flush);
  parser.on('doctype', flush);
  parser.end(html);
  flush();
  return tokens;
}

// What the tree builder does to names, and what input preprocessing does to octets.
const same = (value) => (JSON.stringify(value) ?? '').toLowerCase().replace(/\\r\\n|\\r/g, '\\n')
  .replace(/\\u0000|\ufffd/g, '').replace(/^\["(start|end)","image"/, '["$1","img"');

// The tree builder drops a line break that follows these start tags; SAXParser shows it that way.
function withoutFirstNewlines(tokens) {
  const kept = [];
  for (const token of tokens) {
    const [kind, name] = kept.at(-1) ?? [];
    if (token[0] === 'text' && kind === 'start' && ['pre', 'listing', 'textarea'].includes(name)) {
      const text = token[1].replace(/^\r?\n/, '');
      if (text) kept.push(['text', text]);
    } else {
      kept.push(token);
    }
  }
  return kept;
}

let agree = 0, tokens = 0, equal = 0, shown = 0;
for (let at = 0; at < files.length; at += 200) {
  const batch = files.slice(at, at + 200);
  const run = spawnSync(program, ['tokens', ...batch], { maxBuffer: 1 << 30 });
  const lines = run.stdout.toString('utf8').trimEnd().split('\n');
  for (const [i, file] of batch.entries()) {
    const want = expected(readFileSync(file, 'utf8'));
    const got = withoutFirstNewlines(JSON.parse(lines[i]));
    const first = want.findIndex((token, k) => same(token) !== same(got[k]));
    tokens += want.length;
    equal += first < 0 ? want.length : first;
    if (first < 0 && got.length === want.length) {
      ++agree;
    } else if (shown++ < 15) {
      console.log(file, first, 'parse5', JSON.stringify(want[first])?.slice(0, 300), 'ours', JSON.stringify(got[first])?.slice(0, 300));
    }
  }
}
console.log(`${files.length} files, ${agree} with the same tokens; ${equal} of ${tokens} tokens before the first difference`);
process.exit(agree === files.length ? 0 : 1);
