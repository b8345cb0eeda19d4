// Ajv as a judge of documents, by lines of JSON: the first line is a JSON Schema 2020-12, and for each other line there goes out
// whether it is "valid", and the "errors" if not.
import { createInterface } from 'node:readline';
import Ajv2020 from 'ajv/dist/2020.js';

let validate;
for await (const line of createInterface({ input: process.stdin })) {
    const document = JSON.parse(line);
    if (validate === undefined) {
        validate = new Ajv2020.default({ strict: true, strictTypes: false, validateFormats: false, allErrors: true }).compile(document);
    } else {
        const valid = validate(document);
        process.stdout.write(JSON.stringify({ valid, errors: validate.errors }) + '\n');
    }
}
