// Draws what figures.py asks for: a list of figures from the input, a list of what became of each
// to the output. What is drawn in here gets its colors and fonts from the stylesheet.
import { readFileSync } from "node:fs";

// It knows no widths of signs beyond ASCII, and takes one of its own for them.
const UNMEASURED = "no value for width of non-ASCII character";
// Graphviz measures text in Helvetica, our font is wider by one part in thirteen: it measures 14
// where the page shows 13, so that every text fits its box.
const FONT = { fontname: "Helvetica", fontsize: 14 };
const LOOK = {
  graphAttributes: { ...FONT, bgcolor: "transparent", labeljust: "l", nodesep: 0.3, pad: 0.02, ranksep: 0.42 },
  nodeAttributes: { ...FONT, height: 0.42, margin: "0.14,0.07", shape: "box", width: 0.5 },
  // Beside an edge, the room that a larger text would take is its distance.
  edgeAttributes: { ...FONT, arrowsize: 0.65, fontsize: 16.5, labelfontname: "Helvetica", labelfontsize: 14 },
};

async function diagrams() {
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  return (source) => {
    const { output, errors } = viz.render(source, { format: "svg", ...LOOK });
    const told = errors.filter(({ message }) => !message.includes(UNMEASURED));
    return told.length ? { problem: told[0].message } : { markup: output };
  };
}

async function formulas(displayMode) {
  const { default: temml } = await import("temml");
  return (source) => {
    try {
      return { markup: temml.renderToString(source, { displayMode, maxExpand: 100, throwOnError: true, wrap: "none" }) };
    } catch (error) {
      return { problem: error.message, position: error.position ?? null };
    }
  };
}

const MAKE = { diagram: diagrams, block: () => formulas(true), inline: () => formulas(false) };
const wanted = JSON.parse(readFileSync(0, "utf8"));
const draw = {};
for (const kind of new Set(wanted.map((figure) => figure.kind))) draw[kind] = await MAKE[kind]();
process.stdout.write(JSON.stringify(wanted.map(({ kind, source }) => draw[kind](source))));
