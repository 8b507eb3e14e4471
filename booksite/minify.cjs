// Print, as JSON, each of the JavaScript modules that standard input lists as JSON, without what only people need.
const { readFileSync } = require("node:fs");
const { resolve } = require("node:path");
const { minify } = require(resolve("node_modules/terser"));

const sources = JSON.parse(readFileSync(0, "utf8"));
const options = { module: true, ecma: 2022, compress: { passes: 2 } };
Promise.all(sources.map((source) => minify(source, options))).then((all) =>
  process.stdout.write(JSON.stringify(all.map(({ code }) => code))),
);
