// @tak-ps/node-cot as a maker of data packages, by lines of JSON: {"name": TEXT, "files": [TEXT]} comes in, a package of an event
// and files of these names is made, and its "path" goes out.
//
//   node package.js FOLDER
import { createInterface } from 'node:readline';
import { CoTParser, DataPackage } from '@tak-ps/node-cot';

const xml = "<event version='2.0' uid='m' type='a-f-G' how='h-e' time='2026-11-21T10:00:00Z' start='2026-11-21T10:00:00Z'"
    + " stale='2026-11-21T10:10:00Z'><point lat='48' lon='16' hae='0' ce='1' le='1'/><detail/></event>";

for await (const line of createInterface({ input: process.stdin })) {
    const { name, files } = JSON.parse(line);
    const made = new DataPackage(undefined, name, { path: process.argv[2] });
    await made.addCoT(CoTParser.from_xml(xml));
    for (const file of files) {
        await made.addFile(Buffer.from(file), { name: file });
    }
    process.stdout.write(JSON.stringify({ path: await made.finalize() }) + '\n');
}
