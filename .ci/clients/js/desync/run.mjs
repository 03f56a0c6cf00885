// SPDX-License-Identifier: Apache-2.0
// Sends requests that servers have been known to read in two ways through proxies to origins, and finds out whether any
// origin saw a request that was not sent.
//   node run.mjs --work FOLDER --logs FOLDER [--seed N] --self-test
//   node run.mjs --work FOLDER --logs FOLDER [--seed N] NAME=CONTROL,ACCESSLOG...
// The second form prints a line of JSON for each way to an origin. The exit status is 0 only if nothing was found (in
// the self-test: if exactly what is there was found).
import { mkdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { backend, careful, faults } from "./backend.mjs";
import { forwarder } from "./forwarder.mjs";
import { proxies, startProxy } from "./fronts.mjs";
import { drive, judge, lane } from "./lane.mjs";
import { CONTAINER, HOST } from "./payloads.mjs";
import { get } from "./wire.mjs";

const FULL = { every: 1, limit: 10_000, enough: Infinity };
// Each third form; where something is to be found, no longer than until it is.
const SHORT = { ...FULL, every: 3 };
const SHORT_WITH_FAULT = { every: 3, limit: 1_000, enough: 4 };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "work": { type: "string" },
    "logs": { type: "string" },
    "seed": { type: "string", default: "1" },
    "self-test": { type: "boolean", default: false },
  },
});
const seed = Number(options.seed);
const secret = Math.random().toString(36).slice(2, 10);
const ends = []; // What has to be ended, by function.

/** Lanes through all fronts to a port. */
function lanesTo(host, port, folder, fronts) {
  return fronts.map((front) => {
    const name = `${front}-${host}`;
    return { ...lane(name, `via-${name}-${secret}`, `${folder}/${name}.sock`), front, host, port, without: leftOut(front, host) };
  });
}

const forwarders = { "forwarder-chunks": "chunks", "forwarder-length": "length" };

/**
 * Jetty 12.0 takes a bare LF for the end of a line: in a head, as RFC 9112 section 2.2 allows, and in chunks as well. The
 * forwarder hands it on without knowing such a line end, so the two cannot agree. The proxies get these forms all the same.
 */
function leftOut(front, host) {
  return host === "servlet" && front in forwarders ? /(^|[^\r])\n/ : undefined;
}

/** Puts the stamp before the path, whatever form the target has. */
const stamping = (stamp) => (target) =>
  target.replace(/^([a-z]+:\/\/[^/]*)?/i, (authority) => `${authority}${CONTAINER}/${stamp}`);

/** Starts every front that some lane goes through. */
async function startFronts(lanes, folder, logs) {
  mkdirSync(folder, { recursive: true });
  mkdirSync(logs, { recursive: true });
  for (const { front, port, stamp, socket } of lanes) {
    if (front in forwarders) ends.push(await forwarder(socket, port, stamping(stamp), forwarders[front]));
  }
  const through = (program) => lanes.filter(({ front }) => front === program);
  const started = proxies
    .filter((program) => through(program).length > 0)
    .map((program) => startProxy(program, through(program), `${folder}/${program}`, logs));
  for (const result of await Promise.allSettled(started)) {
    if (result.status === "rejected") throw result.reason;
    ends.push(result.value);
  }
}

/** Runs all lanes side by side. */
async function driveAll(lanes, how) {
  return Promise.all(lanes.map(async (each) => ({ ...each, ...(await drive(each, seed, how)) })));
}

function check(condition, message) {
  if (condition) return;
  console.log(`FAILED: ${message}`);
  process.exitCode = 1;
}

/** Origins with known faults: each must be found, and nothing on the one without. */
async function selfTest() {
  const logs = `${options.logs}/desync-self-test`;
  const folder = `${options.work}/self-test`;
  const naive = Object.keys(forwarders);
  const origins = [];
  const start = async (fault, framing, fronts) => {
    const host = fault.replaceAll(" ", "-");
    const objects = new Map();
    const origin = await backend(framing, objects);
    ends.push(origin.close);
    const lanes = lanesTo(host, origin.port, folder, fronts);
    lanes.flatMap((each) => [...each.objects]).forEach(([path, body]) => objects.set(path, body));
    origins.push({ fault, origin, lanes });
  };
  for (const [fault, framing] of Object.entries(faults)) {
    await start(fault, framing, fault === "no body with GET" ? [...naive, ...proxies] : naive);
  }
  await start("none", careful, [...naive, ...proxies]);
  await startFronts(origins.flatMap(({ lanes }) => lanes), folder, logs);
  await Promise.all(origins.map((each) => testOne(each)));
}

async function testOne({ fault, origin, lanes }) {
  const driven = await driveAll(lanes, fault === "none" ? SHORT : SHORT_WITH_FAULT);
  const { findings } = judge(driven, origin.seen);
  const foundBehind = driven
    .filter(({ name, findings: ofLane }) => ofLane.length > 0 || findings.some((each) => each.lane === name))
    .map(({ front }) => front);
  const asked = driven.reduce((sum, each) => sum + each.asked, 0);
  const all = [...findings, ...driven.flatMap((each) => each.findings.map((finding) => ({ lane: each.name, ...finding })))];
  console.log(JSON.stringify({ fault, foundBehind, findings: all.length, asked, connections: origin.connections() }));
  if (fault === "none") {
    all.forEach((finding) => console.log(JSON.stringify(finding)));
    check(all.length === 0, "something was found where nothing is");
    // A proxy that opens a connection for every request could not be deceived at all.
    check(origin.connections() < asked / 2, "upstream connections are not kept");
  } else {
    const wanted = fault === "no body with GET" ? lanes.map(({ front }) => front) : [];
    check(foundBehind.length > 0, `the fault "${fault}" was not found`);
    for (const front of wanted) check(foundBehind.includes(front), `the fault "${fault}" was not found behind ${front}`);
  }
}

/** What the access log holds, once it holds all healthy questions. */
async function readLog(file, asked) {
  for (let tries = 0; ; tries += 1) {
    const paths = readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line).Path);
    if (paths.filter((path) => path.includes("/own-")).length >= asked || tries >= 100) return paths;
    await sleep(100);
  }
}

/** Real origins. */
async function run() {
  const origins = positionals.map((text) => {
    const [host, control, log] = /^([^=]+)=([^,]+),(.+)$/.exec(text).slice(1);
    return { host, port: Number(new URL(control).port), log };
  });
  const fronts = [...proxies, ...Object.keys(forwarders)];
  const lanes = origins.flatMap(({ host, port }) => lanesTo(host, port, `${options.work}/sockets`, fronts));
  for (const { port, objects } of lanes) {
    for (const [path, body] of objects) {
      const { status } = await fetch(`http://127.0.0.1:${port}${CONTAINER}${path}`, { method: "PUT", body });
      if (status !== 200) throw new Error(`an upload was answered with ${status}`);
    }
  }
  await startFronts(lanes, `${options.work}/sockets`, options.logs);
  const driven = await driveAll(lanes, FULL);
  for (const { host, port, log } of origins) await report(driven.filter((each) => each.host === host), port, log);
}

async function report(lanes, port, log) {
  const { host } = lanes[0];
  const asked = lanes.reduce((sum, each) => sum + each.asked, 0);
  const own = lanes.reduce((sum, each) => sum + each.objects.size, 0);
  const seen = await readLog(log, asked + own);
  const { counts, findings, withoutPath } = judge(lanes, seen);
  for (const each of lanes) {
    const all = [...findings.filter(({ lane: of }) => of === each.name), ...each.findings];
    const { front, sent, answers } = each;
    console.log(JSON.stringify({ front, host, payloads: sent.length, answers, healthy: each.asked, seen: counts.get(each.name), findings: all.length }));
    all.forEach((finding) => console.log(JSON.stringify({ finding })));
    check(all.length === 0, `${all.length} findings: ${front} before ${host}`);
    check(counts.get(each.name).own >= each.asked + each.objects.size, `the access log of ${host} is not complete`);
  }
  console.log(JSON.stringify({ host, withoutPath }));
  const lost = findings.filter(({ lane: of }) => of === undefined);
  lost.forEach((finding) => console.log(JSON.stringify({ finding })));
  check(lost.length === 0, `${host} saw requests that nobody sent`);
  const listing = await get(port, `${CONTAINER}/`, HOST, FULL.limit);
  const names = JSON.parse(listing.body.toString()).Items.map(({ Name }) => Name);
  check(names.length > 0 && names.every((name) => lanes.some(({ stamp }) => name.startsWith(stamp))), `${host} stored what its proxies did not send: ${names}`);
}

try {
  await (options["self-test"] ? selfTest() : run());
} catch (error) {
  console.log(`FAILED: ${error.stack}`);
  process.exitCode = 1;
} finally {
  await Promise.all(ends.map((end) => end()));
}
process.exit();
