// SPDX-License-Identifier: Apache-2.0
// Works through both planes of a started origin with the AWS SDK for JavaScript; the exit status is the verdict.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  ContainerInUseException,
  ContainerNotFoundException,
  CorsPolicyNotFoundException,
  CreateContainerCommand,
  DeleteContainerCommand,
  DeleteContainerPolicyCommand,
  DeleteCorsPolicyCommand,
  DeleteLifecyclePolicyCommand,
  DeleteMetricPolicyCommand,
  DescribeContainerCommand,
  GetContainerPolicyCommand,
  GetCorsPolicyCommand,
  GetLifecyclePolicyCommand,
  GetMetricPolicyCommand,
  ListContainersCommand,
  ListTagsForResourceCommand,
  PolicyNotFoundException,
  PutContainerPolicyCommand,
  PutCorsPolicyCommand,
  PutLifecyclePolicyCommand,
  PutMetricPolicyCommand,
  StartAccessLoggingCommand,
  StopAccessLoggingCommand,
  TagResourceCommand,
  UntagResourceCommand,
  paginateListContainers,
} from "@aws-sdk/client-mediastore";
import {
  ContainerNotFoundException as NoContainerHere,
  DeleteObjectCommand,
  DescribeObjectCommand,
  GetObjectCommand,
  ListItemsCommand,
  ObjectNotFoundException,
  PutObjectCommand,
  RequestedRangeNotSatisfiableException,
  paginateListItems,
} from "@aws-sdk/client-mediastore-data";
import { control, dataClient, origin } from "./origin.mjs";

const name = "js-sdk";
const arn = `arn:aws:mediastore:${origin.region}:${origin.account}:container/${name}`;
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Sends a command on the control plane, about this container unless it says otherwise. */
const ask = (Command, input = {}) => control.send(new Command({ ContainerName: name, ...input }));

/** The call has to fail with this modelled class, or with this name if the SDK has no class for it. */
async function fails(type, status, call) {
  const error = await call().then(
    () => assert.fail("the call succeeded, an error was due"),
    (e) => e,
  );
  if (typeof type === "string") assert.equal(error.name, type, error);
  else assert.ok(error instanceof type, `${error} is not ${type.name}`);
  assert.equal(error.$metadata.httpStatusCode, status);
  assert.ok(error.$metadata.requestId, "the error names its request");
  console.log(`  ok: ${error.name}: ${error.message}`);
}

async function createContainer() {
  const { Container: created } = await control.send(
    new CreateContainerCommand({ ContainerName: name, Tags: [{ Key: "Environment", Value: "test" }] }),
  );
  assert.equal(created.ARN, arn);
  assert.ok(created.CreationTime instanceof Date);
  const { Container: described } = await ask(DescribeContainerCommand);
  assert.equal(described.Status, "ACTIVE");
  assert.deepEqual(described.CreationTime, created.CreationTime);
  await fails(ContainerInUseException, 400, () => ask(CreateContainerCommand));
  await fails(ContainerNotFoundException, 400, () => ask(DescribeContainerCommand, { ContainerName: "js-none" }));
  return described.Endpoint;
}

async function documents() {
  const kinds = [
    {
      member: "CorsPolicy",
      value: [{ AllowedOrigins: ["*"], AllowedMethods: ["GET"], AllowedHeaders: ["*"], MaxAgeSeconds: 3000 }],
      commands: [PutCorsPolicyCommand, GetCorsPolicyCommand, DeleteCorsPolicyCommand],
      missing: CorsPolicyNotFoundException,
    },
    {
      member: "LifecyclePolicy",
      value: JSON.stringify({
        rules: [{ definition: { path: [{ wildcard: "live/*.ts" }], seconds_since_create: [{ numeric: [">", 300] }] }, action: "EXPIRE" }],
      }),
      commands: [PutLifecyclePolicyCommand, GetLifecyclePolicyCommand, DeleteLifecyclePolicyCommand],
      missing: PolicyNotFoundException,
    },
    {
      member: "MetricPolicy",
      value: { ContainerLevelMetrics: "ENABLED", MetricPolicyRules: [{ ObjectGroup: "live/*", ObjectGroupName: "live" }] },
      commands: [PutMetricPolicyCommand, GetMetricPolicyCommand, DeleteMetricPolicyCommand],
      missing: PolicyNotFoundException,
    },
    {
      member: "Policy",
      value: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Sid: "Read", Effect: "Allow", Principal: "*", Action: "mediastore:Get*", Resource: `${arn}/*` }],
      }),
      commands: [PutContainerPolicyCommand, GetContainerPolicyCommand, DeleteContainerPolicyCommand],
      missing: PolicyNotFoundException,
    },
  ];
  for (const { member, value, commands: [Put, Get, Delete], missing } of kinds) {
    await ask(Put, { [member]: value });
    assert.deepEqual((await ask(Get))[member], value);
    await ask(Delete);
    await fails(missing, 400, () => ask(Get));
    await fails(missing, 400, () => ask(Delete));
  }
  await fails("ValidationException", 400, () => ask(PutContainerPolicyCommand, { Policy: "no policy" }));
}

async function tagsAndLogging() {
  await ask(TagResourceCommand, { Resource: arn, Tags: [{ Key: "Owner", Value: "ci" }] });
  await ask(UntagResourceCommand, { Resource: arn, TagKeys: ["Environment"] });
  assert.deepEqual((await ask(ListTagsForResourceCommand, { Resource: arn })).Tags, [{ Key: "Owner", Value: "ci" }]);
  await ask(StartAccessLoggingCommand);
  assert.equal((await ask(DescribeContainerCommand)).Container.AccessLoggingEnabled, true);
  await ask(StopAccessLoggingCommand);
  assert.equal((await ask(DescribeContainerCommand)).Container.AccessLoggingEnabled, false);
}

async function pagesOfContainers() {
  await ask(CreateContainerCommand, { ContainerName: `${name}-2` });
  const names = [];
  for await (const page of paginateListContainers({ client: control, pageSize: 1 }, {})) {
    assert.ok(page.Containers.length <= 1);
    names.push(...page.Containers.map((container) => container.Name));
  }
  assert.deepEqual(names.filter((each) => each.startsWith(name)), [name, `${name}-2`]);
  assert.equal((await control.send(new ListContainersCommand({}))).NextToken, undefined);
  await ask(DeleteContainerCommand, { ContainerName: `${name}-2` });
}

async function objects(data) {
  const read = async (Path, Range) => {
    const answer = await data.send(new GetObjectCommand({ Path, Range }));
    return { ...answer, bytes: Buffer.from(await answer.Body.transformToByteArray()) };
  };
  const segment = randomBytes(1_500_007);

  const put = await data.send(
    new PutObjectCommand({ Path: "a/seg1.ts", Body: segment, ContentType: "video/MP2T", CacheControl: "max-age=31536000" }),
  );
  assert.equal(put.ContentSHA256, sha256(segment));
  assert.equal(put.StorageClass, "TEMPORAL");
  const got = await read("a/seg1.ts");
  assert.ok(segment.equals(got.bytes));
  const described = await data.send(new DescribeObjectCommand({ Path: "/a/seg1.ts" }));
  assert.deepEqual(
    [described.ETag, described.ContentLength, described.ContentType, described.CacheControl],
    [put.ETag, segment.length, "video/MP2T", "max-age=31536000"],
  );
  assert.ok(described.LastModified instanceof Date);

  const part = await read("a/seg1.ts", "bytes=1000-1999");
  assert.equal(part.StatusCode, 206);
  assert.equal(part.ContentRange, `bytes 1000-1999/${segment.length}`);
  assert.ok(segment.subarray(1000, 2000).equals(part.bytes));
  await fails(RequestedRangeNotSatisfiableException, 416, () => read("a/seg1.ts", "bytes=2000000-"));

  console.log("a stream of unknown length");
  await data.send(new PutObjectCommand({ Path: "a/seg2.ts", Body: Readable.from(pieces(segment)) }));
  assert.ok(segment.equals((await read("a/seg2.ts")).bytes));

  console.log("an odd path");
  await data.send(new PutObjectCommand({ Path: "a/b=c:d~e.ts", Body: "odd" }));
  assert.equal((await read("/a/b=c:d~e.ts")).bytes.toString(), "odd");

  console.log("errors");
  await fails(ObjectNotFoundException, 404, () => data.send(new DescribeObjectCommand({ Path: "none.ts" })));
  await fails(ObjectNotFoundException, 404, () => read("none.ts"));
  await fails(ObjectNotFoundException, 404, () => data.send(new DeleteObjectCommand({ Path: "none.ts" })));
  await fails("ValidationException", 400, () => data.send(new PutObjectCommand({ Path: "a b.ts", Body: "x" })));
  await fails(ContainerInUseException, 400, () => ask(DeleteContainerCommand));
}

function* pieces(bytes) {
  for (let at = 0; at < bytes.length; at += 65_521) yield bytes.subarray(at, at + 65_521);
}

/** The second half is sent only after the first has been read, so a buffering origin makes this hang and fail. */
async function growing(data) {
  const segment = randomBytes(100_000);
  const half = segment.length / 2;
  let sendTheRest;
  const halfWasRead = new Promise((resolve) => (sendTheRest = resolve));
  const upload = data.send(
    new PutObjectCommand({
      Path: "a/growing.m4s",
      UploadAvailability: "STREAMING",
      Body: Readable.from(
        (async function* () {
          yield segment.subarray(0, half);
          await halfWasRead;
          yield segment.subarray(half);
        })(),
      ),
    }),
  );
  const { Body: body } = await onceVisible(() => data.send(new GetObjectCommand({ Path: "a/growing.m4s" })));
  const received = [];
  let length = 0;
  for await (const piece of body) {
    received.push(piece);
    length += piece.length;
    if (length === half) sendTheRest();
  }
  assert.ok(segment.equals(Buffer.concat(received)));
  assert.equal((await upload).ContentSHA256, sha256(segment));
}

async function onceVisible(get) {
  for (const end = Date.now() + 10_000; ; ) {
    try {
      return await get();
    } catch (error) {
      if (!(error instanceof ObjectNotFoundException) || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function listAndDelete(data) {
  const items = [];
  for await (const page of paginateListItems({ client: data, pageSize: 2 }, { Path: "a/" })) items.push(...page.Items);
  assert.deepEqual(items.map((item) => item.Name), ["b=c:d~e.ts", "growing.m4s", "seg1.ts", "seg2.ts"]);
  assert.ok(items.every((item) => item.Type === "OBJECT" && item.LastModified instanceof Date));
  assert.deepEqual((await data.send(new ListItemsCommand({}))).Items, [{ Name: "a", Type: "FOLDER" }]);
  await Promise.all(items.map((item) => data.send(new DeleteObjectCommand({ Path: `a/${item.Name}` }))));
  assert.deepEqual((await data.send(new ListItemsCommand({}))).Items, []);
  await ask(DeleteContainerCommand);
  await fails(ContainerNotFoundException, 400, () => ask(DeleteContainerCommand));
  await fails(NoContainerHere, 404, () => data.send(new DescribeObjectCommand({ Path: "a/seg1.ts" })));
}

const run = async (what, work) => {
  console.log(what);
  return work();
};
const endpoint = await run("container", createContainer);
await run("policies", documents);
await run("tags and access logging", tagsAndLogging);
await run("pages of containers", pagesOfContainers);
const data = dataClient(endpoint);
await run("objects", () => objects(data));
await run("an object read while it grows", () => growing(data));
await run("listing and deletion", () => listAndDelete(data));
