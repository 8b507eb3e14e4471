// Print, as JSON, the style sheet that standard input gives as JSON, without the rules that none of its words asks for.
const { readFileSync } = require("node:fs");
const { resolve } = require("node:path");
const { PurgeCSS } = require(resolve("node_modules/purgecss/lib/purgecss.js"));

const { css, words, safelist } = JSON.parse(readFileSync(0, "utf8"));
safelist.deep = safelist.deep.map((pattern) => new RegExp(pattern));
const content = [{ raw: words.join(" "), extension: "txt" }];
new PurgeCSS()
  .purge({ css: [{ raw: css }], content, safelist, variables: true, keyframes: true })
  .then(([result]) => process.stdout.write(JSON.stringify(result.css)));
