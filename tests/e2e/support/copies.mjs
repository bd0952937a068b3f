/** Copies that the server was asked for. */
export async function copiesAsked(box) {
  return (await box.requests()).filter(({method, path}) => method === 'POST' && path.endsWith('/transfers')).length
}
