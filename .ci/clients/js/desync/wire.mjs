// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 by the byte: what a client library would not send, and answers as they arrive.
import net from "node:net";

const SILENCE_AFTER_ANSWER = 30; // ms until an exchange counts as over
const SILENCE_WITHOUT_ANSWER = 200;

/** Connects to a port or to the path of a socket. */
export function connect(address) {
  const socket = net.connect(typeof address === "number" ? { port: address, host: "127.0.0.1" } : { path: address });
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  return socket;
}

/**
 * Takes one answer off the beginning of some bytes.
 *
 * @returns null while it is not complete; else its status, lower-case fields, body, whether the connection goes on,
 *   and the bytes behind it. An answer without a length is complete when the connection is at its end.
 */
export function takeAnswer(bytes, method, ended) {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [line, ...rest] = bytes.toString("latin1", 0, end).split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(line)?.[1]);
  if (!status) return null;
  const fields = {};
  for (const field of rest) fields[field.slice(0, field.indexOf(":")).toLowerCase()] = field.slice(field.indexOf(":") + 1).trim();
  const start = end + 4;
  const answer = (body, next, keep) => ({ status, fields, body, keep, rest: bytes.subarray(next) });
  const keep = !/close/i.test(fields.connection ?? "") && (line.startsWith("HTTP/1.1") || /keep-alive/i.test(fields.connection ?? ""));
  if (method === "HEAD" || status < 200 || status === 204 || status === 304) return answer(Buffer.alloc(0), start, keep);
  if (/chunked/i.test(fields["transfer-encoding"] ?? "")) {
    const chunked = takeChunks(bytes, start);
    return chunked && answer(chunked.body, chunked.end, keep);
  }
  if (fields["content-length"] !== undefined) {
    const next = start + Number(fields["content-length"]);
    return bytes.length < next ? null : answer(bytes.subarray(start, next), next, keep);
  }
  return ended ? answer(bytes.subarray(start), bytes.length, false) : null;
}

/** A body in transfer chunks that begins at a place; null while it is not complete. */
export function takeChunks(bytes, start) {
  const parts = [];
  for (let at = start; ; ) {
    const line = bytes.indexOf("\r\n", at);
    if (line < 0) return null;
    const size = parseInt(bytes.toString("latin1", at, line), 16);
    if (!(size >= 0)) return { body: null, end: at };
    at = line + 2;
    if (size === 0) {
      for (let next = bytes.indexOf("\r\n", at); next >= 0; next = bytes.indexOf("\r\n", at)) {
        if (next === at) return { body: Buffer.concat(parts), end: at + 2 };
        at = next + 2;
      }
      return null;
    }
    if (bytes.length < at + size + 2) return null;
    parts.push(bytes.subarray(at, at + size));
    at += size + 2;
  }
}

/** The statuses of all complete answers in some bytes, interim ones included. */
export function statuses(bytes, method) {
  const found = [];
  let of = method;
  for (let rest = bytes, answer; rest.length > 0 && (answer = takeAnswer(rest, of, true)) !== null; rest = answer.rest) {
    found.push(answer.status);
    if (answer.status >= 200) of = "GET"; // What follows answers a hidden or a following GET or PUT.
  }
  return found;
}

/**
 * Sends bytes in packets and collects what comes, until the peer closes or falls silent.
 *
 * @returns what came, and the socket, still open if the peer left it so
 */
export function send(address, packets) {
  return new Promise((resolve) => {
    const socket = connect(address);
    let received = Buffer.alloc(0);
    let timer;
    const over = () => {
      clearTimeout(timer);
      resolve({ received, socket });
    };
    const silence = (millis) => {
      clearTimeout(timer);
      timer = setTimeout(over, millis);
    };
    socket.on("data", (data) => {
      received = Buffer.concat([received, data]);
      // An interim answer alone promises another.
      silence(/^HTTP\/1\.. 1[^]*\r\n\r\n$/.test(received.toString("latin1")) ? SILENCE_WITHOUT_ANSWER : SILENCE_AFTER_ANSWER);
    });
    socket.on("close", over);
    socket.on("connect", () => {
      silence(SILENCE_WITHOUT_ANSWER);
      packets.forEach((packet, i) => (i === 0 ? socket.write(packet) : setTimeout(() => socket.write(packet), 4 * i)));
    });
  });
}

/** A client connection that is kept and asks one thing at a time. */
export class Kept {
  #address;
  #socket = null;
  #received = Buffer.alloc(0);
  #waiting = null;

  #limit;

  /** @param limit milliseconds that an answer may take */
  constructor(address, limit) {
    this.#address = address;
    this.#limit = limit;
  }

  /** @returns the answer; a connection that was closed meanwhile is opened again, once */
  async get(path, host) {
    const before = this.#socket;
    const answer = await this.#ask(path, host);
    return answer === null && before !== null ? this.#ask(path, host) : answer;
  }

  close() {
    this.#socket?.destroy();
    this.#socket = null;
  }

  #ask(path, host) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#fail(), this.#limit);
      this.#waiting = (answer) => {
        this.#waiting = null;
        clearTimeout(timer);
        resolve(answer);
      };
      if (this.#socket === null) this.#open();
      this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    });
  }

  #open() {
    const socket = connect(this.#address);
    this.#socket = socket;
    this.#received = Buffer.alloc(0);
    socket.on("data", (data) => {
      if (socket !== this.#socket) return;
      this.#received = Buffer.concat([this.#received, data]);
      // Bytes without a question stay and are taken for the next answer: a client would do so.
      if (this.#waiting !== null) this.#take(false);
    });
    socket.on("close", () => {
      if (socket !== this.#socket) return;
      this.#take(true);
      this.#fail();
    });
  }

  #take(ended) {
    const answer = takeAnswer(this.#received, "GET", ended);
    if (answer === null || this.#waiting === null) return;
    this.#received = answer.rest;
    if (!answer.keep) this.close();
    this.#waiting(answer);
  }

  #fail() {
    this.close();
    this.#waiting?.(null);
  }
}

/** One GET on a connection of its own; null if no answer came. */
export async function get(address, path, host, limit) {
  const once = new Kept(address, limit);
  const answer = await once.get(path, host);
  once.close();
  return answer;
}
