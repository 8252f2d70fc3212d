// An IP siren that takes CAP by HTTP: node's own server. It prints each request as a line of JSON, and answers with
// the status that it was last told on stdin (0: it hangs). With a certificate and its key it speaks HTTPS.
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const https = require("node:https");
const readline = require("node:readline");

let status = 200;
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  status = Number(line);
  console.log(JSON.stringify({ now: status }));
});
const [port, certificate, key] = process.argv.slice(2);
const serve = certificate
  ? (take) => https.createServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) }, take)
  : (take) => http.createServer(take);
serve((request, answer) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    console.log(JSON.stringify({
      method: request.method,
      path: request.url,
      type: request.headers["content-type"],
      authorization: request.headers.authorization || null,
      body: Buffer.concat(parts).toString("utf8"),
      status,
    }));
    if (status === 0) return;
    answer.writeHead(status, status === 302 ? { Location: "/elsewhere" } : {});
    answer.end(status === 200 ? "" : "not now");
  });
}).listen(Number(port), "127.0.0.1");
