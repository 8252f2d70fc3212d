// A level on a server of node-opcua: `node opcua_server.js PORT`. Lines of standard input set it; `bad` makes it bad.
const { OPCUAServer } = require("node-opcua-server");
const { OPCUACertificateManager } = require("node-opcua-certificate-manager");
const { Variant, DataType } = require("node-opcua-variant");
const { StatusCodes } = require("node-opcua-status-code");
const { standardUnits } = require("node-opcua-data-access");
const { nodesets } = require("node-opcua-nodesets");

(async () => {
  const own = process.env.OPCUA_CERTIFICATE
    ? {
      certificateFile: process.env.OPCUA_CERTIFICATE,
      privateKeyFile: process.env.OPCUA_KEY,
      serverInfo: { applicationUri: process.env.OPCUA_URI },
      serverCertificateManager: new OPCUACertificateManager({
        rootFolder: process.env.OPCUA_PKI,
        automaticallyAcceptUnknownCertificate: true,
      }),
    }
    : {};
  const server = new OPCUAServer({
    ...own,
    port: Number(process.argv[2]),
    hostname: "127.0.0.1",
    nodeset_filename: [nodesets.standard],
    // So little that a longer list is seen to be cut.
    serverCapabilities: { operationLimits: { maxMonitoredItemsPerCall: 1 } },
  });
  await server.initialize();
  const space = server.engine.addressSpace;
  for (let n = 0; n < Number(process.argv[3] || 0); n++) space.registerNamespace(`urn:other:${n}`);
  const namespace = space.registerNamespace("urn:dcs");
  const tank = namespace.addObject({ organizedBy: space.rootFolder.objects, browseName: "TK206" });
  const level = namespace.addVariable({
    componentOf: tank,
    browseName: "LT",
    nodeId: "s=TK206.LT.PV",
    dataType: "Double",
    value: new Variant({ dataType: DataType.Double, value: 3250 }),
  });
  namespace.addAnalogDataItem({
    componentOf: tank,
    browseName: "TT",
    nodeId: "s=TK206.TT.PV",
    dataType: "Double",
    engineeringUnitsRange: { low: -20, high: 120 },
    engineeringUnits: standardUnits.degree_celsius,
    value: new Variant({ dataType: DataType.Double, value: 21.5 }),
  });
  namespace.addVariable({
    componentOf: tank,
    browseName: "Open",
    nodeId: "i=77",
    dataType: "Boolean",
    value: new Variant({ dataType: DataType.Boolean, value: true }),
  });
  space.installHistoricalDataNode(level, { maxOnlineValues: 1000 });
  space.installAlarmsAndConditionsService();
  space.rootFolder.objects.server.addReference({ referenceType: "HasNotifier", nodeId: tank });
  tank.addReference({ referenceType: "HasEventSource", nodeId: level });
  const watched = namespace.addVariable({
    componentOf: tank,
    browseName: "Watched",
    dataType: "Double",
    value: new Variant({ dataType: DataType.Double, value: 3250 }),
  });
  const alarm = namespace.instantiateExclusiveLimitAlarm("ExclusiveLevelAlarmType", {
    browseName: "LevelAlarm",
    conditionName: "Level",
    conditionSource: level,
    componentOf: tank,
    inputNode: watched,
    lowLowLimit: 100,
    lowLimit: 500,
    highLimit: 6000,
    highHighLimit: 7000,
    optionals: ["ConfirmedState", "SuppressedState", "OutOfServiceState", "ShelvingState"],
  });
  const changed = (name, value) => {
    const id = alarm[name].id;
    id.setValueFromSource(new Variant({ dataType: DataType.Boolean, value }));
    alarm.raiseNewCondition({ message: name, severity: 700, quality: StatusCodes.Good, retain: true });
  };
  const commands = {
    bad: () => level.setValueFromSource(new Variant({ dataType: DataType.Double, value: 0 }), StatusCodes.BadSensorFailure),
    acknowledge: () => {
      alarm.currentBranch().setAckedState(true);
      alarm.raiseNewCondition({ message: "acknowledged", severity: 700, quality: StatusCodes.Good, retain: true });
    },
    suppress: () => changed("suppressedState", true),
    out_of_service: () => changed("outOfServiceState", true),
    shelve: () => {
      alarm.shelvingState.setState("TimedShelved");
      alarm.raiseNewCondition({ message: "shelved", severity: 700, quality: StatusCodes.Good, retain: true });
    },
  };
  const number = (line) => {
    for (const one of [level, watched])
      one.setValueFromSource(new Variant({ dataType: DataType.Double, value: Number(line) }));
  };
  const set = (line) => (commands[line] ?? (() => number(line)))();
  process.stdin.on("data", (data) => data.toString().trim().split("\n").forEach(set));
  await server.start();
})();
