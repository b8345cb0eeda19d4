// One host of scripts/multicast: sends events of its own to both groups that the gateway may listen to, and listens to
// both that the gateway may send to, all by the interface of that address. When it has heard of every host by one of
// them, or the time is over, it prints what came, as lines of a group and a uid, sorted.
//
//   node multicast.js NAME ADDRESS
import { createSocket } from 'node:dgram';

const [name, address] = process.argv.slice(2);
const TO_GATEWAY = { port: 6969, groups: ['239.2.3.1', '239.2.3.2'] };
const FROM_GATEWAY = { port: 6970, groups: ['239.2.3.3', '239.2.3.4'] };
const HOSTS = 2;
const SEND_EVERY_MS = 100;
// For the other host, which may have begun later, and for what should not come.
const GO_ON_MS = 1_000;
const LIMIT_MS = 12_000;

const heard = new Map(FROM_GATEWAY.groups.map((group) => [group, new Set()]));

for (const group of FROM_GATEWAY.groups) {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    socket.on('message', (message) => heard.get(group).add(/ uid="([^"]*)"/.exec(message)?.[1] ?? 'no uid'));
    await new Promise((bound) => socket.bind(FROM_GATEWAY.port, group, bound));
    socket.addMembership(group, address);
}

const sender = createSocket('udp4');
await new Promise((bound) => sender.bind(0, address, bound));
sender.setMulticastInterface(address);
sender.setMulticastTTL(1);

function event(group) {
    const now = Date.now();
    const time = new Date(now).toISOString();
    return `<event version="2.0" uid="${name}-to-${group}" type="a-f-G" how="m-g" time="${time}" start="${time}"` +
        ` stale="${new Date(now + 60_000).toISOString()}"><point lat="1" lon="2" hae="3" ce="4" le="5"/><detail/></event>`;
}

const sending = setInterval(() => {
    for (const group of TO_GATEWAY.groups) {
        sender.send(event(group), TO_GATEWAY.port, group);
    }
}, SEND_EVERY_MS);

function print() {
    const lines = [...heard].flatMap(([group, uids]) => [...uids].map((uid) => `${group} ${uid}`));
    process.stdout.write(lines.sort().map((line) => line + '\n').join(''), () => process.exit(0));
}

setTimeout(print, LIMIT_MS);
const looking = setInterval(() => {
    if ([...heard.values()].some((uids) => uids.size >= HOSTS)) {
        clearInterval(looking);
        setTimeout(() => {
            clearInterval(sending);
            print();
        }, GO_ON_MS);
    }
}, SEND_EVERY_MS);
