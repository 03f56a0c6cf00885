// SPDX-License-Identifier: Apache-2.0
// What the programs that play in a browser share: the site of the player and the headless Chromium.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { chromium } from "playwright-core";

const contentTypes = { html: "text/html", js: "text/javascript" };

/** A site on a port of its own. The argument maps paths to files of this folder. */
export async function serveSite(files) {
  const pages = {};
  for (const [path, file] of Object.entries(files)) {
    pages[path] = [contentTypes[file.split(".").pop()], await readFile(new URL(file, import.meta.url))];
  }
  const server = createServer((request, response) => {
    const [type, body] = pages[new URL(request.url, "http://site").pathname] ?? [];
    response.writeHead(body ? 200 : 404, { "Content-Type": type ?? "text/plain" }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

export const launch = (profile, viewport) =>
  chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    viewport,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-proxy-server",
      // Nothing but loopback is to be looked up or spoken to.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      "--autoplay-policy=no-user-gesture-required",
    ],
  });
