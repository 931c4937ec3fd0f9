import styles from './Block.module.css'
import type { ComponentChildren } from 'preact'

/** One titled part of the panel. */
export function Block({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class={styles.block}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

/** One thing known, by its name. */
export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <dl class={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </dl>
  )
}
