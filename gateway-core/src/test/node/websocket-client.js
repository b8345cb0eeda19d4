// A WebSocket client by ws, driven by lines of JSON: what it is told comes in, what it meets goes out.
//
//   node websocket-client.js ws://HOST:PORT/PATH?QUERY
//
//   {"text": "..."}      sends this text
//   {"tak": {...}}       sends the event that node-cot makes of this GeoJSON feature as a message of TAK Protocol
//   {"close": 1000}      closes with that code
//
// Binary messages are read by node-cot, as messages of TAK Protocol.
import { createInterface } from 'node:readline';
import { CoTParser } from '@tak-ps/node-cot';
import WebSocket from 'ws';

const say = (what, rest = {}) => process.stdout.write(JSON.stringify({ what, ...rest }) + '\n');

const socket = new WebSocket(process.argv[2]);
socket.on('open', () => say('open', { extensions: socket.extensions, protocol: socket.protocol }));
socket.on('message', async (data, isBinary) => {
    if (isBinary) {
        const cot = await CoTParser.from_proto(data);
        say('tak', { uid: cot.uid(), type: cot.type(), raw: cot.raw });
    } else {
        say('text', { text: data.toString() });
    }
});
socket.on('ping', () => say('ping'));
socket.on('unexpected-response', (request, response) => say('refused', { status: response.statusCode }));
socket.on('error', (error) => say('error', { message: error.message }));
socket.on('close', (code, reason) => say('close', { code, reason: reason.toString() }));

createInterface({ input: process.stdin })
    .on('line', async (line) => {
        const order = JSON.parse(line);
        if (order.close) {
            socket.close(order.close);
        } else if (order.tak) {
            socket.send(await CoTParser.to_proto(await CoTParser.from_geojson(order.tak)));
        } else {
            socket.send(order.text);
        }
    })
    .on('close', () => process.exit(0));
