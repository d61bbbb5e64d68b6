// Makes scripts small, as minify.py asks: an object of scripts by their paths from the input, the
// same to the output. They share their names with each other, so those of the top level stay.
import { readFileSync } from "node:fs";
import { minify } from "terser";

const scripts = JSON.parse(readFileSync(0, "utf8"));
for (const [path, text] of Object.entries(scripts)) {
  try {
    const { code } = await minify(text, { ecma: 2022, toplevel: false });
    scripts[path] = `${code}\n`;
  } catch ({ message, line }) {
    console.error(JSON.stringify({ path, line, message }));
    process.exit(1);
  }
}
process.stdout.write(JSON.stringify(scripts));
