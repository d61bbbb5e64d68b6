// Makes scripts small, as minify.py asks: from the input an object, for each path the texts that it
// is made of; to the output the same with one text for each. Scripts share their names with each
// other, so those of the top level stay.
import { readFileSync } from "node:fs";
import { minify } from "terser";

const scripts = JSON.parse(readFileSync(0, "utf8"));
for (const [path, texts] of Object.entries(scripts)) {
  try {
    const { code } = await minify(texts, { ecma: 2022, toplevel: false });
    scripts[path] = `${code}\n`;
  } catch ({ message, line, filename }) {
    console.error(JSON.stringify({ path: filename, line, message }));
    process.exit(1);
  }
}
process.stdout.write(JSON.stringify(scripts));
