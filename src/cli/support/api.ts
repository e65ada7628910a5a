/** Requests of a command to the API: the answer, or a CommandError with the words of the service. */

import { type ApiClient, CommandError } from './command.ts'

export async function ask<T>(client: ApiClient, method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const answer = await client.request(method, path, body)
  if (answer.status >= 200 && answer.status < 300) return answer.body as T
  const problem = answer.body as { title?: string; detail?: string; errors?: { path: string; message: string }[] } | null
  const faults = problem?.errors?.map((e) => `${e.path.replace(/^(body|querystring)\//, '')}: ${e.message}`).join('; ')
  const message = faults ?? problem?.detail ?? problem?.title ?? `the service answered ${answer.status}`
  throw new CommandError(message, 1)
}

/** Connects, works, and closes the connection whatever happens. */
export async function withApi<T>(connect: () => Promise<ApiClient>, work: (client: ApiClient) => Promise<T>): Promise<T> {
  const client = await connect()
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}
