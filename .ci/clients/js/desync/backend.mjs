// SPDX-License-Identifier: Apache-2.0
// Origins with a known fault, to see that the comparison finds it; and one without, to see that it finds nothing else.
import net from "node:net";
import { CONTAINER } from "./payloads.mjs";
import { takeChunks } from "./wire.mjs";

/** How each reads where a request ends: "refuse", "chunked", or a number of bytes. */
export const faults = {
  "length before chunks": ({ length, coding }) => length ?? (coding === null ? 0 : "chunked"),
  "any coding that contains chunked": ({ length, text }) =>
    /transfer.encoding[^\n]*chunked/i.test(text) ? "chunked" : (length ?? 0),
  "no body with GET": ({ method, length, coding }) =>
    ["GET", "HEAD", "DELETE"].includes(method) ? 0 : coding === null ? (length ?? 0) : "chunked",
};

/** None: whatever can be read in two ways is refused. */
export const careful = ({ text, length, coding, lines }) => {
  const plain = lines.every((line) => /^[!#$%&'*+.^_`|~0-9a-z-]+:[ \t]*[\x20-\x7e]*$/i.test(line)) && /^[^\n\r\0]+$/.test(lines.line);
  const codings = text.match(/^transfer-encoding:/gim)?.length ?? 0;
  const counts = text.match(/^content-length:/gim)?.length ?? 0;
  if (!plain || codings + counts > 1 || counts !== (length === null ? 0 : 1)) return "refuse";
  if (codings === 0) return length ?? 0;
  return coding?.toLowerCase() === "chunked" && / HTTP\/1\.1$/.test(lines.line) ? "chunked" : "refuse";
};

/**
 * Starts one on a free port. It holds what `objects` holds, keeps all connections and writes down what it takes for
 * requests.
 */
export function backend(framing, objects) {
  const seen = [];
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    let received = Buffer.alloc(0);
    socket.on("error", () => socket.destroy());
    socket.on("data", (data) => {
      received = Buffer.concat([received, data]);
      for (let request; (request = takeRequest(received, framing)) !== null; ) {
        if (request.refused) {
          received = Buffer.alloc(0);
          socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
          return;
        }
        received = request.rest;
        // Not the asterisk and not the authority of CONNECT, which proxies cannot put a stamp before.
        if (request.path.startsWith("/")) seen.push(request.path);
        const body = objects.get(request.path);
        const found = request.method === "GET" && body !== undefined;
        const text = found ? body : "";
        socket.write(`HTTP/1.1 ${found ? 200 : 404} X\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
      }
    });
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve({ port: server.address().port, seen, connections: () => connections, close: () => server.close() }),
    ),
  );
}

function takeRequest(bytes, framing) {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const text = bytes.toString("latin1", 0, end);
  const lines = text.split("\r\n");
  lines.line = lines.shift();
  const [method, target = ""] = lines.line.split(" ");
  const value = (name) => new RegExp(`^${name}:[ \t]*([^\r\n]*?)[ \t]*$`, "im").exec(text)?.[1] ?? null;
  const number = value("content-length");
  const length = number !== null && /^(0|[1-9]\d{0,14})$/.test(number) ? Number(number) : null;
  const size = framing({ method, text, lines, length, coding: value("transfer-encoding") });
  if (size === "refuse") return { refused: true };
  const path = target.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(CONTAINER, "");
  if (size === "chunked") {
    const body = takeChunks(bytes, end + 4);
    if (body === null) return null;
    return body.body === null ? { refused: true } : { method, path, rest: bytes.subarray(body.end) };
  }
  return bytes.length < end + 4 + size ? null : { method, path, rest: bytes.subarray(end + 4 + size) };
}
