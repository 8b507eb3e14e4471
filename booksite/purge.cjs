// Print the style sheet that a configuration file names, without the rules that its pages do not use.
const { readFileSync } = require("node:fs");
const { resolve } = require("node:path");
const { PurgeCSS } = require(resolve("node_modules/purgecss/lib/purgecss.js"));

const config = JSON.parse(readFileSync(process.argv[2], "utf8"));
config.safelist.deep = config.safelist.deep.map((pattern) => new RegExp(pattern));

const words = (text) => text.match(/[\w-]+/g) ?? [];
// Of a page, what its tags say and the words of its scripts: a word of the prose is the name of no class.
const extractor = (page) => {
  const found = new Set();
  for (const [, script] of page.matchAll(/<script[^>]*>([^]*?)<\/script>/g)) words(script).forEach((word) => found.add(word));
  for (const [, tag, attributes] of page.matchAll(/<([a-zA-Z][\w-]*)([^<>]*)>/g)) {
    found.add(tag);
    const told = attributes.replace(/ (?:data-prints|aria-label|title|alt|d|href|style)="[^"]*"/g, "");
    words(told).forEach((word) => found.add(word));
  }
  return [...found];
};
config.extractors = [{ extractor, extensions: ["html"] }];
new PurgeCSS().purge(config).then(([result]) => process.stdout.write(result.css));
