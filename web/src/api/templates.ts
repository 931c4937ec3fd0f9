import type { components } from './schema'
import type { Api } from './client'

type Schemas = components['schemas']

export type Template = Schemas['TemplateAnswer']
export type Templates = Schemas['TemplatesAnswer']
export type KeptTemplate = Schemas['KeptTemplateAnswer']
export type TemplateWords = Pick<Template, 'title' | 'text' | 'channels' | 'intents'>

const PATH = '/templates'

/** The seller's own reply templates; this part of the API is fetched with what needs it. */
export function templatesOf({ send }: Pick<Api, 'send'>) {
  return {
    list: async () => (await (await send('GET', PATH)).json()) as Templates,
    add: async (words: TemplateWords, request: string) => {
      const body = { ...words, client_request_id: request }
      return (await (await send('POST', PATH, { body })).json()) as KeptTemplate
    },
    change: async (words: TemplateWords, { id, revision }: Template) => {
      const body = { ...words, revision }
      return (await (await send('PUT', `${PATH}/${id}`, { body })).json()) as KeptTemplate
    },
    remove: async (id: string) => {
      await send('DELETE', `${PATH}/${id}`)
    },
  }
}
