// Compares our URL parser with Node's (WHATWG) on hostile URLs and on those that stdin gives.
//
//   node tests/oracle/url_oracle.mjs build/debug/tests/content_oracle [FILE-WITH-URLS]
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [program, file] = process.argv.slice(2);
const schemes = ['http', 'https', 'HTTP', 'ftp', 'file', 'ws', 'mailto', 'javascript', 'data', 'x-y', ''];
// Left out: hosts of Arabic-Indic digits alone. RFC 5893 section 2 rule 1 forbids them, Node takes them.
const hosts = ['example.com', 'EXAMPLE.com', 'user@example.com', 'a@b@c.example', 'u:p@h.example',
  ':@h.example', '@h.example', '1.2.3.4', '0x7f.1', '2130706433', '017700000001', '0x7f000001',
  '1.2.3.4.', '1.2.3.4.5', '256.1.1.1', '1.2.65536', '0x', '0x.1', '1e3', '09.1', '4294967296',
  '[::1]', '[1:2:3:4:5:6:7:8]', '[::ffff:1.2.3.4]', '[1::2:0:0:3]', '[:::]', '[::1', '[1.2.3.4]',
  '%65xample.com', 'ex%00ample.com', 'ex ample.com', 'exa\tmple.com', 'ｅｘａｍｐｌｅ.com', 'b\u00fccher.example',
  'xn--bcher-kva.example', 'xn--a', 'xn--', 'faß.de', 'ab--cd.example', '-a-.example', 'a..b',
  '.a', 'a.', '..', 'h:80', 'h:443', 'h:0', 'h:65536', 'h:', 'h:8a', 'a\\b', 'a\u00adb.example', '例え.jp',
  'x'.repeat(80) + '.example', '%E4%BE%8B.jp', 'h%3A80', 'h%2F', 'a_b.example', 'a|b', 'a<b', 'a^b', '☃.net',
  'c:', 'C|', 'localhost', '１２７.０.０.１', 'a%', '%zz', 'ﷺ.example', '\u202eevil.example', 'a\u200db.example'];
const tails = ['', '/', '/a/b/../c', '/a/./b', '/%2e%2e/x', '\\a\\b', '?q=1 2\'"<>`#f r"<>`', '/{}|^`"<> \x7f',
  '#', '?', '/..', '/a/..', '/a//b', '/C:/x', '//x', ';p?x=http://y/z', '/\u00e9?\u00e9#\u00e9', '/a\nb'];
const inputs = [];
for (const scheme of schemes) {
  for (const slashes of ['//', '/', '', '///', '\\\\', '/\\']) {
    for (const host of hosts) {
      for (const tail of tails) {
        inputs.push([(scheme ? scheme + ':' : '') + slashes + host + tail]);
      }
    }
  }
}
const bases = ['http://base.example/a/b?q#f', 'file:///C:/a/b', 'file://host/a', 'x:/a/b', 'x:opaque', 'https://b.example'];
const relatives = ['', 'x', '../x', '/x', '//h/x', '\\x', '\\\\h\\x', '?y', '#z', 'C|/x', '/C:/y', 'http:x', 'https:x',
  'http:/x', './', '..', '.', '///h', 'file:x', 'file:/D:/', '%2e%2e/x', 'a:b', ' x '];
for (const base of bases) for (const relative of relatives) inputs.push([relative, base]);
if (file) {
  for (const line of readFileSync(file, 'utf8').split('\n')) if (line) inputs.push([line]);
}
const hex = (text) => Buffer.from(text, 'utf8').toString('hex');
const run = spawnSync(program, ['url'], {
  input: inputs.map((pair) => pair.map(hex).join(',')).join('\n') + '\n',
  maxBuffer: 1 << 30,
});
const answers = run.stdout.toString('utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
// Where Node 20 departs from the standard: "x://h/.." loses its slash although "x://h/a/.." keeps it,
// and any first segment of a file URL with a colon second is taken for a drive letter.
function isNodesOwn(input, want, got) {
  if (/\/\.\.([?#]|$)/.test(input) && got?.replace(/\/(?=[?#]|$)/, '') === want) return true;
  return /^file:\/\/\/[A-Za-z]:[^/]/.test(want ?? '') && /^file:\/\/\//.test(got ?? '') && /(\.|%2e){2}/.test(input);
}
let different = 0, unstable = 0, nodes = 0;
inputs.forEach((pair, i) => {
  let want = null;
  try {
    want = new URL(...pair).href;
  } catch { /* a browser would not follow it */ }
  const got = answers[i].length ? answers[i][0] : null;
  if (answers[i].length && !answers[i][2]) {
    if (unstable++ < 10) console.log('unstable', JSON.stringify(pair), got);
  }
  // The standard encodes "^" in paths since 2024; Node 20 does not yet.
  if (got === want || got?.replaceAll('%5E', '^') === want?.replaceAll('%5E', '^')) return;
  if (isNodesOwn(pair[0], want, got)) return void ++nodes;
  if (different++ < 40) console.log(JSON.stringify(pair), 'node', want, 'ours', got);
});
console.log(`${inputs.length} URLs, ${inputs.length - different - nodes} agree, ${nodes} where Node departs from the standard, ${different} differ, ${unstable} not stable`);
process.exit(different + unstable > 0 ? 1 : 0);
