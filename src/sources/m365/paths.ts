/**
 * The path of a file whose folder may or may not end with its name. Since 2.14.1 Elastic looks for the name in the same
 * spelling; the tables write the folder of a process in lower case, and its name as it was.
 */
export function joined(folder: string, name: string): string {
  if (name === "" || folder.toLowerCase().endsWith(name.toLowerCase())) return folder;
  return `${folder}\\${name}`;
}
