// A public validator as a judge of the OpenAPI document, and Ajv as one of answers. By lines of JSON: the first line is the
// document; what comes back says whether it is "valid", with the "errors" if not. Each other line is an answer with the
// "pointer" of the schema that it should be by; what comes back says the same of it.
import { createInterface } from 'node:readline';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';

const say = (result) => process.stdout.write(JSON.stringify(result) + '\n');
const ajv = new Ajv2020.default({ strict: false, validateFormats: false, allErrors: true });
let known = false;
for await (const line of createInterface({ input: process.stdin })) {
    const said = JSON.parse(line);
    if (!known) {
        known = true;
        const { valid, errors } = await new Validator().validate(structuredClone(said));
        ajv.addSchema(said, 'openapi');
        say({ valid, errors });
    } else {
        const validate = ajv.getSchema('openapi#' + said.pointer);
        const valid = validate !== undefined && validate(said.answer);
        say({ valid, errors: validate === undefined ? 'there is no schema at ' + said.pointer : validate.errors });
    }
}
