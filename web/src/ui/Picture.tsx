import { useState } from 'preact/hooks'
import { Icon } from './Icon'
import styles from './Picture.module.css'
import type { IconName } from './Icon'

interface Props {
  src: string | null
  /** Empty for an ornament. */
  alt: string
  icon?: IconName
}

/** A picture of this API, or a quiet tile where there is none or it does not load. */
export function Picture({ src, alt, icon = 'box' }: Props) {
  const [broken, setBroken] = useState<string | null>(null)
  if (src === null || broken === src) {
    return (
      <span class={styles.tile} {...(alt ? { role: 'img', 'aria-label': alt } : {})}>
        <Icon name={icon} />
      </span>
    )
  }
  return (
    <img class={styles.image} src={src} alt={alt} loading="lazy" onError={() => setBroken(src)} />
  )
}
