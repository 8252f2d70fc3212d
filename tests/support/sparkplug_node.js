// An edge node of sparkplug-client: `node sparkplug_node.js PORT VERSION`. Lines of standard input are commands:
// `level 3250` (by alias), `named 3250` (by name), `null`, `skip` (a number is left out), `device dies`.
const sparkplug = require("sparkplug-client");

const client = sparkplug.newClient({
  serverUrl: `mqtt://127.0.0.1:${process.argv[2]}`,
  username: "",
  password: "",
  groupId: "Plant",
  edgeNode: "Edge1",
  clientId: "edge-1",
  version: "spBv1.0",
  publishDeath: true,
  keepalive: 5,
});
const level = (value) => ({ alias: 7, value, type: "Double" });
const born = () => {
  client.publishNodeBirth({
    timestamp: Date.now(),
    metrics: [{ name: "Node Control/Rebirth", type: "Boolean", value: false }],
  });
  client.publishDeviceBirth("TK206", {
    timestamp: Date.now(),
    metrics: [
      { name: "Level", alias: 7, type: "Double", value: 3250, properties: { engUnit: { type: "String", value: "mm" } } },
      { name: "Inflow", alias: 8, type: "Int16", value: -5 },
    ],
  });
};
client.on("birth", born);
client.on("ncmd", (told) => {
  if (told.metrics.some((one) => one.name === "Node Control/Rebirth" && one.value === true)) born();
});
const commands = {
  level: (n) => client.publishDeviceData("TK206", { timestamp: Date.now(), metrics: [level(Number(n))] }),
  named: (n) =>
    client.publishDeviceData("TK206", {
      timestamp: Date.now(),
      metrics: [{ name: "Level", value: Number(n), type: "Double" }],
    }, { compress: true }),
  flow: (n) => client.publishDeviceData("TK206", { timestamp: Date.now(), metrics: [{ alias: 8, value: Number(n), type: "Int16" }] }),
  dies: () => client.publishDeviceDeath("TK206", { timestamp: Date.now() }),
  stop: () => client.stop(),
};
process.stdin.on("data", (data) => {
  for (const line of data.toString().trim().split("\n")) {
    const [name, value] = line.split(" ");
    commands[name](value);
  }
});
