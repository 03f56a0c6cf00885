// SPDX-License-Identifier: Apache-2.0
// Plays what ffmpeg is pushing to the started origin with dash.js and hls.js, side by side in a headless Chromium.
// Arguments: endpoint of the container, seconds to measure, folder for the browser's profile, file for the picture of
// the page, file for the numbers.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { PutCorsPolicyCommand } from "@aws-sdk/client-mediastore";
import { DescribeObjectCommand } from "@aws-sdk/client-mediastore-data";
import { launch, serveSite } from "./browser.mjs";
import { packageParts } from "./ll-hls.mjs";
import { control, dataClient } from "./origin.mjs";

const [endpoint, secondsText, profile, picture, numbers] = process.argv.slice(2);
const seconds = Number(secondsText);
const encodeFirstMillis = 3_000; // so that there are segments to start with
const settleMillis = 3_000; // in which the players find their latency
const startLimitMillis = 30_000;

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

const allowReading = (site) =>
  control.send(
    new PutCorsPolicyCommand({
      ContainerName: "live",
      CorsPolicy: [{ AllowedOrigins: [site], AllowedMethods: ["GET", "HEAD"], AllowedHeaders: ["*"], MaxAgeSeconds: 600 }],
    }),
  );

async function untilThere(data, ...paths) {
  for (const end = Date.now() + startLimitMillis; ; await pause(100)) {
    const found = await Promise.allSettled(paths.map((Path) => data.send(new DescribeObjectCommand({ Path }))));
    if (found.every((each) => each.status === "fulfilled")) return;
    assert.ok(Date.now() < end, `the encoder pushed nothing to ${paths}`);
  }
}

/** What the page has seen so far. */
const look = (page) =>
  page.evaluate(() => Object.fromEntries(Object.entries(players).map(([name, player]) => [name, player.seen])));

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;

/** The numbers of one player between two looks. */
function summary(before, after) {
  const samples = after.samples.slice(before.samples.length);
  const latencies = samples.flatMap(({ latency }) => latency ?? []).sort((a, b) => a - b);
  return {
    stated: after.stated,
    latency: { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95), max: latencies.at(-1) ?? null },
    stalls: after.stalls - before.stalls,
    stillShare: Math.round((1000 * samples.filter(({ moved }) => !moved).length) / samples.length) / 1000,
    decoded: after.decoded - before.decoded,
    dropped: after.dropped - before.dropped,
    errors: after.errors,
  };
}

async function watch(page, site) {
  const from = new Date().toISOString();
  await page.goto(`${site}/?endpoint=${encodeURIComponent(endpoint)}`);
  const playing = () => Object.values(players).every((player) => player.seen.decoded > 0);
  await page.waitForFunction(playing, null, { timeout: startLimitMillis }).catch(async (error) => {
    console.log("the page saw", JSON.stringify(await look(page)));
    throw error;
  });
  await pause(settleMillis);
  const before = await look(page);
  await pause(seconds * 1000);
  const after = await look(page);
  const to = new Date().toISOString();
  await page.screenshot({ path: picture });
  await page.evaluate(() => Object.values(players).forEach((player) => player.stop()));
  const played = Object.keys(after).map((name) => [name, summary(before[name], after[name])]);
  return { from, to, seconds, players: Object.fromEntries(played) };
}

const data = dataClient(endpoint);
const stopPackager = packageParts(data, "hls");
const site = await serveSite({
  "/": "live-demo.html",
  "/dash.js": "node_modules/dashjs/dist/modern/umd/dash.all.min.js",
  "/hls.js": "node_modules/hls.js/dist/hls.min.js",
});
await allowReading(site.origin);
const browser = await launch(profile, { width: 1000, height: 500 });
try {
  await untilThere(data, "dash/manifest.mpd", "hls/live.m3u8");
  await pause(encodeFirstMillis);
  const page = await browser.newPage();
  page.on("console", (message) => message.type() === "error" && console.log("console:", message.text()));
  await writeFile(numbers, JSON.stringify(await watch(page, site.origin)));
} finally {
  await browser.close();
  site.server.close();
}
await stopPackager();
