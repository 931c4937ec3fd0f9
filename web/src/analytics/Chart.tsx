import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import styles from './Analytics.module.css'

export interface Line {
  name: string
  color: string
  values: number[]
}

interface Props {
  label: string
  /** Moments in Unix seconds. */
  at: number[]
  lines: Line[]
}

const HEIGHT = 220

/** Lines over days; the same numbers stand in the table below for whoever cannot see it. */
export function Chart({ label, at, lines }: Props) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const box = place.current
    if (!box) return
    const tone = getComputedStyle(box)
    const ink = tone.getPropertyValue('color')
    const axis = { stroke: ink, grid: { stroke: tone.borderColor, width: 1 } }
    const series = lines.map(({ name, color }) => ({
      label: name,
      stroke: tone.getPropertyValue(color) || ink,
      width: 2,
    }))
    const plot = new uPlot(
      { width: box.clientWidth, height: HEIGHT, axes: [axis, axis], series: [{}, ...series] },
      [at, ...lines.map(({ values }) => values)],
      box,
    )
    const watch = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: HEIGHT }))
    watch.observe(box)
    return () => {
      watch.disconnect()
      plot.destroy()
    }
  }, [at, lines])
  return <div ref={place} class={styles.chart} role="img" aria-label={label} />
}
