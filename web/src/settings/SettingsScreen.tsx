import { useEffect, useRef } from 'preact/hooks'
import { SECTION_NAMES } from '../route'
import { useApp } from '../state/context'
import { findUnsaved } from '../state/unsaved'
import { product } from '../words/ru'
import { sections, settings as words } from '../words/settings'
import { Boundary } from '../ui/Boundary'
import { Help, isExplained } from '../ui/Help'
import { Link } from '../ui/Link'
import { Page as Shell } from '../ui/Page'
import { AiSection } from './AiSection'
import { AutoSection } from './AutoSection'
import { DeadlinesSection } from './DeadlinesSection'
import { GeneralSection } from './GeneralSection'
import { ProfileSection } from './ProfileSection'
import { PromoSection } from './PromoSection'
import { SecuritySection } from './SecuritySection'
import { TemplatesSection } from './TemplatesSection'
import styles from './Settings.module.css'
import type { SettingsRoute } from '../route'

const PAGES = {
  profile: ProfileSection,
  general: GeneralSection,
  deadlines: DeadlinesSection,
  ai: AiSection,
  auto_response: AutoSection,
  promo: PromoSection,
  templates: TemplatesSection,
  security: SecuritySection,
}

export function SettingsScreen({ route: { section } }: { route: SettingsRoute }) {
  const app = useApp()
  const isUnsaved = (name: string): boolean => findUnsaved(app, name) !== undefined
  const Page = PAGES[section]
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    document.title = `${sections[section]} — ${product.name}`
    const current = nav.current?.querySelector('[aria-current]')
    current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [section])
  return (
    <Shell of="settings">
      <div class={styles.frame}>
        <nav ref={nav} class={styles.nav} aria-label={words.title}>
          {SECTION_NAMES.map((name) => (
            <Link
              key={name}
              to={{ name: 'settings', section: name }}
              current={name === section ? 'page' : undefined}
            >
              {sections[name]}
              {isUnsaved(name) && ' '}
              {isUnsaved(name) && <small class={styles.unsaved}>{words.unsaved}</small>}
            </Link>
          ))}
        </nav>
        <div class={styles.page}>
          <header class={styles.title}>
            <h1>{sections[section]}</h1>
            {isExplained(section) && <Help key={section} of={section} />}
          </header>
          <Boundary of={section}>
            <Page key={section} />
          </Boundary>
        </div>
      </div>
    </Shell>
  )
}
