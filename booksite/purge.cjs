// Print the style sheet that a configuration file names, without the rules that its pages do not use.
const { readFileSync } = require("node:fs");
const { resolve } = require("node:path");
const { PurgeCSS } = require(resolve("node_modules/purgecss/lib/purgecss.js"));

const config = JSON.parse(readFileSync(process.argv[2], "utf8"));
config.safelist.deep = config.safelist.deep.map((pattern) => new RegExp(pattern));
new PurgeCSS().purge(config).then(([result]) => process.stdout.write(result.css));
