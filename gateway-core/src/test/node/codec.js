// @tak-ps/node-cot as a codec, by lines of JSON: {"xml": TEXT}, {"proto": BASE64} or {"geojson": FEATURE} comes in, and for each
// line there goes out what it read ("raw", elements as xml-js has them) and how it writes that itself ("xml", "proto" and, if
// "want" is that, "geojson"), or an "error".
import { createInterface } from 'node:readline';
import { CoTParser } from '@tak-ps/node-cot';

async function read({ xml, proto, geojson }) {
    if (geojson !== undefined) {
        return CoTParser.from_geojson(geojson);
    }
    return xml === undefined ? CoTParser.from_proto(Buffer.from(proto, 'base64')) : CoTParser.from_xml(xml);
}

async function answer(order) {
    try {
        const cot = await read(order);
        return {
            raw: cot.raw,
            xml: CoTParser.to_xml(cot),
            proto: Buffer.from(await CoTParser.to_proto(cot)).toString('base64'),
            geojson: order.want === 'geojson' ? await CoTParser.to_geojson(cot) : undefined,
        };
    } catch (error) {
        return { error: error.message };
    }
}

for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + '\n');
}
