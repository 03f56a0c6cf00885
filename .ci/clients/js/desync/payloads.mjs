// SPDX-License-Identifier: Apache-2.0
// Makes requests out of the table of forms. Every path begins with what it may be:
//   outer  the request that is sent
//   next   a request sent right behind it
//   body   text inside a body, a field or a target: never a request, whoever reads it
//   maybe  text that one reader takes for a body and another for a request: up to the proxy, and only to it
import { chunks, codings, heads, lengths, rightChunks, sound } from "./forms.mjs";

export const HOST = "media.test";
export const CONTAINER = "/c/live";

/** A small generator of numbers below one, the same for the same seed (mulberry32). */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What is hidden: a whole request, one that leaves something behind, or the beginning of one that takes the next. */
const inners = {
  get: (path) => `GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`,
  put: (path) => `PUT ${path} HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 5\r\n\r\nSTOLE`,
  taking: (path) => `GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\nX-Taken: `,
};

const methods = ["GET", "PUT", "PUT", "DELETE", "HEAD", "POST"];

const chunkOf = (text) => `${text.length.toString(16)}\r\n${text}\r\n`;

const head = (method, target, ...lines) => `${method} ${target} HTTP/1.1\r\nHost: ${HOST}\r\n${lines.join("\r\n")}\r\n\r\n`;

/** One function for each group: the entries of its table, and the text for one of them. */
const groups = {
  "length before chunks": {
    table: codings,
    text: ({ method, target, inner }, coding) => {
      const body = `0\r\n\r\n${inner("maybe")}`;
      return head(method, target, `Content-Length: ${body.length}`, coding) + body;
    },
  },
  "chunks before length": {
    table: codings,
    text: ({ method, target, inner }, coding) => {
      const chunk = chunkOf(inner("maybe"));
      const size = chunk.indexOf("\n") + 1;
      return `${head(method, target, coding, `Content-Length: ${size}`)}${chunk}0\r\n\r\n`;
    },
  },
  "chunks without length": {
    table: codings,
    text: ({ method, target, inner }, coding) => `${head(method, target, coding)}0\r\n\r\n${inner("maybe")}`,
  },
  "length": {
    table: lengths,
    text: ({ method, target, inner }, length) => {
      const body = inner("maybe");
      return head(method, target, length(body.length)) + body;
    },
  },
  "chunk syntax": {
    table: chunks,
    text: (use, body) => head(use.method === "GET" ? "PUT" : use.method, use.target, "Transfer-Encoding: chunked") + filled(body, use),
  },
  "head syntax": { table: heads, text: (use, text) => filled(text, use) },
  "sound chunks": {
    table: rightChunks,
    text: (use, body) => head(use.method, use.target, "Transfer-Encoding: chunked") + filled(body, use),
  },
  "sound": { table: sound, text: (use, text) => filled(text, use) },
};

/** A form with its words replaced. */
function filled(form, { method, target, inner, next }) {
  const dubious = inner("maybe");
  const hidden = inner("body");
  // The readings of {n} differ: a form has either {inner} or {hidden}.
  const length = form.includes("{inner}") ? dubious.length : hidden.length;
  return form
    .replaceAll("{method}", method)
    .replaceAll("{target}", target)
    .replaceAll("{host}", HOST)
    .replaceAll("{n5}", String(length + 5))
    .replaceAll("{n}", String(length))
    .replaceAll("{size}", (dubious.length + 5).toString(16))
    .replaceAll("{chunk}", chunkOf(hidden))
    .replaceAll("{inner}", dubious)
    .replaceAll("{hidden}", hidden)
    .replaceAll("{next}", next)
    .replaceAll("{path}", inner.path("body"));
}

/**
 * All payloads of a run: every form once, with a hidden request, a method and packets by the seed.
 *
 * @param lane makes the paths of this lane different from those of others
 * @param every only each so-manieth form, for a short run
 */
export function payloads(lane, seed, every = 1) {
  const random = randomOf(seed);
  const choose = (list) => list[Math.floor(random() * list.length)];
  const made = [];
  let number = 0;
  for (const [group, { table, text }] of Object.entries(groups)) {
    for (const [form, entry] of Object.entries(table)) {
      const kind = choose(Object.keys(inners));
      const method = choose(methods);
      const parts = 1 + Math.floor(random() * 2);
      number += 1;
      if (number % every !== 0) continue;
      const id = `${lane}-${number}`;
      const path = (what) => `${CONTAINER}/${what}-${id}`;
      const inner = (what) => inners[kind](path(what));
      inner.path = path;
      const use = { method, target: path("outer"), inner, next: inners.get(path("next")) };
      made.push({ id, group, form, kind, method, parts, bytes: Buffer.from(text(use, entry), "latin1") });
    }
  }
  return made;
}
