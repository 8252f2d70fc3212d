// Many values on a server of node-opcua: `node opcua_many.js PORT COUNT`. The line `every MS` of standard input changes
// all of them each so many milliseconds; `once` changes them once.
const { OPCUAServer } = require("node-opcua-server");
const { Variant, DataType } = require("node-opcua-variant");
const { nodesets } = require("node-opcua-nodesets");

(async () => {
  const [port, count] = process.argv.slice(2).map(Number);
  const server = new OPCUAServer({ port, hostname: "127.0.0.1", nodeset_filename: [nodesets.standard] });
  await server.initialize();
  const space = server.engine.addressSpace;
  const namespace = space.registerNamespace("urn:many");
  const folder = namespace.addObject({ organizedBy: space.rootFolder.objects, browseName: "Many" });
  const values = Array.from({ length: count }, (_, n) =>
    namespace.addVariable({
      componentOf: folder,
      browseName: `T${n}`,
      nodeId: `s=T${n}`,
      dataType: "Double",
      value: new Variant({ dataType: DataType.Double, value: 0 }),
    }));
  let turn = 0;
  const change = () => {
    turn += 1;
    values.forEach((one, n) =>
      one.setValueFromSource(new Variant({ dataType: DataType.Double, value: turn + n / count }))
    );
  };
  process.stdin.on("data", (data) => {
    for (const line of data.toString().trim().split("\n")) {
      const [word, ms] = line.split(" ");
      if (word === "every") setInterval(change, Number(ms));
      else change();
    }
  });
  await server.start();
})();
