/** Written by the build (tools/vite-build-info.ts). */
declare module "virtual:build-info" {
  /** Version in package.json. */
  export const version: string;
  /** Git commit, followed by "+changes" when the tree differed from it; "unknown" when built outside a repository. */
  export const commit: string;
}

/** Written by the build (tools/licences.ts): everything in the page that somebody else made, by name. */
declare module "virtual:licences" {
  export const licences: readonly {
    readonly name: string;
    /** Empty for what is no package. */
    readonly version: string;
    /** SPDX identifier, or the licence's name. */
    readonly licence: string;
    readonly text: string;
  }[];
}
