// Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
//
// What the writer and the reader are compared with that a program in Node would use: @tak-ps/node-cot.
//
//   node --input-type=module --eval THIS WRITTEN READ OUT    in the directory whose node_modules has it
//
// WRITTEN and READ hold events as XML, one a line. Reads all of them, writes those of WRITTEN once into OUT, one a line, and
// prints the parts of node-cot's version. Then for each line on stdin, "write MS" or "read MS", writes those of WRITTEN or
// reads and checks those of READ over and over for so long, and answers with the nanoseconds that one took.
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { CoTParser } from '@tak-ps/node-cot';

const [written, read, out] = process.argv.slice(1);
const lines = (file) => readFileSync(file, 'utf8').trimEnd().split('\n');
const texts = lines(read);
const events = lines(written).map((text) => CoTParser.from_xml(text));
for (const event of events) {
    // It adds this on reading; nobody has asked for it.
    delete event.raw.event.detail['_flow-tags_'];
}
writeFileSync(out, events.map((event) => CoTParser.to_xml(event)).join('\n') + '\n');
console.log(JSON.parse(readFileSync('node_modules/@tak-ps/node-cot/package.json', 'utf8')).version.replaceAll('.', ' '));

const work = {
    write: () => events.reduce((bytes, event) => bytes + CoTParser.to_xml(event).length, 0) && events.length,
    read: () => texts.reduce((found, text) => found + (CoTParser.from_xml(text).raw.event ? 1 : 0), 0),
};

for await (const line of createInterface({ input: process.stdin })) {
    const [what, ms] = line.split(' ');
    const begin = process.hrtime.bigint();
    let end = begin;
    let count = 0;
    while (end - begin < BigInt(ms) * 1000000n) {
        count += work[what]();
        end = process.hrtime.bigint();
    }
    console.log(String((end - begin) / BigInt(count)));
}
