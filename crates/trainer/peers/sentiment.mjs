// What npm `sentiment` says of each text. The first argument is the folder that it is installed in.

import { createRequire } from "node:module";
import { cpuUsage, stdin } from "node:process";
import { text as read } from "node:stream/consumers";

const Sentiment = createRequire(`${process.argv[2]}/`)("sentiment");
const texts = (await read(stdin))
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line).text);
const sentiment = new Sentiment();
texts.slice(0, 200).forEach((text) => sentiment.analyze(text));
const began = cpuUsage();
const scores = texts.map((text) => sentiment.analyze(text).score);
const took = cpuUsage(began).user / 1e6;
const lines = scores.map((score) => JSON.stringify({ label: score > 0 ? 2 : score < 0 ? 0 : 1 }));
lines.push(JSON.stringify({ posts_per_second: texts.length / took }));
process.stdout.write(lines.join("\n") + "\n");
