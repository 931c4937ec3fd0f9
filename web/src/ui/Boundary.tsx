import { Component } from 'preact'
import { common } from '../words/ru'
import { Button } from './Button'
import { Empty } from './Empty'
import type { ComponentChildren } from 'preact'

interface Props {
  children: ComponentChildren
  /** What is shown; another one deserves another try. */
  of: string
}

interface State {
  brokenAt: string | null
}

/** A pane that breaks leaves the others working. */
export class Boundary extends Component<Props, State> {
  override state: State = { brokenAt: null }

  override componentDidCatch(): void {
    this.setState({ brokenAt: this.props.of })
  }

  override render() {
    if (this.state.brokenAt !== this.props.of) return this.props.children
    return (
      <Empty icon="failed" tone="bad" title={common.broken} hint={common.brokenHint}>
        <Button onClick={() => this.setState({ brokenAt: null })}>{common.reopen}</Button>
        <Button look="quiet" onClick={() => window.location.reload()}>
          {common.reload}
        </Button>
      </Empty>
    )
  }
}
