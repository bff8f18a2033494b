// Prints, as JSON, the text of each page of each PDF named, as Firefox's reader finds and copies it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, ...files] = process.argv.slice(2);
const pdfjs = await import(pathToFileURL(`${modules}/pdfjs-dist/legacy/build/pdf.mjs`));

async function pages(file) {
  const data = new Uint8Array(readFileSync(file));
  const task = pdfjs.getDocument({ data, verbosity: 0 });
  const pdf = await task.promise;
  const found = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const content = await (await pdf.getPage(number)).getTextContent();
    found.push(content.items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join(""));
  }
  await task.destroy();
  return found;
}

const all = [];
for (const file of files) all.push(await pages(file));
console.log(JSON.stringify(all));
