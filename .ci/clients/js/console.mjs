// SPDX-License-Identifier: Apache-2.0
// Uploads what an encoder with troubles would, and looks at the console at two widths.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { launch } from "./browser.mjs";

const [control, endpoint, token, profile, pictures] = process.argv.slice(2);

const put = (path, body, headers = {}) => fetch(`${endpoint}/${path}`, { method: "PUT", body, headers });

for (const rendition of ["hls/720p", "hls/360p"]) {
  for (let i = 1; i <= 12; i += 1) {
    if (rendition === "hls/720p" && i === 6) continue; // A gap.
    await put(`${rendition}/seg${String(i).padStart(3, "0")}.ts`, "x".repeat(2000 + 400 * (i % 5)));
    await sleep(rendition === "hls/360p" && i === 9 ? 900 : 60); // One late.
  }
  await put(`${rendition}.m3u8`, "#EXTM3U\n");
}
await put("hls/720p/seg013.ts", "x", { "x-amz-storage-class": "NONE" }); // Refused.
await fetch(`${endpoint}/missing~name.ts`);
await put("image.png", Buffer.from("iVBORw0KGgo=", "base64"), { "Content-Type": "image/png" });
await put("markup", "<b>", { "Content-Type": "text/html<img src=x onerror=document.title='broken'>" });

const context = await launch(profile, { width: 1280, height: 900 });
await context.setExtraHTTPHeaders({ Authorization: `Bearer ${token}` });
const page = context.pages()[0] ?? (await context.newPage());
const asked = [];
const problems = [];
page.on("request", (request) => asked.push(request.url()));
page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
page.on("pageerror", (error) => problems.push(String(error)));

for (const [name, width, height] of [["desktop", 1280, 900], ["phone", 390, 844]]) {
  await page.setViewportSize({ width, height });
  await page.goto(`${control}/-/console/`);
  await page.waitForSelector("html[data-ready]");
  const text = await page.locator("main").innerText();
  assert.match(text, /hls\/720p\/seg#\.ts/);
  assert.match(text, /1 gap,/);
  assert.match(text, /1 late/);
  assert.match(text, /refused or lost/);
  assert.ok((await page.locator("svg .ok").count()) >= 20, "uploads are drawn");
  assert.equal(await page.locator("svg .gap").count(), 1);
  assert.equal(await page.title(), "mediastore console");
  assert.equal(await page.locator("main img").count(), 0, "names are text");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} pixels wider than the window`);
  await page.screenshot({ path: `${pictures}-${name}.png`, fullPage: true });
}
await page.getByRole("button", { name: "hls/" }).click();
await page.getByRole("button", { name: "720p/" }).click();
await page.locator("#objects").getByText("seg001.ts").waitFor();
for (const url of asked) assert.ok(url.startsWith(`${control}/`), `asked elsewhere: ${url}`);
assert.deepEqual(problems, []);
await context.close();
