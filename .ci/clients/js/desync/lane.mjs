// SPDX-License-Identifier: Apache-2.0
// One way to one origin: sends the payloads through a proxy, asks healthy questions in between, and judges what the
// origin saw.
import { CONTAINER, HOST, payloads, randomOf } from "./payloads.mjs";
import { get, Kept, send, statuses } from "./wire.mjs";

const OBJECTS = 16;

/** Stands in the body of every object and in no payload. */
const MARK = "content of ";

/** What the origin has to hold for a lane: bodies that differ in text and length, by their path in the container. */
export function objectsOf(stamp) {
  const paths = Array.from({ length: OBJECTS }, (_, i) => `/${stamp}${CONTAINER}/own-${i}`);
  return new Map(paths.map((path, i) => [path, `${MARK}${path}${".".repeat(37 * i)}`]));
}

/** A lane: a name without blanks, the stamp of its proxy, and the socket that the proxy listens on. */
export function lane(name, stamp, socket) {
  return { name, stamp, socket, objects: objectsOf(stamp) };
}

/** Asks for one object and tells what was wrong with the answer, or null. */
async function healthy(objects, paths, random, ask) {
  const path = paths[Math.floor(random() * paths.length)];
  const wanted = objects.get(path);
  const answer = await ask(path.slice(path.indexOf("/", 1)));
  if (answer === null) return "no answer";
  if (answer.status !== 200) return `status ${answer.status}`;
  const text = answer.body.toString("latin1");
  return text === wanted ? null : `the answer to another request: ${text.slice(0, 80)}`;
}

/** A payload's answers as one word: the first final status, or why there is none. */
function answerClass(received, method) {
  if (received.length === 0) return "no answer";
  const final = statuses(received, method).find((status) => status >= 200);
  return final === undefined ? "not HTTP/1.1" : String(final);
}

/**
 * Sends everything, one payload after the other.
 *
 * @param every only each so-manieth form
 * @param limit milliseconds that the answer to a healthy question may take
 * @param enough findings after which to stop
 * @returns the payloads sent, how many were answered in which way, how many healthy questions were asked, and findings
 */
export async function drive({ name, socket, objects, without }, seed, { every, limit, enough }) {
  const sent = payloads(name, seed, every).filter(({ bytes }) => !without?.test(bytes.toString("latin1")));
  const random = randomOf(seed + 1);
  const paths = [...objects.keys()];
  const kept = new Kept(socket, limit);
  const answers = {};
  const findings = [];
  let asked = 0;
  for (const payload of sent) {
    if (findings.length >= enough) break;
    const { bytes, parts, method, group, form } = payload;
    const find = (what) => findings.push({ payload: payload.id, group, form, kind: payload.kind, method, what });
    const cut = Math.floor(bytes.length / parts);
    const { received, socket: open } = await send(socket, parts === 1 ? [bytes] : [bytes.subarray(0, cut), bytes.subarray(cut)]);
    const answered = answerClass(received, bytes.toString("latin1").trimStart().split(" ")[0]);
    answers[answered] = (answers[answered] ?? 0) + 1;
    if (received.includes(MARK)) find("was answered with an object that it did not ask for");
    const fresh = await healthy(objects, paths, random, (path) => get(socket, path, HOST, limit));
    if (fresh !== null) find(`a new connection got ${fresh}`);
    const again = await healthy(objects, paths, random, (path) => kept.get(path, HOST));
    if (again !== null) find(`a kept connection got ${again}`);
    asked += 2;
    open.destroy();
  }
  kept.close();
  return { sent, answers, asked, findings };
}

/**
 * Compares what an origin saw with what its lanes sent.
 *
 * @param lanes each with what `drive` returned
 * @param seen paths in the container, one for each request
 * @returns for each lane how many requests of which kind the origin saw; findings; and how many requests had no path:
 *   the origin refused the target before it was one, which none of the hidden requests can come to
 */
export function judge(lanes, seen) {
  const byId = new Map(lanes.flatMap(({ name, sent }) => sent.map((payload) => [payload.id, { name, payload }])));
  const counts = new Map(lanes.map(({ name }) => [name, { outer: 0, next: 0, maybe: 0, body: 0, own: 0, other: 0 }]));
  const findings = [];
  const withPath = seen.filter((path) => path !== "-");
  for (const path of withPath) {
    const found = lanes.find(({ stamp }) => path.startsWith(`/${stamp}`));
    const kind = /\/(outer|next|maybe|body|own)-/.exec(path)?.[1] ?? "other";
    const id = /\/(?:outer|next|maybe|body)-(.+-\d+)/.exec(path)?.[1];
    const { name, payload } = byId.get(id) ?? {};
    const find = (what) =>
      findings.push({ lane: name, payload: id, group: payload?.group, form: payload?.form, kind: payload?.kind, method: payload?.method, what });
    if (found === undefined) {
      find(`the origin saw a request that its proxy did not send: ${path}`);
    } else {
      counts.get(found.name)[kind] += 1;
      if (kind === "body") find(`the origin saw a request that was content: ${path}`);
    }
  }
  return { counts, findings, withoutPath: seen.length - withPath.length };
}
