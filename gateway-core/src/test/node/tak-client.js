// A client by @tak-ps/node-tak, driven by lines of JSON: what it is told comes in, what it meets goes out.
//
//   node tak-client.js ssl://HOST:PORT CERTIFICATE KEY CA
//
//   {"feature": {...}}   sends the event that node-cot makes of this GeoJSON feature
//   {"xml": "<event/>"}  sends this event as node-cot reads and writes it
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { CoTParser } from '@tak-ps/node-cot';
import TAK from '@tak-ps/node-tak';

const [url, certificate, key, ca] = process.argv.slice(2);
const say = (what, rest = {}) => process.stdout.write(JSON.stringify({ what, ...rest }) + '\n');

const tak = await TAK.connect(new URL(url), {
    cert: readFileSync(certificate, 'utf8'),
    key: readFileSync(key, 'utf8'),
    ca: readFileSync(ca, 'utf8'),
    rejectUnauthorized: true,
});
tak.on('secureConnect', () => say('secure', { protocol: tak.client.getProtocol() }));
tak.on('ping', () => say('pong'));
tak.on('cot', (cot) => say('cot', { uid: cot.uid(), type: cot.type(), raw: cot.raw }));
tak.on('error', (error) => say('error', { message: error.message, code: error.code }));
tak.on('end', () => say('end'));

createInterface({ input: process.stdin })
    .on('line', async (line) => {
        const order = JSON.parse(line);
        const cot = order.xml ? CoTParser.from_xml(order.xml) : await CoTParser.from_geojson(order.feature);
        await tak.write([cot]);
        await tak.flush();
    })
    .on('close', () => {
        tak.destroy();
        process.exit(0);
    });
