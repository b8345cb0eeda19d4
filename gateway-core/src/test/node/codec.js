// @tak-ps/node-cot as a codec, by lines of JSON: {"xml": TEXT} or {"proto": BASE64} comes in, and for each line there goes
// out what it read ("raw", elements as xml-js has them) and how it writes that itself ("xml", "proto"), or an "error".
import { createInterface } from 'node:readline';
import { CoTParser } from '@tak-ps/node-cot';

async function answer({ xml, proto }) {
    try {
        const cot = xml === undefined
            ? await CoTParser.from_proto(Buffer.from(proto, 'base64'))
            : CoTParser.from_xml(xml);
        return {
            raw: cot.raw,
            xml: CoTParser.to_xml(cot),
            proto: Buffer.from(await CoTParser.to_proto(cot)).toString('base64'),
        };
    } catch (error) {
        return { error: error.message };
    }
}

for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + '\n');
}
