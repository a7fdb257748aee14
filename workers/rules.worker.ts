import * as Comlink from "comlink";
import { readTogether } from "../src/rules/files/index.ts";

const reader = { read: readTogether };

export type RulesWorkerApi = typeof reader;

Comlink.expose(reader);
