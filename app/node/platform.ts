/** The operating system, as Node names it. The one place that asks, so that everything else can be tested as another. */
export const platform: NodeJS.Platform = process.platform;
