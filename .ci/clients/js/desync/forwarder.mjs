// SPDX-License-Identifier: Apache-2.0
// A proxy that believes what it reads and hands on every byte as it came: the worst neighbour an origin can have. It
// only knows framing lines that are spelled right; of a length together with chunks it takes one, as it is told. All
// requests share few upstream connections, and bytes that nobody asked for are taken for the next answer.
import net from "node:net";
import { connect, takeAnswer, takeChunks } from "./wire.mjs";

/**
 * Listens on a socket.
 *
 * @param stamped makes the target to send of the target that came
 * @param prefers "chunks" or "length"
 */
export function forwarder(path, upstream, stamped, prefers) {
  const pool = new Upstreams(upstream);
  const server = net.createServer((client) => {
    let received = Buffer.alloc(0);
    let busy = false;
    const close = () => client.destroy();
    const work = async () => {
      if (busy) return;
      busy = true;
      try {
        for (let request; (request = takeRequest(received, prefers)) !== null; ) {
          received = request.rest;
          const answer = await pool.exchange(restamped(request, stamped), request.method, client);
          if (!answer?.keep) return client.end();
        }
      } catch {
        client.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      } finally {
        busy = false;
      }
    };
    client.on("data", (data) => {
      received = Buffer.concat([received, data]);
      work();
    });
    client.on("error", close);
    client.on("end", close);
  });
  return new Promise((resolve) =>
    server.listen(path, () =>
      resolve(() => {
        pool.close();
        server.close();
      }),
    ),
  );
}

/** One request off the beginning; null while it is not complete. Throws if it has no request line. */
function takeRequest(bytes, prefers) {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const lines = bytes.toString("latin1", 0, end).split("\r\n");
  const line = /^([^ ]+) ([^ ]+) (.*)$/s.exec(lines.shift());
  if (line === null) throw new Error("no request line");
  const chunked = lines.some((field) => /^transfer-encoding:[ \t]*chunked[ \t]*$/i.test(field));
  const length = lines.map((field) => /^content-length:[ \t]*(\d{1,15})[ \t]*$/i.exec(field)?.[1]).find((value) => value);
  const start = end + 4;
  let next = start;
  if (chunked && !(prefers === "length" && length !== undefined)) {
    const body = takeChunks(bytes, start);
    if (body === null) return null;
    if (body.body === null) throw new Error("not a chunk");
    next = body.end;
  } else if (length !== undefined) {
    next = start + Number(length);
  }
  if (bytes.length < next) return null;
  return { method: line[1], target: line[2], whole: bytes.subarray(0, next), rest: bytes.subarray(next) };
}

function restamped({ method, target, whole }, stamped) {
  const first = Buffer.from(`${method} ${stamped(target)}`, "latin1");
  return Buffer.concat([first, whole.subarray(method.length + 1 + target.length)]);
}

/** Kept connections to the origin, the last one used first. */
class Upstreams {
  #address;
  #idle = [];

  constructor(address) {
    this.#address = address;
  }

  /** Sends a request and hands its answers to the client; null if none came. */
  async exchange(request, method, client) {
    for (;;) {
      const kept = this.#idle.pop();
      const upstream = kept ?? { socket: connect(this.#address), received: Buffer.alloc(0), wake: () => {} };
      if (kept === undefined) this.#listen(upstream);
      const answer = await this.#exchangeOn(upstream, request, method, client);
      // Closed while it was idle: what every proxy tries again.
      if (answer !== null || kept === undefined) return answer;
    }
  }

  close() {
    this.#idle.forEach(({ socket }) => socket.destroy());
  }

  #listen(upstream) {
    upstream.socket.on("data", (data) => {
      upstream.received = Buffer.concat([upstream.received, data]);
      upstream.wake();
    });
    upstream.socket.on("close", () => {
      upstream.ended = true;
      this.#idle = this.#idle.filter((other) => other !== upstream);
      upstream.wake();
    });
  }

  async #exchangeOn(upstream, request, method, client) {
    upstream.socket.write(request);
    for (;;) {
      const before = upstream.received;
      const answer = takeAnswer(before, method, upstream.ended);
      if (answer !== null) {
        upstream.received = answer.rest;
        client.write(before.subarray(0, before.length - answer.rest.length));
        if (answer.status < 200) continue;
        if (answer.keep && !upstream.ended) this.#idle.push(upstream);
        else upstream.socket.destroy();
        return answer;
      }
      if (upstream.ended || client.destroyed) {
        upstream.socket.destroy();
        return null;
      }
      await new Promise((resolve) => {
        upstream.wake = resolve;
        client.removeAllListeners("close").once("close", resolve);
      });
    }
  }
}
