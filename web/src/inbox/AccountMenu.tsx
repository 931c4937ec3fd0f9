import { useId, useRef } from 'preact/hooks'
import { useApp } from '../state/context'
import { account } from '../words/ru'
import { looks as looksWords } from '../words/looks'
import { Icon } from '../ui/Icon'
import { Link } from '../ui/Link'
import { Places } from './Places'
import styles from './AccountMenu.module.css'

export function AccountMenu() {
  const id = useId()
  const app = useApp()
  const menu = useRef<HTMLDivElement>(null)
  const seller = app.session.me.value?.seller
  if (!seller) return null
  const close = (): void => menu.current?.hidePopover()
  return (
    <div class={styles.account}>
      <button type="button" class={styles.button} popovertarget={id} title={account.menu}>
        <span class={styles.letter} aria-hidden="true">
          {initial(seller.name)}
        </span>
        <span class={styles.name}>
          <span class="visually-hidden">{account.menu}: </span>
          {seller.name}
        </span>
      </button>
      <div ref={menu} id={id} popover="auto" class={styles.menu}>
        <p class={styles.email}>{seller.email}</p>
        <Places class={styles.item} />
        <Link to={{ name: 'connect' }} class={styles.item}>
          <Icon name="plug" />
          {account.cabinet}
        </Link>
        <button
          type="button"
          class={styles.item}
          onClick={() => {
            close()
            app.helpOpen.value = true
          }}
        >
          <Icon name="keys" />
          {account.keys}
        </button>
        <button type="button" class={styles.item} onClick={app.looks.turnTheme}>
          <Icon name="theme" />
          {`${looksWords.theme}: ${looksWords.themes[app.looks.theme.value]}`}
        </button>
        <button type="button" class={styles.item} onClick={app.looks.turnDensity}>
          <Icon name="rows" />
          {`${looksWords.density}: ${looksWords.densities[app.looks.density.value]}`}
        </button>
        <button type="button" class={styles.item} onClick={() => void app.logout()}>
          <Icon name="logout" />
          {account.logout}
        </button>
      </div>
    </div>
  )
}

/** The first letter of a name, past its quotes. */
function initial(name: string): string {
  return (/\p{L}|\p{N}/u.exec(name)?.[0] ?? '·').toUpperCase()
}
