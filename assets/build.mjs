// Builds what browsers load into src/zhongdu/kit/static/kit/built/ (never committed):
//   kit.css    Tabler cut down to the classes our templates use, then our own sheets
//   kit.js     the few enhancements; every page works without it
//   icons.svg  a sprite of the icons that templates and scripts name
//   field.js   the phone's page that works without a network; sw.js keeps its shell
// Run by `node assets/build.mjs`, after `npm ci`.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "assets/src");
const built = join(root, "src/zhongdu/kit/static/kit/built");
const tabler = join(root, "node_modules/@tabler/core/dist/css/tabler.min.css");
const icons = join(root, "node_modules/@tabler/icons/icons/outline");
// A supervisor's phone may be years old: write nothing that its browser would not read.
const browsers = ["chrome80", "safari13", "firefox78"];

function* filesUnder(folder, ending) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path, ending);
    else if (entry.name.endsWith(ending)) yield path;
  }
}

const python = [...filesUnder(join(root, "src/zhongdu"), ".py")];
const templates = [...filesUnder(join(root, "src/zhongdu"), ".html")];

async function trimmedTabler(ours) {
  const [{ css }] = await new PurgeCSS().purge({
    css: [{ raw: readFileSync(tabler, "utf8") }],
    content: [...templates, ...python.filter((path) => path.includes("/kit/"))],
    // Attribute selectors such as [type=submit] must not be taken for words of a template.
    safelist: { standard: ["html", "body", "show", "collapsing"] },
    // What our sheets define is ours alone: nothing of Tabler's under the same name.
    blocklist: [...new Set([...ours.matchAll(/\.([a-z][a-z0-9-]*)/g)].map(([, name]) => name))],
    variables: true,
    keyframes: true,
    fontFace: true,
  });
  return css;
}

async function sheet() {
  const ours = await esbuild.build({
    entryPoints: [join(source, "kit.css")],
    bundle: true,
    write: false,
    loader: { ".svg": "dataurl" },
    target: browsers,
  });
  const text = ours.outputFiles[0].text;
  const whole = (await trimmedTabler(text)) + text;
  return (await esbuild.transform(whole, { loader: "css", minify: true, target: browsers, legalComments: "none" })).code;
}

function sprite() {
  // {% icon "eye" %}, icon="eye", "icon": "eye", icon_name="eye": the words that name an icon.
  const named = /\bicon(?:_name)?\b["']?\s*[:= ]\s*["']([a-z0-9-]+)["']/g;
  const listed = readFileSync(join(source, "icons.txt"), "utf8").split(/\s+/).filter(Boolean);
  const names = new Set(listed);
  for (const path of [...templates, ...python])
    for (const [, name] of readFileSync(path, "utf8").matchAll(named)) names.add(name);
  // The shells' navigation names its icons by place: any word there that is an icon is one.
  for (const path of python.filter((path) => path.includes("/web/")))
    for (const [, name] of readFileSync(path, "utf8").matchAll(/"([a-z0-9-]+)"/g))
      if (existsSync(join(icons, `${name}.svg`))) names.add(name);
  // The field page draws its own: icon("lock"), and buttons name theirs second.
  for (const path of filesUnder(join(source, "field"), ".js"))
    for (const [, name] of readFileSync(path, "utf8").matchAll(/"([a-z0-9-]+)"/g))
      if (existsSync(join(icons, `${name}.svg`))) names.add(name);
  const missing = [...names].filter((name) => !existsSync(join(icons, `${name}.svg`)));
  if (missing.length) throw new Error(`no such icon: ${missing.join(", ")} (see tabler.io/icons)`);
  const symbols = [...names].sort().map((name) => {
    const paths = readFileSync(join(icons, `${name}.svg`), "utf8").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${paths.replace(/\s+/g, " ").trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

mkdirSync(built, { recursive: true });
writeFileSync(join(built, "kit.css"), await sheet());
writeFileSync(join(built, "icons.svg"), sprite());

// Field and service worker want what came to iPhones in spring 2021; older ones have the server's own pages.
const newer = ["chrome80", "safari14.1", "firefox78"];
const script = (from, to, target, define = {}) =>
  esbuild.build({
    entryPoints: [join(source, from)],
    outfile: join(built, to),
    bundle: true,
    minify: true,
    format: "iife",
    target,
    legalComments: "none",
    define,
  });
await script("kit.js", "kit.js", browsers);
await script("field/main.js", "field.js", newer);
// The service worker is a new one whenever anything it keeps is.
const shell = ["kit.css", "kit.js", "field.js", "icons.svg"];
const version = shell.reduce((hash, name) => hash.update(readFileSync(join(built, name))), createHash("sha256"));
await script("sw.js", "sw.js", newer, { BUILT: JSON.stringify(version.digest("hex").slice(0, 12)) });
for (const name of [...shell, "sw.js"])
  console.log(`${name}  ${(readFileSync(join(built, name)).length / 1024).toFixed(1)} KB`);
