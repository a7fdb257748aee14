/** Records to flat ECS events, each source as Elastic's own pipelines map it. */
export type { SourceId } from "./source.ts";
export { type EcsEvent, toEcs } from "./to-ecs.ts";
