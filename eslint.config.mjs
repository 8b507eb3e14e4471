// What `make lint` asks of the JavaScript of widgets and site: mistakes; how it looks is for prettier.config.mjs.

const browser = ["document", "window", "navigator", "location", "history", "localStorage", "getSelection", "getComputedStyle"];
const events = ["addEventListener", "removeEventListener", "CustomEvent", "Event", "AbortController", "ResizeObserver"];
const timers = ["requestAnimationFrame", "queueMicrotask", "setTimeout", "clearTimeout"];
const others = ["URL", "URLSearchParams", "Blob", "console", "CSS"];
const globals = Object.fromEntries([...browser, ...events, ...timers, ...others].map((name) => [name, "readonly"]));

export default [
  {
    files: ["lossbook/widgets/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-undef": "error",
      "no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "no-dupe-keys": "error",
      "no-unreachable": "error",
      "no-fallthrough": "error",
      "no-self-assign": "error",
      "no-constant-condition": "error",
      "no-shadow-restricted-names": "error",
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
];
