// SPDX-License-Identifier: Apache-2.0
// Plays a stream of the started origin with hls.js in a headless Chromium, on a page that another server serves.
// Arguments: folder with the stream, folder for the browser's profile, file for the picture of the page.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  CreateContainerCommand,
  DeleteContainerCommand,
  DeleteCorsPolicyCommand,
  DescribeContainerCommand,
  PutContainerPolicyCommand,
  PutCorsPolicyCommand,
} from "@aws-sdk/client-mediastore";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-mediastore-data";
import { launch, serveSite } from "./browser.mjs";
import { control, dataClient } from "./origin.mjs";

const [stream, profile, picture] = process.argv.slice(2);
const container = "chromium-hls";
const segmentSeconds = 3;
const contentTypes = { m3u8: "application/vnd.apple.mpegurl", ts: "video/MP2T" };

const ask = (Command, input = {}) => control.send(new Command({ ContainerName: container, ...input }));

const filesOf = async (folder) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1));

/** A container with the stream in it that everybody may read. */
async function publish(files) {
  await ask(CreateContainerCommand);
  const { Container } = await ask(DescribeContainerCommand);
  await ask(PutContainerPolicyCommand, {
    Policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "PublicRead",
          Effect: "Allow",
          Principal: "*",
          Action: ["mediastore:GetObject", "mediastore:DescribeObject"],
          Resource: "*",
        },
      ],
    }),
  });
  const data = dataClient(Container.Endpoint);
  for (const file of files) {
    await data.send(
      new PutObjectCommand({
        Path: file,
        Body: await readFile(join(stream, file)),
        ContentType: contentTypes[file.split(".").pop()],
        CacheControl: file.endsWith(".m3u8") ? "max-age=2" : "max-age=31536000",
      }),
    );
  }
  return { endpoint: Container.Endpoint, data };
}

/** Opens the player in a fresh page, waits for the condition, and returns what the page saw. */
async function play(browser, site, manifest, condition, argument) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(`${site}/?stream=${encodeURIComponent(manifest)}`);
  await page.waitForFunction(condition, argument, { timeout: 40_000 }).catch(async (error) => {
    console.log("the page saw", await page.evaluate(() => seen), complaints);
    throw error;
  });
  const result = { page, complaints, ...(await page.evaluate(() => seen)) };
  console.log({ ...result, page: undefined });
  return result;
}

async function mustBeBlocked(browser, site, manifest) {
  const { page, error, complaints, fragments } = await play(browser, site, manifest, () => seen.error);
  assert.equal(error.details, "manifestLoadError");
  assert.deepEqual(fragments, []);
  assert.ok(complaints.some((text) => text.includes("blocked by CORS policy")), `Chromium said ${complaints}`);
  await page.close();
}

async function mustPlay(browser, site, manifest) {
  const enough = 2 * segmentSeconds + 1;
  const condition = (seconds) => seen.error || seen.time > seconds;
  const { page, error, complaints, ...seen } = await play(browser, site, manifest, condition, enough);
  await page.screenshot({ path: picture });
  assert.equal(error, null);
  assert.deepEqual(complaints, []);
  assert.equal(seen.levels, 2);
  assert.ok(seen.time > enough, `played ${seen.time} s, that is over two boundaries`);
  assert.ok(seen.decoded > enough * 15, `${seen.decoded} pictures decoded`);
  assert.ok(seen.fragments.length >= 3, `fragments ${seen.fragments}`);
  await page.close();
}

const corsFor = (allowed) => ({
  CorsPolicy: [{ AllowedOrigins: [allowed], AllowedMethods: ["GET", "HEAD"], AllowedHeaders: ["*"], MaxAgeSeconds: 0 }],
});

const files = await filesOf(stream);
const { endpoint, data } = await publish(files);
const site = await serveSite({ "/": "player.html", "/hls.js": "node_modules/hls.js/dist/hls.min.js" });
const browser = await launch(profile, { width: 720, height: 460 });
try {
  const manifest = `${endpoint}/master.m3u8`;
  console.log("without a CORS policy");
  await mustBeBlocked(browser, site.origin, manifest);
  console.log("with the CORS policy of another site");
  await ask(PutCorsPolicyCommand, corsFor("http://another.example"));
  await mustBeBlocked(browser, site.origin, manifest);
  console.log("with a CORS policy for this site");
  await ask(PutCorsPolicyCommand, corsFor(site.origin));
  await mustPlay(browser, site.origin, manifest);
} finally {
  await browser.close();
  site.server.close();
}
await ask(DeleteCorsPolicyCommand);
for (const file of files) await data.send(new DeleteObjectCommand({ Path: file }));
await ask(DeleteContainerCommand);
