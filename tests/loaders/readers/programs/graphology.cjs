// graphology reads the first file as a directed multigraph and writes it as GEXF to the second.
const fs = require("fs");
const { MultiDirectedGraph } = require("graphology");
const gexf = require("graphology-gexf");
const graphml = require("graphology-graphml");
const [, , from, to] = process.argv;
const text = fs.readFileSync(from, "utf8");
const graph = from.endsWith(".gexf") ? gexf.parse(MultiDirectedGraph, text) : graphml.parse(MultiDirectedGraph, text);
fs.writeFileSync(to, gexf.write(graph));
