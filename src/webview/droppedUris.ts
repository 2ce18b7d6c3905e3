/** The editor's own list first: dragging from the Explorer fills it, dragging from elsewhere only the common one. */
const LISTS = ['application/vnd.code.uri-list', 'text/uri-list'];

/** The files dropped, as URIs; none for what has no address, such as a file from outside the editor. */
export function droppedUris(data: Pick<DataTransfer, 'getData'>): readonly string[] {
  const list = LISTS.map((type) => data.getData(type)).find((text) => text !== '') ?? '';
  return list.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
}
