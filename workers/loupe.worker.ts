import * as Comlink from "comlink";
import { caseWorker } from "./case-role.ts";
import { createExporter } from "./export-role.ts";
import { createIndex } from "./index-role.ts";
import { createScanner } from "./scan-role.ts";

/** The one script of all workers, so that the page holds its code once. The page uses one role of each worker. */
const roles = { scan: createScanner(), case: caseWorker, index: createIndex(), export: createExporter() };

export type WorkerRoles = typeof roles;

Comlink.expose(roles);
