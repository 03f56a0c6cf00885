// SPDX-License-Identifier: Apache-2.0
// nginx, HAProxy and Varnish, started here with a configuration of this run: kept upstream connections, bodies handed on
// while they arrive, nothing cached, as lenient as they can be told to be. They listen on sockets in the work folder, so
// that no port is taken from anybody. Each puts a stamp before the path, so that a request whose target it did not
// write can be told from one that it sent.
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdirSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { CONTAINER } from "./payloads.mjs";
import { connect } from "./wire.mjs";

const nginx = (lanes, folder, logs) => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${logs}/desync-nginx.error.log notice;
events { worker_connections 1024; }
http {
  access_log ${logs}/desync-nginx.access.log;
  client_body_temp_path ${folder}/nginx-body;
  proxy_temp_path ${folder}/nginx-proxy;
  fastcgi_temp_path ${folder}/nginx-fastcgi;
  uwsgi_temp_path ${folder}/nginx-uwsgi;
  scgi_temp_path ${folder}/nginx-scgi;
  underscores_in_headers on;
  ignore_invalid_headers off;
  map $http_upgrade $connection_field { default upgrade; '' ''; }
${lanes
  .map(
    ({ name, port, stamp, socket }) => `
  upstream ${name} { server 127.0.0.1:${port}; keepalive 4; }
  server {
    listen unix:${socket};
    location / {
      proxy_pass http://${name}${CONTAINER}/${stamp}$request_uri;
      proxy_http_version 1.1;
      proxy_request_buffering off;
      proxy_buffering off;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_field;
    }
  }`,
  )
  .join("\n")}
}
`;

const haproxy = (lanes) => `
global
  nbthread 1
  log stdout format raw local0
defaults
  mode http
  log global
  option httplog
  option http-no-delay
  option accept-invalid-http-request
  http-reuse always
  retries 3
  retry-on conn-failure empty-response
  timeout connect 5s
  timeout client 10s
  timeout server 10s
  timeout http-request 10s
  timeout http-keep-alive 30s
${lanes
  .map(
    ({ name, port, stamp, socket }) => `
frontend ${name}
  bind unix@${socket}
  http-request replace-path (.*) ${CONTAINER}/${stamp}\\1
  default_backend to-${name}
backend to-${name}
  option accept-invalid-http-response
  server origin 127.0.0.1:${port} pool-max-conn 4`,
  )
  .join("\n")}
`;

const varnish = (lanes) => `
vcl 4.1;
${lanes.map(({ name, port }) => `backend ${name.replaceAll("-", "_")} { .host = "127.0.0.1"; .port = "${port}"; }`).join("\n")}
sub vcl_recv {
${lanes.map(({ name }) => `  if (local.socket == "${name}") { set req.backend_hint = ${name.replaceAll("-", "_")}; }`).join("\n")}
  # Not the built-in rules: those would connect unknown methods through, and requests in there are not the proxy's.
  return (pass);
}
sub vcl_backend_fetch {
${lanes
  .map(
    ({ name, stamp }) =>
      `  if (bereq.backend == ${name.replaceAll("-", "_")}) { set bereq.url = "${CONTAINER}/${stamp}" + bereq.url; }`,
  )
  .join("\n")}
}
`;

/** How each is started: its configuration and its command. */
const programs = {
  nginx: (lanes, folder, logs) => ({
    text: nginx(lanes, folder, logs),
    command: (file) => ["nginx", "-p", folder, "-e", `${logs}/desync-nginx.error.log`, "-c", file],
  }),
  haproxy: (lanes) => ({ text: haproxy(lanes), command: (file) => ["haproxy", "-db", "-f", file] }),
  varnish: (lanes, folder) => ({
    text: varnish(lanes),
    command: (file) => [
      "varnishd", "-F", "-j", "none", "-n", `${folder}/varnish`, "-f", file, "-s", "default,16m", "-p", "timeout_idle=30",
      ...lanes.flatMap(({ name, socket }) => ["-a", `${name}=${socket}`]),
    ],
  }),
};

export const proxies = Object.keys(programs);

/**
 * Starts one for its lanes, and waits until every socket takes connections.
 *
 * @param lanes name, port of the origin, stamp, and path of the socket to listen on
 * @returns a function that ends it
 */
export async function startProxy(program, lanes, folder, logs) {
  mkdirSync(folder, { recursive: true });
  const { text, command } = programs[program](lanes, folder, logs);
  const file = `${folder}/${program}.conf`;
  writeFileSync(file, text);
  const [name, ...options] = command(file);
  const child = spawn(name, options, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
  const log = createWriteStream(`${logs}/desync-${program}.log`);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  let problem = null;
  const exited = new Promise((resolve) => {
    child.on("error", (error) => resolve((problem = error.message)));
    child.on("exit", (status) => resolve((problem = `ended with ${status}`)));
  });
  const end = async () => {
    child.kill("SIGTERM");
    await Promise.race([exited, sleep(5_000)]);
    child.kill("SIGKILL");
  };
  const limit = Date.now() + 30_000;
  for (const lane of lanes) {
    while (!(await takesConnections(lane.socket))) {
      if (problem !== null || Date.now() > limit) {
        await end();
        throw new Error(`${program} did not start (${problem ?? "too slow"}): see desync-${program}.log`);
      }
      await sleep(50);
    }
  }
  return end;
}

function takesConnections(path) {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("close", () => resolve(false));
  });
}
