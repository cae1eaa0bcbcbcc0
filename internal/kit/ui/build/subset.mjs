// Cuts a font down to unicode ranges: node subset.mjs IN.woff2 OUT.woff2 "U+0100-0130, U+0192".
import fs from "node:fs";
import subsetFont from "subset-font";

const [from, to, ranges] = process.argv.slice(2);
const letters = ranges.split(",").flatMap((range) => {
  const [first, last = first] = range.trim().replace("U+", "").split("-").map((hex) => parseInt(hex, 16));
  return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
});
const font = await subsetFont(fs.readFileSync(from), letters.join(""), { targetFormat: "woff2" });
fs.writeFileSync(to, font);
