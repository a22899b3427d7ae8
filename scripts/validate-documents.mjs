// Validates documents against the JSON Schemas with ajv. Each line of standard input is {"schema": name, "document": text};
// each line of output is "valid", or where and why not.
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Ajv2020 from "ajv/dist/2020.js";

const folder = new URL("../verifier/documents/Schemas/", import.meta.url);
const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: false });
const validators = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => file.endsWith(".schema.json"))
    .map((file) => [
      file.replace(".schema.json", ""),
      ajv.compile(JSON.parse(readFileSync(new URL(file, folder), "utf8"))),
    ]),
);

for await (const line of createInterface({ input: process.stdin })) {
  const { schema, document } = JSON.parse(line);
  const validate = validators[schema];
  const valid = validate(JSON.parse(document));
  console.log(valid ? "valid" : `${validate.errors[0].instancePath} ${validate.errors[0].message}`);
}
