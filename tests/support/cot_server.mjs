// A TAK server made of node-cot: it prints what it understands of each event as a line of JSON, and tells everybody
// connected the position of each line of JSON that it reads ({uid, lat, lon}).
import net from "node:net";
import readline from "node:readline";
import { pathToFileURL } from "node:url";

const [port, modules] = process.argv.slice(2);
const { CoTParser } = await import(pathToFileURL(`${modules}/@tak-ps/node-cot/dist/index.js`).href);
const clients = new Set();

async function understand(xml) {
  try {
    const cot = await CoTParser.from_xml(xml);
    const headcount = cot.raw.event.detail?.headcount?._attributes ?? null;
    const feature = await CoTParser.to_geojson(cot);
    console.log(JSON.stringify({ feature, headcount, links: cot.raw.event.detail?.link ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error), xml }));
  }
}

net.createServer((socket) => {
  clients.add(socket);
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("error", () => clients.delete(socket));
  socket.on("close", () => clients.delete(socket));
  socket.on("data", (data) => {
    const pieces = (rest + data).split("</event>");
    rest = pieces.pop();
    for (const piece of pieces) understand(`${piece.slice(piece.indexOf("<event"))}</event>`);
  });
}).listen(Number(port), "127.0.0.1");

readline.createInterface({ input: process.stdin }).on("line", async (line) => {
  const { uid, lat, lon } = JSON.parse(line);
  const cot = await CoTParser.from_geojson({
    id: uid,
    type: "Feature",
    properties: { type: "a-f-G-U-C", how: "m-g", callsign: `${uid}-call` },
    geometry: { type: "Point", coordinates: [lon, lat, 0] },
  });
  for (const one of clients) one.write(CoTParser.to_xml(cot));
});
